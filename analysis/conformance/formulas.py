# SPDX-License-Identifier: MIT
"""R formulas of case files turned into the engine's model matrix by a small parser; nothing is evaluated as code.

Known: names, factor(x), log/sqrt/exp(x), I(x==value), I(x^k), a:b, a*b, −1 and +0.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np

from analysis.conformance.cases import Data, NotSupported
from analysis.conformance.conditions import UnreadableCondition, rows_where
from analysis.survey.design_matrix import ModelMatrix, Term, interaction, model_matrix

_CALL = re.compile(r"^(factor|log|sqrt|exp|I)\((.*)\)$")
_POWER = re.compile(r"^([\w.]+)\^(\d+)$")
_FUNCTIONS = {"log": np.log, "sqrt": np.sqrt, "exp": np.exp}


def read_formula(formula: str, data: Data) -> tuple[str, list[str], bool]:
    """Left side, the terms of the right side expanded in R's order, and whether there is an intercept."""
    left, _, right = formula.partition("~")
    parts = [part.strip() for part in re.split(r"\+(?![^(]*\))", right.replace(" - 1", " + 0").replace("-1", "+ 0"))]
    intercept, terms = True, []
    for part in parts:
        if part in ("0", ""):
            intercept = False
        elif part == "1":
            continue
        else:
            terms.extend(_expanded(part))
    unique = list(dict.fromkeys(terms))
    unique.sort(key=lambda term: term.count(":"))
    return left.strip(), unique, intercept


def matrix_of(formula: str, data: Data) -> tuple[np.ndarray, ModelMatrix]:
    """The outcome (n,) and the model matrix with R's column names. Raises NotSupported."""
    left, terms, intercept = read_formula(formula, data)
    built = [replace(_interacted(term, data), id=term) for term in terms]
    matrix = model_matrix(built, data.rows, intercept)
    names = tuple("(Intercept)" if name == "intercept" else name for name in matrix.names)
    return _number(left, data), replace(matrix, names=names)


def _expanded(part: str) -> list[str]:
    if "(" in part and "*" in part[part.index("(") : part.rindex(")")]:
        return [part]
    factors = [factor.strip() for factor in part.split("*")]
    terms = [factors[0]]
    for factor in factors[1:]:
        terms += [factor, *(f"{term}:{factor}" for term in terms)]
    return terms


def _interacted(term: str, data: Data) -> Term:
    parts = [_term(part, data) for part in term.split(":")]
    if len(parts) == 1:
        return parts[0]
    joined = interaction(*parts)
    return replace(joined, names=tuple(name.replace("×", ":") for name in joined.names))


def _term(text: str, data: Data) -> Term:
    match = _CALL.match(text)
    name = match.group(2).strip() if match and match.group(1) == "factor" else text
    if name in data.columns and (name != text or data.is_factor(name)):
        codes, labels = data.codes(name), data.labels(name)
        columns = (codes[:, None] == np.arange(1, len(labels))).astype(float)
        columns[codes < 0] = np.nan
        return Term(text, columns, tuple(f"{text}{label}" for label in labels[1:]))
    values = _number(text, data)
    label = f"{text}TRUE" if match and match.group(1) == "I" and _POWER.match(match.group(2)) is None else text
    return Term(text, values.reshape(-1, 1), (label,))


def _number(text: str, data: Data) -> np.ndarray:
    if text in data.columns:
        if data.columns[text].dtype.kind != "f":
            codes = data.codes(text)
            if len(data.labels(text)) != 2:
                raise NotSupported(f"outcome {text}")
            return np.where(codes < 0, np.nan, codes > 0)
        return data.columns[text]
    match = _CALL.match(text)
    if match is None:
        raise NotSupported(f"formula part {text}")
    kind, inner = match.group(1), match.group(2).strip()
    if kind in _FUNCTIONS:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(_FUNCTIONS[kind](_number(inner, data)))
    power = _POWER.match(inner)
    if power and power.group(1) in data.columns:
        return data.columns[power.group(1)] ** int(power.group(2))
    try:
        met = rows_where(inner, data.columns)
    except UnreadableCondition as gap:
        raise NotSupported(f"formula part {text}") from gap
    known = np.ones(data.rows, dtype=bool)
    for name, column in data.columns.items():
        if re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", inner):
            known &= ~np.isnan(column) if column.dtype.kind == "f" else column != ""
    return np.where(known, met, np.nan)
