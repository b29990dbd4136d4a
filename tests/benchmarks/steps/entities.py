# SPDX-License-Identifier: MIT
"""Steps on entities and events of interviews: kept, found, corrected, decided, removed. One action each."""

from __future__ import annotations

import random

from coding.entities.recognition import plain_name
from coding.entities.records import EntityKind
from coding.events.timeline import Event
from projects.assistance import entity_corrections as corrections
from projects.assistance.entities import Mention
from projects.assistance.entity_table import entity_lines, keep_found, switch_off, switch_on
from projects.assistance.timeline import FoundEvent, case_events, decide_events, keep_events
from projects.interviews.cases import members_of
from projects.interviews.queries import load_document
from projects.store.project import Project
from tests.benchmarks.steps.common import Step, ids

NAMES = ("Hawa Kiprop", "Hawwa Kiprop", "Rutoki", "Anatole Zawadi", "+254 722 555 140")


def entities_on(project: Project, chance: random.Random) -> None:
    """Entities are kept, for another purpose."""
    project.do(switch_on(f"pseudonymise {chance.random()}"))


def entities_found(project: Project, chance: random.Random) -> None:
    """Some words of interviews are taken for names."""
    found = []
    for number in chance.sample(there := ids(project, "document"), min(3, len(there))):
        document = load_document(project, number).document
        for start in chance.sample(range(max(len(document.text) - 8, 1)), 2):
            name = chance.choice(NAMES)
            place = (document.id, document.digest, start, start + 5)
            found.append(Mention(*place, chance.choice(list(EntityKind)[:4]), plain_name(name), plain_name(name), name))
    project.do(keep_found(found))


def _some(project: Project, chance: random.Random, n: int) -> list[str]:
    return [line.id for line in chance.sample(entity_lines(project), n)] if len(entity_lines(project)) >= n else []


def entity_kind(project: Project, chance: random.Random) -> None:
    """An entity is of another kind."""
    project.do(corrections.set_kind([*_some(project, chance, 1)][:1], chance.choice(list(EntityKind))))


def entity_merge(project: Project, chance: random.Random) -> None:
    """Two names are one."""
    one, other = _some(project, chance, 2) or ("person:0", "person:0")
    project.do(corrections.merge([one], other))


def entity_apart(project: Project, chance: random.Random) -> None:
    """Names that were joined are apart again."""
    joined = [line for line in entity_lines(project) if len({one.plain for one in line.mentions}) > 1]
    project.do(corrections.take_apart(chance.choice(joined).id))


def entity_two(project: Project, chance: random.Random) -> None:
    """Two names are two."""
    one, other = _some(project, chance, 2) or ("person:0", "person:0")
    project.do(corrections.keep_apart(one, other))


def entity_list(project: Project, chance: random.Random) -> None:
    """An own list of names."""
    project.do(corrections.list_names(EntityKind.PLACE, chance.sample(NAMES, 2)))


def entity_drop(project: Project, chance: random.Random) -> None:
    """A find is no entity."""
    project.do(corrections.drop(_some(project, chance, 1)))


def propose_events(project: Project, chance: random.Random) -> None:
    """Events of a case are proposed."""
    cases = [one for one in ids(project, "case_") if any(held.document for held in members_of(project, one))]
    case = chance.choice(cases)
    number = next(held.document for held in members_of(project, case) if held.document)
    document = load_document(project, number).document
    start = chance.randrange(max(len(document.text) - 20, 1))
    event = Event(start, start + 20, "in 2019", "2019", chance.random() < 0.5, "Rutoki", "Gitega")
    found = FoundEvent(number, document.digest, event, document.text[start : start + 20], ("Hawa",))
    project.do(keep_events(case, [found]))


def decide_event(project: Project, chance: random.Random) -> None:
    """A proposed event is accepted or rejected."""
    there = [one for case in ids(project, "case_") for one in case_events(project, case)]
    one = chance.choice(there)
    project.do(decide_events([one.id], "rejected" if one.accepted else "accepted", coder="Ana"))


def entities_off(project: Project, chance: random.Random) -> None:
    """Nothing is kept any more."""
    del chance
    project.do(switch_off())


STEPS: tuple[Step, ...] = (
    entities_on,
    entities_found,
    entity_kind,
    entity_merge,
    entity_apart,
    entity_two,
    entity_list,
    entity_drop,
    propose_events,
    decide_event,
    entities_off,
)
