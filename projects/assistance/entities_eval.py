# SPDX-License-Identifier: MIT
"""Measures the entities found in a folder of texts against `gold_spans.json` and `gold_people.json`."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from projects.worker import TextProcess
from wording import Problem, Progress, msg

KINDS: dict[str, tuple[str, ...]] = {
    "person": ("PII.PER",),
    "place": ("PII.LOC", "ENT.PLC"),
    "small_place": ("PII.LOC",),
    "organisation": ("PII.ORG", "ENT.ORG"),
    "phone": ("PII.TEL",),
    "id": ("PII.IDN",),
    "email": ("PII.EML",),
    "date": ("PII.DAT",),
    "age": ("PII.AGE",),
    "money": ("ENT.MON",),
    "vehicle": ("PII.VEH",),
}
_FAMILY = {"small_place": "place"}  # what is found has no size: a small place is found as a place
_NO_ERROR = {"person": ("PII.ALI",), "date": ("ENT.DAT",), "small_place": ("ENT.PLC",)}
_LARGEST = 20_000_000  # bytes of one file

Place = tuple[int, int]
Found = tuple[int, int, str]


@dataclass(frozen=True)
class Marked:
    """A text with its marked spans as (start, end, code), and the places of each person's names."""

    name: str
    language: str
    text: str
    spans: tuple[tuple[int, int, str], ...]
    people: tuple[tuple[Place, ...], ...]


@dataclass(frozen=True)
class KindScore:
    """Of `n` marked spans the share that a find of the right family overlaps; of the finds the share that does one."""

    recall: float | None
    precision: float | None
    n: int


@dataclass(frozen=True)
class EntitiesScore:
    """Each kind's figures; `people_whole`, the share of the `people` with a name all of whose names are found.

    `possible`: of the `n` names not listed the share found as possible persons; of these finds the share right.
    """

    kinds: dict[str, KindScore]
    people_whole: float | None
    people: int
    possible: KindScore = KindScore(None, None, 0)


def read_marked(folder: Path) -> list[Marked]:
    """The texts of a folder with their marks. Raises Problem for a file absent, of another form, or unfit."""
    if not (folder / "gold_spans.json").is_file():
        raise Problem(msg("entities_eval.no_gold", folder=folder.name))
    spans = _json(folder / "gold_spans.json")
    people = _json(folder / "gold_people.json") if (folder / "gold_people.json").is_file() else {}
    try:
        return [_marked(folder, name, marking, people.get(name, {})) for name, marking in spans.items()]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Problem(msg("entities_eval.not_json", file="gold_spans.json")) from error


def _json(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError
        read = json.loads(path.read_text(encoding="utf-8-sig"))
    except (ValueError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(msg("entities_eval.not_json", file=path.name)) from error
    if not isinstance(read, dict):
        raise Problem(msg("entities_eval.not_json", file=path.name))
    return read


def _marked(folder: Path, name: str, marking: Mapping[str, Any], people: Mapping[str, Any]) -> Marked:
    path = folder / f"{name.removesuffix('.txt')}.txt"
    if path.parent != folder or not path.is_file():
        raise Problem(msg("entities_eval.no_text", file=path.name))
    text = path.read_text(encoding="utf-8")
    spans = tuple((int(one["start"]), int(one["end"]), str(one["code"])) for one in marking["spans"])
    for one in marking["spans"]:
        if text[one["start"] : one["end"]] != one.get("text", text[one["start"] : one["end"]]):
            raise Problem(msg("entities_eval.places", file=path.name, start=one["start"], end=one["end"]))
    named = tuple(
        tuple((int(start), int(end)) for start, end, code, *_ in mentions if code == "PII.PER")
        for mentions in people.values()
    )
    return Marked(path.name, str(marking["lang"]), text, spans, tuple(mentions for mentions in named if mentions))


def find(marked: Sequence[Marked], process: TextProcess, progress: Progress | None = None) -> list[list[Found]]:
    """The entities of each text as (start, end, kind)."""
    documents = [[one.text, one.language] for one in marked]
    answers = process.call("find_entities", progress=progress, documents=documents)
    return [[(start, end, kind) for start, end, kind, *_ in found] for found in answers]


def score(marked: Sequence[Marked], found: Sequence[Sequence[Found]]) -> EntitiesScore:
    """Recall and precision by overlap for each kind, and the people found whole."""
    whole = [
        all(_overlaps_any(place, [one for one in finds if one[2] == "person"]) for place in mentions)
        for text, finds in zip(marked, found, strict=True)
        for mentions in text.people
    ]
    return EntitiesScore(
        {kind: _kind_score(kind, marked, found) for kind in KINDS},
        sum(whole) / len(whole) if whole else None,
        len(whole),
        _possible_score(marked, found),
    )


def _possible_score(marked: Sequence[Marked], found: Sequence[Sequence[Found]]) -> KindScore:
    """The possible persons, apart from those listed."""
    missed = caught = right = finds = 0
    for text, ours in zip(marked, found, strict=True):
        possible = [one for one in ours if one[2] == "possible"]
        listed = [one for one in ours if one[2] == "person"]
        names = [span for span in text.spans if span[2] in KINDS["person"]]
        left = [span for span in names if not _overlaps_any(span, listed)]
        missed += len(left)
        caught += sum(_overlaps_any(span, possible) for span in left)
        finds += len(possible)
        allowed = [*names, *(span for span in text.spans if span[2] in _NO_ERROR["person"])]
        right += sum(_overlaps_any(one, allowed) for one in possible)
    return KindScore(caught / missed if missed else None, right / finds if finds else None, missed)


def _kind_score(kind: str, marked: Sequence[Marked], found: Sequence[Sequence[Found]]) -> KindScore:
    right = expected = true_finds = all_finds = 0
    for text, finds in zip(marked, found, strict=True):
        mine = [one for one in finds if one[2] == _FAMILY.get(kind, kind)]
        wanted = [span for span in text.spans if span[2] in KINDS[kind]]
        allowed = [span for span in text.spans if span[2] in (*KINDS[kind], *_NO_ERROR.get(kind, ()))]
        expected += len(wanted)
        right += sum(_overlaps_any(span, mine) for span in wanted)
        all_finds += len(mine)
        true_finds += sum(_overlaps_any(one, allowed) for one in mine)
    return KindScore(
        right / expected if expected else None, true_finds / all_finds if all_finds else None, expected
    )  # fmt: skip


def _overlaps_any(place: Sequence[Any], others: Sequence[Sequence[Any]]) -> bool:
    return any(other[0] < place[1] and place[0] < other[1] for other in others)


def as_json(scored: EntitiesScore) -> dict[str, object]:
    """The figures under the names that whoever compares reads."""
    return {
        "kinds": {
            kind: {"recall": one.recall, "precision": one.precision, "n": one.n} for kind, one in scored.kinds.items()
        },
        "people_whole": scored.people_whole,
        "possible": {
            "recall": scored.possible.recall,
            "precision": scored.possible.precision,
            "n": scored.possible.n,
        },
    }
