# SPDX-License-Identifier: MIT
"""Suggestions from keyword hits: the sentence around, what matched and why, what a person already decided.

It proposes; it never codes. Plain positions go in and out, so that a hundred thousand stay cheap.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple

from coding.language_stretches import LanguageStretch, languages_in
from coding.records import Turn
from coding.rules import KeywordHit, Rule, RuleSearch
from coding.rules.rule_limits import Limiter
from coding.speaker_roles import interviewers_among, talk_begins

_LONGEST = 600  # characters: a "sentence" without punctuation is cut around the hit
_AROUND = 200
_SPACE = re.compile(r"\s")


_MAKE = tuple.__new__  # of a find: the named tuple's own takes four times as long, and there are 100,000


class FoundSuggestion(NamedTuple):
    """A suggestion before it is stored: the sentence, and all hits of one code in it.

    `rule` joins the keywords that fired by "; "; `matched` are the places of their words; `mark` is "hit" where one of
    them says that it happened.
    """

    code: str
    start: int
    end: int
    rule: str
    language: str
    matched: tuple[tuple[int, int], ...]
    mark: str = "hit"


class SettledSuggestions(NamedTuple):
    """What is settled for a document: (code, start, end) of former suggestions, and stretches coded, by code."""

    suggested: frozenset[tuple[str, int, int]]
    coded: Mapping[str, Sequence[tuple[int, int]]]


class Searches:
    """One compiled search per language, made when first needed."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = list(rules)
        self._by_language: dict[str, RuleSearch] = {}

    def of(self, language: str) -> RuleSearch:
        """The search for documents of one language.

        Parameters
        ----------
        language : str
            As "fr"; "" for unknown: the rules of every language.

        Returns
        -------
        RuleSearch
            The same one each time.
        """
        if language not in self._by_language:
            self._by_language[language] = RuleSearch(self._rules, language)
        return self._by_language[language]

    def hits(self, text: str, stretches: Sequence[LanguageStretch]) -> Iterator[KeywordHit]:
        """The hits of a text, each by the rules of the language that it stands in.

        Parameters
        ----------
        text : str
            The text of a document.
        stretches : sequence of LanguageStretch
            All of its stretches (`coding.language_stretches`).

        Yields
        ------
        KeywordHit
            By language, then by place.
        """
        languages = languages_in(stretches)
        if len(languages) == 1:
            yield from self.of(languages[0]).hits(text)
            return
        for language in languages:
            own = [one for one in stretches if one.language == language]
            starts = [one.start for one in own]
            for hit in self.of(language).hits(text):
                place = bisect_right(starts, hit[0]) - 1
                if place >= 0 and hit[0] < own[place].end:
                    yield hit


def answers(
    sentences: Sequence[tuple[int, int]], turns: Sequence[Turn], roles: Mapping[str, str] | None = None
) -> Sequence[tuple[int, int]]:
    """The sentences outside front matter, headings and the turns of an interviewer: a question is not what was told.

    Parameters
    ----------
    sentences : sequence of (int, int)
        Code points, half-open, in order.
    turns : sequence of Turn
        Those of the same document; who asks is told by the labels (`coding.speaker_roles.interviewers_among`).
    roles : mapping of str to str, optional
        What somebody said of a speaker ("interviewer", "participant"), which goes before the label.

    Returns
    -------
    sequence of (int, int)
        In the same order.

    Examples
    --------
    >>> answers([(0, 10), (12, 30)], [Turn(0, 10, "Interviewer"), Turn(12, 30, "P1")])
    [(12, 30)]
    """
    given = roles or {}
    named = interviewers_among(turn.speaker for turn in turns)
    asking = {one for one in named if not given.get(one)} | {one for one in given if given[one] == "interviewer"}
    asked = [(turn.start, turn.end) for turn in turns if turn.heading or turn.speaker in asking]
    if begins := talk_begins(turns):
        asked.append((0, begins))
    if not asked:
        return tuple(sentences)
    asked.sort()
    kept, place, end = [], 0, -1  # `end`: of the questions that begin before the sentence
    for sentence in sentences:
        start = sentence[0]
        while place < len(asked) and asked[place][0] <= start:
            end = max(end, asked[place][1])
            place += 1
        if start >= end:
            kept.append(sentence)
    return kept


def suggest(
    text: str,
    sentences: Sequence[tuple[int, int]],
    words: Iterable[KeywordHit],
    decided: SettledSuggestions | None = None,
    parsed: Iterable[KeywordHit] = (),
    limiter: Limiter | None = None,
) -> list[FoundSuggestion]:
    """The suggestions for one document, in order of place.

    Outside its sentences (a speaker's name) nothing is suggested. What was suggested before, whatever became of it,
    does not come back, nor a sentence that already has the same code on the words that matched.

    Parameters
    ----------
    text : str
        The text of the document.
    sentences : sequence of (int, int)
        Those to look in, code points, half-open, in order.
    words : iterable of KeywordHit
        Hits of the rules of words (`Searches.hits`), those to propose (`coding.rules.word_marks`).
    decided : SettledSuggestions, optional
        What is settled for this document; None: nothing.
    parsed : iterable of KeywordHit
        Hits of rules on the document's parse, put together with those of words.
    limiter : Limiter, optional
        Says where each rule may look and what it proposes; without one all look in all sentences and propose these.

    Returns
    -------
    list of FoundSuggestion
        One for each sentence and code. A stretch is the sentence, or at most some 600 characters around the hits where
        a sentence has no end in sight.

    Examples
    --------
    >>> from coding.rules import Rule
    >>> search = RuleSearch([Rule("debt", "owe*", "en")], "en")
    >>> text = "He owed them money."
    >>> [(one.code, one.rule, one.matched) for one in suggest(text, [(0, 19)], search.hits(text))]
    [('debt', 'owe*', ((3, 7),))]
    """
    starts = [start for start, _ in sentences]
    grouped: dict[tuple[int, str], list[KeywordHit]] = {}
    for hit in chain(words, parsed):
        place = bisect_right(starts, hit[0]) - 1
        if place >= 0 and hit[0] < sentences[place][1] and (limiter is None or limiter.allows(hit[3], hit[0], hit[1])):
            group = grouped.get((place, hit[2]))
            if group is None:
                grouped[place, hit[2]] = [hit]
            else:
                group.append(hit)
    found = []
    made: set[tuple[str, int, int]] = set()
    for (place, code), hits in grouped.items():
        start, end = sentences[place]
        if len(hits) > 1:
            hits.sort(key=lambda hit: hit.start)
        if end - start > _LONGEST or hits[-1].end > end:
            start, end = _stretch(text, (start, end), hits)
        if limiter is not None:
            start, end = limiter.stretch(hits[0].rule, (hits[0].start, max(hit.end for hit in hits)), (start, end))
            if (code, start, end) in made:  # two sentences of one turn
                continue
            made.add((code, start, end))
        if decided and ((code, start, end) in decided.suggested or _is_coded(decided.coded.get(code), start, end)):
            continue
        first, last, _, rule, language, mark = hits[0]
        matched: tuple[tuple[int, int], ...] = ((first, last),)
        if len(hits) > 1:
            rule = "; ".join(dict.fromkeys(hit.rule for hit in hits))
            matched = tuple((hit.start, hit.end) for hit in hits)
            mark = "hit" if any(hit.mark == "hit" for hit in hits) else mark
        found.append(_MAKE(FoundSuggestion, (code, start, end, rule, language, matched, mark)))
    return found


def _stretch(text: str, sentence: tuple[int, int], hits: list[KeywordHit]) -> tuple[int, int]:
    """The sentence, longer where a phrase leaves it, cut at words where it has no end in sight."""
    start, end = sentence[0], max([sentence[1], *(hit.end for hit in hits)])
    if end - start <= _LONGEST:
        return start, end
    first, last = hits[0].start, hits[0].end
    if first - start > _AROUND:
        space = _SPACE.search(text, first - _AROUND, first)
        start = space.end() if space else first
    if end - last > _AROUND:
        behind = text.rfind(" ", last, last + _AROUND)
        end = behind if behind > last else last
    return start, end


def _is_coded(stretches: Sequence[tuple[int, int]] | None, start: int, end: int) -> bool:
    return bool(stretches) and any(first < end and last > start for first, last in stretches or ())
