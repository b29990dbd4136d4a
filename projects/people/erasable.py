# SPDX-License-Identifier: MIT
"""Erasing a person: all that was said to be theirs, rows with what hangs on them and interviews.

`projects.store.erasure` erases it. Also what was removed earlier and only the history still holds: any erasure takes
that along; here it goes alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.people.persons import people
from projects.store.erase_request import Belongings, Erasable, EraseItem, Subject
from projects.store.ports import Trace
from wording import msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject


def _parts(project: OpenProject, person: object) -> tuple[Subject, ...]:
    return tuple(one.subject for one in people(project).get(str(person), ()))


def _belongings(project: OpenProject, person: object) -> Belongings:
    held = people(project).get(str(person), ())
    item = EraseItem(msg("consents.item.tie"), msg("consents.item.where"), n=len(held))
    return Belongings(traces=(Trace("person_member", "person", str(person)),), items=(item,) if held else ())


def _removed(_project: OpenProject, _what: object) -> Belongings:
    return Belongings(notes=(msg("consents.only_removed"),))


ERASABLE: tuple[Erasable, ...] = (
    Erasable("person", _belongings, parts=_parts),  # id: the person's
    Erasable("ties", _belongings),  # id: the person's; their rows and interviews stay
    Erasable("removed", _removed),  # id: anything
)
