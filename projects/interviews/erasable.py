# SPDX-License-Identifier: MIT
"""What belongs to interviews when they are erased: texts, segments, original, consents. It erases nothing."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from projects.store.erasing import Belongings, Erasable, EraseItem, Trace
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from projects.store.project import Project

_OWNED = ("document_version", "segment", "suggestion", "person_member")
_COUNTED = ("document_version", "segment", "suggestion")


def _belongings(project: Project, asked: Any) -> Belongings:
    numbers = tuple(map(int, asked)) if isinstance(asked, (tuple, list)) else (int(asked),)
    whole = Belongings()
    for number in numbers:
        if not project.query("SELECT 1 FROM journal WHERE tbl = 'document' AND key = ? LIMIT 1", (number,)):
            raise Problem(msg("interviews.gone"))
        traces = (Trace("document", "id", number), *(Trace(table, "document", number) for table in _OWNED))
        whole += Belongings(traces=traces, words=_names(project, number), items=_items(project, number))
    words = EraseItem(msg("interviews.erase.words"), msg("interviews.erase.index"))
    return whole + _cases(project, numbers) + Belongings(items=(words,))


def _names(project: Project, number: int) -> tuple[str, ...]:
    """Every name the interview ever had: lines of history tell of renaming."""
    found = [row["name"] for row in project.query("SELECT name FROM document WHERE id = ?", (number,))]
    for row in project.query("SELECT before, after FROM journal WHERE tbl = 'document' AND key = ?", (number,)):
        found += [json.loads(image)["name"] for image in row if image]
    return tuple(dict.fromkeys(found))


def _cases(project: Project, numbers: tuple[int, ...]) -> Belongings:
    """The consents and the name of each case that no other interview has."""
    rows = project.query("SELECT id, case_name FROM document WHERE case_name <> ''")
    ours = {row["case_name"] for row in rows if row["id"] in numbers}
    alone = sorted(ours - {row["case_name"] for row in rows if row["id"] not in numbers})
    items = []
    for case in alone:
        held = project.query("SELECT count(*) AS n FROM consent WHERE case_name = ?", (case,))[0]["n"]
        if held:
            items.append(EraseItem(msg("interviews.erase.case_consents"), msg("interviews.erase.project"), case, held))
    return Belongings(
        traces=tuple(Trace("consent", "case_name", case) for case in alone), words=tuple(alone), items=tuple(items)
    )


def _items(project: Project, number: int) -> tuple[EraseItem, ...]:
    rows = project.query("SELECT name, original_ref, memo FROM document WHERE id = ?", (number,))
    if not rows:
        return (EraseItem(msg("interviews.erase.removed"), msg("interviews.erase.history")),)
    name, where = rows[0]["name"], msg("interviews.erase.project")
    items = [EraseItem(msg("interviews.erase.document"), where, name)]
    for table in _COUNTED:
        held = project.query(f"SELECT count(*) AS n FROM {table} WHERE document = ?", (number,))[0]["n"]
        if held:
            items.append(EraseItem(Message(f"interviews.erase.{table}", {}), where, name, held))
    if rows[0]["original_ref"]:
        place = msg("interviews.erase.link") if rows[0]["original_ref"].startswith("l-") else where
        items.append(EraseItem(msg("interviews.erase.original"), place, name))
    if rows[0]["memo"]:
        items.append(EraseItem(msg("interviews.erase.memo"), where, name))
    return tuple(items)


ERASABLE: tuple[Erasable, ...] = (  # id: one id, or several
    Erasable("document", _belongings, together=lambda ids: [_flat(ids)]),
)


def _flat(ids: list[Any]) -> tuple[int, ...]:
    return tuple(
        dict.fromkeys(int(one) for held in ids for one in (held if isinstance(held, (tuple, list)) else (held,)))
    )
