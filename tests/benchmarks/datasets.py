# SPDX-License-Identifier: MIT
"""Data sets beside their bars: 1,000,000 rows × 300 variables opened, changed, sorted and filtered.

The 300 columns repeat six contents, so that the folder stays small; what is read is read and unsealed in full.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from analysis.records import Choice, Kind, Level, Variable
from projects.datasets.add_dataset import import_action
from projects.datasets.table.filters import HasChoice, HasText, InRange
from projects.datasets.table.frames import load_frame
from projects.datasets.table.table_view import TableView
from projects.imported.records import ImportedData, ImportedTable
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from tests.benchmarks.grid import PASSPHRASE, window_rows
from tests.benchmarks.rows import BenchRow
from tests.projects.cells import change_cell
from wording import Labels

ROWS, VARIABLES = 1_000_000, 300


def _variable(number: int, kind: Kind) -> Variable:
    choices = tuple(Choice(f"c{n}", str(n), Labels({"en": f"Answer {n}"})) for n in range(1, 9))
    return Variable(
        f"v{number}", f"q{number}", Labels({}), kind, Level.NOMINAL, choices=choices if kind is Kind.ONE else ()
    )


def _table() -> ImportedTable:
    rng = np.random.default_rng(7)
    contents: list[tuple[Kind, Any]] = [
        (Kind.NUMBER, pa.array(rng.normal(50, 20, ROWS))),
        (Kind.INTEGER, pa.array(rng.integers(0, 99, ROWS).astype(float))),
        (
            Kind.ONE,
            pa.DictionaryArray.from_arrays(
                pa.array(rng.integers(0, 8, ROWS).astype(np.int8)), pa.array([f"c{n}" for n in range(1, 9)])
            ),
        ),
        (Kind.TEXT, pa.array([f"word {n}" for n in rng.integers(0, 200_000, ROWS)])),
        (Kind.DATE, pa.array((rng.integers(0, 700, ROWS) + 20_000).astype("datetime64[D]").astype("datetime64[ns]"))),
        (Kind.NUMBER, pa.array(rng.gamma(2, 3, ROWS))),
    ]
    variables = [_variable(n + 1, contents[n % 6][0]) for n in range(VARIABLES)]
    columns = {f"v{n + 1}": contents[n % 6][1] for n in range(VARIABLES)}
    reasons = {variable.id: np.zeros(ROWS, np.int8) for variable in variables}
    return ImportedTable("t1", "big", Labels({}), tuple(variables), columns, reasons, ROWS)


def _best(work: Callable[[], Any], times: int = 5) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return min(taken)


def rows() -> list[BenchRow]:
    """The rows of the data sets."""
    with tempfile.TemporaryDirectory() as folder:
        project = Project.create(Path(folder) / "big.pwb", PASSPHRASE, name="big")
        with project:
            project.do(import_action(ImportedData("csv", "big", (_table(),), ())))
            found = [*_opening(project), *_viewing(project)]
        return [*found, *window_rows(Path(folder) / "big.pwb")]


def _opening(project: Project) -> list[BenchRow]:
    opened = _best(lambda: load_frame(project, "t1", ["v1", "v3", "v5"]))
    counter = iter(range(1, 100))

    def change() -> None:
        row = next(counter)
        project.do(change_cell(project, "t1", row * 1000, "v2", DatasetCell(float(row)), why="bench"))

    return [
        BenchRow("open 3 of 300 columns of 1,000,000 rows", "< 0.1 s", opened, "s"),
        BenchRow("change one cell of 1,000,000 × 300", "< 10 ms", _best(change, 20) * 1000, "ms"),
    ]


def _viewing(project: Project) -> list[BenchRow]:
    view = TableView(project, "t1")
    for name in ("v1", "v3", "v4"):
        view.column(name)
    found = []
    for name, what in (("v1", "numbers"), ("v3", "choices"), ("v4", "texts")):
        taken = _best(lambda name=name: view.sort(name), 3)  # type: ignore[misc]
        found.append(BenchRow(f"sort 1,000,000 rows by {what}", "< 0.6 s", taken, "s"))
    view.sort("v1")
    filters = (
        (InRange("v1", 40, 60), "range"),
        (HasChoice("v3", frozenset({"c1", "c4"})), "choice"),
        (HasText("v4", "77"), "text"),
    )
    for wanted, what in filters:
        taken = _best(lambda wanted=wanted: view.filter([wanted]), 3)  # type: ignore[misc]
        found.append(BenchRow(f"filter 1,000,000 rows by {what}", "< 0.2 s", taken, "s"))
    view.filter([])
    taken = _best(lambda: view.page(500_000, 40, [f"v{n}" for n in range(1, 13)]), 3)
    found.append(BenchRow("text of a screen of 40 × 12 cells", "< 16 ms", taken * 1000, "ms"))
    return found
