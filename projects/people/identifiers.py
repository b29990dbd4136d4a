# SPDX-License-Identifier: MIT
"""Names, numbers and ids of rows, as they stand and as they are compared. It stores and logs none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Kind, Role, Variable
from projects.people.members import Member
from projects.store.ports import Reader
from projects.stored_tables.chunks import LOCKED
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import variables
from projects.word_folding import fold
from wording import Text

if TYPE_CHECKING:
    from projects.stored_tables.chunks import ChunkColumn

ERASED_ROWS = "SELECT row_id FROM row_state WHERE table_id = ? AND state = 'erased'"

_IDS = re.compile(r"(^|[_\W])(id|code|uuid|number|num|no|case|cas|ref|respondent|participant|dossier)([_\W]|$)", re.I)
_PLACES = ("_index", "_parent", "_submission__index")  # where a row stood in the file: says nothing of anybody
_LEAST, _DIGITS = 3, 8  # letters of an id that can tell people apart; digits of a phone number that are compared


@dataclass(frozen=True)
class IdentifierValues:
    """A variable that names or numbers people, with its values by row."""

    table: str
    variable: str
    called: Text
    values: dict[int, str]
    whole: bool = False  # a number of the server: only the whole of it means anything

    def members(self) -> dict[str, list[Member]]:
        """Who has each value, as values are compared."""
        found: dict[str, list[Member]] = {}
        for row, value in self.values.items():
            if plain := comparable(value):
                found.setdefault(plain, []).append(Member(self.table, row))
        return found


def identifying(project: Reader, table_id: str) -> Iterator[IdentifierValues]:
    """The variables of a table that name or number people; those under the link key only while it is open."""
    columns = TableColumns(project, table_id)
    rows = columns.row_ids.tolist()
    erased = {row["row_id"] for row in project.query(
        ERASED_ROWS, (table_id,)
    )}  # fmt: skip
    for variable in variables(project, table_id):
        if not names_people(variable):
            continue
        column = columns.read(variable)
        if len(column.reasons) and bool((column.reasons == LOCKED).all()):
            continue
        listed = column.values.to_pylist() if hasattr(column.values, "to_pylist") else _numbers(column)
        values = {
            row: str(value).strip()
            for row, value in zip(rows, listed, strict=True)
            if value not in (None, "") and row not in erased
        }
        called: Text = variable.labels if any(variable.labels.by_language.values()) else variable.name
        yield IdentifierValues(table_id, variable.id, called, values, variable.name.startswith("_"))


def names_people(variable: Variable) -> bool:
    """Whether a variable identifies directly, is a key, or is called like an id."""
    if variable.kind not in (Kind.TEXT, Kind.INTEGER) or variable.name.startswith(_PLACES):
        return False
    return variable.role in (Role.IDENTIFIER, Role.KEY) or bool(_IDS.search(variable.name))


def comparable(value: str) -> str:
    """A name, id or phone number so that two ways of writing it are equal; empty where it tells too little."""
    plain = "".join(part for part in fold(value) if part.isalnum())
    if len(plain) >= _DIGITS and plain.isdecimal():
        return plain[-_DIGITS:]
    return plain if len(plain) >= _LEAST else ""


def _numbers(column: ChunkColumn) -> list[str | None]:
    """Whole numbers as they are written; None where absent."""
    values, reasons = column.values, column.reasons
    return [None if reason or value != value else f"{value:.0f}" for value, reason in zip(values, reasons, strict=True)]
