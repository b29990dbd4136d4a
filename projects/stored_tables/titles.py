# SPDX-License-Identifier: MIT
"""Titles of tables in sentences: label, else the plural of the unit, else the name in the file."""

from __future__ import annotations

from analysis.records import DataTable
from projects.store.ports import Rows
from projects.stored_tables import queries
from projects.stored_tables.row_records import labels_of
from wording import Labels, Text, msg

_UNITS = frozenset(("household", "person", "site", "session", "case", "key_informant"))


def called_table(table: DataTable) -> Labels | str:
    """A table's label, else its name in the file."""
    return table.labels if any(table.labels.by_language.values()) else table.name


def table_titles(reads: Rows) -> dict[str, Text]:
    """The title of each table by its id."""
    titles: dict[str, Text] = {}
    for row in queries.table_names(reads):
        labels = labels_of(row["labels"])
        if any(labels.by_language.values()):
            titles[row["id"]] = labels
        else:
            titles[row["id"]] = msg(f"units.{row['unit']}") if row["unit"] in _UNITS else str(row["name"])
    return titles


def named_variables(reads: Rows, table_id: str, condition: str) -> list[Text]:
    """What the variables of a table are called for which a condition of SQL on `variable` holds."""
    found: list[Text] = []
    for row in reads.query(queries.variables_that(condition), (table_id,)):
        labels = labels_of(row["labels"])
        found.append(labels if any(labels.by_language.values()) else str(row["name"]))
    return found
