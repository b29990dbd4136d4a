# SPDX-License-Identifier: MIT
"""Words of interviews and free-text answers for the command palette, and the way there."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from projects.people.effective_consent import refused
from projects.search.index import search_project
from projects.stored_interviews import queries
from wording import msg
from workbench.requests import Request, ShowCell, ShowPassage
from workbench.workspace import Found

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from projects.search.index import SearchHit
    from projects.store.project import Project
    from workbench.session import Session

_LEAST, _MOST, _NAME = 2, 8, 24
_BLANKS = re.compile(r"\s+")


def search_texts(
    session: Session,
    text: str,
    done: Callable[[Sequence[Found]], object],
    ask: Callable[[Request], object],
    owner: QObject,
) -> None:
    """Hand up to eight places that hold the words typed to `done`; one that is picked is asked for through `ask`.

    Nothing is handed on once `owner` is gone.
    """
    if len(text) < _LEAST:
        done(())
        return

    def look(project: Project) -> list[tuple[SearchHit, str]]:
        hits = search_project(project, text, _MOST, held_back=refused(project))
        return [(hit, _where(project, hit)) for hit in hits]

    def found(hits: list[tuple[SearchHit, str]]) -> None:
        done([_found(ask, hit, where) for hit, where in hits])

    session.ask(look, found, latest=("safety", "search"), owner=owner)


def _where(project: Project, hit: SearchHit) -> str:
    """The name of the interview, shortened; nothing for an answer, which its row tells."""
    rows = project.query(queries.NAME_OF_DOCUMENT, (hit.owner,)) if hit.kind == "document" else []
    name = str(rows[0]["name"]) if rows else ""
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"


def _found(ask: Callable[[Request], object], hit: SearchHit, where: str) -> Found:
    icon = "messages-square" if hit.kind == "document" else "table-2"
    start, end = hit.spans[0] if hit.spans else (0, 0)
    before, words, after = (_BLANKS.sub(" ", part) for part in _parted(hit.snippet, start, end))
    name = msg(f"safety.found.{hit.kind}", name=where, row=hit.place)
    before = before.lstrip()
    place = (len(before), len(before + words))
    return Found((before + words + after).rstrip(), name, partial(ask, place_of(hit)), icon, place)


def _parted(text: str, start: int, end: int) -> tuple[str, str, str]:
    return text[:start], text[start:end], text[end:]


def place_of(hit: SearchHit) -> Request:
    """The request that brings the place to the front in the room it belongs to."""
    if hit.kind == "document":
        return ShowPassage(hit.owner, hit.start, hit.stop)
    table, variable = hit.owner.split(":", 1)
    return ShowCell(table, int(hit.place), variable)
