# SPDX-License-Identifier: MIT
"""Titles of tables in sentences: label, else the plural of the unit, else the name in the file."""

from __future__ import annotations

from analysis.records import DataTable
from projects.store.ports import Rows
from projects.stored_tables import queries
from projects.stored_tables.row_records import labels_of
from wording import Labels, Text, msg

_UNITS = frozenset(("household", "person", "site", "session", "case", "key_informant"))


def called_table(table: DataTable) -> Text:
    """The title of a table."""
    return _title(table.labels, table.unit, table.name)


def table_titles(reads: Rows) -> dict[str, Text]:
    """The title of each table by its id."""
    rows = queries.table_names(reads)
    return {row["id"]: _title(labels_of(row["labels"]), row["unit"], str(row["name"])) for row in rows}


def _title(labels: Labels, unit: str, name: str) -> Text:
    if any(labels.by_language.values()):
        return labels
    return msg(f"units.{unit}") if unit in _UNITS else name


def named_variables(reads: Rows, table_id: str, condition: str) -> list[Text]:
    """What the variables of a table are called for which a condition of SQL on `variable` holds."""
    found: list[Text] = []
    for row in reads.query(queries.variables_that(condition), (table_id,)):
        labels = labels_of(row["labels"])
        found.append(labels if any(labels.by_language.values()) else str(row["name"]))
    return found
