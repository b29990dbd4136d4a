# SPDX-License-Identifier: MIT
"""A survey of 100,000 × 400 stored, then a newer export of it with 1 % of its rows changed taken up."""

from __future__ import annotations

import dataclasses
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

from analysis.records import Choice, Kind, Level, Variable
from projects.datasets.add_dataset import import_action
from projects.datasets.merge.comparison import compare
from projects.datasets.merge.merge_action import merge_action
from projects.datasets.table.table_view import TableView
from projects.imported.records import ImportedData, ImportedTable
from projects.store.project import Project
from tests.benchmarks.rows import BenchRow
from wording import Labels

ROWS, VARIABLES, CHANGED = 100_000, 400, 1_000


def _survey(rng: np.random.Generator) -> ImportedTable:
    choices = tuple(Choice(f"c{n}", str(n), Labels({"en": f"Answer {n}"})) for n in range(1, 9))
    codes = pa.array([choice.id for choice in choices])
    variables, columns = [], {}
    for number in range(1, VARIABLES + 1):
        kind = (Kind.ONE, Kind.INTEGER, Kind.TEXT, Kind.ONE)[number % 4]
        name = f"v{number}"
        if kind is Kind.ONE:
            indices = pa.array(rng.integers(0, 8, ROWS).astype(np.int8))
            columns[name] = pa.DictionaryArray.from_arrays(indices, codes)
        elif kind is Kind.INTEGER:
            columns[name] = pa.array(rng.integers(0, 99, ROWS).astype(float))
        else:
            words = pa.array([f"word {n}" for n in range(500)])
            columns[name] = words.take(pa.array(rng.integers(0, 500, ROWS)))
        known = choices if kind is Kind.ONE else ()
        variables.append(Variable(name, f"q{number}", Labels({}), kind, Level.NOMINAL, choices=known))
    reasons = {variable.id: np.zeros(ROWS, np.int8) for variable in variables}
    keys = {"uuid": pa.array([f"uuid:{n}" for n in range(ROWS)]), "id": pa.array([str(n) for n in range(ROWS)])}
    return ImportedTable(
        "t1", "survey", Labels({}), tuple(variables), columns, reasons, ROWS, row_keys=keys, unit="household"
    )


def _newer(table: ImportedTable, rng: np.random.Generator) -> ImportedTable:
    """Of the changed rows every number is another and the uuid is new; their `_id` stays."""
    rows = rng.choice(ROWS, CHANGED, replace=False)
    columns = dict(table.columns)
    for variable in table.variables:
        if variable.kind is Kind.INTEGER:
            values = columns[variable.id].to_numpy().copy()
            values[rows] += 1
            columns[variable.id] = pa.array(values)
    uuids = [f"uuid:{n}" for n in range(ROWS)]
    for row in rows:
        uuids[row] = f"uuid:{row}-edited"
    keys = {"uuid": pa.array(uuids), "id": table.row_keys["id"]}
    return dataclasses.replace(table, columns=columns, row_keys=keys)


def rows() -> list[BenchRow]:
    """The rows of this benchmark."""
    rng = np.random.default_rng(11)
    table = _survey(rng)
    with (
        tempfile.TemporaryDirectory() as folder,
        Project.create(Path(folder) / "big.pwb", "bench words only", name="big") as project,
    ):
        start = time.perf_counter()
        project.do(import_action(ImportedData("kobo", "big", (table,), ())))
        view = TableView(project, "t1")
        view.page(0, 40, [f"v{n}" for n in range(1, 13)])
        stored = time.perf_counter() - start
        newer = ImportedData("kobo", "big", (_newer(table, rng),), ())
        start = time.perf_counter()
        found = compare(project, "d1", newer)
        compared = time.perf_counter() - start
        assert len(found.tables[0].changed) == CHANGED
        project.do(merge_action(found))
        return [
            BenchRow("store 100,000 × 400 and show its first page", "part of < 15 s", stored, "s"),
            BenchRow("compare a newer export of it, 1 % of rows changed", "part of < 10 s", compared, "s"),
            BenchRow("compare and merge it", "< 10 s", time.perf_counter() - start, "s"),
        ]
