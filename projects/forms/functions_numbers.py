# SPDX-License-Identifier: MIT
"""The functions of form expressions on numbers, and the check lists. NaN goes in, NaN comes out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from projects.forms.column_values import Column, Numbers, Truths, Value, single, to_numbers, to_truths


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
