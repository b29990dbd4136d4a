# SPDX-License-Identifier: MIT
"""Takes plain text columns as one choice without asking; shows of the others what a person must know to decide.

Taken is a column of few answers that recur and of which neither heading nor values look like somebody.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.records import Kind, Role, Variable
from coding.entities.landmarks import only_opens
from coding.entities.name_lists import (
    COUNTRIES,
    KIN,
    LOWER_HEADS,
    MONTHS,
    NOT_NAMES,
    ORGANISATION_HEADS,
    PLACE_HEADS_AFTER,
    PLACE_HEADS_BEFORE,
    TITLES,
    known_organisations,
    known_places,
)
from projects.forms.special_choices import plain
from projects.identifiers.content_recognition import content_of, given_names, is_made_of_answers
from projects.identifiers.heading_words import KINDS_OF_PEOPLE, may_be_of_somebody, numbers_somebody
from projects.identifiers.identifier_proposals import headings_of, is_case_code, may_name_a_person, names_directly
from projects.imported.records import ImportedData, ImportedTable
from wording.answer_order import answer_words

if TYPE_CHECKING:
    import pyarrow as pa

LEAST = 5  # rows of an answer on average
_MOST = 30  # answers
_SHOWN = 4
_ASKING = 3  # words of a heading that is a question
_CONTACT = re.compile(
    r"(?<!\d)(?:\+?\d[\s().-]?){7,}|@\w|https?:|-?\d{1,3}\.\d{4,}"  # telephones, mail, places
    r"|[A-Za-z]{1,6}[-/ ]?\d{4,}|\d{2,}[-/]\d{3,}|(?i:\bp\.? ?o\.? box\b)"  # cards, cases, letter boxes
    r"|\d+\W+(?:\w+ )?(?i:rue|avenue|av|bd|boulevard|street|road|lane|plot|house)\b"
    r"|(?i:rue|avenue|boulevard|street|road|lane|plot|house|parcelle)\W+(?:[\w’']+ )*\d"
)
_DAYS = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}|\d{4}[-/]\d{4}")
_CODE = re.compile(r"(?=\S*\d)(?=\S*[^\W\d])\S{3,}")  # letters and digits in one word
_WORD = re.compile(r"[^\W\d_]+")
_BRIEF = 5  # letters of an abbreviation in capitals


@dataclass(frozen=True)
class Shown:
    """The commonest values of a column, and whether it may be confirmed without a look at each."""

    first: tuple[str, ...]
    plain: bool


def with_choices_taken(data: ImportedData) -> ImportedData:
    """The data read, in which no person has to say of plain columns that they are one choice."""
    codes = frozenset().union(*map(codes_of_people, data.tables))
    return replace(data, tables=tuple(_taken(table, codes) for table in data.tables))


def _taken(table: ImportedTable, codes: Collection[str]) -> ImportedTable:
    variables = tuple(
        replace(one, content_unconfirmed=False)
        if one.content_unconfirmed and is_plain_choice(one, table.columns.get(one.id), codes)
        else one
        for one in table.variables
    )
    return replace(table, variables=variables)


def codes_of_people(table: ImportedTable) -> frozenset[str]:
    """The values by which the people of a table are told apart: other columns that hold them speak of people, too."""
    found: set[str] = set()
    for one in table.variables:
        column = table.columns.get(one.id)
        if column is not None and tells_people_apart(one):
            words = {choice.id: choice.code for choice in one.choices}
            found |= {words.get(said, said) for said in column.unique().to_pylist() if said}
    return frozenset(found)


def tells_people_apart(variable: Variable) -> bool:
    """Whether a column of text holds names or codes of people or rows."""
    if variable.kind not in (Kind.TEXT, Kind.ONE) or variable.form_type:
        return variable.kind is Kind.TEXT and variable.role is Role.IDENTIFIER
    known = variable.role in (Role.IDENTIFIER, Role.KEY) or any(map(numbers_somebody, headings_of(variable)))
    return known and not _is_of_things(variable)


def speaks_of_known(answers: Iterable[str], codes: Collection[str], *, unread: bool) -> bool:
    """Whether answers are names or codes that stand in another table; `unread`: some of these cannot be read now."""
    said = [one for one in answers if _tells(one)]
    return any(one in codes for one in said) or (unread and any(_CODE.fullmatch(one) for one in said))


def is_plain_choice(variable: Variable, column: pa.Array | None, codes: Collection[str] = ()) -> bool:
    """Whether a text column is one choice without asking.

    It has at most 30 answers of five rows each on average; neither its heading nor any answer looks like a person, a
    telephone, a number of somebody, an address, and none is among `codes`, which tell the people of tables apart.
    """
    answers = [one.code for one in variable.choices if not one.reason]
    if column is None or variable.kind is not Kind.ONE or variable.role is Role.IDENTIFIER or not answers:
        return False
    if len(answers) > _MOST or len(column) - column.null_count < LEAST * len(answers):
        return False
    of_things, headings = _is_of_things(variable), headings_of(variable)
    if names_directly(variable) or (not of_things and any(map(numbers_somebody, headings))):
        return False
    if is_case_code(variable, answers) or speaks_of_known(answers, codes, unread=False):
        return False
    return not any(_may_be_somebody(one, of_things=of_things) for one in answers)


def _tells(code: str) -> bool:
    """Whether a value is more than a letter or a small number, which stand in any column."""
    return len(code) > 2 and not code.isdigit() and _key(code) not in _ordinary()


def _is_of_things(variable: Variable) -> bool:
    """Whether a heading asks for a place, a kind, a reason: single unknown words below it are no people."""
    words = answer_words()
    for heading in headings_of(variable):
        said = [plain(word) for word in _WORD.findall(heading.replace("_", " "))]
        things = any(word in words.things for word in said)
        asks = len(said) >= _ASKING and said[0] in words.asks
        if (things or asks) and not may_be_of_somebody(heading):
            return True
    return False


def _may_be_somebody(answer: str, *, of_things: bool) -> bool:
    """Whether an answer may tell who somebody is, by its form, by lists of names, or as no list explains it."""
    if _CONTACT.search(_DAYS.sub(" ", answer)):
        return True
    words = _WORD.findall(answer)
    if _key(answer) in _known_names() or _key(" ".join(words)) in _known_names():
        return False
    capitals = [word for word in words if word[0].isupper()]
    if any(_key(word) in given_names() and not _is_ordinary(word) for word in (capitals or words[:1])):
        return True
    if any(_key(word) in TITLES and other in capitals for word, other in zip(words, words[1:], strict=False)):
        return not any(map(_is_ordinary, words[1:]))
    unknown = [word for word in capitals if not _is_ordinary(word) and not (word.isupper() and len(word) <= _BRIEF)]
    if of_things or not unknown:
        return False
    phrase = any(word[0].islower() and len(word) > 1 for word in words)
    if phrase:
        return any(word in unknown for word in words[1:])
    return len(unknown) == len(capitals)


def _is_ordinary(word: str) -> bool:
    return _key(word) in _ordinary() or only_opens(word)


def _key(text: str) -> str:
    return " ".join(plain(text).split())


@functools.cache
def _ordinary() -> frozenset[str]:
    """Single words that name nobody, without accents."""
    lists: Iterable[Iterable[str]] = (
        KINDS_OF_PEOPLE, KIN, NOT_NAMES, MONTHS, ORGANISATION_HEADS, LOWER_HEADS, PLACE_HEADS_BEFORE,
        PLACE_HEADS_AFTER, answer_words().answers(), answer_words().things,
    )  # fmt: skip
    return frozenset(plain(word) for words in lists for word in words)


@functools.cache
def _known_names() -> frozenset[str]:
    """Countries, places and large bodies."""
    return frozenset(_key(one) for one in (*COUNTRIES, *known_places(), *known_organisations()))


def values_shown(variable: Variable, column: pa.Array | None) -> Shown:
    """What a person is shown of a text column, from its Arrow column as imported."""
    if column is None:
        return Shown((), False)
    counted = column.drop_null().value_counts().to_pylist()
    codes = {choice.id: choice.code for choice in variable.choices}
    counts = sorted(((codes.get(one["values"], str(one["values"])), one["counts"]) for one in counted),
                    key=lambda one: -one[1])  # fmt: skip
    content = content_of(variable, column)
    looks = content is not None and (
        content.identifies() or content.names(float("inf")) or may_name_a_person(variable, content)
    )
    recurs = bool(counts) and all(count >= LEAST for _, count in counts)
    first = tuple(word if len(word) <= 40 else f"{word[:39]}…" for word, _ in counts[:_SHOWN])
    return Shown(first, recurs and not looks and is_made_of_answers(variable))
