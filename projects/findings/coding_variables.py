# SPDX-License-Identifier: MIT
"""Codes, attributes and what else codings are grouped by, as variables a picker can offer.

A code is a variable called by its id; an attribute, or "document", "coder" …, has its values as choices.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from analysis.codings.groups import OWN_COLUMNS
from analysis.codings.records import ATTRIBUTE, CODE
from analysis.records import Choice, Kind, Level, Role, Variable
from projects.interviews.codes import stored_codebook
from projects.store.ports import Rows
from projects.stored_interviews.queries import DOCUMENT_NAMES
from wording import LANGUAGES, Labels, Text, msg, render

ATTRIBUTE_NAMES = "SELECT DISTINCT name FROM attribute"
CODERS_OF_SEGMENTS = "SELECT DISTINCT coder FROM segment ORDER BY coder"
SAVED_QUERY_NAMES = "SELECT name FROM saved_query ORDER BY name"
ATTRIBUTE_NAMES_AND_VALUES = "SELECT DISTINCT name, value FROM attribute ORDER BY name, value"
CASE_NAMES = "SELECT name FROM case_ ORDER BY name"
LANGUAGES_OF_DOCUMENTS = "SELECT DISTINCT language FROM document ORDER BY language"
GROUP_NAMES = "SELECT name FROM document_group ORDER BY position"
SPEAKER_NAMES = "SELECT DISTINCT name FROM speaker ORDER BY name"

MOST_VALUES = 500


def coding_variables(reads: Rows) -> tuple[Variable, ...]:
    """The codes in the order of the codebook, the attributes of cases, the columns every coding has."""
    return (*_codes(reads), *_attributes(reads), *_own(reads), *_queries(reads))


def _queries(reads: Rows) -> Iterator[Variable]:
    """Saved queries, as the values of a variable called "@"."""
    names = [str(row["name"]) for row in reads.query(SAVED_QUERY_NAMES)]
    heading = _labels_of(msg("codings.section.queries"))
    if names:
        yield _grouping("@", heading, names, heading, "queries")


def _codes(reads: Rows) -> Iterator[Variable]:
    heading = _labels_of(msg("codings.section.codes"))
    book = stored_codebook(reads)
    for code, _depth in book.walk():
        if code.retired:
            continue
        role = Role.SENSITIVE if code.is_sensitive else Role.ORDINARY
        yield Variable(
            code.id, code.key or "", book.told_apart(code), Kind.SET, Level.SET, role,
            group=("codes",), group_labels=(heading,), form_type=CODE,
        )  # fmt: skip


def _attributes(reads: Rows) -> Iterator[Variable]:
    heading = _labels_of(msg("codings.section.attributes"))
    found: dict[str, dict[str, None]] = {}
    for row in reads.query(ATTRIBUTE_NAMES_AND_VALUES):
        found.setdefault(row["name"], {})[row["value"]] = None
    for name, values in found.items():
        yield _grouping(name, Labels({"": name}), values, heading, "attributes")


def _own(reads: Rows) -> Iterator[Variable]:
    heading = _labels_of(msg("codings.section.own"))
    taken = {str(row["name"]).casefold() for row in reads.query(ATTRIBUTE_NAMES)}
    for name in OWN_COLUMNS:
        if name not in taken:
            yield _grouping(name, _labels_of(msg(f"codings.own.{name}")), _values(reads, name), heading, "own")


_QUERIES = {
    "document": DOCUMENT_NAMES,
    "speaker": SPEAKER_NAMES,
    "coder": CODERS_OF_SEGMENTS,
    "group": GROUP_NAMES,
    "language": LANGUAGES_OF_DOCUMENTS,
    "case": CASE_NAMES,
}


def _values(reads: Rows, name: str) -> Iterable[str]:
    return [str(row[0]) for row in reads.query(_QUERIES[name])] if name in _QUERIES else ()


def _grouping(name: str, labels: Labels, values: Iterable[str], heading: Labels, group: str) -> Variable:
    choices = tuple(
        Choice(value, value, Labels({"": value}))
        for value, _ in zip(filter(None, values), range(MOST_VALUES), strict=False)
    )
    return Variable(
        name, "", labels, Kind.ONE, Level.NOMINAL, choices=choices, group=(group,), group_labels=(heading,),
        form_type=ATTRIBUTE,
    )  # fmt: skip


def _labels_of(text: Text) -> Labels:
    return Labels({language: render(text, language) for language in LANGUAGES})
