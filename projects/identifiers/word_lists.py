# SPDX-License-Identifier: MIT
"""Lists of expressions that questions are recognised by, a file for each language and use, which teams can add to.

A line is an expression: `passport(s)|papers + kept|taken ! newspaper` is found where a passport or papers and one of
kept or taken stand in a text without "newspaper". `(s)` may be there or not, `*` is any ending, `...` up to eight
words. Upper case, accents and signs between words do not count. It knows no variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from projects.forms.languages import plain
from wording import LANGUAGES, Problem, msg

_SIGNS = re.compile(r"[\W_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])")
_ENDING, _GAP = r"\w*", r"(?:\w+ ){0,8}?"


@dataclass(frozen=True)
class Expression:
    """One line: patterns that must all be found in a text, and one that must not."""

    parts: tuple[re.Pattern[str], ...]
    absent: re.Pattern[str] | None

    def found(self, text: str) -> str:
        """The words of the text, made plain by `spaced`, by which it is found; "" where it is not."""
        hits = [part.search(text) for part in self.parts]
        if not all(hits) or (self.absent is not None and self.absent.search(text)):
            return ""
        return " … ".join(hit[0] for hit in sorted(filter(None, hits), key=lambda one: one.start()))


@dataclass(frozen=True)
class WordList:
    """Expressions of one use. Texts are made plain by `spaced` first."""

    single: re.Pattern[str] | None  # the alternatives of all expressions of one part: found at once
    lines: tuple[Expression, ...]

    def found(self, text: str) -> str:
        """The words of the text by which an expression is found; "" where none is."""
        if self.single is not None and (hit := self.single.search(text)):
            return hit[0]
        several = (one for one in self.lines if len(one.parts) > 1 or one.absent)
        return next(filter(None, (one.found(text) for one in several)), "")

    def lines_found(self, text: str) -> frozenset[int]:
        """Which of the expressions stand in the text, by their places in the list."""
        return frozenset(at for at, one in enumerate(self.lines) if one.found(text))

    def is_whole(self, text: str) -> bool:
        """Whether the text is an alternative of a one-part expression and nothing else."""
        return self.single is not None and re.fullmatch(f" {self.single.pattern} ", text) is not None

    def without(self, text: str) -> str:
        """The text with the expressions of one part taken out."""
        return text if self.single is None else self.single.sub(" ", text)


def spaced(text: str) -> str:
    """Words in lower case without accents, one space between and around them; humps and digits part words."""
    return f" {_SIGNS.sub(' ', plain(_HUMP.sub(' ', text))).strip()} "


def word_list(lines: Iterable[str]) -> WordList:
    """The expressions of the lines. Raises Problem for a line without words."""
    alone, made = [], []
    for line in lines:
        written, marked, unless = line.partition("!")
        parts = [_alternatives(part, line) for part in written.split("+")]
        made.append(Expression(tuple(map(_pattern, parts)), _pattern(_alternatives(unless, line)) if marked else None))
        if len(parts) == 1 and not marked:
            alone.append(parts[0])
    return WordList(_pattern("|".join(alone)) if alone else None, tuple(made))


@cache
def shipped_lines(name: str) -> dict[str, tuple[str, ...]]:
    """The lines of each heading of a list, in all languages together."""
    found: dict[str, list[str]] = {}
    for language in LANGUAGES:
        heading = ""
        for line in (files(__package__) / "words" / f"{name}.{language}.txt").read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                heading = line.strip("[] ")
            elif line.strip() and not line.startswith("#"):
                found.setdefault(heading, []).append(line)
    return {heading: tuple(lines) for heading, lines in found.items()}


def _alternatives(written: str, line: str) -> str:
    made = [_expression(one) for one in written.split("|")]
    if not all(made):
        raise Problem(msg("sensitivewords.bad_line", line=line.strip()))
    return "|".join(made)


def _expression(written: str) -> str:
    """The pattern of words between spaces; "" where there are none."""
    pieces = re.split(r"(\(\w+\)|\*|\.\.\.)", plain(written))
    made = ""
    for piece in pieces:
        if piece.startswith("("):
            made += f"(?:{piece[1:-1]})?"
        elif piece == "*":
            made += _ENDING
        elif piece == "...":
            made = made.rstrip() + " " + _GAP
        else:
            made += _SIGNS.sub(" ", piece).lstrip() if made.endswith(_GAP) or not made else _SIGNS.sub(" ", piece)
    made = made.strip()
    return made if re.search(r"\w", made.replace(_ENDING, "")) else ""


def _pattern(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?<= )(?:{alternatives})(?= )")
