# SPDX-License-Identifier: MIT
"""Events of an interview: acts stated as facts with their time, and each leg of a journey, with its place."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from coding.entities.date_values import date_value, interview_day, is_month_first
from coding.entities.dates import date_patterns
from coding.events.journeys import Leg, is_present, leg_of
from coding.marks import Grammar, PhraseMark
from coding.marks.dependency_tree import is_verbal, utterance
from coding.marks.mark_decision import mark_of
from coding.marks.phrases import Occurrence
from coding.parses import Parse
from coding.spacy_types import Doc, Token
from wording.word_lists import word_lists


@functools.cache
def _patterns(language: str) -> tuple[re.Pattern[str], ...]:
    lists = word_lists(language)
    if lists is None:
        return ()
    said = lists.times
    parts = {"number": said.number, "unit": said.unit, "age": said.age, "season": said.season}
    dates = [re.compile(said.lead + one.pattern, one.flags | re.IGNORECASE) for one in date_patterns(language)]
    shapes = []
    for shape in said.shapes:
        body = shape
        for name, pattern in parts.items():
            body = body.replace("{" + name + "}", pattern)
        shapes.append(re.compile(rf"(?<![\w’'])(?:{body.replace(chr(39), '[’' + chr(39) + ']')})(?!\w)", re.IGNORECASE))
    return (*dates, *shapes)


def time_expressions(text: str, language: str) -> list[tuple[int, int]]:
    """The times of a text in order, the longest of those that overlap; none for a language that is not known.

    Examples
    --------
    >>> text = "Two days later, in March 2020, we left."
    >>> [text[start:end] for start, end in time_expressions(text, "en")]
    ['Two days later', 'in March 2020']
    """
    found = sorted(
        {match.span() for pattern in _patterns(language) for match in pattern.finditer(text)},
        key=lambda span: (span[0], -span[1]),
    )
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def date_of(said: str, language: str, interview: str = "", *, month_first: bool = False) -> str:
    """A date that can be ordered, as far as it is told: "2019", "2019-03", "2019-03-12"; "" where no year is told.

    Examples
    --------
    >>> date_of("le 12 mars 2019", "fr"), date_of("March 2020", "en"), date_of("12 May", "en")
    ('2019-03-12', '2020-03', '')
    """
    value = date_value(said, language, interview, month_first=month_first).partition("/")[0]
    return "" if value.startswith("--") else value


_LONGEST = 400  # characters of an event's words

_CLOSING = frozenset("»”’)")  # left over from the sentence before


@dataclass(frozen=True)
class Event:
    """Something told with a time, or a leg of a journey; `text[start:end]` is the sentence.

    `said`: the time as said, "" for a leg without one; `date`: as far as it can be ordered, else "". The last four are
    a leg's, as said; an event of the timeline has none.
    """

    start: int
    end: int
    said: str
    date: str
    is_leg: bool = False
    origin: str = ""
    destination: str = ""
    means: str = ""
    company: str = ""


def find_events(
    text: str, parse: Parse, language: str, grammar: Grammar, within: Sequence[tuple[int, int]] | None = None
) -> list[Event]:
    """The events and legs of a parsed text in its order.

    Questions, plans, threats, denials and what is told of others are left out.

    Parameters
    ----------
    text : str
        The text of the document, as it was parsed.
    parse : list of (int, Doc)
        Its parsed parts with the code point where each begins (`coding.parses`).
    language : str
        One with word lists; no other language has events.
    grammar : Grammar
        The word classes of that language, for telling facts from the rest.
    within : sequence of (int, int), optional
        Stretches in code points: an event must touch one and is cut to those it touches. None: the whole text.

    Returns
    -------
    list of Event
        By start; at one place the event before the leg.
    """
    day, month_first = interview_day(text, language), is_month_first(text)

    def dated(said: str) -> str:
        return date_of(said, language, day, month_first=month_first)

    found = []
    for offset, doc in parse:
        part = text[offset : offset + len(doc.text)]
        if within is None:
            found += list(_of_part(part, offset, doc, language, grammar, dated))
            continue
        here = [stretch for stretch in within if stretch[0] < offset + len(part) and offset < stretch[1]]
        for event in _of_part(part, offset, doc, language, grammar, dated) if here else ():
            inside = [stretch for stretch in here if stretch[0] < event.end and event.start < stretch[1]]
            if inside:  # a line begins with its speaker's name, which is not said
                found.append(replace(event, start=max(event.start, inside[0][0]), end=min(event.end, inside[-1][1])))
    return sorted(found, key=lambda event: (event.start, event.is_leg))


def in_order(events: Sequence[tuple[str, int]]) -> list[int]:
    """The places of (date, number in the telling) in the order of time.

    What has no date that can be ordered stays behind what was told before it.

    Parameters
    ----------
    events : sequence of (str, int)
        The date as `times.date_of` gives it, "" for none; and its number in the telling.

    Returns
    -------
    list of int
        Places in `events`, from 0.

    Examples
    --------
    >>> in_order([("2020", 0), ("", 1), ("2019-05", 2)])  # what has no date stays behind 2020
    [2, 0, 1]
    """
    keys, last = [], ""
    for place in sorted(range(len(events)), key=lambda one: events[one][1]):
        last = events[place][0] or last
        keys.append((last, events[place][1], place))
    return [place for _, _, place in sorted(keys)]


def _of_part(
    text: str, offset: int, doc: Doc, language: str, grammar: Grammar, dated: Callable[[str], str]
) -> Iterator[Event]:
    times = time_expressions(doc.text, language)
    reported: set[int] = set()
    for start, end in times:
        verb = _verb_of(doc, start, end)
        if verb is None or _is_no_fact(verb, grammar):
            continue
        first, last = _stretch(verb)
        said = text[start:end].strip()
        if first in reported or (is_present(verb) and not dated(said)):
            continue
        reported.add(first)
        yield Event(offset + first, offset + last, said, dated(said))
    told: set[tuple[tuple[int, int] | None, ...]] = set()
    for verb in doc:
        leg = leg_of(verb, language, times)
        if leg is None or _is_no_fact(verb, grammar) or _places(leg) in told:
            continue
        told.add(_places(leg))  # "I escaped and I went from …" is one leg
        first, last = _stretch(verb)
        said = next((text[start:end].strip() for start, end in times if first <= start < last), "")
        yield Event(
            offset + first, offset + last, said, dated(said), True,
            *("" if place is None else text[place[0] : place[1]] for place in _places(leg)),
        )  # fmt: skip


def _places(leg: Leg) -> tuple[tuple[int, int] | None, ...]:
    return leg.origin, leg.destination, leg.means, leg.company


def _is_no_fact(verb: Token, grammar: Grammar) -> bool:
    return mark_of(Occurrence(verb, (verb,)), grammar) is not PhraseMark.HIT


def _verb_of(doc: Doc, start: int, end: int) -> Token | None:
    """The verb whose time this is; of a clause ("when I was fourteen") the verb above it."""
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    node = span.root
    while node.head.i != node.i and (span.start <= node.i < span.end or not is_verbal(node)):
        node = node.head
    if is_verbal(node) and not span.start <= node.i < span.end:
        return node
    first, last = utterance(span.root)
    outside = [token for token in doc[first:last] if token.pos_ == "VERB" and not span.start <= token.i < span.end]
    return outside[0] if outside else None


def _stretch(verb: Token) -> tuple[int, int]:
    """The characters of the sentence of a verb, cut where it has no end."""
    first, last = utterance(verb)
    while last > first + 1 and verb.doc[last - 1].is_space:
        last -= 1
    while first < last - 1 and (verb.doc[first].is_space or verb.doc[first].text in _CLOSING):
        first += 1
    start, end = verb.doc[first].idx, verb.doc[last - 1].idx + len(verb.doc[last - 1])
    if end - start > _LONGEST:
        start = max(start, verb.idx - _LONGEST // 2)
        end = min(end, verb.idx + _LONGEST // 2)
    return start, end
