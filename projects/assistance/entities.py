# SPDX-License-Identifier: MIT
"""The entities of a project's interviews as a table: each with its mentions, persons and numbers under pseudonyms.

Nothing of it is stored: the table is made from the texts and their parses whenever somebody asks.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.entities.finding import plain_name
from coding.entities.name_lists import bodies_known, places_known, small_places
from coding.entities.people import alike
from coding.entities.records import Kind
from projects.assistance.parses import Fetch, kept_parses, parse_missing
from projects.interviews.queries import load_documents
from wording import NoProgress, PartOf, Progress

if TYPE_CHECKING:
    from projects.worker import TextProcess

_OPEN = frozenset({Kind.DATE, Kind.AGE, Kind.MONEY})  # said of many: no pseudonym


@dataclass(frozen=True)
class Mention:
    """Where an entity stands: a document by its name, and the place in its text."""

    document: str
    start: int
    end: int


@dataclass(frozen=True)
class EntityLine:
    """An entity with its mentions; `label` is what may be read without the names: a pseudonym, or the name itself."""

    kind: Kind
    name: str
    number: int
    is_open: bool
    mentions: tuple[Mention, ...]

    @property
    def documents(self) -> int:
        """In how many interviews it stands."""
        return len({mention.document for mention in self.mentions})


def project_entities(
    fetch: Fetch,
    text_process: TextProcess,
    progress: Progress = NoProgress(),  # noqa: B008 - it holds nothing
    only: Sequence[str] | None = None,
) -> list[EntityLine]:
    """The entities of all interviews, or of some: by kind, the most mentioned first. Parses what is not parsed yet."""
    parse_missing(fetch, text_process, PartOf(progress, 0.0, 0.8), only=only)
    loaded = fetch(lambda project: list(load_documents(project, only)))
    kept = fetch(lambda project: kept_parses(project, only))
    documents = [one.document for one in loaded]
    asked = [
        [one.text, one.language, base64.b64encode(kept.get((one.id, one.digest), b"")).decode("ascii")]
        for one in documents
    ]
    found = text_process.call("find_entities", progress=PartOf(progress, 0.8, 1.0), documents=asked) if asked else []
    gathered: dict[tuple[Kind, str], list[tuple[str, Mention]]] = {}
    for document, entities in zip(documents, found, strict=True):
        names = _full_names(document.text, entities)
        for start, end, kind, who in entities:
            said = document.text[start:end]
            key = names.get(who, said) if who else said
            known = plain_name(key) if len(key.split()) > 1 or not who else f"{document.id} {plain_name(key)}"
            gathered.setdefault((Kind(kind), known), []).append((key, Mention(document.name, start, end)))
    return _lines(gathered)


def _full_names(text: str, entities: list[list[int]]) -> dict[int, str]:
    """The longest name by which each person of a text is called."""
    names: dict[int, str] = {}
    for start, end, _, who in entities:
        if who and len(text[start:end]) > len(names.get(who, "")):
            names[who] = text[start:end]
    return names


def _lines(gathered: dict[tuple[Kind, str], list[tuple[str, Mention]]]) -> list[EntityLine]:
    order = {kind: place for place, kind in enumerate(Kind)}
    ranked = sorted(gathered.items(), key=lambda one: (order[one[0][0]], -len(one[1]), one[1][0][1].start, one[0][1]))
    numbers: Counter[Kind] = Counter()
    lines = []
    for (kind, known), mentions in ranked:
        numbers[kind] += 1
        name = Counter(said for said, _ in mentions).most_common(1)[0][0]
        is_open = kind in _OPEN or known in (places_known() - small_places()) or known in bodies_known()
        lines.append(EntityLine(kind, name, numbers[kind], is_open, tuple(mention for _, mention in mentions)))
    return lines


def spellings(lines: Sequence[EntityLine]) -> list[tuple[EntityLine, EntityLine]]:
    """Pairs of people whose names may be two spellings of one: to be asked, never decided."""
    people = [line for line in lines if line.kind is Kind.PERSON]
    return [
        (one, other)
        for place, one in enumerate(people)
        for other in people[place + 1 :]
        if len(one.name.split()) > 1 and alike(plain_name(one.name), plain_name(other.name))
    ]
