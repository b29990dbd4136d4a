# SPDX-License-Identifier: MIT
"""The cleaning log: every change of a cell with who, when, why; narrowed, counted, undone.

A change that is undone keeps its line; so does one that was changed again later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from projects.store.actions import BULK, Action
from projects.store.ports import DatabaseRow, Reader
from projects.store.problems import LinkLocked
from projects.stored_tables import queries
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.row_states import refresh_consent_of
from projects.stored_tables.stored_table import table_row
from wording import msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

CELL_OF_EDIT = "SELECT table_id, variable, row_id FROM cell_edit WHERE id = ?"
UNDO_EDIT = "UPDATE cell_edit SET taken_back = 1 WHERE id = ?"
EDITORS = "SELECT DISTINCT who FROM cell_edit WHERE who <> '' ORDER BY who"


@dataclass(frozen=True)
class Edit:
    """One line of the cleaning log. `old` and `new` are None where they lie under the link key, which is closed."""

    id: int
    table_id: str
    variable_id: str
    row_id: int
    batch: str  # edits accepted together share it
    old: DatasetCell | None
    new: DatasetCell | None
    who: str
    utc: dt.datetime
    why: str
    cause: str
    undone: bool


@dataclass(frozen=True)
class LogFilter:
    """Which lines of the log; a part that is None asks for nothing. `text` is looked for in the reasons.

    `since` and `until` are days of this computer's clock, both included.
    """

    table_id: str | None = None
    variable_id: str | None = None
    row_id: int | None = None
    who: str | None = None
    cause: str | None = None
    text: str = ""
    undone: bool | None = None
    since: dt.date | None = None
    until: dt.date | None = None

    def condition(self) -> tuple[str, Sequence[object]]:
        """The same as SQL with its values."""
        asked = {"table_id": self.table_id, "variable": self.variable_id, "row_id": self.row_id, "who": self.who}
        asked["cause"] = self.cause
        asked["taken_back"] = None if self.undone is None else int(self.undone)
        named = {name: value for name, value in asked.items() if value is not None}
        where, params = [f"{name} = ?" for name in named], list(named.values())
        if self.text:
            where.append("instr(lower(why), lower(?)) > 0")
            params.append(self.text)
        if self.since is not None:
            where.append("utc >= ?")
            params.append(_start_of(self.since))
        if self.until is not None:
            where.append("utc < ?")
            params.append(_start_of(self.until + dt.timedelta(days=1)))
        return (f"WHERE {' AND '.join(where)}" if where else ""), params

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for beyond the lines in force."""
        return any(getattr(self, part.name) for part in fields(self))


def _start_of(day: dt.date) -> str:
    """The beginning of a day of this computer's clock, as the log writes times."""
    return dt.datetime.combine(day, dt.time()).astimezone(dt.UTC).isoformat(timespec="seconds")


def logged(project: Reader, wanted: LogFilter | None = None, *, limit: int = 10_000) -> list[Edit]:
    """The lines wanted (all when None), newest first."""
    condition, params = (wanted or LogFilter()).condition()
    rows = project.query(queries.cleaning_log(condition), [*params, limit])
    return [_edit(project, row) for row in rows]


def count_logged(project: Reader, wanted: LogFilter) -> int:
    """How many lines are wanted."""
    condition, params = wanted.condition()
    return int(project.query(queries.cleaning_log_count(condition), params)[0]["n"])


def people(project: Reader) -> list[str]:
    """Who stands in the log."""
    rows = project.query(EDITORS)
    return [row["who"] for row in rows]


def _edit(project: Reader, row: DatabaseRow) -> Edit:
    return Edit(
        id=row["id"],
        table_id=row["table_id"],
        variable_id=row["variable"],
        row_id=row["row_id"],
        batch=row["batch"],
        old=_logged(project, row["old"], row["sealed"]),
        new=_logged(project, row["new"], row["sealed"]),
        who=row["who"],
        utc=dt.datetime.fromisoformat(row["utc"]),
        why=row["why"],
        cause=row["cause"],
        undone=bool(row["taken_back"]),
    )


def _logged(project: Reader, stored: str, sealed: int) -> DatasetCell | None:
    try:
        return DatasetCell.from_json(project.read_object(stored).decode() if sealed else stored)
    except LinkLocked:
        return None


def undo_edits(edit_ids: Sequence[int]) -> Action:
    """Undo edits: their cells hold again what they held without them. The log keeps the lines."""

    def perform(transaction: Transaction) -> None:
        for edit_id in edit_ids:
            transaction.execute(UNDO_EDIT, (edit_id,))
            for row in transaction.query(CELL_OF_EDIT, (edit_id,)):
                if table_row(transaction, row["table_id"])["consent"] == row["variable"]:
                    refresh_consent_of(transaction, row["table_id"], [row["row_id"]])

    message = msg("data.edit.taken_back", n=len(edit_ids))
    return Action("data.take_back", message, perform, snapshot=len(edit_ids) >= BULK)
