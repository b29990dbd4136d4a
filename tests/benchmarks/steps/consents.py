# SPDX-License-Identifier: MIT
"""Steps on persons: consents recorded, rows and interviews tied to one person."""

from __future__ import annotations

import random

from projects.people.consent_actions import record_consents
from projects.people.persons import Member, people, tie, untie
from projects.store.project import Project
from tests.benchmarks.steps.common import Step, ids

WHAT = ("interview", "recording", "quotation", "sharing", "recontact")


def _member(project: Project, chance: random.Random) -> Member:
    if chance.random() < 0.5:
        return Member(document=chance.choice(ids(project, "document")))
    return Member(chance.choice(ids(project, "data_table")), chance.randrange(1, 41))


def record(project: Project, chance: random.Random) -> None:
    """Consents of a row or an interview, given, refused or withdrawn."""
    given = {chance.choice(WHAT): chance.choice((True, False, None))}
    project.do(record_consents([_member(project, chance)], given))


def record_case(project: Project, chance: random.Random) -> None:
    """Consents of a case."""
    rows = project.query("SELECT DISTINCT case_name FROM document WHERE case_name <> ''")
    case = str(chance.choice(rows)["case_name"])
    project.do(record_consents([], {chance.choice(WHAT): chance.random() < 0.5}, case))


def tie_members(project: Project, chance: random.Random) -> None:
    """A row and an interview are one person's."""
    project.do(tie([_member(project, chance), _member(project, chance)]))


def untie_member(project: Project, chance: random.Random) -> None:
    """One of them is not."""
    person, members = chance.choice(list(people(project).items()))
    project.do(untie(person, members[0]))


STEPS: tuple[Step, ...] = (record, record, record_case, *(tie_members,) * 2, untie_member)
