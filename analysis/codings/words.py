# SPDX-License-Identifier: MIT
"""Words of the interviews: how often each is said, in all or by groups, and keywords in their context."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from analysis.codings.groups import ordered_values, without_groups
from analysis.codings.options import asks_lemmas
from analysis.codings.records import DocumentText, place_of
from analysis.codings.study import CodingStudy
from analysis.codings.table_titles import base_note, title_of
from analysis.codings.word_positions import WORD
from analysis.declarations.records import AnalysisResult, Options
from analysis.problems import AnalysisProblem, check
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import LANGUAGES, Progress, Text, msg
from wording.word_lists import word_lists

if TYPE_CHECKING:
    import regex

MOST_WORDS, MOST_HITS, AROUND = 100, 5_000, 60  # rows of a table; hits listed; characters of context each side
_LONGEST_PATTERN = 200
_TIMEOUT = 2.0  # seconds for one text: a pattern without end stops


def word_frequencies_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """The words said most often with their number, without stop words unless they are wanted."""
    shortest = int(options["shortest"])
    counted: dict[str, Counter[str]] = {}
    every: Counter[str] = Counter()
    for text in study.codings.texts():
        check(progress)
        stop = StopWords(text, keep=bool(options["stop_words"]))
        words = _words(study, text, stop, lemmas=asks_lemmas(options))
        for speaker, said in _spoken(study, text, words, options["speakers"]):
            kept = [word for place, word in said if len(word) >= shortest and not stop.has(place, word)]
            every.update(kept)
            for group in _groups(study, text, speaker, options["by"]):
                counted.setdefault(group, Counter()).update(kept)
    if not every:
        raise AnalysisProblem(msg("problem.no_words"))
    names = ordered_values(study.codings, str(options["by"]).strip(), filter(None, counted)) if options["by"] else []
    if options["by"] and not names:
        raise without_groups(str(options["by"]))
    rows = [
        Row(f"w{at}", word, tuple(_count(counted[name][word]) for name in names) + (_count(n),))
        for at, (word, n) in enumerate(sorted(every.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_WORDS])
    ]
    columns = (
        *(Column(f"g{at}", name, base=counted[name].total(), show=("estimate",)) for at, name in enumerate(names)),
        Column("all", msg("column.words.all"), base=every.total(), show=("estimate",)),
    )
    table = TableSpec(
        "word-frequencies",
        title_of(options, msg("title.word_frequencies")),
        msg("subtitle.word_frequencies", n=every.total(), different=len(every)),
        msg("codings.word"),
        columns,
        tuple(rows),
        (*base_note(study), *_lemmas_known(study, options)),
        base=every.total(),
        exclusive_rows=False,
        inside_only=True,
    )
    first = tuple(row.id for row in rows[:20])
    figure = FigureSpec(f"{table.id}-figure", table, Chart.BARS, table.title, rows=first, columns=("all",))
    facts = {"n": every.total(), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("word_frequencies", dict(options), (table,), (figure,), facts, msg("why.codings"))


def kwic_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """Every place where a word, a phrase or a beginning (`recruit*`) is said, with what stands before and behind it.

    References
    ----------
    Luhn (1960), American Documentation 11, 288-295.
    """
    wanted = _pattern(str(options["query"]), bool(options["pattern"]))
    rows: list[Row] = []
    hits = 0
    for text in study.codings.texts():
        check(progress)
        starts = [turn.start for turn in text.turns]
        for start, end in _matches(wanted, text):
            hits += 1
            if len(rows) < MOST_HITS:
                rows.append(_hit(text, starts, start, end, len(rows)))
    table = TableSpec(
        "kwic",
        title_of(options, msg("title.kwic", query=str(options["query"]))),
        msg("subtitle.kwic", n=hits),
        msg("codings.document"),
        tuple(
            Column(name, msg(f"column.kwic.{name}"), show=("estimate",), against_next=name == "left")
            for name in ("left", "hit", "right", "speaker")
        ),
        tuple(rows),
        (*base_note(study), *((msg("note.kwic_more", n=MOST_HITS),) if hits > len(rows) else ())),
        base=hits,
        exclusive_rows=False,
        inside_only=True,
        outside=title_of(options, msg("title.kwic_outside")),  # the word may be a name
    )
    facts = {"n": hits, "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("kwic", dict(options), (table,), (), facts, msg("why.codings"))


@lru_cache(maxsize=8)
def stop_words(language: str = "") -> frozenset[str]:
    """spaCy's words of a language of the program that say nothing by themselves; of all of them for others."""
    own = _own_stop_words(language) if language in LANGUAGES else frozenset[str]()
    return own or frozenset[str]().union(*map(_own_stop_words, LANGUAGES))


@lru_cache(maxsize=8)
def _own_stop_words(language: str) -> frozenset[str]:
    try:
        known: set[str] = import_module(
            f"spacy.lang.{language}.stop_words"
        ).STOP_WORDS  # 0.7 s: where words are counted
    except ModuleNotFoundError:  # spaCy has no such language
        return frozenset()
    short = _elided(language)
    elided = (f"{letter}'{word}" for letter in short for word in known)
    return frozenset(word.replace("’", "'") for word in (*known, *short, *elided))


def _elided(language: str) -> tuple[str, ...]:
    lists = word_lists(language)
    return lists.elided if lists is not None else ()


@lru_cache(maxsize=8)
def _elision(language: str) -> re.Pattern[str]:
    """What is elided before a word and stands for one of its own; nothing in most languages."""
    return re.compile(f"(?:{'|'.join(_elided(language)) or '(?!)'})'(?=.)")


class StopWords:
    """The stop words of a text, by the language of each turn: *car* is a word of French and a vehicle in English."""

    def __init__(self, text: DocumentText, *, keep: bool = False) -> None:
        self._keep = keep
        self._starts = [turn.start for turn in text.turns]
        self._languages = [turn.language or text.language for turn in text.turns]
        self._language = text.language

    def has(self, place: int, word: str) -> bool:
        """Whether a word says nothing where it stands."""
        return not self._keep and word in stop_words(self.language_at(place))

    def language_at(self, place: int) -> str:
        """The language in which something is said."""
        at = bisect_right(self._starts, place) - 1
        return self._languages[at] if at >= 0 else self._language


def _spoken(
    study: CodingStudy, text: DocumentText, words: Sequence[tuple[int, str]], speakers: str
) -> Iterator[tuple[str, Sequence[tuple[int, str]]]]:
    """Who says which words, and where: each turn, without those of interviewers unless everybody is wanted."""
    if not text.turns:
        yield "", words
    places = [place for place, _ in words]
    for turn in text.turns:
        if speakers == "everybody" or study.codings.role_of(text.document, turn.speaker) == "participant":
            first, last = bisect_left(places, turn.start), bisect_left(places, turn.end)
            yield turn.speaker, words[first:last]


def _words(study: CodingStudy, text: DocumentText, stop: StopWords, *, lemmas: bool) -> list[tuple[int, str]]:
    """The words of a text in order with where each begins: as said, or by their lemmas where those are known.

    With lemmas a stop word is left out by its form as said; its lemma is looked at with all words.
    """
    known = study.codings.lemmas(text.document) if lemmas else None
    if known is None:
        return words_said(text, stop)
    said = ((start, text.text[start:end], lemma) for start, end, lemma in known)
    return [
        (start, _plain(lemma)) for start, word, lemma in said if WORD.match(word) and not stop.has(start, _plain(word))
    ]


def words_said(text: DocumentText, stop: StopWords) -> list[tuple[int, str]]:
    """The words of a text as said, in lower case; what is elided before one is a word of its own."""
    found = ((match.start(), _plain(match[0])) for match in WORD.finditer(text.text))
    return [one for start, word in found for one in _parted(start, word, stop.language_at(start))]


def _parted(start: int, word: str, language: str) -> Iterator[tuple[int, str]]:
    while short := _elision(language).match(word):
        yield start, short[0][:-1]
        start, word = start + short.end(), word[short.end() :]
    yield start, word


def _plain(word: str) -> str:
    return word.casefold().replace("’", "'")


def _lemmas_known(study: CodingStudy, options: Options) -> tuple[Text, ...]:
    """Of how many interviews the lemmas are known; the words of the others are counted as said."""
    if not asks_lemmas(options):
        return ()
    texts = study.codings.texts()
    n = sum(study.codings.lemmas(text.document) is not None for text in texts)
    return (msg("note.lemmas", n=n, of=len(texts)),)


def _groups(study: CodingStudy, text: DocumentText, speaker: str, by: str) -> Collection[str]:
    """The groups in which a speaker's words count: several where they are those of several cases."""
    plain, cases = by.strip().casefold(), text.cases_of(speaker)
    if not plain:
        return ()
    own = {"document": text.name, "language": text.language, "group": text.group, "speaker": speaker}
    if plain == "role":
        return (study.codings.role_of(text.document, speaker),)
    if plain == "case":
        return cases
    if plain in own:
        return (own[plain],)
    attributes = study.codings.attributes
    found = next((column for column in attributes.columns if str(column).casefold() == plain), None)
    if found is None:
        raise AnalysisProblem(
            msg("problem.no_attribute", name=by, known=[*map(str, attributes.columns), *own, "case", "role"])
        )
    return {str(attributes[found].get(case, "")) for case in cases}


def _pattern(query: str, pattern: bool) -> regex.Pattern[str]:
    """What is looked for: words and phrases without regard to case, `*` for the rest of a word; or an expression."""
    import regex  # with time limits, which `re` has not

    wanted = query.strip()
    if not wanted or len(wanted) > _LONGEST_PATTERN:
        raise AnalysisProblem(msg("problem.query", most=_LONGEST_PATTERN))
    if not pattern:
        pieces = [regex.escape(piece).replace(r"\*", r"\w*") for piece in wanted.split()]
        wanted = r"\b" + r"\s+".join(pieces) + r"(?!\w)"
    try:
        return regex.compile(wanted, regex.IGNORECASE)
    except regex.error as wrong:
        raise AnalysisProblem(msg("problem.pattern", query=query)) from wrong


def _matches(wanted: regex.Pattern[str], text: DocumentText) -> Iterator[tuple[int, int]]:
    try:
        for match in wanted.finditer(text.text, timeout=_TIMEOUT):
            if match.end() > match.start():
                yield match.span()
    except TimeoutError as slow:
        raise AnalysisProblem(msg("problem.pattern_slow")) from slow


def _hit(text: DocumentText, starts: list[int], start: int, end: int, at: int) -> Row:
    turn = bisect_right(starts, start) - 1
    speaker = text.turns[turn].speaker if turn >= 0 else ""
    left, right = whole_words(text.text, start, end)
    parts: tuple[Text, ...] = (left, " ".join(text.text[start:end].split()), right, speaker or "–")
    place = f"h{at}:{text.document}:{start}:{end}"
    paragraph, page = text.cited(start)
    called: Text = text.name
    if paragraph:
        called = msg("framework.place", document=text.name, place=place_of(paragraph, page))
    return Row(place, called, tuple(Cell(text=part, unit=Unit.TEXT) for part in parts))


def whole_words(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind a place, cut between words.

    Examples
    --------
    >>> whole_words("I had a debt.", 8, 12)
    ('I had a', '.')
    """
    low, high = max(0, start - AROUND), min(len(text), end + AROUND)
    before, behind = " ".join(text[low:start].split()), " ".join(text[end:high].split())
    if low and not text[low - 1].isspace() and not text[low].isspace():
        before = before.partition(" ")[2]
    if high < len(text) and not text[high - 1].isspace() and not text[high].isspace():
        behind = behind.rpartition(" ")[0]
    return (f"… {before}" if low and before else before, f"{behind} …" if high < len(text) and behind else behind)


def _count(value: float) -> Cell:
    return Cell(float(value), unit=Unit.COUNT)
