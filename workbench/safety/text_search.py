# SPDX-License-Identifier: MIT
"""Words of interviews and free-text answers for the command palette, and the way there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from projects.interviews.sql import queries
from wording import msg
from workbench.data.room_state import DataRoom
from workbench.interviews.room_state import InterviewsRoom
from workbench.workspace import Found, Workspace

if TYPE_CHECKING:
    from projects.search.index import SearchHit
    from projects.store.project import Project

_LEAST, _MOST, _NAME = 2, 8, 24


def look_in_texts(room: Workspace, text: str, done: Callable[[Sequence[Found]], object]) -> None:
    """Hand up to eight places that hold the words typed to `done`."""
    if len(text) < _LEAST:
        done(())
        return

    def look(project: Project) -> list[tuple[SearchHit, str]]:
        from projects.search.program import search_project  # more of the program: not at start

        return [(hit, _where(project, hit)) for hit in search_project(project, text, _MOST)]

    def found(hits: list[tuple[SearchHit, str]]) -> None:
        done([_found(room, hit, where) for hit, where in hits])

    room.session.ask(look, found, latest=("safety", "search"), owner=room)


def _where(project: Project, hit: SearchHit) -> str:
    """The name of the interview, shortened; nothing for an answer, which its row tells."""
    rows = project.query(queries.NAME_OF_DOCUMENT, (hit.owner,)) if hit.kind == "document" else []
    name = str(rows[0]["name"]) if rows else ""
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def _found(room: Workspace, hit: SearchHit, where: str) -> Found:
    icon = "messages-square" if hit.kind == "document" else "table-2"
    snippet = " ".join(hit.snippet.split())
    name = msg(f"safety.found.{hit.kind}", name=where, row=hit.place)
    return Found(snippet, name, partial(show_hit, room, hit), icon)


def show_hit(room: Workspace, hit: SearchHit) -> None:
    """Bring the place to the front in the room it belongs to, where the window has that room."""
    wanted = "interviews" if hit.kind == "document" else "data"
    for other in room.window().findChildren(Workspace):
        if other.id == wanted:
            other.wants_front.emit()
            (_show_document if hit.kind == "document" else _show_answer)(other, hit)


def _show_document(other: Workspace, hit: SearchHit) -> None:
    if isinstance(other, InterviewsRoom):
        transcript = other.transcript
        other.open_document(hit.owner, lambda: transcript.select(hit.start, hit.stop))


def _show_answer(other: Workspace, hit: SearchHit) -> None:
    if isinstance(other, DataRoom):
        table, variable = hit.owner.split(":", 1)
        other.cell_wanted.emit(table, int(hit.place), variable)
