# SPDX-License-Identifier: MIT
"""Auto-coding by patterns: words, phrases, wildcards or regular expressions; what is coded: the hit or more around it.

A pattern that would run too long is stopped.
"""

from __future__ import annotations

import gc
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import regex

from coding.case_folding import Folded, fold
from coding.records import Document, Turn
from coding.rules import word_trie
from coding.selection_extension import paragraphs_around
from coding.spans import trimmed
from wording import Problem, msg


@contextmanager
def collection_paused() -> Iterator[None]:
    """Without collections in between: 100,000 rows are looked through again and again, and none of them is garbage.

    For work of seconds. What is not counted down by then is collected afterwards; where it was off it stays off.

    Yields
    ------
    None
        While the context is open, nothing is collected.
    """
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


SECONDS = 2.0  # for one pattern in one document
_MOST_HITS = 200_000


class PatternKind(StrEnum):
    """How a pattern is meant."""

    WORDS = "words"  # whole words, case and accents aside
    PHRASE = "phrase"  # these words one after the other
    WILDCARD = "wildcard"  # * any letters, ? one letter
    REGEX = "regex"


class Scope(StrEnum):
    """What is coded around a hit."""

    HIT = "hit"
    SENTENCE = "sentence"
    TURN = "turn"
    PARAGRAPH = "paragraph"
    DOCUMENT = "document"


_MAKE = tuple.__new__  # of a hit: the named tuple's own takes four times as long


class PatternHit(NamedTuple):  # a search makes a hundred thousand
    """A place a pattern was found, and the stretch that would be coded."""

    document: str
    start: int
    end: int
    found: tuple[int, int]
    pattern: str


@lru_cache(maxsize=1024)  # a search tries each pattern on every interview
def compiled(pattern: str, kind: PatternKind) -> regex.Pattern[str]:
    """The pattern ready to search, case aside, `^` and `$` at each line.

    Examples
    --------
    >>> compiled("pass*", PatternKind.WILDCARD).search("my passports").group()
    'passports'
    """
    wanted = pattern.strip()
    if not wanted:
        raise Problem(msg("autocode.empty"))
    if kind is not PatternKind.REGEX:
        wanted = _from_words(fold(wanted).text, kind)
    try:
        return regex.compile(wanted, regex.IGNORECASE | regex.MULTILINE | regex.VERSION0)
    except (regex.error, OverflowError, RecursionError) as error:
        raise Problem(msg("autocode.bad_pattern", pattern=pattern)) from error


def find_hits(
    document: Document,
    sentences: Sequence[tuple[int, int]],
    patterns: Sequence[tuple[str, PatternKind]],
    scope: Scope,
    speakers: frozenset[str] = frozenset(),
    within: Sequence[tuple[int, int]] | None = None,
    languages: frozenset[str] = frozenset(),
) -> list[PatternHit]:
    """The hits in a document in order, each stretch once; only in turns of `speakers` and inside `within` where given.

    Parameters
    ----------
    document : Document
        Its text and turns are searched.
    sentences : sequence of (int, int)
        The document's sentences in order, code points, half-open; for the scope `SENTENCE`.
    patterns : sequence of (str, PatternKind)
        Each tried on the whole text; where two code the same stretch the first is named.
    scope : Scope
        What is coded around a hit. Hits outside all sentences or turns take the paragraph instead.
    speakers : frozenset of str
        Labels of the speakers whose turns count; empty: everybody and what nobody says.
    within : sequence of (int, int), optional
        Stretches in code points; a hit must lie in one of them. None: anywhere.
    languages : frozenset of str
        Languages of the turns that count, as "fr"; a turn without one is in the document's. Empty: all.

    Returns
    -------
    list of PatternHit
        By start, then end.

    Raises
    ------
    Problem
        `autocode.empty`, `autocode.bad_pattern`, `autocode.too_long` for a pattern that runs for more than 2 seconds,
        `autocode.too_many` for more than 200,000 stretches.

    Examples
    --------
    >>> from coding.parsing import parse
    >>> document = parse("d1", "", "fr", "P1 : Il a gardé mon passeport.")
    >>> [hit.found for hit in find_hits(document, [], [("PASSEPORT", PatternKind.WORDS)], Scope.HIT)]
    [(20, 29)]
    """
    hits: dict[tuple[int, int], PatternHit] = {}
    places = _places(document.text, tuple(patterns))
    parts = list(sentences) if scope is Scope.SENTENCE else [(turn.start, turn.end) for turn in document.turns]
    stretch_of = _stretches(document.text, parts, scope)
    document_id = document.id
    limited = bool(speakers or languages or within is not None)
    for (pattern, _kind), all_found in zip(patterns, places, strict=True):
        for found in all_found:
            if limited and not _may_count(document, found, speakers, within, languages):
                continue
            start, end = stretch = stretch_of(found)
            if stretch not in hits and start < end:
                hits[stretch] = _MAKE(PatternHit, (document_id, start, end, found, pattern))
                if len(hits) > _MOST_HITS:
                    raise Problem(msg("autocode.too_many", n=_MOST_HITS))
    return [hits[stretch] for stretch in sorted(hits)]


def _may_count(
    document: Document,
    found: tuple[int, int],
    speakers: frozenset[str],
    within: Sequence[tuple[int, int]] | None,
    languages: frozenset[str],
) -> bool:
    """Whether a hit lies in a turn of these speakers and languages, and inside one of the stretches."""
    turn = _turn(document.turns, found[0]) if speakers or languages else None
    if speakers and (turn is None or turn.speaker not in speakers):
        return False
    if languages and ((turn.language if turn else "") or document.language) not in languages:
        return False
    return within is None or any(start <= found[0] and found[1] <= end for start, end in within)


def _from_words(folded: str, kind: PatternKind) -> str:
    """A regular expression on folded text, from words."""
    escaped = [regex.escape(word, special_only=True) for word in folded.split()]
    if kind is PatternKind.WILDCARD:
        escaped = [word.replace(r"\*", r"[\w'-]*").replace(r"\?", r"\w") for word in escaped]
    gap = r"\s+" if kind is not PatternKind.WORDS else None
    body = gap.join(escaped) if gap else "|".join(escaped)
    return rf"(?<![\w-])(?:{body})(?![\w])"


@lru_cache(maxsize=1024)
def _compiled_plain(pattern: str, kind: PatternKind) -> re.Pattern[str] | None:
    """The same for folded text in plain letters, by Python's own package, which matches four times as fast."""
    folded = fold(pattern.strip()).text
    if not folded.isascii():
        return None
    return re.compile(_from_words(folded, kind).replace(r"\s", r"[\t-\r ]"), re.IGNORECASE | re.MULTILINE)


# Where a word begins; on plain letters both packages mean the same by \w, and Python's own is quicker.
_WORD = r"(?<![\w-])\w+"
_ANY_WORD = regex.compile(_WORD, regex.VERSION0)


class _PatternsByWord(dict[str, tuple[int, ...]]):
    """The numbers of the patterns that can begin with a word of a folded text, worked out when the word is first met.

    Nearly every pattern begins with letters: looking each word of a text up once is quicker than searching the
    whole text for each of a hundred patterns. `others` are the patterns that begin otherwise, or hold two `*`.
    """

    def __init__(self, patterns: Sequence[tuple[str, PatternKind]]) -> None:
        super().__init__()
        self.others: list[int] = []
        begun_with: set[str] = set()
        self._beginnings: list[tuple[int, regex.Pattern[str]]] = []
        for number, (pattern, kind) in enumerate(patterns):
            words = fold(pattern).text.split()
            letters = [regex.match(r"\w*", word)[0] for word in words]
            if kind is PatternKind.REGEX or not all(letters) or pattern.count("*") > 1:
                self.others.append(number)
                continue
            for word, begun in list(zip(words, letters, strict=True))[: None if kind is PatternKind.WORDS else 1]:
                goes_on = kind is PatternKind.WILDCARD and word[len(begun) :].startswith(("*", "?"))
                ready = regex.compile(begun if goes_on else rf"{begun}\Z", regex.IGNORECASE | regex.VERSION0)
                self._beginnings.append((number, ready))
                begun_with.add(begun)
        plain = all(map(str.isascii, begun_with))
        # only the words that begin so, in one search of the text; those of other letters are looked at one by one
        self.ascii_words = re.compile(
            word_trie((f"{one}*" for one in begun_with), r"\w-") if plain and begun_with else _WORD
        )

    def __missing__(self, word: str) -> tuple[int, ...]:
        self[word] = found = tuple(dict.fromkeys(number for number, begun in self._beginnings if begun.match(word)))
        return found


_by_word = lru_cache(maxsize=2)(_PatternsByWord)  # one search looks into many interviews


def _places(text: str, patterns: tuple[tuple[str, PatternKind], ...]) -> list[Iterable[tuple[int, int]]]:
    """The places of each pattern in a text, searched for in its folded form but for regular expressions."""
    folded = fold(text) if any(kind is not PatternKind.REGEX for _, kind in patterns) else Folded("")
    by_word = _by_word(patterns)
    is_plain = folded.text.isascii()
    ready = [compiled(*pattern) for pattern in patterns]  # says what is no pattern
    matches = [
        (_compiled_plain(*pattern) if is_plain and pattern[1] is not PatternKind.REGEX else None) or one
        for pattern, one in zip(patterns, ready, strict=True)
    ]
    found: list[list[tuple[int, int]]] = [[] for _ in patterns]
    ends = [0] * len(patterns)
    for word in (by_word.ascii_words if is_plain else _ANY_WORD).finditer(folded.text):
        start = word.start()
        for number in by_word[word[0]]:
            if start >= ends[number] and (match := matches[number].match(folded.text, start)):
                ends[number] = end = match.end()
                found[number].append((start, end))
    if folded.after:
        found = [[(folded.original(start), folded.original(end)) for start, end in of] for of in found]
    places: list[Iterable[tuple[int, int]]] = [*found]
    for number in by_word.others:
        pattern, kind = patterns[number]
        places[number] = _searched(text, pattern, kind, None if kind is PatternKind.REGEX else folded)
    return places


def _searched(text: str, pattern: str, kind: PatternKind, folded: Folded | None) -> Iterator[tuple[int, int]]:
    """The places of one pattern, the whole text searched."""
    search = compiled(pattern, kind)
    searched = text if folded is None else folded.text
    try:
        for match in search.finditer(searched, timeout=SECONDS, concurrent=True):
            start, end = match.span()
            if folded is not None:
                start, end = folded.original(start), folded.original(end)
            if start < end:
                yield start, end
    except TimeoutError as error:
        raise Problem(msg("autocode.too_long", pattern=pattern)) from error


def _stretches(
    text: str, parts: Sequence[tuple[int, int]], scope: Scope
) -> Callable[[tuple[int, int]], tuple[int, int]]:
    """What is coded around each hit of a text: nearly all lie in one sentence or turn, which is looked up at once."""
    if scope not in (Scope.SENTENCE, Scope.TURN):
        return lambda found: _scoped(text, parts, found, scope)
    starts = [start for start, _ in parts]

    def stretch_of(found: tuple[int, int]) -> tuple[int, int]:
        part = parts[bisect_right(starts, found[0]) - 1] if starts else (0, 0)
        return part if part[0] <= found[0] and found[1] <= part[1] else _scoped(text, parts, found, scope)

    return stretch_of


def _scoped(text: str, parts: Sequence[tuple[int, int]], found: tuple[int, int], scope: Scope) -> tuple[int, int]:
    """What is coded around a hit; `parts` are the sentences or the turns."""
    if scope is Scope.HIT:
        return trimmed(text, *found)
    if scope is Scope.PARAGRAPH:
        return paragraphs_around(text, *found)
    if scope is Scope.DOCUMENT:
        return trimmed(text, 0, len(text))
    first = bisect_right(parts, (found[0], len(text) + 1)) - 1
    last = bisect_right(parts, (found[1] - 1, len(text) + 1)) - 1
    if first < 0 or last < 0 or parts[last][1] <= found[0]:
        return paragraphs_around(text, *found)
    return min(parts[first][0], found[0]), max(parts[last][1], found[1])


def _turn(turns: Sequence[Turn], position: int) -> Turn | None:
    place = bisect_right(turns, position, key=lambda turn: turn.start) - 1
    return turns[place] if place >= 0 and position < turns[place].end else None


def patterns_of(typed: str, kind: PatternKind) -> tuple[tuple[str, PatternKind], ...]:
    """The patterns of a list with semicolons between them; a regular expression is one pattern.

    Parameters
    ----------
    typed : str
        As a person typed it.
    kind : PatternKind
        How each is meant.

    Returns
    -------
    tuple of (str, PatternKind)
        Without what is blank.

    Examples
    --------
    >>> [pattern for pattern, _kind in patterns_of("passport*; ; card", PatternKind.WILDCARD)]
    ['passport*', 'card']
    """
    parts = [typed] if kind is PatternKind.REGEX else typed.split(";")
    return tuple((part.strip(), kind) for part in parts if part.strip())
