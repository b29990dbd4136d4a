# SPDX-License-Identifier: MIT
"""Names and telephone numbers that a project knows, found in the words that leave it and replaced by pseudonyms.

What it knows: direct identifiers of tables and people of interviews, under the link key; cases of people, speakers.
Full names count in either order. One word counts where it has a capital, one or two people bear it, and it is no
ordinary word, known place or word of the project's own questions and answers. Numbers are compared by their last eight
digits.
"""

from __future__ import annotations

import copy
import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, TypeVar, cast

from analysis.masking import Destination
from analysis.records import Role
from coding.entities import name_lists as lists
from coding.entities.common_words import ordinary_words
from coding.entities.name_lists import GIVEN, PLACE_HEADS_BEFORE
from projects.identifiers.heading_words import KINDS_OF_PEOPLE
from projects.people.identifiers import identifying
from projects.store.problems import LinkLocked
from projects.stored_tables.stored_table import data_tables
from projects.word_folding import fold
from wording import DEFAULT_LANGUAGE, LANGUAGES, Labels, Message, msg, render

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from analysis.records import DataTable
    from projects.store.ports import Reader, Releasing, Transaction

    Origin = Releasing | None

NAMES_OF_PEOPLE = (
    "SELECT name FROM case_ WHERE kind = 'person' UNION SELECT name FROM speaker WHERE role NOT IN"
    " ('interviewer', 'interpreter') UNION SELECT case_name FROM document WHERE case_name <> ''"
)
PHONES_SAID = "SELECT DISTINCT said FROM entity_mention WHERE kind = 'phone'"
PEOPLE_AND_PHONES = "SELECT id, kind, name FROM entity_name WHERE kind IN ('person', 'phone')"
ANY_PHONE = "SELECT 1 FROM entity WHERE kind = 'phone' LIMIT 1"
PERSON_NUMBERS = "SELECT id, number FROM entity WHERE kind = 'person'"

Record = TypeVar("Record")

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NUMBER = re.compile(r"(?<![\w.,])(?:\+|\()?\d(?:[\s().\-/\u00a0\u202f]{0,2}\d){7,}(?![\w])")
_OPENS = re.compile(r"(?:^|[.!?…:;«“\"(\[–—-])\s*$")
_DIGITS, _LEAST, _BEARERS, _SHOWN = 8, 4, 2, 60  # digits compared; letters of a word; people who bear it; letters told
_LONGEST_NAME = 6  # words
_CODE = re.compile(r"\w+(?:_\w+)+")  # a name of a variable or a code within words
_TOKEN = re.compile(r"[\w./-]+")
_APART = str.maketrans("_./-", "    ")
_CODES = {  # of records: what is written as names of columns and codes are, in one piece or within a condition
    "Variable": frozenset({"name", "group", "relevant", "constraint", "calculation", "choice_filter"}),
    "Choice": frozenset({"code"}),
}
_NO_WORDS = frozenset({"origin", "bearing", "nests", "all_asked", "joined", "language"})  # of records: not printed


@dataclass
class KnownNames:
    """Who is known: the words of each name, who bears each word, telephone numbers. `locked`: not all could be read."""

    names: list[frozenset[str]] = field(default_factory=list)
    same: dict[frozenset[str], int] = field(default_factory=dict)  # the first person of that name
    bearers: dict[str, set[int]] = field(default_factory=dict)
    entities: dict[int, int] = field(default_factory=dict)  # the number that the table of entities gave, by person
    numbers: dict[str, int] = field(default_factory=dict)
    own_words: frozenset[str] = frozenset()
    locked: bool = False

    def add(self, values: Iterable[str], entity: int = 0) -> None:
        """One person, by all that is written of it."""
        words: set[str] = set()
        new = len(self.names)
        for value in values:
            digits = "".join(sign for sign in fold(value) if sign.isdecimal())
            if len(digits) >= _DIGITS:
                self.numbers.setdefault(digits[-_DIGITS:], new)
                continue
            found = _WORD.findall(value)
            address = bool(found) and found[0].lower() in PLACE_HEADS_BEFORE
            if not digits and not address and len(found) <= _LONGEST_NAME and "@" not in value:
                words.update(plain for one in found if len(plain := fold(one)) >= 2)
        person = self.same.setdefault(frozenset(words), new) if words else new
        if entity:
            self.entities[person] = entity
        self.names.append(frozenset(words))
        for word in words:
            self.bearers.setdefault(word, set()).add(person)

    def told_by(self, word: str) -> bool:
        """Whether few people bear a word: a name within another's is that person's."""
        held = [self.names[person] for person in self.bearers[word]]
        if len(held) > 4 * _BEARERS:
            return False
        return sum(not any(one < other for other in held) for one in held) <= _BEARERS

    def whose(self, people: Iterable[int]) -> int:
        """Of people of one name the one that has a pseudonym already, else the first."""
        return min(people, key=lambda person: (person not in self.entities, person))


def known_names(reader: Reader) -> KnownNames:
    """What a project knows as names and numbers of people; without the link key only cases and speakers."""
    known = KnownNames()
    tables = [table for table in data_tables(reader)]
    for table in tables:
        _add_rows(known, reader, table)
    _add_entities(known, reader)
    for row in reader.query(NAMES_OF_PEOPLE):
        known.add([row["name"]])
    known.own_words = frozenset(fold(word) for text in _own_texts(tables) for word in _WORD.findall(text))
    return known


def _add_rows(known: KnownNames, reader: Reader, table: DataTable) -> None:
    wanted = {one.id for one in table.variables if one.role is Role.IDENTIFIER}
    if not wanted:
        return
    held = [one for one in identifying(reader, table.id) if one.variable in wanted]
    readable = {one.id for one in table.variables if one.id in wanted and one.kind.value in ("text", "integer")}
    known.locked = known.locked or bool(readable - {one.variable for one in held})
    of_row: dict[int, list[str]] = {}
    for one in held:
        for row, value in one.values.items():
            of_row.setdefault(row, []).append(value)
    for values in of_row.values():
        known.add(values)


def _add_entities(known: KnownNames, reader: Reader) -> None:
    numbers = {row["id"]: row["number"] for row in reader.query(PERSON_NUMBERS)}
    if not numbers and not reader.query(ANY_PHONE):
        return
    try:
        opened = cast("Transaction", reader)  # an open project has its link part, too
        names = opened.query_link(PEOPLE_AND_PHONES)
        said = opened.query_link(PHONES_SAID)
    except LinkLocked:
        known.locked = True
        return
    for row in names:
        known.add([row["name"]], numbers.get(row["id"], 0) if row["kind"] == "person" else 0)
    for row in said:
        known.add([row["said"]])


def _own_texts(tables: Iterable[DataTable]) -> Iterable[str]:
    """The project's own questions and answers, those of identifiers left out."""
    for table in tables:
        for variable in table.variables:
            yield from variable.labels.by_language.values()
            for choice in variable.choices if variable.role is not Role.IDENTIFIER else ():
                yield from choice.labels.by_language.values()


@dataclass
class NamesInWords:
    """Replaces known names in records of words; counts what it replaced, and where."""

    known: KnownNames | None  # None: the team's own file, nothing is replaced
    language: str = DEFAULT_LANGUAGE
    replaced: set[tuple[str, int]] = field(default_factory=set)  # kind and person
    places: dict[str, list[str]] = field(default_factory=dict)  # by language
    _pseudonyms: dict[tuple[str, int], int] = field(default_factory=dict)
    _done: dict[tuple[str, str], str] = field(default_factory=dict)
    _codes: dict[str, str] = field(default_factory=dict)
    _records: dict[int, tuple[object, object]] = field(default_factory=dict)

    def without(self, record: Record) -> Record:
        """The record with pseudonyms in all its words; itself where it names nobody."""
        return record if self.known is None or not self.known.names else cast("Record", self._walked(record))

    def sentences(self) -> tuple[Message, ...]:
        """What is to be told of it: how many were replaced and where, and whether some could not be looked for."""
        said: list[Message] = []
        if self.replaced:
            places = self.places.get(self.language) or next(iter(self.places.values()))
            said.append(msg("export.names_replaced", n=len(self.replaced), places=places[:3]))
        if self.known is not None and self.known.locked:
            said.append(msg("export.names_locked"))
        return tuple(said)

    def names_somebody(self, file_name: str) -> bool:
        """Whether the name of a file holds a known name or number, however it is written."""
        return self.known is not None and bool(_found(self.known, file_name.translate(_APART), any_case=True))

    def _walked(self, value: object) -> object:
        if type(value) is str:
            return self._text(value, self.language)
        if isinstance(value, (bool, int, float)) or value is None:
            return value
        if isinstance(value, Labels):
            said = {one: self._text(text, one) for one, text in value.by_language.items()}
            return value if said == value.by_language else Labels(said, value.preferred)
        if isinstance(value, (tuple, list)):
            parts = list(map(self._walked, value))
            same = all(new is old for new, old in zip(parts, value, strict=True))
            return value if same else getattr(type(value), "_make", type(value))(parts)  # a named tuple, too
        if isinstance(value, Mapping):
            held = {key: self._walked(part) for key, part in value.items()}
            return value if all(held[key] is value[key] for key in held) else held
        return self._record(value) if dataclasses.is_dataclass(value) and not isinstance(value, type) else value

    def _record(self, value: DataclassInstance) -> object:
        if id(value) in self._records:
            return self._records[id(value)][1]
        codes, changed = _CODES.get(type(value).__name__, frozenset()), dict[str, object]()
        for one in dataclasses.fields(value):
            old = getattr(value, one.name)
            if one.name in codes:
                said: object = self._coded(old) if isinstance(old, str) else tuple(map(self._coded, old))
                if said != old:
                    changed[one.name] = said
            elif one.name not in _NO_WORDS and (new := self._walked(old)) is not old:
                changed[one.name] = new
        made: object = value
        if changed:
            made = copy.copy(value)
            for name, new in changed.items():
                object.__setattr__(made, name, new)
        self._records[id(value)] = (value, made)
        return made

    def _text(self, text: str, language: str) -> str:
        if (text, language) not in self._done:
            self._done[text, language] = self._replaced(text, language)
        return self._done[text, language]

    def _replaced(self, text: str, language: str) -> str:
        assert self.known is not None
        text = _CODE.sub(self._code, text)
        found = _found(self.known, text)
        if not found:
            return text
        made, end = "", 0
        for start, stop, kind, person in found:
            said = render(msg(f"export.pseudonym_{kind}", number=self._number(kind, person)), _spoken(language))
            made, end = made + text[end:start] + said, stop
        made += text[end:]
        self._tell(found, made, language)
        return made

    def _coded(self, text: str) -> str:
        return _TOKEN.sub(self._code, text)

    def _code(self, match: re.Match[str]) -> str:
        """A name of a column or a code with "person_1" in the place of a person; no two of them become one."""
        assert self.known is not None
        code = match[0]
        if code not in self._codes:
            found = _found(self.known, code.translate(_APART), any_case=True)
            made, end = "", 0
            for start, stop, kind, person in found:
                said = render(msg(f"export.pseudonym_{kind}", number=self._number(kind, person)), self.language)
                before = made + code[end:start]
                hump = "_" if before[-1:].isalnum() else ""
                made, end = before + hump + fold(said.strip("[]")).replace(" ", "_"), stop
            made += code[end:]
            taken, plain, at = set(self._codes.values()), made, 1
            while found and made in taken:
                at += 1
                made = f"{plain}_{at}"
            if found:
                self._tell(found, made, self.language)
            self._codes[code] = made
        return self._codes[code]

    def _tell(self, found: Iterable[tuple[int, int, str, int]], made: str, language: str) -> None:
        self.replaced |= {(kind, person) for _, _, kind, person in found}
        told = made if len(made) <= _SHOWN else made[: _SHOWN - 1] + "…"
        self.places.setdefault(_spoken(language), []).append(told)

    def _number(self, kind: str, person: int) -> int:
        """The number of the table of entities; of others the next behind those, in the order of the file."""
        assert self.known is not None
        if kind == "person" and person in self.known.entities:
            return self.known.entities[person]
        first = max(self.known.entities.values(), default=0) if kind == "person" else 0
        of_kind = sum(one == kind for one, _ in self._pseudonyms)
        return first + self._pseudonyms.setdefault((kind, person), of_kind + 1)


def _spoken(language: str) -> str:
    return language if language in LANGUAGES else DEFAULT_LANGUAGE


def names_for(project: Origin, destination: Destination, language: str = DEFAULT_LANGUAGE) -> NamesInWords:
    """What finds known names in the words of one file for these readers; for the team it finds none."""
    if destination is Destination.INSIDE or not hasattr(project, "write_lasting"):
        return NamesInWords(None, language)
    read = getattr(project, "read", None)  # from another thread
    known = _kept_names(cast("Reader", project)) if read is None else read(_kept_names)
    return NamesInWords(known, language)


def _kept_names(reader: Reader) -> KnownNames:
    """The known names, read once for each state of the project: the files of one run ask for them one by one."""
    kept = getattr(reader, "per_state", None)
    return known_names(reader) if kept is None else kept("names_in_words", lambda: known_names(reader))


def _found(known: KnownNames, text: str, any_case: bool = False) -> list[tuple[int, int, str, int]]:
    """Where known names and numbers stand in a text, in order and apart: start, stop, kind, whose."""
    found = []
    for match in _NUMBER.finditer(text):
        digits = "".join(sign for sign in fold(match[0]) if sign.isdecimal())
        if (person := known.numbers.get(digits[-_DIGITS:])) is not None:
            found.append((match.start(), match.end(), "phone", person))
    places = _parts(text) if any_case else [match.span() for match in _WORD.finditer(text)]
    words = [(start, end, fold(text[start:end])) for start, end in places]
    at = 0
    while at < len(words):
        start, end, word = words[at]
        if word not in known.bearers:
            at += 1
            continue
        people, stop = known.bearers[word], at + 1
        while stop < len(words) and text[words[stop - 1][1] : words[stop][0]].strip(" .,-") == "":
            both = people & known.bearers.get(words[stop][2], set())
            if not both or words[stop][2] == word:
                break
            people, stop = both, stop + 1
        held = [(folded, text[first:last].lower()) for first, last, folded in words[at:stop]]
        capital = any_case or _capital(text[start])
        if len(held) > 1:
            whole = _is_full_name(held, capital)
        else:
            whole = capital and _is_one_name(known, text, start, end, word)
            whole = whole and not (any_case and word in _plain_words())  # codes are written without accents
        if whole:
            found.append((start, words[stop - 1][1], "person", known.whose(people)))
        at = stop if whole else at + 1
    return sorted(found)


def _parts(text: str) -> list[tuple[int, int]]:
    """Where the words of a code stand, also those that only a capital parts."""
    found = []
    for match in _WORD.finditer(text):
        start = match.start()
        for at in range(start + 1, match.end()):
            if text[at].isupper() and text[at - 1].islower():
                found.append((start, at))
                start = at
        found.append((start, match.end()))
    return found


def _capital(sign: str) -> bool:
    return sign.isupper() or sign.lower() == sign.upper()  # a script without capitals


def _is_full_name(words: list[tuple[str, str]], capital: bool) -> bool:
    """Whether two or more words of one name (folded, as written) are more than ordinary words, as of an address."""
    return (capital and any(said in _given() for _, said in words)) or not all(_is_ordinary(*word) for word in words)


def _is_one_name(known: KnownNames, text: str, start: int, end: int, word: str) -> bool:
    """Whether one word tells a person: few bear it, and it is neither ordinary nor the project's own."""
    if len(word) < _LEAST or word in known.own_words or not known.told_by(word) or not text[start].isalpha():
        return False
    if text[start].lower() == text[start].upper():
        return False
    said = text[start:end].lower()
    if not _is_ordinary(word, said):
        return True
    return said in _given() and text[start].isupper() and not _OPENS.search(text[:start])


@cache
def _plain_words() -> frozenset[str]:
    return frozenset(map(fold, ordinary_words()))


def _given() -> frozenset[str]:
    return GIVEN


def _is_ordinary(word: str, said: str) -> bool:
    """Whether a word of a name is a word of a language too, a place, a kind of person or of body."""
    asked = {word, said}
    own = (lists.NOT_NAMES, lists.TITLES, lists.KIN, lists.GREETINGS, lists.MONTHS, lists.ORGANISATION_HEADS)
    if any(asked & held for held in (*own, lists.known_places(), lists.known_organisations(), KINDS_OF_PEOPLE)):
        return True
    words = ordinary_words()
    return any(one in words or one.removesuffix("s") in words for one in asked)
