# SPDX-License-Identifier: MIT
"""Marks of plain words on a parse: what the clause around a word says of it, and which marks its code proposes."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from coding.marks import Grammar, PhraseMark
from coding.marks.cues import cues_of
from coding.marks.dependency_tree import is_verbal
from coding.marks.mark_decision import mark_of
from coding.marks.phrases import Occurrence
from coding.parses import Parse
from coding.rules.keyword_rules import KeywordHit, Rule, is_parsed_rule
from coding.rules.parsed_rules import marks_in_brackets, read_rule
from coding.rules.rule_limits import limits_of
from coding.spacy_types import Span, Token
from wording import Problem

ALL_MARKS = frozenset(mark for mark in PhraseMark if mark is not PhraseMark.NONE)
_ACTS = ("phrase", "who")  # kinds of rule that tell an act


class MarkedWords(NamedTuple):
    """Plain words found, their mark, and the words that gave it where they were asked for."""

    hit: KeywordHit
    cues: tuple[tuple[int, int], ...] = ()


def marks_of_words(rules: Iterable[Rule]) -> dict[str, frozenset[PhraseMark]]:
    """By code the marks that its plain words propose where their own brackets name none.

    A code with rules that tell an act (`phrase`, `who`) describes what happened: its words propose what those of these
    rules propose that propose hits. Words of other codes propose everything, each with its mark: what is
    lacking is said in denials.

    Parameters
    ----------
    rules : iterable of Rule
        All rules of the codes, in all languages.

    Returns
    -------
    dict
        A set of marks for each code.

    Examples
    --------
    >>> made = marks_of_words([Rule("papers", "phrase: take card", "en"), Rule("needs", "water", "en")])
    >>> sorted(made["papers"]), len(made["needs"])
    ([<PhraseMark.HIT: 'hit'>], 5)
    """
    told: dict[str, set[PhraseMark]] = defaultdict(set)
    for rule in rules:
        marks = told[rule.code]
        if is_parsed_rule(rule.keyword):
            try:
                read = read_rule(rule.keyword)
            except Problem:
                continue  # a rule that cannot be read tells nothing
            if read.kind in _ACTS and PhraseMark.HIT in read.marks:
                marks |= read.marks
    return {code: frozenset(marks) or ALL_MARKS for code, marks in told.items()}


def marks_of_rule(keyword: str, of_words: frozenset[PhraseMark]) -> frozenset[PhraseMark]:
    """The marks that a rule proposes.

    Parameters
    ----------
    keyword : str
        A rule as it stands among the keywords of a code.
    of_words : frozenset of PhraseMark
        What plain words of its code propose (`marks_of_words`).

    Returns
    -------
    frozenset of PhraseMark
        Those in its brackets, else those of its kind; words of a rule that looks at interviewers' turns also what is
        asked; none for a rule that cannot be read.

    Examples
    --------
    >>> sorted(marks_of_rule("words[hit,asked]: beat*", ALL_MARKS)), marks_of_rule("beat*", ALL_MARKS) == ALL_MARKS
    ([<PhraseMark.ASKED: 'asked'>, <PhraseMark.HIT: 'hit'>], True)
    """
    try:
        if is_parsed_rule(keyword):
            return read_rule(keyword).marks
        asking = {PhraseMark.ASKED} if "interviewer" in limits_of(keyword).roles else frozenset[PhraseMark]()
        return marks_in_brackets(keyword) or of_words | asking
    except Problem:
        return frozenset()


def marked_words(
    hits: Iterable[KeywordHit], parse: Parse, grammar: Grammar, *, cues: bool = False
) -> Iterator[MarkedWords]:
    """Plain words with the mark of the clause that each stands in."""
    starts = [start for start, _ in parse]
    for hit in hits:
        place = bisect_right(starts, hit.start) - 1
        span = None
        if place >= 0:
            offset, doc = parse[place]
            first, last = hit.start - offset, min(hit.end - offset, len(doc.text))
            span = doc.char_span(first, last, alignment_mode="expand") if first < last else None
        if span is None:
            yield MarkedWords(hit)
            continue
        occurrence = Occurrence(predicate_of(span), tuple(span))
        mark = mark_of_words(occurrence, span, grammar)
        found = cues_of(occurrence, mark, grammar) if cues else ()
        yield MarkedWords(hit._replace(mark=str(mark)), tuple((start + offset, end + offset) for start, end in found))


def predicate_of(span: Span) -> Token:
    """The verb of the words found, else the head of the clause that they stand in."""
    own = next((token for token in span if token.pos_ == "VERB"), None)
    if own is not None:
        return own
    node = span.root
    while not is_verbal(node) and node.head.i != node.i:
        node = node.head
    return node


def mark_of_words(occurrence: Occurrence, span: Span, grammar: Grammar) -> PhraseMark:
    """The mark of words found: that of their clause; words that deny themselves ("no food") are a hit where denied."""
    mark = mark_of(occurrence, grammar)
    if mark not in (PhraseMark.HIT, PhraseMark.NEGATED):
        return mark
    if _denies_itself(span, grammar):
        return PhraseMark.HIT
    denied = (mark is PhraseMark.NEGATED) != _is_without(span.root, grammar)
    return PhraseMark.NEGATED if denied else PhraseMark.HIT


def _denies_itself(span: Span, grammar: Grammar) -> bool:
    classes = grammar.classes
    denials = (
        classes.negators | classes.negative_pronouns | classes.negative_determiners
        | classes.without | classes.negation_clitics
    )  # fmt: skip
    return any(token.lower_.replace("’", "'") in denials for token in span)


def _is_without(token: Token, grammar: Grammar) -> bool:
    """A noun behind "without", which is no predicate: a denied verb is told by its clause."""
    if is_verbal(token):
        return False
    before = [child for child in token.children if child.dep_ in ("case", "mark") and child.i < token.i]
    return any(one.lower_ in grammar.classes.without for one in (*before, token.head) if one.i != token.i)


def words_to_propose(
    hits: Iterable[KeywordHit],
    rules: Iterable[Rule],
    corrected_marks: Mapping[tuple[int, int, str], str] | None = None,
) -> Iterator[KeywordHit]:
    """Plain words whose mark their rule proposes.

    Parameters
    ----------
    hits : iterable of KeywordHit
        With their marks; "hit" where nothing is parsed.
    rules : iterable of Rule
        All rules of the codes.
    corrected_marks : mapping, optional
        The mark that somebody said a place has, by (start, end, code); "none" where it should not be found.

    Yields
    ------
    KeywordHit
        In the order of the hits, with the mark that somebody said.
    """
    held = list(rules)
    of_codes = marks_of_words(held)
    wanted = {(rule.code, rule.keyword): marks_of_rule(rule.keyword, of_codes[rule.code]) for rule in held}
    for hit in hits:
        said = corrected_marks.get(hit[:3]) if corrected_marks else None
        if said is not None:
            hit = hit._replace(mark=said)
        if hit[5] in wanted[hit[2], hit[3]]:
            yield hit
