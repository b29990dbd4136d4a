# SPDX-License-Identifier: MIT
"""Clause by clause: who is a person in speech, who is only possible, and what names nobody."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from coding.entities.records import Entity, EntityKind
from tests.coding.test_entities import entities

with (Path(__file__).parent / "gold" / "speech_clauses.csv").open(encoding="utf-8") as rows:
    CLAUSES = list(csv.DictReader(rows))
HIDDEN = (EntityKind.PERSON, EntityKind.POSSIBLE)


def _names(cell: str) -> list[str]:
    return [name for name in cell.split(";") if name]


def _holding(name: str, text: str, found: list[Entity]) -> list[Entity]:
    """The entities that hold a name, or are held in it."""
    words = set(name.casefold().split())
    return [one for one in found if words & set(text[one.start : one.end].casefold().replace(",", " ").split())]


@pytest.mark.slow
@pytest.mark.parametrize(
    "row", CLAUSES, ids=[f"{row['clause']}-{n}-{row['language']}" for n, row in enumerate(CLAUSES)]
)
def test_a_clause_of_speech(row: dict[str, str]) -> None:
    text, found = row["text"], entities(row["text"], row["language"])
    listed, hidden, nobody = (_names(row[part]) for part in ("listed", "hidden", "nobody"))
    persons = [one for one in found if one.kind is EntityKind.PERSON]
    veiled = [one for one in found if one.kind in HIDDEN]
    told = [text[one.start : one.end] for one in persons]
    assert [name for name in listed if not _holding(name, text, persons)] == [], told
    assert [name for name in hidden if not _holding(name, text, veiled)] == [], told
    if row["clause"] == "no ids":
        assert [text[one.start : one.end] for one in found if one.kind is EntityKind.ID] == []
    meant = [word for name in (*listed, *hidden) for word in name.casefold().split()]
    wrong = [one for one in persons if not any(word in text[one.start : one.end].casefold() for word in meant)]
    assert [text[one.start : one.end] for one in wrong] == []
    assert [name for name in nobody if name.casefold() not in meant and _holding(name, text, veiled)] == []
