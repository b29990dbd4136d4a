# SPDX-License-Identifier: MIT
"""A person's rows of the log: ties, rows and interviews, as history is asked."""

from __future__ import annotations

from typing import Any

from projects.people.members import member_titles
from projects.people.persons import people
from projects.store.ports import Rows
from wording import Text, msg

Touched = tuple[dict[str, Any], ...]


def subjects_of_person(reads: Rows, person: str) -> Touched:
    """The rows of the journal that are a person's, by what their columns hold."""
    found: list[dict[str, Any]] = [{"person": person}]
    for member in people(reads).get(person, ()):
        columns = {name: value for name, value in member.columns().items() if value is not None}
        found.append(columns)
    return tuple(found)


def persons_named(reads: Rows) -> list[tuple[str, Text]]:
    """All persons, each called by what is theirs, without any identifier."""
    return [
        (person, msg("consents.person_called", what=member_titles(reads, list(members))[:3]))
        for person, members in people(reads).items()
    ]
