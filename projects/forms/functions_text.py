# SPDX-License-Identifier: MIT
"""The functions of form expressions on text. Each works on the different texts of a column, not on its rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from projects.forms.column_values import Column, Truths, Value, Words, repeated_constant, single, to_numbers, to_words
from projects.forms.unsupported_expressions import UnsupportedError

_PATTERN_SECONDS = 1.0


def text(value: Value) -> Words:
    """A column as text; refuses the answers of many rows."""
    return to_words(single(value))


def pairs(left: Words, right: Words, holds: Callable[[str, str], bool]) -> Truths:
    """Whether each pair of texts passes a test, asked once for each different pair."""
    size = max(len(left), len(right))
    codes = repeated_constant(left.codes, size).astype(np.int64) * len(right.words) + repeated_constant(
        right.codes, size
    )
    unique, places = np.unique(codes, return_inverse=True)
    width = len(right.words)
    passed = np.array([holds(left.words[code // width], right.words[code % width]) for code in unique], bool)
    return Truths(passed[places.reshape(-1)])


def _test(holds: Callable[[str, str], bool]) -> Callable[[Value, Value], Column]:
    def test(value: Value, other: Value) -> Column:
        return pairs(text(value), text(other), holds)

    return test


def regex_(value: Value, pattern: Value) -> Column:
    """Whether the whole text matches a pattern; a pattern that takes longer than a second is refused."""
    import regex  # regex, 20 ms: not at start

    wanted = text(pattern)
    if len(wanted) != 1:
        raise UnsupportedError("regex() with a pattern that differs")
    try:
        compiled = regex.compile(wanted.words[wanted.codes[0]])
        return text(value).tested(lambda word: compiled.fullmatch(word, timeout=_PATTERN_SECONDS) is not None)
    except (regex.error, TimeoutError) as error:
        raise UnsupportedError("regex() with a pattern that cannot be run") from error


def pairs_of_words(left: Words, right: Words, change: Callable[[str, str], str]) -> Words:
    """A text for each different pair of texts."""
    size = max(len(left), len(right))
    codes = repeated_constant(left.codes, size).astype(np.int64) * len(right.words) + repeated_constant(
        right.codes, size
    )
    unique, places = np.unique(codes, return_inverse=True)
    width = len(right.words)
    words = tuple(change(left.words[code // width], right.words[code % width]) for code in unique)
    return Words(places.reshape(-1).astype(np.int32), words or ("",))


def substr(value: Value, start: Value, end: Value | None = None) -> Column:
    """The text from `start` (0-based) up to but not including `end`."""
    first, last = _single_integer(start), None if end is None else _single_integer(end)
    return text(value).mapped(lambda word: word[first:last])


def _single_integer(value: Value) -> int:
    number = to_numbers(text(value)).values
    if len(number) != 1 or not np.isfinite(number[0]):
        raise UnsupportedError("substr() with a place that differs")
    return int(number[0])


def before(value: Value, mark: Value) -> Column:
    """The text before the first mark, "" when there is none."""
    return pairs_of_words(
        text(value), text(mark), lambda word, sign: word.partition(sign)[0] if sign and sign in word else ""
    )


def after(value: Value, mark: Value) -> Column:
    """The text behind the first mark, "" when there is none."""
    return pairs_of_words(
        text(value), text(mark), lambda word, sign: word.partition(sign)[2] if sign and sign in word else ""
    )


def translate(value: Value, letters: Value, into: Value) -> Column:
    """Letters replaced one for one; those without a partner are left out."""
    old, new = text(letters), text(into)
    if len(old) != 1 or len(new) != 1:
        raise UnsupportedError("translate() with letters that differ")
    source, target = old.words[old.codes[0]], new.words[new.codes[0]]
    table: dict[int, str | None] = {}
    for number, letter in enumerate(source):
        table.setdefault(ord(letter), target[number] if number < len(target) else None)
    return text(value).mapped(lambda word: word.translate(table))


TEXT_FUNCTIONS: dict[str, Callable[..., Column]] = {
    "regex": regex_,
    "substr": substr,
    "substring-before": before,
    "substring-after": after,
    "translate": translate,
    "contains": _test(lambda word, part: part in word),
    "starts-with": _test(str.startswith),
    "ends-with": _test(str.endswith),
    "string-length": lambda value: text(value).counted(lambda word: float(len(word))),
    "normalize-space": lambda value: text(value).mapped(lambda word: " ".join(word.split())),
    "upper-case": lambda value: text(value).mapped(str.upper),
    "lower-case": lambda value: text(value).mapped(str.lower),
}
