# SPDX-License-Identifier: MIT
"""The keywords of a codebook as one compiled search per language. It finds hits; a person decides.

A keyword is a word, a phrase, or a stem: `debt`, `took my passport`, `recrut*`; a lone `*` is up to four words.
Case, accents and the shape of apostrophes do not matter; words count whole, `l'argent` holds the word `argent`.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import regex

from coding.case_folding import Folded, fold, fold_plain
from coding.records import Code
from coding.rules.rule_limits import plain_words
from wording.word_lists import KeywordTrap, word_lists

_AROUND = 40  # characters before and after a hit that are looked at
_FINAL_ACCENT = "é"
_PARTICIPLE = ("e", "es")  # what may follow the é of a participle: forcée, forcées


def _trap(language: str, folded_keyword: str) -> KeywordTrap | None:
    lists = word_lists(language)
    return None if lists is None else lists.traps.get(folded_keyword)


def is_trap(language: str, folded_keyword: str) -> bool:
    """Whether a keyword is known to be, or to begin, another word.

    Examples
    --------
    >>> is_trap("fr", "or"), is_trap("fr", "passeport*")
    (True, False)
    """
    return _trap(language, folded_keyword) is not None


def other_word(language: str, folded_keyword: str, folded_word: str) -> bool:
    """Whether the word begins like the keyword and is a different one ("begin" for `beg*`).

    Examples
    --------
    >>> other_word("fr", "viol*", "violence"), other_word("fr", "viol*", "violee")
    (True, False)
    """
    trap = _trap(language, folded_keyword)
    return bool(trap and trap.other and re.fullmatch(trap.other, folded_word))


def needs_context(language: str, folded_keyword: str) -> bool:
    """Whether the words around a hit must be looked at."""
    trap = _trap(language, folded_keyword)
    return bool(trap and trap.meant)


def is_meant(language: str, folded_keyword: str, folded_text: str, start: int, end: int) -> bool:
    """Whether the words around `[start, end)` make it what a codebook means.

    Examples
    --------
    >>> is_meant("en", "mine", "we worked in the mine", 17, 21), is_meant("en", "mine", "it was mine", 7, 11)
    (True, False)
    """
    first = max(0, start - _AROUND)
    window = folded_text[first : end + _AROUND]
    place = (start - first, end - first)
    return any(
        place in (match.span("hit"), _second(match)) for match in _meant(language, folded_keyword).finditer(window)
    )


def is_other_by_accent(keyword: str, stem: bool, real_word: str, folded_word: str) -> bool:
    """Whether a keyword that ends in "é" met a word that has no such é: "marche" for `marché`, "violence" for `violé*`.

    In capitals accents are often left out, so that these count as met.

    Examples
    --------
    >>> is_other_by_accent("marché", False, "marche", "marche"), is_other_by_accent("marché", False, "marché", "marche")
    (True, False)
    """
    if not keyword.endswith(_FINAL_ACCENT) or real_word.isupper():
        return False
    rest = folded_word[len(keyword) :]
    if stem and rest in _PARTICIPLE:
        return False
    has_accent = real_word[len(keyword) - 1 : len(keyword)].lower() == _FINAL_ACCENT
    return not has_accent or (stem and rest not in ("", "s"))


@functools.cache
def _meant(language: str, folded_keyword: str) -> re.Pattern[str]:
    trap = _trap(language, folded_keyword)
    return re.compile(trap.meant if trap is not None else "(?!)")


def _second(match: re.Match[str]) -> tuple[int, int]:
    return match.span("hit2") if "hit2" in match.re.groupindex else (-1, -1)


ON_PARSE = re.compile(
    r"^\s*(?:phrase|who|tokens|entity|list)\s*(?:\[[^\]\n]*\])?\s*:"
)  # `coding.rules.parsed_rules` reads these
ALWAYS = ("rn", "sw")  # spoken through an interpreter in English and French interviews alike
_PIECE = re.compile(r"\w+\*?|\*|[^\w\s*]+|\s+")
_GAP = r"(?:[^\w.!?…:]+\w+){0,4}?"  # up to four words of the same sentence; signs and letters cannot be confused
_TIMEOUT = 2.0  # seconds for one comparison: rules are the user's own words, text may be hostile


_Letters = dict[str, "_Letters"]
_MAKE = tuple.__new__  # of a hit: the named tuple's own takes four times as long, and there are 100,000


class KeywordHit(NamedTuple):
    """A keyword found: real places of the text, the code, the keyword as its author wrote it, its language.

    `mark`: whether what it says happened, as far as the text is parsed; "hit" where it is not.
    """

    start: int
    end: int
    code: str
    rule: str
    language: str
    mark: str = "hit"


@dataclass(frozen=True)
class Rule:
    """One keyword of one code."""

    code: str
    keyword: str
    language: str


def is_parsed_rule(keyword: str) -> bool:
    """Whether a keyword is a rule on grammar, which `coding.rules.parsed_rules` reads.

    Examples
    --------
    >>> is_parsed_rule("phrase: take passport"), is_parsed_rule("passport*")
    (True, False)
    """
    return bool(ON_PARSE.match(keyword))


def rules_of(codes: Iterable[Code]) -> list[Rule]:
    """Every keyword of every code; a keyword of `*` and signs alone is no rule."""
    return [
        Rule(code.id, keyword, language)
        for code in codes
        for language, keywords in code.keywords.items()
        for keyword in keywords
        if regex.search(r"\w", plain_words(keyword))
    ]


class _Compiled:
    """A rule ready to be tried where its first word stands."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        words = plain_words(rule.keyword)
        self.folded = fold_plain(words)
        pieces = _PIECE.findall(self.folded.strip(" *") + ("*" if self.folded.endswith("*") else ""))
        while pieces and not re.match(r"\w", pieces[0]):
            pieces.pop(0)
        self.stem = pieces[0].endswith("*")
        self.first = pieces[0].rstrip("*")
        self.rest = regex.compile(_pattern(pieces[1:])) if pieces[1:] else None
        # Words and blanks alone cannot backtrack: plain `re`, six times as fast; on ASCII both mean the same.
        simple = self.rest is not None and all(re.fullmatch(r"\w+\*?|\s+", piece) for piece in pieces[1:])
        self._plain_rest = re.compile(_pattern(pieces[1:])) if simple else None
        self._real = unicodedata.normalize("NFC", words.strip().rstrip("*")).lower().replace("’", "'")
        self._by_context = needs_context(rule.language, self.folded)
        self.named = (rule.code, rule.keyword, rule.language)
        # Nothing but the word itself decides.
        self.whole = self.rest is None and not self._by_context and not self._real.endswith("é")

    def takes(self, word: str) -> bool:
        """Whether this folded word can begin the keyword."""
        if word != self.first and not (self.stem and word.startswith(self.first)):
            return False
        return self.rest is not None or not other_word(self.rule.language, self.folded, word)

    def end(self, folded: Folded, text: str, start: int, end: int) -> int | None:
        """Where the hit whose first word is `[start, end)` ends in the folded text; None when it is none."""
        if self._plain_rest is not None and folded.text.isascii():
            plain = self._plain_rest.match(folded.text, end)
            return plain.end() if plain else None
        if self.rest is not None:
            try:
                match = self.rest.match(folded.text, end, timeout=_TIMEOUT)
            except TimeoutError:
                return None  # hostile text: no hit rather than a search without end
            return match.end() if match else None
        if self._by_context and not is_meant(self.rule.language, self.folded, folded.text, start, end):
            return None
        if self._real.endswith("é") and not text.isascii():
            real = unicodedata.normalize("NFC", text[folded.original(start) : folded.original(end)])
            if is_other_by_accent(self._real, self.stem, real, folded.text[start:end]):
                return None
        return end


class RuleSearch:
    """All rules that apply to documents of one language ("" for all languages at once)."""

    def __init__(self, rules: Iterable[Rule], language: str) -> None:
        wanted = (language, *ALWAYS) if language else None
        words = (rule for rule in rules if not ON_PARSE.match(rule.keyword))
        self._rules = [_Compiled(rule) for rule in words if wanted is None or rule.language in wanted]
        firsts = {rule.first + ("*" if rule.stem else "") for rule in self._rules}
        # Plain `re`: a trie of literal words cannot backtrack, and is three times as fast here as `regex`.
        self._words = re.compile(rf"{word_trie(firsts)}\b") if firsts else None
        self._known: dict[str, tuple[_Compiled, ...]] = {}

    def hits(self, text: str) -> Iterator[KeywordHit]:
        """Every hit of every rule, by the place of its first word.

        Examples
        --------
        >>> search = RuleSearch([Rule("id", "passeport*", "fr"), Rule("pay", "took * money", "en")], "")
        >>> [(hit.code, hit.start, hit.end) for hit in search.hits("PASSEPORTS, took all our money")]
        [('id', 0, 10), ('pay', 12, 30)]
        """
        if self._words is None:
            return
        folded = fold(text)
        known, straight = self._known, not folded.after
        for match in self._words.finditer(folded.text):
            word = match[0]
            candidates = known.get(word)
            if candidates is None:
                candidates = known[word] = tuple(rule for rule in self._rules if rule.takes(word))
            start, end = match.span()
            for candidate in candidates:
                last = end if candidate.whole else candidate.end(folded, text, start, end)
                if last is None:
                    continue
                place = (start, last) if straight else (folded.original(start), folded.original(last))
                yield _MAKE(KeywordHit, (*place, *candidate.named, "hit"))


def _pattern(pieces: list[str]) -> str:
    """What must follow the first word, as a regular expression on folded text."""
    made: list[str] = []
    for piece in pieces:
        if piece == "*":
            made.append(_GAP)
        elif piece.isspace():
            made.append("" if made and made[-1] == _GAP else r"\s+")
        elif piece.endswith("*"):
            made.append(regex.escape(piece[:-1]) + r"\w*")
        else:
            made.append(_sign(piece))
    for place in range(len(made) - 1):
        if made[place] == r"\s+" and made[place + 1] == _GAP:
            made[place] = ""
        if made[place] == _GAP and made[place + 1] == "":
            made[place + 1] = r"\s+"
    return "".join(made) + (r"(?!\w)" if made else "")


def _sign(piece: str) -> str:
    if piece == "'":
        return r"'\s*"
    if piece == "-":
        return r"[-\s]\s*"
    return str(regex.escape(piece))


def word_trie(words: Iterable[str], before: str = r"\w") -> str:
    r"""A regular expression for any of the words; a final "*" takes the rest of the word.

    That a word begins there is asked behind its first letter: so `re` skips to the letters that begin one, which is
    twice as fast as trying at each.

    Examples
    --------
    >>> re.findall(word_trie(["debt*", "pay"]) + r"\b", "debts, to pay a prepay")
    ['debts', 'pay']
    """
    root: _Letters = {}
    for word in words:
        node = root
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    begun = [
        rf"{re.escape(letter)}(?<![{before}]{re.escape(letter)}){_branch(child)}"
        for letter, child in sorted(root.items())
    ]
    return f"(?:{'|'.join(begun)})"


def _branch(node: _Letters) -> str:
    if "*" in node:
        return r"\w*"  # the stem takes whatever longer words would
    make: Callable[[str], str] = re.escape
    branches = [make(letter) + _branch(child) for letter, child in sorted(node.items()) if letter]
    if not branches:
        return ""
    if "" not in node and len(branches) == 1:
        return branches[0]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in node else "")
