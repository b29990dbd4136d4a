# SPDX-License-Identifier: MIT
"""The names by which a column may be the answer to a question: name, path, label, with each separator."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.records import Kind
from projects.forms.records import Form, FormChoice, Question
from projects.forms.special_choices import plain
from projects.forms.types import WITHOUT_ANSWER
from projects.imported.records import ImportedTable

_NO_KEYS = frozenset({Kind.SET, Kind.GEOPOINT, Kind.MEDIA, Kind.NUMBER})


def unique_columns(table: ImportedTable) -> tuple[str, ...]:
    """The names of the columns that can be the row key, in the order of the file: no cell empty, no value twice.

    Places, pictures, sets of answers and numbers with decimals are measured, not given, and are left out.
    """
    import pyarrow.compute as pc  # with the importer, not before the window is painted

    found = []
    for variable in table.variables:
        column = table.columns.get(variable.id)
        if column is None or variable.kind in _NO_KEYS or table.rows < 2 or column.null_count:
            continue
        if variable.kind is Kind.ONE and len(variable.choices) < table.rows:
            continue
        if pc.count_distinct(column).as_py() == table.rows:
            found.append(variable.name)
    return tuple(found)


SEPARATORS = ("/", ".", "_", ":", "-")
PATH_SEPARATORS = ("/", ".", "_", "-")  # "-" is how ODK Central and Briefcase write them


@dataclass
class Match:
    """Which columns hold a question: the joined answer, and one column per choice where the set is split."""

    question: Question
    column: int | None = None
    split: dict[str, int] = field(default_factory=dict)  # choice name → column

    def found(self) -> bool:
        """Whether any column holds it."""
        return self.column is not None or bool(self.split)


def normal(header: str) -> str:
    """A header for comparing: plain letters, single spaces."""
    return " ".join(plain(header).split())


class NameBook:
    """All names of some questions of a form, strongest first."""

    def __init__(self, form: Form, questions: Iterable[Question]) -> None:
        self._form = form
        self.questions = list(questions)
        self.matches = {question.path: Match(question) for question in self.questions}
        self._exact: dict[str, list[Question]] = {}
        for question in self.questions:
            for name in (question.name, *(sep.join(question.path) for sep in SEPARATORS[:2] if len(question.path) > 1)):
                self._exact.setdefault(name, []).append(question)
        self._names: dict[str, list[Question]] = {}
        self._choices: dict[str, list[tuple[Question, FormChoice]]] = {}
        for forms_of_name in (_paths, _short_paths, self._labels):
            for question in self.questions:
                for name in forms_of_name(question):
                    self._names.setdefault(name, []).append(question)
        for question in self.questions:
            if question.type == "select_multiple":
                self._add_choices(question)

    def _labels(self, question: Question) -> Iterator[str]:
        for language, label in question.labels.by_language.items():
            yield normal(label)
            above = [group.labels.by_language.get(language) or group.name for group in self._form.parents(question)]
            for separator in SEPARATORS[:2]:
                for start in range(len(above)):
                    yield normal(separator.join([*above[start:], label]))

    def _add_choices(self, question: Question) -> None:
        stems = [*_paths(question), *_short_paths(question)]
        labels = list(self._labels(question))
        for choice in self._form.choices_of(question):
            ends = [normal(choice.name)]
            label_ends = [normal(label) for label in choice.labels.by_language.values()]
            for separator in SEPARATORS:
                for stem in stems:
                    for end in ends:
                        self._choices.setdefault(stem + separator + end, []).append((question, choice))
            for separator in SEPARATORS[:2]:
                for stem in (*labels, *stems):
                    for end in (*label_ends, *ends):
                        self._choices.setdefault(stem + separator + end, []).append((question, choice))

    def claim(self, headers: list[str]) -> list[int]:
        """Give each column its question; returns the columns that no question has."""
        left: list[int] = []
        ticks = self._claim_ticks_named_twice(headers)
        for number, header in enumerate(headers):
            if number not in ticks and not self._claim_first(number, self._exact.get(header.strip(), ())):
                left.append(number)
        return [number for number in left if not self._claim_one(number, normal(headers[number]))]

    def _claim_ticks_named_twice(self, headers: list[str]) -> set[int]:
        """Where "needs_other" stands twice it is first the tick of a set, then the question of that name."""
        plain_headers = [normal(header) for header in headers]
        if len(set(plain_headers)) == len(plain_headers):
            return set()
        claimed: set[int] = set()
        for header, count in Counter(plain_headers).items():
            if count > 1 and header in self._names and header in self._choices:
                number = plain_headers.index(header)
                if self._claim_choice(number, header):
                    claimed.add(number)
        return claimed

    def _claim_first(self, number: int, questions: Iterable[Question]) -> bool:
        for question in questions:
            match = self.matches[question.path]
            if match.column is None:
                match.column = number
                return True
        return False

    def _claim_one(self, number: int, header: str) -> bool:
        if not header:
            return False
        if self._claim_first(number, self._names.get(header, ())):
            return True
        return self._claim_choice(number, header)

    def _claim_choice(self, number: int, header: str) -> bool:
        for question, choice in self._choices.get(header, ()):
            split = self.matches[question.path].split
            if choice.name not in split:
                split[choice.name] = number
                return True
        return False


def _paths(question: Question) -> Iterator[str]:
    """The name alone, then the path from the root and from within the innermost repeat."""
    yield normal(question.name)
    for path in {
        question.path,
        question.path[max(len(question.repeat) - 1, 0) :],
        question.path[len(question.repeat) :],
    }:
        if len(path) > 1:
            for separator in PATH_SEPARATORS:
                yield normal(separator.join(path))


def _short_paths(question: Question) -> Iterator[str]:
    """The path without some of its outer groups."""
    for start in range(1, len(question.path) - 1):
        for separator in PATH_SEPARATORS:
            yield normal(separator.join(question.path[start:]))


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
