# SPDX-License-Identifier: MIT
"""The terms of a formula's right side by R's rules (`?formula`): + - : * / ^ %in% and brackets. It reads no data.

A term is a tuple of parts, () the intercept; terms come by degree, their parts in the order of first mention.
"""

from __future__ import annotations

import re

_ATOM = re.compile(r"\s*(`[^`]+`|%in%|\d+\.?\d*|[A-Za-z.][\w.]*|\S)")
_OFFSET = re.compile(r"^offset\((.*)\)$", re.DOTALL)
Term = tuple[str, ...]


class UnreadableFormula(ValueError):
    """The formula uses something this parser does not know."""


def terms_of(right: str) -> tuple[list[Term], list[str]]:
    """The terms and the insides of offsets. Raises UnreadableFormula."""
    parser = _Parser(_tokens(right))
    found = parser.sum([()])
    if parser.tokens:
        raise UnreadableFormula(right)
    place = {part: number for number, part in enumerate(parser.seen)}
    unique = {frozenset(term): tuple(sorted(term, key=place.__getitem__)) for term in found}
    return sorted(unique.values(), key=len), parser.offsets


def _tokens(text: str) -> list[str]:
    """Signs and parts; a call, with all in its brackets, is one part."""
    found: list[str] = []
    position = 0
    while text[position:].strip():
        match = _ATOM.match(text, position)
        if match is None:
            raise UnreadableFormula(text)
        part, position = match.group(1), match.end()
        if re.match(r"[A-Za-z.]", part) and text[position : position + 1] == "(":
            end = _closing(text, position)
            part, position = part + text[position:end], end
        found.append(part)
    return found


def _closing(text: str, start: int) -> int:
    depth, quote = 0, ""
    for place in range(start, len(text)):
        letter = text[place]
        if quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"`":
            quote = letter
        elif letter in "()":
            depth += 1 if letter == "(" else -1
            if not depth:
                return place + 1
    raise UnreadableFormula(text)


class _Parser:
    """Recursive descent over the tokens left; lists of terms are without repetition."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.seen, self.offsets = tokens, [], []  # type: list[str], list[str], list[str]

    def sum(self, terms: list[Term]) -> list[Term]:
        sign = self.tokens.pop(0) if self._next("+", "-") else "+"
        while True:
            own = self.crossed()
            if own is None:  # a zero
                terms = [term for term in terms if term] if sign == "+" else _joined(terms, [()])
            elif sign == "+":
                terms = _joined(terms, own)
            else:
                gone = {frozenset(term) for term in own}
                terms = [term for term in terms if frozenset(term) not in gone]
            if not self._next("+", "-"):
                return terms
            sign = self.tokens.pop(0)

    def crossed(self) -> list[Term] | None:
        terms = self.product()
        while self._next("*", "/"):
            sign, other = self.tokens.pop(0), self.product()
            if terms is None or other is None:
                raise UnreadableFormula("0")
            under = terms if sign == "*" else [tuple(dict.fromkeys(sum(terms, ())))]
            terms = _joined(_joined(terms, other) if sign == "*" else terms, _products(under, other))
        return terms

    def product(self) -> list[Term] | None:
        terms = self.power()
        while self._next(":", "%in%"):
            self.tokens.pop(0)
            other = self.power()
            if terms is None or other is None:
                raise UnreadableFormula("0")
            terms = _products(terms, other)
        return terms

    def power(self) -> list[Term] | None:
        terms = self.one()
        if self._next("^"):
            self.tokens.pop(0)
            degree = self.tokens.pop(0) if self.tokens else ""
            if terms is None or not degree.isdigit() or not 1 <= int(degree) <= 9:
                raise UnreadableFormula(f"^{degree}")
            base = terms
            for _ in range(int(degree) - 1):
                terms = _joined(terms, _products(terms, base))
        return terms

    def one(self) -> list[Term] | None:
        part = self.tokens.pop(0) if self.tokens else ""
        if part == "(":
            terms = self.sum([])
            if not self._next(")"):
                raise UnreadableFormula("a bracket is not closed")
            self.tokens.pop(0)
            return terms
        if part in ("0", "1"):
            return None if part == "0" else [()]
        offset = _OFFSET.match(part)
        if offset:
            self.offsets.append(offset.group(1))
            return []
        if not re.match(r"[A-Za-z.`]", part) or part == ".":
            raise UnreadableFormula(part)
        if part not in self.seen:
            self.seen.append(part)
        return [(part,)]

    def _next(self, *signs: str) -> bool:
        return bool(self.tokens) and self.tokens[0] in signs


def _joined(terms: list[Term], more: list[Term]) -> list[Term]:
    first: dict[frozenset[str], Term] = {}
    for term in [*terms, *more]:
        first.setdefault(frozenset(term), term)
    return list(first.values())


def _products(terms: list[Term], others: list[Term]) -> list[Term]:
    return _joined([], [tuple(dict.fromkeys(one + other)) for one in terms for other in others])
