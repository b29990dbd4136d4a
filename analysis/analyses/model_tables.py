# SPDX-License-Identifier: MIT
"""A fitted model as tables: effects against the reference answers, tests of whole terms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.analyses.estimate_cells import FEW_PSUS, finite_or_none
from analysis.analyses.model_fit import Fitted
from analysis.analyses.model_terms import ModelOutcome, Terms
from analysis.analyses.shared_options import Settings, is_sensitive, unit_text
from analysis.records import Kind, Variable
from analysis.result_tables import Cell, Column, Flag, Row, TableSpec, Unit
from wording import Text, msg

if TYPE_CHECKING:
    import numpy as np


_BEYOND = 700.0  # the logarithm of the largest double is 709.8


def is_ratio(model: str) -> bool:
    """Whether effects are ratios (of odds, prevalences, rates): exp of a coefficient.

    Examples
    --------
    >>> is_ratio("logistic"), is_ratio("linear")
    (True, False)
    """
    return model not in ("linear", "probit")


def ratio_from(coefficient: float) -> float | None:
    """The ratio that a coefficient is the logarithm of; None where it is beyond all numbers or below them.

    Examples
    --------
    >>> ratio_from(0.0), ratio_from(800.0)
    (1.0, None)
    """
    return math.exp(coefficient) if abs(coefficient) < _BEYOND else None


def any_beyond(fitted: Fitted) -> bool:
    """Whether a ratio or an end of its interval is no number that can be printed."""
    import numpy as np  # numpy, 80 ms: not at start

    known = np.concatenate([fitted.coef, fitted.low, fitted.high])
    return bool((np.abs(known[np.isfinite(known)]) >= _BEYOND).any())


def effect_columns(chosen: Settings, model: str) -> tuple[Column, ...]:
    """The effect, and p where something is inferred."""
    effect = msg(f"column.{model}")
    if not chosen.infers:
        return (Column("effect", effect, show=("estimate", "n")),)
    shown = Column("effect", effect, show=("estimate", "interval", "n"))
    return shown, Column("p", msg("table.p"), show=("estimate",))


class EffectRows:
    """Rows of the predictors and of the pairs, with the cells of their coefficients."""

    def __init__(self, chosen: Settings, fitted: Fitted, outcome: ModelOutcome, terms: Terms) -> None:
        self.chosen, self.fitted, self.outcome, self.terms = chosen, fitted, outcome, terms
        self._counts = {one.id: self._members(one) for one in terms.predictors if one.kind is Kind.ONE}
        self._weights = chosen.study.design.weights
        chosen.step()
        design_effect = _design_effects(fitted)
        chosen.step()
        self._deff = dict(zip(fitted.names, design_effect, strict=True)) if design_effect is not None else {}
        self._flags = self._shared_flags()

    def rows(self) -> tuple[Row, ...]:
        """All rows: a heading over the answers of a question, the reference named."""
        rows: list[Row] = []
        for variable in self.terms.predictors:
            if variable.kind is Kind.ONE:
                rows += self._answers(variable)
            else:
                cells = self._effect(variable.id, self.fitted.used, self.fitted.used)
                rows.append(Row(variable.id, variable.labels, cells))
        for first, second in self.terms.pairs:
            rows += self._pair(self.terms.variable(first), self.terms.variable(second))
        return tuple(rows)

    def _members(self, variable: Variable) -> list[np.ndarray]:
        self.chosen.step()
        codes, study = self.chosen.study.codes(variable), self.chosen.study
        return [self.fitted.used & (codes == at) for at in range(len(study.choices(variable)))]

    def _answers(self, variable: Variable) -> list[Row]:
        rows = [self._heading(variable.id, variable.labels)]
        members, reference = self._counts[variable.id], self.terms.references[variable.id]
        for at, choice in enumerate(self.chosen.study.choices(variable)):
            name = f"{variable.id}:{choice.id}"
            is_reference = at == reference
            cells = (
                self._reference(members[at]) if is_reference else self._effect(name, members[at], members[reference])
            )
            rows.append(Row(name, choice.labels, cells, depth=1))
        return rows

    def _pair(self, first: Variable, second: Variable) -> list[Row]:
        label = msg("row.pair", first=first.labels, second=second.labels)
        rows = [self._heading(f"{first.id}×{second.id}", label)]
        for right, right_label, right_rows in self._coefficient_groups(second):
            for left, left_label, left_rows in self._coefficient_groups(first):
                inside = left_rows & right_rows
                words = [one for one in (left_label, right_label) if one != ""]
                said: Text = words[0] if len(words) == 1 else msg("row.pair", first=left_label, second=right_label)
                if not words:
                    said = label
                name = f"{left}×{right}"
                rows.append(Row(name, said, self._effect(name, inside, inside), depth=1))
        return rows

    def _coefficient_groups(self, variable: Variable) -> list[tuple[str, Text, np.ndarray]]:
        if variable.kind is not Kind.ONE:
            return [(variable.id, "", self.fitted.used)]
        members, reference = self._counts[variable.id], self.terms.references[variable.id]
        return [
            (f"{variable.id}:{choice.id}", choice.labels, members[at])
            for at, choice in enumerate(self.chosen.study.choices(variable))
            if at != reference
        ]

    def _heading(self, row_id: str, label: Text) -> Row:
        empty = (Cell(), Cell()) if self.chosen.infers else (Cell(),)
        return Row(row_id, label, empty, heading=True)

    def _reference(self, members: np.ndarray) -> tuple[Cell, ...]:
        n = self.fitted.count(members)
        cell = Cell(text=msg("row.reference"), n=n, base=n, weighted_base=float(self._weights[members].sum()))
        return (cell, Cell(text="", unit=Unit.TEXT)) if self.chosen.infers else (cell,)

    def _effect(self, name: str, members: np.ndarray, against: np.ndarray) -> tuple[Cell, ...]:
        """An effect rests on the answer's rows and on the reference's: its base is the smaller of both."""
        self.chosen.step()
        fitted, model = self.fitted, self.outcome.model
        n, base = fitted.count(members), min(fitted.count(members), fitted.count(against))
        if name not in fitted.names or fitted.separated or not n:
            lost = Cell(None, n=n, base=base, flags=frozenset({Flag.NOT_ESTIMABLE}))
            return (lost, Cell(None, unit=Unit.P)) if self.chosen.infers else (lost,)
        at = fitted.names.index(name)
        change = ratio_from if is_ratio(model) else float
        value, weighted = change(float(fitted.coef[at])), float(self._weights[members].sum())
        if value is None:
            lost = Cell(None, n=n, base=base, weighted_base=weighted, flags=frozenset({Flag.NOT_ESTIMABLE}))
            return (lost, Cell(finite_or_none(fitted.p[at]), unit=Unit.P)) if self.chosen.infers else (lost,)
        scale = float(fitted.se[at]) * (value if is_ratio(model) else 1.0)
        decimals = min(max(2, 1 - math.floor(math.log10(scale))), 6) if 0 < scale < math.inf else 2
        decimals = decimals if self.chosen.decimals is None else self.chosen.decimals
        if not self.chosen.infers:
            return (Cell(value, n=n, base=base, weighted_base=weighted, decimals=decimals),)
        ends = [float(end[at]) for end in (fitted.low, fitted.high)]
        low, high = (change(end) if math.isfinite(end) else None for end in ends)
        low, high = (low, high) if low is not None and high is not None else (None, None)
        se, df = finite_or_none(fitted.se[at]), finite_or_none(fitted.df) if fitted.df > 0 else None
        flags = self._flags if se is not None else self._flags - {Flag.LONELY_PSU}  # nothing was adjusted
        cell = Cell(
            value, low, high, se, n, base, weighted, self._deff.get(name), decimals=decimals, flags=flags, df=df,
        )  # fmt: skip
        return cell, Cell(finite_or_none(fitted.p[at]), unit=Unit.P)

    def _shared_flags(self) -> frozenset[Flag]:
        flags = set()
        if self.fitted.psus < FEW_PSUS:
            flags.add(Flag.FEW_PSUS)
        if self.fitted.lonely:
            flags.add(Flag.LONELY_PSU)
        if self.chosen.study.weights_one:
            flags.add(Flag.WEIGHTS_ONE)
        return frozenset(flags)


def _design_effects(fitted: Fitted) -> list[float | None] | None:
    """Variance of each coefficient over the model's own, which knows no clusters; None for ordinal models."""
    import numpy as np  # numpy, 80 ms: not at start

    model = fitted.model
    if model is None or model.separated:
        return None
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.diag(model.vcov) / (np.diag(model.naive) * model.dispersion)
    return [finite_or_none(value) for value in ratio]


def term_tests(chosen: Settings, fitted: Fitted, outcome: ModelOutcome, terms: Terms) -> TableSpec | None:
    """A row for each whole predictor and pair: its Wald F test; None where nothing is inferred or estimable.

    References
    ----------
    As R's survey::regTermTest.
    """
    if not chosen.infers or fitted.separated or not fitted.df > 0:
        return None
    rows = []
    labels: dict[str, Text] = {one.id: one.labels for one in terms.predictors}
    for first, second in terms.pairs:
        labels[f"{first}×{second}"] = msg("row.pair", first=labels[first], second=labels[second])
    for term, label in labels.items():
        test = fitted.test(term)
        cells = (
            Cell(finite_or_none(test.F), decimals=2),
            Cell(float(test.df), unit=Unit.COUNT),
            Cell(finite_or_none(test.ddf)),
            Cell(finite_or_none(test.p), unit=Unit.P),
        )
        rows.append(Row(term, label, cells))
    heads = ("F", "df", "ddf", "p")
    return TableSpec(
        f"terms-{outcome.variable.id}",
        msg("title.terms", variable=outcome.variable.labels),
        msg(f"subtitle.{outcome.model}", unit=unit_text(chosen), base=fitted.n, event=outcome.words),
        None,
        tuple(Column(name, msg(f"column.{name}" if name != "p" else "table.p"), show=("estimate",)) for name in heads),
        tuple(rows),
        (msg("note.terms"),),
        base=fitted.n,
        exclusive_rows=False,
        sensitive=is_sensitive(outcome.variable, *terms.predictors),
        level=chosen.level,
    )
