# SPDX-License-Identifier: MIT
"""Columns of a flattened roster by their last part: "roster_2_age", "members.3.age", "hh/1/age" answer "age"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from projects.forms.records import Form, Question
from projects.forms.types import WITHOUT_ANSWER
from projects.importing.columns.question_names import normal

_NUMBERED = (
    re.compile(r"^(?P<leaf>.+?)[._ ]?[\[(]\d{1,3}[\])]$"),  # age[2]
    re.compile(r"^(?P<leaf>.+?)[._-]\d{1,3}$"),  # age_2
    re.compile(r"^\d{1,3}[._-](?P<leaf>.+)$"),  # 2_age
)
_NUMBER = re.compile(r"[\[(]?\d{1,3}[\])]?")
_LEAST = 2  # columns of one question, for a roster


def leaves(headers: Sequence[str], unmatched: Iterable[int], form: Form) -> Mapping[int, Question]:
    """The question of each column without one that a roster's numbering shows; none of names that are not unique."""
    if not form.repeats() and not form.questions:
        return {}
    known: dict[str, Question | None] = {}
    for question in form.questions:
        if question.type not in WITHOUT_ANSWER:
            name = normal(question.name)
            known[name] = None if name in known else question
    found: dict[int, Question] = {}
    for number in unmatched:
        header = headers[number].strip()
        if header.startswith("_"):
            continue
        found_one = [known[normal(leaf)] for leaf in _leaf_names(header) if normal(leaf) in known]
        one = next((question for question in found_one if question is not None), None)
        if one is not None:
            found[number] = one
    counts: dict[tuple[str, ...], int] = {}
    for question in found.values():
        counts[question.path] = counts.get(question.path, 0) + 1
    return {number: one for number, one in found.items() if counts[one.path] >= _LEAST or "/" in headers[number]}


def _leaf_names(header: str) -> Iterable[str]:
    """What a header may end in, the longest first: without its groups, its person's number, its roster's name."""
    for separator in ("/", ":", "."):
        if separator in header:
            last = header.rsplit(separator, 1)[-1]
            if _NUMBER.fullmatch(last):
                last = header.rsplit(separator, 2)[-2]
            yield last
            yield from _without_number(last)
    yield from _without_number(header)
    inside = re.search(r"[._-]\d{1,3}[._-](.+)$", header)  # roster_2_age
    if inside:
        yield inside[1]


def _without_number(name: str) -> Iterable[str]:
    for pattern in _NUMBERED:
        hit = pattern.match(name)
        if hit:
            yield hit["leaf"]
