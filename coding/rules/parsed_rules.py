# SPDX-License-Identifier: MIT
"""Rules on grammar, as they stand among a code's keywords: lemma phrases, who did what, token boxes, entity kinds.

A keyword that begins with one of the words below and a colon is such a rule, so that rules travel wherever keywords do:

- `phrase: take passport/card` – the verb with its object or complement in any form and order
- `who: boss/agent > take/keep > passport/card` – who did what to what; `*` or nothing: anyone
- `tokens: keep/hold any*3 pos=DET? passport/card` – boxes in this order, "?" optional, "*3" up to three
- `entity: person` – an entity of a kind, by the pipeline, our patterns and a project's table of entities
- `list: passport, laissez-passer, carte d'identité` – any of these, as they stand; single words in any form

`phrase[hit,negated]: …` proposes further marks; without brackets only what happened (hit) is proposed. Brackets also
limit a rule to roles, speakers and groups (`coding.rules.rule_limits`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from coding.case_folding import fold, fold_plain
from coding.entities.records import ENTITY_LABELS
from coding.marks import Grammar, PhraseMark
from coding.marks.cues import cues_of
from coding.marks.mark_decision import mark_of
from coding.marks.phrases import Occurrence, form_of, occurrences
from coding.parses import Parse
from coding.rules.keyword_rules import Rule, is_parsed_rule
from coding.rules.rule_limits import limits_of, split_brackets
from coding.spacy_types import Doc, Span, Vocab
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from spacy.matcher import Matcher


class ListSearch:
    """The items of a list, ready to be looked for in parsed texts."""

    def __init__(self, items: Sequence[str]) -> None:
        folded = sorted({fold_plain(item) for item in items}, key=len, reverse=True)
        written = "|".join(r"\s+".join(map(re.escape, item.split())) for item in folded)
        self._written = re.compile(rf"(?<!\w)(?:{written})(?!\w)")
        self._lemmas = frozenset(item for item in folded if item.isalpha())

    def spans(self, doc: Doc) -> Iterator[Span]:
        """The places of items as spans of the parsed text, in order, none within another."""
        text = fold(doc.text)
        places = [
            (text.original(match.start()), text.original(match.end())) for match in self._written.finditer(text.text)
        ]
        places += [(token.idx, token.idx + len(token)) for token in doc if fold_plain(token.lemma_) in self._lemmas]
        end = 0
        for start, stop in sorted(set(places), key=lambda place: (place[0], -place[1])):
            if start >= end and (span := doc.char_span(start, stop, alignment_mode="expand")) is not None:
                end = stop
                yield span


KINDS = ("phrase", "who", "tokens", "entity", "list")
_RULE = re.compile(rf"^\s*(?P<kind>{'|'.join(KINDS)})\s*(?:\[(?P<marks>[^\]\n]*)\])?\s*:\s*(?P<body>.*)$", re.DOTALL)
_BEGUN = re.compile(rf"^\s*(?:(?:{'|'.join(KINDS)})\s*[\[:]|words\s*\[)")
_WORDS = re.compile(r"^\s*words\s*\[(?P<limits>[^\]\n]*)\]\s*:")
_BOX = re.compile(r"^(?:(?P<key>lemma|pos|kind|word)=)?(?P<value>[^\s=?*]+)(?P<times>\?|\*(?P<most>\d))?$")
_LONGEST_RULE, _LONGEST_LIST = 300, 4_000  # characters
_MOST_BOXES = 12


class MarkedHit(NamedTuple):
    """A rule met: real places of the text, the code, the rule as written, its language, its mark, its words.

    `cues`: the words that gave the mark, where they were asked for.
    """

    start: int
    end: int
    code: str
    rule: str
    language: str
    mark: PhraseMark
    words: tuple[tuple[int, int], ...]
    cues: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class ParsedRule:
    """One rule: `phrase` is its words, `boxes` a pattern of spaCy's Matcher, `labels` entity types, `items` a list.

    `left_out`: forms of "who did what" that it does not take (`coding.rules.rule_limits.FORMS`).
    """

    kind: str
    marks: frozenset[PhraseMark]
    phrase: tuple[str, ...] = ()
    boxes: tuple[dict[str, object], ...] = ()
    labels: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @property
    def reads_entities(self) -> bool:
        """Whether it asks of what kind an entity is."""
        return bool(self.labels) or any("ENT_TYPE" in box for box in self.boxes)


def read_rule(keyword: str) -> ParsedRule:
    """The rule that a keyword says.

    Parameters
    ----------
    keyword : str
        As it stands among the keywords of a code; at most 300 characters, a list 4,000.

    Returns
    -------
    ParsedRule
        Proposing hits alone where no marks stand in brackets.

    Raises
    ------
    Problem
        In one sentence for what is no rule: `rules.malformed`, `rules.empty`, `rules.phrase`, `rules.who`, `rules.box`,
        `rules.boxes`, `rules.list`, `rules.entity`, `rules.mark`, `rules.limit`, `rules.limit_value`.

    Examples
    --------
    >>> rule = read_rule("phrase[hit,negated]: take passport/card")
    >>> rule.phrase, sorted(rule.marks)
    (('take', 'passport/card'), [<PhraseMark.HIT: 'hit'>, <PhraseMark.NEGATED: 'negated'>])
    """
    match = _RULE.match(keyword)
    if match is None or len(keyword) > (_LONGEST_LIST if match["kind"] == "list" else _LONGEST_RULE):
        raise Problem(msg("rules.malformed", rule=keyword[:60]))
    body, marks = match["body"].strip(), _marks(match["marks"], keyword)
    if not body:
        raise Problem(msg("rules.empty", rule=keyword[:60]))
    kind = match["kind"]
    if kind == "phrase":
        return ParsedRule(kind, marks, phrase=_phrase(body, keyword), left_out=limits_of(keyword).forms_left_out)
    if kind == "who":
        return ParsedRule(kind, marks, phrase=_triple_parts(body, keyword), left_out=limits_of(keyword).forms_left_out)
    if kind == "tokens":
        return ParsedRule(kind, marks, boxes=_boxes(body, keyword))
    if kind == "list":
        return ParsedRule(kind, marks, items=_items(body, keyword))
    if body.lower() not in ENTITY_LABELS:
        raise Problem(msg("rules.entity", rule=keyword[:60], kinds=", ".join(ENTITY_LABELS)))
    return ParsedRule(kind, marks, labels=ENTITY_LABELS[body.lower()])


def reading_problem(keyword: str) -> Message | None:
    """The sentence why a keyword that begins as a rule cannot be read as one, an open bracket included.

    Parameters
    ----------
    keyword : str
        As it stands among the keywords of a code.

    Returns
    -------
    Message or None
        None for plain words, and for a rule that can be read.

    Examples
    --------
    >>> reading_problem("phrase[hit: take card").key, reading_problem("phrase: take card"), reading_problem("card [id")
    ('rules.malformed', None, None)
    """
    begun = _BEGUN.match(keyword)
    if begun is None:
        return None
    try:
        words = _WORDS.match(keyword)
        if words is not None:
            marks_in_brackets(keyword)
        else:
            read_rule(keyword)
    except Problem as problem:
        return problem.message
    return None


def marks_in_brackets(keyword: str) -> frozenset[PhraseMark]:
    """The marks that a rule of plain words names: `words[hit,negated]: passport*`.

    Examples
    --------
    >>> marks_in_brackets("words[hit,role=participant]: passport*"), marks_in_brackets("passport*")
    (frozenset({<PhraseMark.HIT: 'hit'>}), frozenset())
    """
    words = _WORDS.match(keyword)
    return frozenset() if words is None else _named(split_brackets(words["limits"], keyword)[0], keyword)


def _marks(brackets: str | None, keyword: str) -> frozenset[PhraseMark]:
    marks, limits = split_brackets(brackets, keyword)
    if brackets is None or (limits and not marks):
        return frozenset({PhraseMark.HIT})
    return _named(marks, keyword)


def _named(marks: Sequence[str], keyword: str) -> frozenset[PhraseMark]:
    try:
        return frozenset(map(PhraseMark, marks))
    except ValueError as error:
        raise Problem(msg("rules.mark", rule=keyword[:60], marks=", ".join(PhraseMark))) from error


def _phrase(body: str, keyword: str) -> tuple[str, ...]:
    joined = re.sub(r"\s*/\s*", "/", body)
    words = tuple(joined.split())
    if not 1 <= len(words) <= 4:
        raise Problem(msg("rules.phrase", rule=keyword[:60]))
    return words


def _triple_parts(body: str, keyword: str) -> tuple[str, ...]:
    parts = [re.sub(r"\s*[/,]\s*", "/", part.strip()) for part in body.split(">")]
    if len(parts) != 3 or not parts[1] or parts[1] == "*":
        raise Problem(msg("rules.who", rule=keyword[:60]))
    return tuple(part for part in parts if part and part != "*")


def _items(body: str, keyword: str) -> tuple[str, ...]:
    items = tuple(dict.fromkeys(" ".join(item.split()) for item in body.split(",") if item.strip()))
    if not items or any(not re.search(r"\w\w", item) for item in items):
        raise Problem(msg("rules.list", rule=keyword[:60]))
    return items


def _boxes(body: str, keyword: str) -> tuple[dict[str, object], ...]:
    boxes: list[dict[str, object]] = []
    for word in re.sub(r"\s*/\s*", "/", body).split():
        match = _BOX.match(word)
        if match is None:
            raise Problem(msg("rules.box", rule=keyword[:60], box=word))
        boxes += _box(match)
    if not boxes or len(boxes) > _MOST_BOXES or all("OP" in box for box in boxes):
        raise Problem(msg("rules.boxes", rule=keyword[:60], n=_MOST_BOXES))
    return tuple(boxes)


def _box(match: re.Match[str]) -> list[dict[str, object]]:
    values, key = match["value"].split("/"), match["key"] or "lemma"
    tests: dict[str, dict[str, object]] = {
        "lemma": {"LEMMA": {"IN": [value.lower() for value in values]}},
        "word": {"LOWER": {"IN": [value.lower() for value in values]}},
        "pos": {"POS": {"IN": [value.upper() for value in values]}},
        "kind": {"ENT_TYPE": {"IN": [one for value in values for one in ENTITY_LABELS.get(value, (value.upper(),))]}},
    }
    test = {} if match["value"] == "any" else tests[key]
    if match["most"]:
        return [{**test, "OP": "?"} for _ in range(int(match["most"]))]
    return [{**test, "OP": "?"} if match["times"] else test]


class ParsedSearch:
    """The rules on grammar of one language, ready to be tried on parsed texts."""

    def __init__(self, rules: Iterable[Rule], language: str, grammar: Grammar, vocab: Vocab) -> None:
        self._grammar = grammar
        self._rules = [
            (rule, read_rule(rule.keyword))
            for rule in rules
            if rule.language == language and is_parsed_rule(rule.keyword) and _is_sound(rule.keyword)
        ]
        self.reads_entities = any(one.reads_entities for _, one in self._rules)
        self._matchers = {number: _matcher(vocab, one) for number, (_, one) in enumerate(self._rules) if one.boxes}
        self._lists = {number: ListSearch(one.items) for number, (_, one) in enumerate(self._rules) if one.items}

    def __bool__(self) -> bool:
        return bool(self._rules)

    def hits(self, parse: Parse, *, cues: bool = False, entities: Parse | None = None) -> Iterator[MarkedHit]:
        """Every place where a rule is met, with its mark, in the order of the text."""
        for (offset, doc), (_, named) in zip(parse, parse if entities is None else entities, strict=True):
            for number, (rule, one) in enumerate(self._rules):
                for words, mark, occurrence in self._found(number, one, named if one.reads_entities else doc):
                    cue_spans = cues_of(occurrence, mark, self._grammar) if cues and occurrence else ()
                    both = (words, cue_spans)
                    real, why = (tuple((start + offset, end + offset) for start, end in part) for part in both)
                    yield MarkedHit(real[0][0], real[-1][1], rule.code, rule.keyword, rule.language, mark, real, why)

    def proposed(
        self,
        parse: Parse,
        corrected_marks: Mapping[tuple[int, int, str], str] | None = None,
        entities: Parse | None = None,
    ) -> Iterator[MarkedHit]:
        """The hits whose mark their rule proposes."""
        wanted = {rule.keyword: one.marks for rule, one in self._rules}
        found = self.hits(parse, entities=entities)
        if corrected_marks:
            found = (hit._replace(mark=PhraseMark(corrected_marks.get(hit[:3], hit.mark))) for hit in found)
        return (hit for hit in found if hit.mark in wanted[hit.rule])

    def _found(
        self, number: int, one: ParsedRule, doc: Doc
    ) -> Iterator[tuple[tuple[tuple[int, int], ...], PhraseMark, Occurrence | None]]:
        if one.phrase:
            for met in occurrences(doc, one.phrase, self._grammar):
                if one.left_out and form_of(met, self._grammar) in one.left_out:
                    continue
                words = tuple((token.idx, token.idx + len(token.text)) for token in met.tokens)
                yield words, mark_of(met, self._grammar), met
        elif one.boxes or one.items:
            for span in self._spans(number, one, doc):
                met = _occurrence_of(span)
                yield ((span.start_char, span.end_char),), mark_of(met, self._grammar), met
        else:
            for entity in (named for named in doc.ents if named.label_ in one.labels):
                yield ((entity.start_char, entity.end_char),), PhraseMark.HIT, None

    def _spans(self, number: int, one: ParsedRule, doc: Doc) -> Iterator[Span]:
        if one.boxes:
            return (doc[first:last] for _, first, last in self._matchers[number](doc))
        return self._lists[number].spans(doc)


def _is_sound(keyword: str) -> bool:
    """A malformed rule finds nothing: whoever writes it is told, and the rest goes on."""
    try:
        read_rule(keyword)
    except Problem:
        return False
    return True


def _matcher(vocab: Vocab, one: ParsedRule) -> Matcher:
    from spacy.matcher import Matcher  # seconds: only where texts are parsed

    matcher = Matcher(vocab, validate=False)
    matcher.add("rule", [list(one.boxes)], greedy="LONGEST")
    return matcher


def _occurrence_of(span: Span) -> Occurrence:
    verb = next((token for token in span if token.pos_ == "VERB"), span.root)
    while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:  # each access may make another object of a token
        verb = verb.head  # a list names things: what is said of them is said by the verb above
    return Occurrence(verb, tuple(span))
