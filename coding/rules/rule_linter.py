# SPDX-License-Identifier: MIT
"""Warns of rules that find something else than their author means: a literal "or", a short stem, a word that is
another one too (French "or", `viol*`), many rejections.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from coding.case_folding import fold_plain
from coding.rules import keyword_rules
from coding.rules.keyword_rules import is_parsed_rule
from coding.rules.parsed_rules import reading_problem
from coding.rules.rule_limits import RuleLimits, limits_of, plain_sign, plain_words
from wording.word_lists import all_word_lists, word_lists

MOST_REJECTED = 0.3  # share of the decided
ENOUGH = 10  # decisions before the share of rejected ones says something
BESIDE, _OFTEN = 2, 3  # words within which a word stands beside a place; places before it says something
_SHORT_STEM, _MANY_WORDS, _NAMED = 4, 4, 5  # letters before "*"; different words met; words named
_OFFERED = 8  # words that may stand in the place of a stem
_WORD = re.compile(r"\w+")


class RuleTrap(StrEnum):
    """What is wrong with a rule."""

    LITERAL_OR = "literal_or"
    COMMON_WORD = "common_word"
    SHORT_STEM = "short_stem"
    AMBIGUOUS = "ambiguous"
    REJECTED = "rejected"
    NOTHING = "nothing"
    NOBODY = "nobody"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class RuleWarning:
    """A trap with its figures: `words` it meets with how often; `better`: rules that could stand in its place."""

    trap: RuleTrap
    rejected: int = 0
    decided: int = 0
    words: tuple[tuple[str, int], ...] = ()
    better: tuple[str, ...] = ()

    @property
    def is_serious(self) -> bool:
        """Whether the rule finds what is not meant; one that finds nothing here may find it elsewhere."""
        return self.trap not in (RuleTrap.NOTHING, RuleTrap.NOBODY)


@dataclass(frozen=True)
class Speaking:
    """Who speaks in the interviews and how groups of them are called, for rules limited to some."""

    speakers: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()

    def lacks(self, limits: RuleLimits) -> list[str]:
        """The names in the limits of a rule that nobody and nothing bears.

        Parameters
        ----------
        limits : RuleLimits
            The limits of one rule.

        Returns
        -------
        list of str
            As written, speakers before groups; case does not matter.
        """
        speakers, groups = (frozenset(map(_plain, names)) for names in (self.speakers, self.groups))
        missing = [name for name in limits.speakers if _plain(name) not in speakers]
        return missing + [name for name in limits.groups if _plain(name) not in groups]


def lint(
    keyword: str,
    language: str,
    words: Counter[str] | None = None,
    accepted: int = 0,
    rejected: int = 0,
    speaking: Speaking | None = None,
    around: tuple[str, int] = ("", 0),
) -> list[RuleWarning]:
    """The traps of one rule.

    Parameters
    ----------
    keyword : str
        The rule as it stands among the keywords of a code.
    language : str
        The language of the keyword.
    words : Counter of str, optional
        How often each folded word stands in the texts of that language; None where they are not known.
    accepted, rejected : int
        What became of its suggestions; from 10 decisions on more than 30 % rejected is a trap.
    speaking : Speaking, optional
        Who speaks in the interviews; None where that is not known.
    around : (str, int)
        A word that stands beside what was rejected and not beside what was accepted, and beside how many.

    Returns
    -------
    list of RuleWarning
        Empty for a rule without a trap.

    Examples
    --------
    >>> lint("passport or card", "en")[0].better
    ('passport', 'card')
    """
    found = []
    missing = speaking.lacks(limits_of(keyword)) if speaking is not None else []
    if missing:
        found.append(RuleWarning(RuleTrap.NOBODY, words=tuple((name, 0) for name in missing)))
    if reading_problem(keyword) is not None:
        found.append(RuleWarning(RuleTrap.UNREADABLE))
    written, keyword = keyword, plain_words(keyword)
    if not is_parsed_rule(keyword):
        found += [*_alternatives(keyword, language), *_common(keyword, language)]
        found += [*_ambiguous(keyword, language, words), *_stem(keyword, language, words)]
    decided = accepted + rejected
    if decided >= ENOUGH and rejected > MOST_REJECTED * decided:
        word, met = around
        better = (narrowed(written, word),) if word else ()
        words_beside = ((word, met),) if word else ()
        found.append(RuleWarning(RuleTrap.REJECTED, rejected, decided, words_beside, better))
    return found


def narrowed(keyword: str, word: str) -> str:
    """The same rule where a word does not stand beside what it finds.

    Examples
    --------
    >>> narrowed("card", "ration"), narrowed("phrase[negated]: take card", "ration")
    ('words[within=2,not=ration]: card', 'phrase[negated,within=2,not=ration]: take card')
    """
    limits = limits_of(keyword)
    within = limits.within if limits.near else BESIDE
    narrower = replace(limits, barred=(*limits.barred, word), within=within).written()
    match = re.match(r"\s*([a-z]+)\s*(?:\[([^\]\n]*)\])?\s*:\s*(.*)", keyword, re.DOTALL)
    if match is None or not (match[2] is not None or is_parsed_rule(keyword)):
        return f"words[{narrower}]: {keyword}"
    marks = [mark.strip() for mark in (match[2] or "").split(",") if mark.strip() and "=" not in mark]
    return f"{match[1]}[{','.join([*marks, narrower])}]: {match[3]}"


def rejected_word(rejected: Iterable[Iterable[str]], accepted: Iterable[Iterable[str]]) -> tuple[str, int]:
    """The word that stands beside most of what was rejected and beside nothing that was accepted.

    Parameters
    ----------
    rejected, accepted : iterable of iterable of str
        For each decided place of a rule the folded words beside it.

    Returns
    -------
    (str, int)
        The word and beside how many; ("", 0) where none stands beside three, or only words such as "the".

    Examples
    --------
    >>> rejected_word([["the", "ration"]] * 3 + [["a"]], [["my"], ["the"]])
    ('ration', 3)
    """
    spared = {word for words in accepted for word in words} | _empty_words()
    counts = Counter(word for words in rejected for word in {*words} - spared if len(word) > 2)
    word, n = max(counts.items(), key=lambda pair: (pair[1], pair[0]), default=("", 0))
    return (word, n) if n >= _OFTEN else ("", 0)


def counted_words(texts: Iterable[str]) -> Counter[str]:
    """How often each folded word stands in some texts.

    Parameters
    ----------
    texts : iterable of str
        Any texts.

    Returns
    -------
    Counter of str
        Words without case and accents.

    Examples
    --------
    >>> counted_words(["La dette", "la DETTE"]) == {"la": 2, "dette": 2}
    True
    """
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_WORD.findall(fold_plain(text)))
    return counts


@functools.cache
def _empty_words() -> frozenset[str]:
    """Words of any language that are no keyword by themselves."""
    return frozenset[str]().union(*(lists.empty for lists in all_word_lists().values()))


def _plain(name: str) -> str:
    return plain_sign(name).casefold()


def _alternatives(keyword: str, language: str) -> list[RuleWarning]:
    """ "passport or card" looks for these very words, the "or" among them."""
    lists = word_lists(language)
    for word in lists.alternatives if lists is not None else ():
        parts = [part.strip() for part in re.split(rf"\b{word}\b", keyword, flags=re.IGNORECASE)]
        if len(parts) > 1 and all(parts):
            return [RuleWarning(RuleTrap.LITERAL_OR, better=tuple(parts))]
    return []


def _common(keyword: str, language: str) -> list[RuleWarning]:
    """A lone word that stands in every text; those that mean something after an article are looked at in context."""
    folded = fold_plain(keyword).strip()
    alone = folded in _empty_words() or len(folded.rstrip("*")) < 3
    return [RuleWarning(RuleTrap.COMMON_WORD)] if alone and not keyword_rules.needs_context(language, folded) else []


def _ambiguous(keyword: str, language: str, words: Counter[str] | None) -> list[RuleWarning]:
    """A word that is, or begins, another one in the texts (French "or", "violence" for `viol*`), with how often."""
    folded = fold_plain(keyword).strip()
    if not words or not keyword_rules.is_trap(language, folded):
        return []
    if keyword_rules.needs_context(language, folded):
        other = Counter({folded: words[folded]} if words[folded] else {})
    else:
        stem = folded.rstrip("*")
        other = Counter({word: n for word, n in words.items()
                         if word.startswith(stem) and keyword_rules.other_word(language, folded, word)})  # fmt: skip
    return [RuleWarning(RuleTrap.AMBIGUOUS, words=tuple(other.most_common(_NAMED)))] if other else []


def _stem(keyword: str, language: str, words: Counter[str] | None) -> list[RuleWarning]:
    """A stem such as `viol*`: the different words it meets; or, with any word alone, that it meets none."""
    folded = fold_plain(keyword).strip()
    if words is None or not re.fullmatch(r"\w+\*?", folded):
        return []
    stem = folded.rstrip("*")
    met = _met(folded, stem, language, words)
    if not met:
        return [RuleWarning(RuleTrap.NOTHING)] if words else []
    if folded.endswith("*") and len(stem) <= _SHORT_STEM and len(met) >= _MANY_WORDS:
        whole = tuple(sorted(met)) if len(met) <= _OFFERED else ()
        return [RuleWarning(RuleTrap.SHORT_STEM, words=tuple(met.most_common(_NAMED)), better=whole)]
    return []


def _met(folded: str, stem: str, language: str, words: Counter[str]) -> Counter[str]:
    if not folded.endswith("*"):
        return Counter({stem: words[stem]} if words[stem] else {})
    return Counter(
        {
            word: n
            for word, n in words.items()
            if word.startswith(stem) and not keyword_rules.other_word(language, folded, word)
        }
    )
