# SPDX-License-Identifier: MIT
"""The functions of form expressions on choices, conditions and repeats. Text, numbers and dates stand apart.

Meanings after the XForms specification of ODK (getodk.github.io/xforms-spec, "XPath functions").
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import regex

from projects.forms.column_values import (
    ChoiceColumn,
    Column,
    Dates,
    Nodes,
    Numbers,
    Truths,
    Value,
    Words,
    constant,
    date_text,
    read_date,
    repeated_constant,
    single,
    to_numbers,
    to_truths,
    to_words,
)
from projects.forms.records import UnsupportedError

_FORMATS: dict[str, Callable[[dt.datetime], str]] = {
    "Y": lambda m: f"{m.year:04d}",
    "y": lambda m: f"{m.year % 100:02d}",
    "m": lambda m: f"{m.month:02d}",
    "n": lambda m: f"{m.month}",
    "d": lambda m: f"{m.day:02d}",
    "e": lambda m: f"{m.day}",
    "H": lambda m: f"{m.hour:02d}",
    "h": lambda m: f"{m.hour}",
    "M": lambda m: f"{m.minute:02d}",
    "S": lambda m: f"{m.second:02d}",
    "3": lambda m: f"{m.microsecond // 1000:03d}",
    "%": lambda m: "%",
}  # names of months and days depend on the phone's language: refused


def days(value: Value) -> np.ndarray:
    """A column as days since 1970."""
    column = single(value)
    if isinstance(column, Dates):
        return column.days
    if isinstance(column, Words):
        return column.counted(lambda word: _day(word)).values
    return to_numbers(column).values


def _day(word: str) -> float:
    day = read_date(word)
    if day is not None:
        return day
    try:
        return float(word)
    except ValueError:
        return float("nan")


def date(value: Value) -> Column:
    """The day of a date, moment, text or number of days."""
    return Dates(np.floor(days(value)))


def moment(value: Value) -> Column:
    """The moment of a date, moment, text or number of days."""
    return Dates(days(value), timed=True)


def decimal_time(value: Value) -> Column:
    """The time of day as a fraction of it."""
    column = single(value)
    words = to_words(column)
    if not isinstance(column, Dates) and all(len(word) < 15 and ":" in word for word in words.words if word):
        return words.counted(_clock)
    numbers = days(value)
    return Numbers(numbers - np.floor(numbers))


def _clock(word: str) -> float:
    try:
        time = dt.time.fromisoformat(word)
    except ValueError:
        return float("nan")
    return (time.hour * 3600 + time.minute * 60 + time.second) / 86_400


def format_date(value: Value, pattern: Value) -> Column:
    """A date as text by a pattern such as %Y-%m-%d."""
    wanted = to_words(single(pattern))
    if len(wanted) != 1:
        raise UnsupportedError("format-date() with a pattern that differs")
    form = wanted.words[wanted.codes[0]]
    unique, codes = np.unique(days(value), return_inverse=True)
    words = tuple(_formatted(day, form) for day in unique)
    return Words(codes.reshape(-1).astype(np.int32), words) if words else constant("")


def _formatted(day: float, form: str) -> str:
    text = date_text(day, timed=True)
    if not text:
        return ""
    then = dt.datetime.fromisoformat(text)
    parts, letters = [], iter(form)
    for letter in letters:
        if letter == "%":
            code = next(letters, "%")
            if code not in _FORMATS:
                raise UnsupportedError(f"format-date() with %{code}")
            parts.append(_FORMATS[code](then))
        else:
            parts.append(letter)
    return "".join(parts)


DATE_FUNCTIONS: dict[str, Callable[..., Column]] = {
    "date": date,
    "date-time": moment,
    "decimal-date-time": lambda value: Numbers(days(value)),
    "decimal-time": decimal_time,
    "format-date": format_date,
    "format-date-time": format_date,
}


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


def numbers(value: Value) -> np.ndarray:
    """A column as float64; refuses the answers of many rows."""
    return to_numbers(single(value)).values


def _on_each(change: Callable[[np.ndarray], np.ndarray]) -> Callable[[Value], Column]:
    def function(value: Value) -> Column:
        with np.errstate(all="ignore"):
            return Numbers(np.asarray(change(numbers(value)), float))

    return function


def round_(value: Value, places: Value | None = None) -> Column:
    """Rounded half up, to `places` decimals."""
    factor = np.array([1.0]) if places is None else 10.0 ** numbers(places)
    return Numbers(np.floor(numbers(value) * factor + 0.5) / factor)


def pow_(base: Value, exponent: Value) -> Column:
    """`base` to the power of `exponent`."""
    with np.errstate(all="ignore"):
        return Numbers(np.power(numbers(base), numbers(exponent)))


def atan2(y: Value, x: Value) -> Column:
    """The angle of a point in radians."""
    return Numbers(np.arctan2(numbers(y), numbers(x)))


def checklist(least: Value, most: Value, *truths: Value) -> Column:
    """Whether the number of truths lies between `least` and `most`; -1 is no limit."""
    held = sum((_holds(truth).astype(float) for truth in truths), np.zeros(1))
    return _between(held, least, most)


def weighted_checklist(least: Value, most: Value, *pairs: Value) -> Column:
    """The same with a weight behind each truth."""
    if len(pairs) % 2:
        raise TypeError
    held = sum((_holds(t) * numbers(w) for t, w in zip(pairs[::2], pairs[1::2], strict=True)), np.zeros(1))
    return _between(held, least, most)


def _holds(truth: Value) -> np.ndarray:
    return to_truths(single(truth)).values


def _between(held: np.ndarray, least: Value, most: Value) -> Column:
    low, high = numbers(least), numbers(most)
    return Truths(((low == -1) | (held >= low)) & ((high == -1) | (held <= high)))


NUMBER_FUNCTIONS: dict[str, Callable[..., Column]] = {
    "int": _on_each(np.trunc),
    "round": round_,
    "floor": _on_each(np.floor),
    "ceiling": _on_each(np.ceil),
    "abs": _on_each(np.abs),
    "sqrt": _on_each(np.sqrt),
    "exp": _on_each(np.exp),
    "log": _on_each(np.log),
    "log10": _on_each(np.log10),
    "pow": pow_,
    **{name: _on_each(getattr(np, name)) for name in ("sin", "cos", "tan")},
    **{name: _on_each(getattr(np, f"arc{name[1:]}")) for name in ("asin", "acos", "atan")},
    "exp10": _on_each(lambda value: np.power(10.0, value)),
    "atan2": atan2,
    "pi": lambda: Numbers(np.array([np.pi])),
    "checklist": checklist,
    "weighted-checklist": weighted_checklist,
}


def selected(answers: Value, choice: Value) -> Column:
    """Whether a choice is among the answers."""
    answers, wanted = single(answers), to_words(single(choice))
    if len(wanted) == 1:
        word = wanted.words[wanted.codes[0]].strip()
        if isinstance(answers, ChoiceColumn):
            member = answers.members.get(word)
            return Truths(np.zeros(answers.size, bool) if member is None else member)
        return to_words(answers).tested(lambda text: word in text.split() if word else not text)
    return pairs(to_words(answers), wanted, lambda text, word: word.strip() in text.split())


def count_selected(answers: Value) -> Column:
    """How many choices are among the answers."""
    answers = single(answers)
    if isinstance(answers, ChoiceColumn):
        members = list(answers.members.values())
        return Numbers(np.sum(members, axis=0).astype(float) if members else np.zeros(answers.size))
    return to_words(answers).counted(lambda text: float(len(text.split())))


def selected_at(answers: Value, place: Value) -> Column:
    """The choice that was made as the `place`-th, from 0; the file must tell the order."""
    answers, index = single(answers), to_words(single(place))
    if isinstance(answers, ChoiceColumn):
        if answers.ordered is None:
            raise UnsupportedError("selected-at() where the order of the choices is not in the file")
        answers = answers.ordered

    def chosen(text: str, number: str) -> str:
        parts = text.split()
        return parts[int(float(number))] if number and 0 <= float(number) < len(parts) else ""

    return pairs_of_words(to_words(answers), index, chosen)


def if_(condition: Value, then: Value, otherwise: Value) -> Column:
    """`then` where the condition holds, `otherwise` elsewhere."""
    return choose(to_truths(single(condition)).values, single(then), single(otherwise))


def choose(holds: np.ndarray, then: Column, otherwise: Column) -> Column:
    """Rows of one column or the other; columns of different kinds meet as text."""
    size = max(len(holds), len(then), len(otherwise))
    mask = repeated_constant(holds, size)
    if isinstance(then, Numbers) and isinstance(otherwise, Numbers):
        return Numbers(np.where(mask, then.values, otherwise.values), then.answers and otherwise.answers)
    if isinstance(then, Truths) and isinstance(otherwise, Truths):
        return Truths(np.where(mask, then.values, otherwise.values))
    if isinstance(then, Dates) and isinstance(otherwise, Dates):
        return Dates(np.where(mask, then.days, otherwise.days), then.timed or otherwise.timed)
    a, b = to_words(then), to_words(otherwise)
    codes = np.where(mask, a.codes, b.codes + len(a.words)).astype(np.int32)
    return Words(codes, (*a.words, *b.words))


def coalesce(*values: Value) -> Column:
    """The first of the values that is answered."""
    columns = [single(value) for value in values]
    if not columns:
        raise TypeError
    result = columns[-1]
    for column in reversed(columns[:-1]):
        result = choose(answered(column), column, result)
    return result


def answered(column: Column) -> np.ndarray:
    """Where a column holds something."""
    if isinstance(column, (Numbers, Dates)):
        found: np.ndarray = ~np.isnan(column.values if isinstance(column, Numbers) else column.days)
        return found
    if isinstance(column, Truths):
        return np.ones(len(column), bool)
    return to_truths(column).values if isinstance(column, ChoiceColumn) else column.tested(bool).values


def not_(value: Value) -> Column:
    """The opposite truth."""
    return Truths(~to_truths(single(value)).values)


def count(nodes: Value) -> Column:
    """How many rows a repeat has."""
    if not isinstance(nodes, Nodes):
        return Numbers(np.ones(len(nodes)))
    return Numbers(_per_owner(nodes, np.ones(len(nodes.owner)), np.add, 0.0))


def count_non_empty(nodes: Value) -> Column:
    """How many rows of a repeat have an answer."""
    if not isinstance(nodes, Nodes):
        return Numbers(answered(nodes).astype(float))
    return Numbers(_per_owner(nodes, answered(nodes.values).astype(float), np.add, 0.0))


def sum_(*values: Value) -> Column:
    """The sum over the rows of a repeat; one that is no number makes it NaN only if it is text."""
    if len(values) == 1 and isinstance(values[0], Nodes):
        numbers = to_numbers(values[0].values).values
        return Numbers(_per_owner(values[0], np.nan_to_num(numbers), np.add, 0.0))
    if len(values) != 1:
        raise TypeError
    return Numbers(np.nan_to_num(to_numbers(single(values[0])).values))


def _extreme(better: np.ufunc, worst: float) -> Callable[..., Column]:
    def extreme(*values: Value) -> Column:
        if not values:
            raise TypeError
        columns = []
        for value in values:
            if isinstance(value, Nodes):
                numbers = to_numbers(value.values).values
                found = _per_owner(value, np.where(np.isnan(numbers), worst, numbers), better, worst)
                columns.append(np.where(np.isinf(found), np.nan, found))
            else:
                columns.append(to_numbers(value).values)
        result = columns[0]
        for column in columns[1:]:
            result = np.fmax(result, column) if better is np.maximum else np.fmin(result, column)
        return Numbers(result)

    return extreme


def join(separator: Value, *values: Value) -> Column:
    """The answers of a repeat's rows, or several answers, as one text."""
    mark = to_words(single(separator))
    if len(mark) != 1:
        raise UnsupportedError("join() with a separator that differs")
    between = mark.words[mark.codes[0]]
    if len(values) == 1 and isinstance(values[0], Nodes):
        return _joined(values[0], between)
    result = to_words(single(values[0])) if values else mark.mapped(lambda _: "")
    for value in values[1:]:
        result = pairs_of_words(result, to_words(single(value)), lambda a, b: a + between + b)
    return result


def concat(*values: Value) -> Column:
    """Texts one behind the other; of one repeat, the answers of all its rows."""
    if len(values) == 1 and isinstance(values[0], Nodes):
        return _joined(values[0], "")
    return join(constant(""), *values)


def _joined(nodes: Nodes, between: str) -> Words:
    words = to_words(nodes.values)
    parts: list[list[str]] = [[] for _ in range(nodes.owners)]
    for owner, code in zip(nodes.owner.tolist(), words.codes.tolist(), strict=True):
        if owner >= 0 and words.words[code]:
            parts[owner].append(words.words[code])
    joined = tuple(between.join(texts) for texts in parts)
    return Words(nodes.rows.astype(np.int32), joined or ("",))


def _per_owner(nodes: Nodes, numbers: np.ndarray, combine: np.ufunc, start: float) -> np.ndarray:
    totals = np.full(nodes.owners, start)
    known = nodes.owner >= 0
    combine.at(totals, nodes.owner[known], numbers[known])
    found: np.ndarray = totals[nodes.rows]
    return found


FUNCTIONS: dict[str, Callable[..., Column]] = {
    "selected": selected,
    "count-selected": count_selected,
    "selected-at": selected_at,
    "if": if_,
    "coalesce": coalesce,
    "not": not_,
    "true": lambda: Truths(np.array([True])),
    "false": lambda: Truths(np.array([False])),
    "boolean": lambda value: to_truths(single(value)),
    "number": lambda value: to_numbers(single(value)),
    "string": lambda value: to_words(single(value)),
    "count": count,
    "count-non-empty": count_non_empty,
    "sum": sum_,
    "max": _extreme(np.maximum, -np.inf),
    "min": _extreme(np.minimum, np.inf),
    "join": join,
    "concat": concat,
    **TEXT_FUNCTIONS,
    **NUMBER_FUNCTIONS,
    **DATE_FUNCTIONS,
}
