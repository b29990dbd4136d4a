# SPDX-License-Identifier: MIT
"""Recognises acts inside a question: direct, by intonation only, or indirect."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from coding.marks.dependency_tree import (
    RELATIVES,
    SUBJECTS,
    ancestors,
    auxiliaries,
    clause_verbs,
    holds,
    is_finite,
    is_verbal,
    lowered,
    subjects,
    utterance,
)
from coding.marks.grammar import Grammar, word_classes
from coding.spacy_types import Doc, Token


@dataclass(frozen=True)
class Step:
    """One step up: `below` is content of `above`; `open` where the lower clause has no tense of its own."""

    below: Token
    above: Token
    open: bool
    relation: str


def head_of_words(verb: Token) -> Token:
    """The token whose clause a verb form belongs to: an auxiliary taken for the verb gives way to its head."""
    node = verb
    while (node.dep_.startswith("aux") or node.dep_ == "cop") and node.head.i != node.i:
        node = node.head
    return node


def steps(verb: Token, grammar: Grammar) -> Iterator[Step]:
    """The steps from a verb to what governs it, the nearest first.

    A relative, juxtaposed or adverbial clause with a tense ends the climb; so do clauses added
    to another one that have their own subject and tense, unless the other stands under something itself.
    """
    node, seen = head_of_words(verb), {verb.i}
    is_open = not is_finite(node)
    while node.head.i != node.i and node.head.i not in seen:
        seen.add(node.head.i)
        relation, above = node.dep_, node.head
        if is_complement_clause(node):
            relation, above = "ccomp", _verb_above(node)
            seen.add(above.i)
        elif relation in RELATIVES:
            if is_finite(node) and not _is_content_noun(above, grammar):
                return
        elif relation in ("parataxis", "advcl", "appos", "dep", "nsubj") and _is_apart(node):
            return
        if relation == "conj":
            joined = _joined(node, above)
            if joined is None:
                return
            is_open = is_open or not is_finite(node)
            node = joined
            continue
        yield Step(node, above, is_open, relation)
        if is_verbal(above) and is_finite(above):
            is_open = False
        node = above


def is_complement_clause(node: Token) -> bool:
    """A clause with "that" or "que" that lacks nothing, though the parser hung it on a noun or as an adverbial."""
    if node.dep_ not in (*RELATIVES, "advcl", "acl") or not is_finite(node):
        return False
    marks = [
        child
        for child in node.children
        if child.lower_.replace("’", "'") in ("that", "que", "qu'") and child.i < node.i
    ]
    if not marks or _verb_above(node).i == node.i:
        return False
    mark = marks[0]
    classes = word_classes(node.doc.lang_)
    before = node.doc[mark.i - 1].lower_ if mark.i else ""
    if classes is None or before in classes.conjunction_heads:
        return False
    if node.dep_ == "advcl":
        return mark.dep_ == "mark" and before not in (",", "")
    others = [child for child in node.children if child.i != mark.i]
    has_subject = any(child.dep_ in SUBJECTS for child in others)
    return has_subject and mark.i - node.head.i <= 2 and any(child.dep_ in ("dobj", "obj") for child in others)


def _verb_above(node: Token) -> Token:
    """The nearest clause head above a clause."""
    return next((above for above in node.ancestors if is_verbal(above)), node)


def _joined(node: Token, other: Token) -> Token | None:
    """The clause whose standing a coordinated one shares: the first one, or its governor where that has no tense."""
    while is_finite(node) and not is_finite(other) and is_verbal(other):
        if other.head.i == other.i:
            return None
        other = other.head
    return other


def _is_content_noun(token: Token, grammar: Grammar) -> bool:
    lemma = token.lemma_.lower()
    return lemma in grammar.classes.hearsay_nouns or lemma in grammar.classes.irrealis_nouns


def _is_apart(node: Token) -> bool:
    """A clause with a tense that is set beside another one, or hangs on it by when, because, although."""
    return is_verbal(node) and is_finite(node)


def subject_words(verb: Token) -> set[str]:
    """The subjects of a verb, as written in lower case."""
    return {token.lower_.replace("’", "'") for token in subjects(verb)}


def lead_in(verb: Token) -> str:
    """The words right before a clause and its first ones, up to its subject: where its conjunction stands."""
    own = [child.i for child in subjects(verb)]
    end = min([*own, verb.i])
    first = max(0, end - 6)
    for index in range(end - 1, first - 1, -1):
        if verb.doc[index].is_punct or verb.doc[index].pos_ == "VERB":
            first = index + 1
            break
    return lowered(verb.doc, first, end)


_CLAUSE_MARKS = frozenset({",", ";", ":", "–", "—"})


def is_asked(verb: Token, grammar: Grammar) -> bool:
    """Whether the act is what is asked."""
    return _is_direct(verb, grammar) or _is_indirect(verb, grammar)


def is_denied_echo(verb: Token, grammar: Grammar) -> bool:
    """ "Beaten, me? Never.": the speaker takes up the question and denies it."""
    first, last = utterance(verb)
    doc = verb.doc
    if not _is_question(doc, last) or last >= len(doc) or clause_verbs(doc, first, last):
        return False
    answer = doc[last].lower_
    denials = grammar.classes.negators | {"no", "non", "never", "jamais"} | grammar.classes.negative_pronouns
    return answer in denials


def _is_question(doc: Doc, last: int) -> bool:
    return bool("?" in doc[last - 1].text)


def _is_direct(verb: Token, grammar: Grammar) -> bool:
    first, last = utterance(verb)
    doc = verb.doc
    if not _is_question(doc, last):
        return False
    parts = _clauses_with_tense(doc, first, last)
    mine = next((part for part in parts if part[0] <= verb.i < part[1]), parts[-1])
    asking = [part for part in parts if _asks(doc, *part, grammar)]
    if mine in asking:
        return True
    if _is_tag(doc, parts[-1], grammar) and len(parts) > 1 and mine != parts[-1]:
        return _speaks_to_listener(doc, first, parts[-1][0], grammar)
    if not asking:
        return True
    return _belongs_to(verb, mine, asking, parts, grammar)


def _belongs_to(
    verb: Token, mine: tuple[int, int], asking: list[tuple[int, int]], parts: list[tuple[int, int]], grammar: Grammar
) -> bool:
    """Whether a clause without a question of its own is part of one beside it: subordinate to it, or joined by "or"."""
    doc = verb.doc
    node = head_of_words(verb)
    if any(low <= above.i < high for low, high in asking for above in ancestors(node)):
        opens = [token.lower_ for token in doc[mine[0] : mine[0] + 2]]
        return not any(
            token.dep_ == "cc" and token.lower_ not in grammar.classes.alternatives
            for token in doc[mine[0] : mine[0] + 2]
        ) and (_is_subordinate(node) or any(word in grammar.classes.alternatives for word in opens))
    after = doc[mine[1] : mine[1] + 2]
    before = doc[mine[0] : mine[0] + 2]
    joined = [token.lower_ for token in (*after, *before) if token.pos_ in ("CCONJ", "ADV") or token.dep_ == "cc"]
    return any(word in grammar.classes.alternatives for word in joined)


def _is_subordinate(node: Token) -> bool:
    while node.dep_ in ("conj", "xcomp") and node.head.i != node.i:
        node = node.head
    has_mark = any(
        child.dep_ == "mark" or child.lower_ in ("when", "quand", "that", "que", "who", "qui")
        for child in node.children
    )
    return node.dep_ in (*RELATIVES, "advcl", "ccomp", "acl", "pcomp") and (
        has_mark or not is_finite(node) or node.dep_ in RELATIVES
    )


def _clauses_with_tense(doc: Doc, first: int, last: int) -> list[tuple[int, int]]:
    """The stretches between commas that hold a clause with a tense; what holds none joins its neighbour."""
    cuts = [first, *(token.i + 1 for token in doc[first:last] if token.text in _CLAUSE_MARKS), last]
    parts: list[tuple[int, int]] = []
    for low, high in zip(cuts, cuts[1:], strict=False):
        if low >= high:
            continue
        if parts and (not _has_clause(doc, low, high) or not _has_clause(doc, *parts[-1])):
            parts[-1] = (parts[-1][0], high)
        else:
            parts.append((low, high))
    if len(parts) == 1 and len(cuts) > 2 and not _has_clause(doc, cuts[-2], last):
        tail = (cuts[-2], last)
        return [(first, tail[0]), tail] if tail[0] > first else parts
    return parts or [(first, last)]


def _has_clause(doc: Doc, low: int, high: int) -> bool:
    return bool(clause_verbs(doc, low, high))


def _asks(doc: Doc, low: int, high: int, grammar: Grammar) -> bool:
    """Whether a stretch has the form of a question: an interrogative at its head, inversion, est-ce que."""
    classes = grammar.classes
    line = lowered(doc, low, high)
    if holds(line, "est-ce que") or holds(line, "est-ce qu'") or holds(line, "est-ce"):
        return True
    opening = [token for token in doc[low:high] if not token.is_punct][:4]
    while opening and (opening[0].pos_ in ("CCONJ", "ADP", "INTJ") or opening[0].dep_ in ("cc", "intj")):
        opening = opening[1:]
    if opening and opening[0].lower_ in classes.interrogatives and not _is_time_clause(opening[0]):
        return True
    return any(token.pos_ in ("AUX", "VERB") and _is_inverted(token) for token in doc[low:high])


def _is_time_clause(token: Token) -> bool:
    """ "When you arrived, …" is no question: its clause hangs on another one."""
    return token.lower_ in ("when", "quand", "where", "où") and token.head.dep_ in ("advcl", *RELATIVES)


def _is_inverted(token: Token) -> bool:
    node = token if is_verbal(token) and not token.dep_.startswith("aux") else token.head
    own = subjects(node) + subjects(token)
    following = token.doc[token.i + 1 : token.i + 2]
    if any(part.text.startswith("-") and part.pos_ == "PRON" for part in following):
        return True
    hyphened = lowered(token.doc, token.i + 1, token.i + 4)
    if hyphened.startswith(
        ("- vous", "- il", "- elle", "- t-", "- tu", "- ils", "- elles", "- on", "-vous", "-t-", "-tu", "-il")
    ):
        return True
    movable = token.dep_.startswith("aux") or token.lemma_ in ("be", "do", "have", "can")
    leads = not any(sub.i < token.i for sub in own)
    return (
        movable
        and bool(own)
        and leads
        and token.i < min(sub.i for sub in own)
        and token.tag_ in ("MD", "VBD", "VBP", "VBZ", "VB")
    )


def _is_tag(doc: Doc, part: tuple[int, int], grammar: Grammar) -> bool:
    """A short last stretch to the listener: "you see?", "vous imaginez ?", "is that right?"."""
    classes = grammar.classes
    tokens = [token for token in doc[part[0] : part[1]] if not token.is_punct]
    line = (
        " ".join(token.lower_ for token in tokens)
        .replace("’", "'")
        .replace("' ", "'")
        .replace(" -", "-")
        .replace("- ", "-")
    )
    if line in classes.tags or len(tokens) == 0:
        return True
    forms = {token.lower_ for token in tokens}
    lemmas = {lemma for token in tokens for lemma in (token.lemma_.lower(), *grammar.lemmas(token, "verb"))}
    if len(tokens) <= 4 and forms & classes.second_person and lemmas & classes.understanding:
        return True
    return (
        len(tokens) <= 4 and tokens[0].pos_ == "AUX" and all(token.pos_ in ("AUX", "PRON", "PART") for token in tokens)
    )


def _speaks_to_listener(doc: Doc, low: int, high: int, grammar: Grammar) -> bool:
    return any(token.lower_.replace("’", "'") in grammar.classes.second_person for token in doc[low:high])


def _is_indirect(verb: Token, grammar: Grammar) -> bool:
    """ "I would like to know whether …", "tell me how …"."""
    classes = grammar.classes
    node = head_of_words(verb)
    if _opens_with_request(verb, grammar):
        return True
    while node.head.i != node.i:
        above = node.head
        lemmas = {above.lemma_.lower(), *grammar.lemmas(above, "verb")}
        if lemmas & classes.asking and _opens_question(node, above, grammar) and _is_request(above, grammar):
            return True
        if node.dep_ in RELATIVES or node.dep_ == "parataxis":
            return False
        node = above
    return False


def _opens_with_request(verb: Token, grammar: Grammar) -> bool:
    """ "Tell me how …", "dites-moi si …" at the head of the utterance."""
    classes = grammar.classes
    first, _ = utterance(verb)
    tokens = [token for token in verb.doc[first : verb.i] if not token.is_punct]
    if not tokens or tokens[0].lower_ not in classes.telling_openings or subjects(tokens[0]):
        return False
    asked = classes.whether | (classes.interrogatives - {"that"})
    return any(token.lower_ in asked for token in tokens[1:6])


def _opens_question(node: Token, above: Token, grammar: Grammar) -> bool:
    words = {token.lower_.replace("’", "'") for token in node.doc[above.i + 1 : node.i] if not token.is_punct}
    return bool(words & (grammar.classes.whether | grammar.classes.interrogatives))


def _is_request(verb: Token, grammar: Grammar) -> bool:
    classes = grammar.classes
    lemmas = {verb.lemma_.lower(), *grammar.lemmas(verb, "verb")}
    if (
        lemmas & classes.telling_imperatives
        and not subjects(verb)
        and ("Imp" in verb.morph.get("Mood", []) or (verb.tag_ == "VB" and verb.dep_ == "ROOT"))
    ):
        return True
    chain = [verb]
    while chain[-1].dep_ in ("xcomp", "ccomp", "conj", "pcomp") and chain[-1].head.i != chain[-1].i:
        chain.append(chain[-1].head)
    asks = any(
        {t.lower_.replace("’", "'"), t.lemma_.lower()} & classes.request_modals
        for node in chain
        for t in (node, *auxiliaries(node))
    )
    first = any(child.lower_.replace("’", "'") in classes.first_person for node in chain for child in subjects(node))
    wonders = bool(lemmas & {"wonder"}) or any(
        child.lower_ in ("me", "m'") for child in verb.children if "demander" in lemmas
    )
    return first and (
        wonders or (asks and len(chain) > 1) or (asks and any(a.lower_ in ("would", "'d") for a in auxiliaries(verb)))
    )
