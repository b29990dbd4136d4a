# SPDX-License-Identifier: MIT
"""What belongs to a document when it is erased: texts, segments, suggestions, original. It erases nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from projects.store.erasing import Belongings, Erasable, Trace

if TYPE_CHECKING:
    from projects.store.project import Project


def _belongings(project: Project, document_id: Any) -> Belongings:
    number = int(document_id)
    names = [row["name"] for row in project.query("SELECT name FROM document WHERE id = ?", (number,))]
    owned = tuple(Trace(table, "document", number) for table in ("document_version", "segment", "suggestion"))
    return Belongings(traces=(Trace("document", "id", number), *owned), words=tuple(names))


ERASABLE: tuple[Erasable, ...] = (Erasable("document", _belongings),)
