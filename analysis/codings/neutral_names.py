# SPDX-License-Identifier: MIT
"""Neutral labels of coders, speakers, interviews and cases ("Interview 12"), for readers outside the team.

A table keeps the names that the team gave, and beside each a neutral label that is alike in every table of a project:
it counts in the order of the project, not of the table. `for_others` puts the neutral labels in place of the names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.specs import TableSpec
from wording import Text, msg

if TYPE_CHECKING:
    import pandas as pd

NAMED = ("coder", "speaker", "document", "case")  # whose labels are names
Numbers = Mapping[str, Mapping[str, int]]


def numbers_of(segments: pd.DataFrame, documents: pd.DataFrame, attributes: pd.DataFrame) -> Numbers:
    """The number of each coder, speaker, interview (by its id) and case, from 1.

    Parameters
    ----------
    segments : DataFrame
        One row per segment with `coder` and `speaker`, by document and place.
    documents : DataFrame
        One row per interview with `document` (its id) and `case`, in the order of the project.
    attributes : DataFrame
        One row per case, whose index is its name.

    Returns
    -------
    mapping
        By kind (`NAMED`), the number of each name.
    """
    cases = [*attributes.index, *documents["case"], *segments["case"]]
    every = {
        "coder": segments["coder"], "speaker": segments["speaker"], "document": documents["document"], "case": cases,
    }  # fmt: skip
    return {
        kind: {name: at for at, name in enumerate(dict.fromkeys(str(one) for one in names if str(one)), start=1)}
        for kind, names in every.items()
    }


def neutral_label(numbers: Numbers, kind: str, name: str) -> Text | None:
    """The label outside the team of a coder, speaker, interview or case.

    Parameters
    ----------
    numbers : mapping
        What `numbers_of` gave.
    kind : str
        One of `NAMED`; of anything else no label is a name.
    name : str
        The name; of an interview its id.

    Returns
    -------
    Text or None
        "Interview 12"; None where no name is shown.
    """
    if kind not in NAMED:
        return None
    n = numbers.get(kind, {}).get(name)
    return msg(f"neutral.{kind}", n="–" if n is None else str(n))


def for_others(table: TableSpec) -> TableSpec:
    """The table as others than the team may read its labels: neutral ones in place of names.

    Parameters
    ----------
    table : TableSpec
        A table whose rows and columns have `outside` where their labels are names.

    Returns
    -------
    TableSpec
        The table with neutral labels and a note on them; itself where no label is a name.
    """
    columns = tuple(
        column if column.outside is None else replace(column, label=column.outside) for column in table.columns
    )
    rows = tuple(row if row.outside is None else replace(row, label=row.outside) for row in table.rows)
    if columns == table.columns and rows == table.rows:
        return table
    return replace(table, columns=columns, rows=rows, notes=(*table.notes, msg("note.neutral_labels")))
