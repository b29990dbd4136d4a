# SPDX-License-Identifier: MIT
"""Searching a project of this program: which sources there are."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from projects.search.answers import ANSWERS
from projects.search.documents import DOCUMENTS
from projects.search.index import SearchHit, search
from projects.search.sources import SearchSource

if TYPE_CHECKING:
    from projects.store.ports import OpenProject

SOURCES: tuple[SearchSource, ...] = (DOCUMENTS, ANSWERS)


def search_project(
    project: OpenProject, typed: str, limit: int = 50, kind: str | None = None,
    held_back: Collection[str] | None = None,
) -> list[SearchHit]:  # fmt: skip
    """The best places in documents and free-text answers that hold all words typed; accents and case do not matter.

    `kind`: "document" (owner: its id) or "answer" (owner: "table:variable", place: the row's id); both when None.
    `held_back`: interviews whose words are not to be seen, nor then answers of rows without consent. Erase asks without
    it, to find a name wherever it stands.
    """
    project.refresh_derived()
    return search(project, SOURCES, typed, limit, kind, held_back)
