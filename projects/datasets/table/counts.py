# SPDX-License-Identifier: MIT
"""Counts of a project's data sets: for `info` and the window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from projects.store.ports import Reader
from projects.stored_tables import queries
from projects.stored_tables.row_states import NO_CONSENT

DATA_SETS_WITH_KIND = "SELECT id, name, kind FROM data_set ORDER BY number"
TABLES_WITH_SIZE_AND_PARENT = "SELECT id, data_set, name, rows, unit, how, parent FROM data_table ORDER BY number"
EDITS_IN_FORCE_BY_TABLE = "SELECT table_id, COUNT(*) AS n FROM cell_edit WHERE taken_back = 0 GROUP BY table_id"
VARIABLES_BY_TABLE = "SELECT table_id, COUNT(*) AS n FROM variable GROUP BY table_id"


@dataclass(frozen=True)
class DataSetLine:
    """A data set as a list shows it; `tables` are ids."""

    id: str
    name: str
    kind: str
    tables: tuple[str, ...]


def data_sets(project: Reader) -> list[DataSetLine]:
    """The data sets in the order they were imported."""
    rows = project.query(queries.TABLES_AND_THEIR_DATA_SETS)
    return [
        DataSetLine(row["id"], row["name"], row["kind"], tuple(t["id"] for t in rows if t["data_set"] == row["id"]))
        for row in project.query(DATA_SETS_WITH_KIND)
    ]


def counts(project: Reader) -> list[dict[str, Any]]:
    """Per data set its tables with rows, variables, rows without consent and edits in force: plain JSON values."""
    variables = _per_table(project, VARIABLES_BY_TABLE)
    refused = _per_table(project, queries.ROWS_IN_STATE_BY_TABLE, (NO_CONSENT,))
    edits = _per_table(project, EDITS_IN_FORCE_BY_TABLE)
    tables = project.query(TABLES_WITH_SIZE_AND_PARENT)
    return [
        {
            "id": line.id,
            "name": line.name,
            "kind": line.kind,
            "tables": [
                {
                    "id": table["id"],
                    "name": table["name"],
                    "unit": table["unit"],
                    "how": table["how"],
                    "parent": table["parent"],
                    "rows": table["rows"],
                    "variables": variables.get(table["id"], 0),
                    "rows_without_consent": refused.get(table["id"], 0),
                    "edits": edits.get(table["id"], 0),
                }
                for table in tables
                if table["data_set"] == line.id
            ],
        }
        for line in data_sets(project)
    ]


def _per_table(project: Reader, sql: str, params: tuple[object, ...] = ()) -> dict[str, int]:
    return {row["table_id"]: row["n"] for row in project.query(sql, params)}
