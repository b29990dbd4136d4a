# SPDX-License-Identifier: MIT
"""Arguments that tasks and designs may have; anything else is not supported. It reads no data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from analysis.survey.design.sample_design import LONELY_RULES
from tests.conformance.cases import Case, NotSupported


def check_arguments(case: Case) -> None:
    """Raises NotSupported for an argument whose value is of no shape that the argument can have."""
    for said in (case.task, case.design):
        for key in said:
            value = dict.__getitem__(said, key) if isinstance(said, dict) else said[key]
            shapes = _SHAPES.get(key)
            if shapes and not any(shape(value) for shape in shapes):
                raise NotSupported(f"{key}: {str(value)[:60]}")


def _word(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value


def _end(value: Any) -> bool:
    """A limit: a number, or without one."""
    return _number(value) or value in ("Inf", "-Inf")


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _list_of(shape: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, list) and bool(value) and all(shape(one) for one in value)


def _p_value(value: Any) -> bool:
    return _number(value) or value in ("NA", None)


def _table(value: Any) -> bool:
    """Numbers by name, or by name of a margin and of its category."""
    if not isinstance(value, Mapping) or not value:
        return False
    return all(_number(one) or (isinstance(one, Mapping) and _table(one)) for one in value.values())


def _lonely(value: Any) -> bool:
    return value in LONELY_RULES if isinstance(value, str) else False


_WORDS, _NUMBERS = (_word, _list_of(_word)), (_number, _list_of(_number))
_SHAPES: dict[str, tuple[Callable[[Any], bool], ...]] = {
    **dict.fromkeys(
        ("var", "num", "den", "row", "col", "y", "group", "quantile_var", "freq", "freq_weights", "stratum", "w",
         "strata", "cond", "formula", "glm", "test", "family", "link", "method", "calfun", "type", "missing"), (_word,)
    ),
    **dict.fromkeys(
        ("vars", "by", "cols", "items", "mean_vars", "estimate", "repweights", "ids", "fpc", "probs"),
        _WORDS,
    ),
    **dict.fromkeys(
        ("mu", "p0", "level", "power", "sig", "delta", "sd", "moe", "conf", "N", "deff", "p1", "p2",
         "fay_rho", "rho", "scale", "nfactors"), (_number,)
    ),
    "p": (_number, _list_of(_p_value)),
    "n": _NUMBERS,
    "rscales": _NUMBERS,
    "reverse": (*_WORDS, lambda value: value == []),
    "a": (_word, _number), "b": (_word, _number),
    "x": (*_WORDS, *_NUMBERS),
    "weights": (*_WORDS, _table),
    **dict.fromkeys(("pop", "margins", "control"), (_table,)),
    "bounds": (_list_of(_end), _table),
    **dict.fromkeys(("lower", "upper"), (_end,)),
    **dict.fromkeys(("nest", "adjust_domain_lonely", "na_rm", "strict", "combined", "mse"), (_flag,)),
    "lonely_psu": (_lonely,),
}  # fmt: skip
