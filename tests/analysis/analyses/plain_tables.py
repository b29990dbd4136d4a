# SPDX-License-Identifier: MIT
"""Tables without a sample design, from columns: numbers as they are, answers by the order of their codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from analysis.analyses import AnalysisResult, run
from analysis.records import Choice, DataTable, Frame, Kind, Level, RowOrigin, SampleColumns, Variable
from analysis.result_tables import Cell
from wording import Labels


def plain_frame(
    columns: Mapping[str, Sequence[Any]], how: RowOrigin = RowOrigin.PROBABILITY, ordered: bool = False
) -> Frame:
    """A frame of these columns: codes of answers where the name begins with "q", else numbers; None is missing."""
    variables, data, reasons = [], {}, {}
    for name, values in columns.items():
        rows = list(values)
        known = np.array([one is not None for one in rows])
        reasons[name] = np.where(known, 0, 4).astype(np.int8)
        if name.startswith("q"):
            codes = np.array([-1 if one is None else int(one) for one in rows])
            choices = tuple(Choice(f"c{at}", f"{at}", Labels({"en": f"answer {at}"})) for at in range(codes.max() + 1))
            level = Level.ORDINAL if ordered else Level.NOMINAL
            variables.append(Variable(name, name, Labels({"en": name}), Kind.ONE, level, choices=choices))
            data[name] = pd.Categorical.from_codes(codes.tolist(), [one.id for one in choices])
        else:
            variables.append(Variable(name, name, Labels({"en": name}), Kind.NUMBER, Level.INTERVAL))
            data[name] = np.array([np.nan if one is None else float(one) for one in rows])
    n = len(next(iter(reasons.values())))
    table = DataTable("t1", "rows", Labels({"en": "Rows"}), "record", how, tuple(variables), n)
    return Frame(table, pd.DataFrame(data), reasons, np.arange(n), SampleColumns())


def counted(counts: Any, **more: Any) -> Frame:
    """Rows of two (or three) questions with these counts."""
    table = np.asarray(counts, dtype=int)
    places = np.indices(table.shape).reshape(table.ndim, -1)
    names = ("q1", "q2", "q3")[: table.ndim]
    return plain_frame({n: np.repeat(p, table.ravel()).tolist() for n, p in zip(names, places, strict=True)}, **more)


def rows_of(found: AnalysisResult, table: int = -1) -> dict[str, tuple[Cell, ...]]:
    """The cells of a table by the id of its row."""
    return {row.id: row.cells for row in found.tables[table].rows}


def rows_of_tests(name: str, frame: Frame, table: int = 1, **options: Any) -> dict[str, tuple[Cell, ...]]:
    """The rows of the table of tests: statistic, df, p, effect."""
    return rows_of(run(name, frame, options), table)
