# SPDX-License-Identifier: MIT
"""The way from a row, an answer or an interview in another room to its consents and its erasure. It erases nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.workspace import Workspace

if TYPE_CHECKING:
    from workbench.data.room_state import DataRoom
    from workbench.interviews.room_state import InterviewsRoom
    from workbench.safety.erase_page import ErasePage


def consent_page(room: Workspace) -> ErasePage | None:
    """The page of consent and erasure, brought to the front; None where the window has no such room."""
    from workbench.safety.view import SafetyWorkspace  # cryptography, numpy, 10 ms: not at start

    for other in room.window().findChildren(SafetyWorkspace):
        other.wants_front.emit()
        other.list.pick("consent")
        return other.consent
    return None


def erase_rows(room: DataRoom) -> None:
    """Show what would go with the chosen rows of the data table, and ask."""
    rows, table = _chosen_rows(room), room.table_id
    if rows and table and (page := consent_page(room)) is not None:
        page.ask_rows(table, rows)


def erase_answer(room: DataRoom) -> None:
    """Show what would go with the current answer, and ask."""
    here, table = room.grid.current(), room.table_id
    row = room.grid.model.row_id(here[0]) if here else None
    if here and row is not None and table and (page := consent_page(room)) is not None:
        page.ask_answer(table, row, here[1])


def row_consents(room: DataRoom) -> None:
    """Show the consents of the current row, and whose it is."""
    here, table = room.grid.current(), room.table_id
    row = room.grid.model.row_id(here[0]) if here else None
    if row is not None and table and (page := consent_page(room)) is not None:
        page.show_row(table, row)


def erase_document(room: InterviewsRoom) -> None:
    """Show what would go with the open interview, and ask."""
    opened = room.state.document_id()
    if opened is not None and (page := consent_page(room)) is not None:
        page.ask_document(opened)


def _chosen_rows(room: DataRoom) -> Sequence[int]:
    """The ids of the rows that the chosen cells lie in, those shown on the screen at least."""
    here = room.grid.current()
    places = {row for first, last, _ in room.grid.chosen() for row in range(first, last + 1)}
    if here is not None:
        places.add(here[0])
    ids = [room.grid.model.row_id(row) for row in sorted(places)]
    return sorted({one for one in ids if one is not None}) if None not in ids else []
