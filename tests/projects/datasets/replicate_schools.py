# SPDX-License-Identifier: MIT
"""The 183 schools of `apiclus1` as a project, with fifteen replicate weights: each leaves a school district out."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from analysis.records import Choice, DesignRoles, Kind, Level, Role, RowOrigin, Variable
from projects.datasets.add_dataset import import_action
from projects.imported.records import ImportedData, ImportedTable
from projects.store.project import Project
from wording import Labels

EXPECTED = Path(__file__).parents[2] / "expected"
FIGURES: dict[str, Any] = json.loads((EXPECTED / "replicates" / "apiclus1.json").read_text(encoding="utf-8"))
COUNT = 15
REPLICATES = tuple(f"v{20 + place}" for place in range(COUNT))


def schools(only: int = COUNT) -> ImportedTable:
    """The schools of the first districts; `st` pairs the districts in their order."""
    with (EXPECTED / "survey" / "data" / "apiclus1.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    districts = list(dict.fromkeys(row["dnum"] for row in rows))
    rows = [row for row in rows if row["dnum"] in districts[:only]]
    place = np.array([districts.index(row["dnum"]) for row in rows])
    weight = np.array([float(row["pw"]) for row in rows])
    variables, columns = [], {}

    def add(name: str, variable_id: str, values: Any, kind: Kind = Kind.NUMBER, role: Role = Role.ORDINARY) -> None:
        choices = (
            tuple(Choice(one, one, Labels({"en": one})) for one in sorted(set(values))) if kind is Kind.ONE else ()
        )
        level = Level.NOMINAL if kind is Kind.ONE else Level.INTERVAL
        variables.append(Variable(variable_id, name, Labels({"en": name}), kind, level, role, choices=choices))
        columns[variable_id] = pa.array(values).dictionary_encode() if kind is Kind.ONE else pa.array(values)

    add("stype", "v1", [row["stype"] for row in rows], Kind.ONE)
    add("wide", "v2", [row["sch.wide"] for row in rows], Kind.ONE)
    for at, name in enumerate(("api00", "enroll", "api.stu", "meals"), start=3):
        add(name, f"v{at}", [float(row[name]) for row in rows])
    add("pw", "v7", weight.tolist(), role=Role.WEIGHT)
    add("dnum", "v8", place.astype(float).tolist(), role=Role.CLUSTER)
    add("st", "v9", (place // 2).astype(float).tolist())
    for number in range(COUNT):
        add(f"repw{number + 1}", REPLICATES[number], np.where(place == number, 0.0, weight * 15 / 14).tolist())
    return ImportedTable(
        id="t1", name="schools", labels=Labels({"en": "Schools", "fr": "Écoles"}), variables=tuple(variables),
        columns=columns, reasons={}, rows=len(rows), how=RowOrigin.PROBABILITY, unit="record",
        design=DesignRoles(weight="v7", clusters=("v8",)),
    )  # type: ignore[arg-type]  # fmt: skip


def pupils() -> ImportedTable:
    """Two pupils of each school."""
    size = schools().rows
    score = Variable("v1", "score", Labels({"en": "Score"}), Kind.NUMBER, Level.INTERVAL)
    return ImportedTable(
        id="t2", name="pupils", labels=Labels({"en": "Pupils"}), variables=(score,), unit="person", parent="t1",
        columns={"v1": pa.array(np.tile([1.0, 3.0], size) + np.repeat(np.arange(size) % 7, 2))}, reasons={},
        rows=2 * size, how=RowOrigin.PROBABILITY, parent_rows=np.repeat(np.arange(size), 2),
    )  # type: ignore[arg-type]  # fmt: skip


def imported(project: Project, *tables: ImportedTable) -> None:
    """The tables in the project."""
    data = ImportedData("csv", "Schools", tables, (), ("en",))
    project.do(import_action(data, b"the file", file_name="schools.csv", user="Analyst"))
