# SPDX-License-Identifier: MIT
"""Terms of a model: outcome, reference answers, pairs; the matrix from ids, never from text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.declarations.records import NUMBERS, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem, check
from analysis.records import Kind, Variable
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey.models.design_matrix import ModelMatrix, Term

KINDS = frozenset({Kind.ONE, Kind.INTEGER, Kind.NUMBER})
FAMILIES = {"linear": "gaussian", "logistic": "quasibinomial", "prevalence": "quasipoisson", "poisson": "quasipoisson"}
MODELS = ("linear", "logistic", "prevalence", "poisson", "ordinal")
YES_OR_NO = ("logistic", "prevalence")
MOST_PAIRS = 12


@dataclass(frozen=True)
class ModelOutcome:
    """What is explained: `values` (rows,), NaN = missing; `words` of the event; `levels` the answers of an order."""

    variable: Variable
    model: str
    values: np.ndarray
    words: Text = ""
    levels: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Terms:
    """The predictors in order, the place of each one's reference answer, the pairs that interact.

    `commonest`: the predictors whose reference nobody chose.
    """

    study: Study
    predictors: tuple[Variable, ...]
    references: Mapping[str, int]
    pairs: tuple[tuple[str, str], ...]
    commonest: frozenset[str] = frozenset()

    def matrix(
        self, fixed: Mapping[str, int] | None = None, intercept: bool = True, progress: Progress | None = None
    ) -> ModelMatrix:
        """The model matrix of all rows; with `fixed` {variable: place} everyone gives that answer."""
        from analysis.survey.models.design_matrix import interaction, model_matrix  # numpy, 80 ms: not at start

        single = {}
        for one in self.predictors:
            if progress is not None:
                check(progress)
            single[one.id] = self._term(one, (fixed or {}).get(one.id))
        crossed = [interaction(single[first], single[second]) for first, second in self.pairs]
        return model_matrix([*single.values(), *crossed], self.study.rows, intercept, progress)

    def _term(self, variable: Variable, fixed: int | None) -> Term:
        import numpy as np  # numpy, 80 ms: not at start

        from analysis.survey.models.design_matrix import category, number  # numpy, 80 ms: not at start

        if variable.kind is not Kind.ONE:
            return number(variable.id, self.study.numbers(variable))
        codes = self.study.codes(variable)
        if fixed is not None:
            codes = np.where(codes < 0, codes, fixed)
        names = [choice.id for choice in self.study.choices(variable)]
        return category(variable.id, codes, names, self.references[variable.id])

    def variable(self, variable_id: str) -> Variable:
        """The predictor of that id."""
        return next(one for one in self.predictors if one.id == variable_id)


def read_terms(study: Study, options: Options, outcome: ModelOutcome, counted: np.ndarray) -> Terms:
    """Predictors, references and pairs as the options name them."""
    import numpy as np  # numpy, 80 ms: not at start

    predictors = tuple(study.variable(name, KINDS) for name in dict.fromkeys(options["predictors"]))
    if outcome.variable.id in {one.id for one in predictors}:
        raise AnalysisProblem(msg("problem.same_variable", variable=outcome.variable.labels))
    used = np.where(np.isfinite(outcome.values), counted, 0)
    for one in predictors:
        known = study.codes(one) >= 0 if one.kind is Kind.ONE else np.isfinite(study.numbers(one))
        used = np.where(known, used, 0)
    given = dict(options["reference"] or {})
    answered = [one for one in predictors if one.kind is Kind.ONE]
    references = {one.id: _reference(study, one, given.get(one.id), used) for one in answered}
    pairs = _pairs(options["interactions"], [one.id for one in predictors])
    return Terms(study, predictors, references, pairs, frozenset(one.id for one in answered if not given.get(one.id)))


def _reference(study: Study, variable: Variable, wanted: Any, used: np.ndarray) -> int:
    """The place of the answer wanted, or of the commonest among the rows used."""
    import numpy as np  # numpy, 80 ms: not at start

    choices = study.choices(variable)
    if not choices:
        raise AnalysisProblem(msg("problem.no_answers", variable=variable.labels))
    if not wanted:
        codes = study.codes(variable)
        inside = codes >= 0
        return int(np.argmax(np.bincount(codes[inside], weights=used[inside], minlength=len(choices))))
    found = next((at for at, choice in enumerate(choices) if wanted in (choice.id, choice.code)), None)
    if found is None:
        raise AnalysisProblem(msg("problem.reference", variable=variable.labels))
    return found


def reference_note(terms: Terms) -> list[Text]:
    """A line that names the commonest answers taken as references; none where a person chose them all."""
    names: list[Text] = [
        terms.study.choices(one)[terms.references[one.id]].labels
        for one in terms.predictors
        if one.id in terms.commonest
    ]
    return [msg("note.commonest_reference", answers=names)] if names else []


def _pairs(given: Any, predictors: Sequence[str]) -> tuple[tuple[str, str], ...]:
    pairs: list[tuple[str, str]] = []
    for pair in given or ():
        if len(pair) != 2 or pair[0] == pair[1] or not set(pair) <= set(predictors):
            raise AnalysisProblem(msg("problem.interaction"))
        first, second = sorted((str(one) for one in pair), key=predictors.index)
        if (first, second) not in pairs:
            pairs.append((first, second))
    if len(pairs) > MOST_PAIRS:
        raise AnalysisProblem(msg("problem.many_interactions", most=MOST_PAIRS))
    return tuple(pairs)


def read_outcome(study: Study, options: Options) -> ModelOutcome:
    """What is explained, by which model."""
    variable = study.variable(options["variable"], KINDS)
    model = str(options["model"])
    if model == "auto":
        model = "logistic" if variable.kind is Kind.ONE else "linear"
    if model == "ordinal":
        return _ordered(study, variable)
    if model in YES_OR_NO:
        return _yes_or_no(study, variable, model, options["event"])
    if variable.kind is Kind.ONE:
        raise AnalysisProblem(msg("problem.regression_outcome", variable=variable.labels))
    values = study.numbers(variable)
    if model == "poisson" and (values < 0).any():
        raise AnalysisProblem(msg("problem.regression_negative", variable=variable.labels))
    return ModelOutcome(variable, model, values)


def _yes_or_no(study: Study, variable: Variable, model: str, event: Any) -> ModelOutcome:
    import numpy as np  # numpy, 80 ms: not at start

    if variable.kind in NUMBERS:
        values = study.numbers(variable)
        if not np.isin(values[np.isfinite(values)], (0.0, 1.0)).all():
            raise AnalysisProblem(msg("problem.regression_outcome", variable=variable.labels))
        return ModelOutcome(variable, model, values, msg("words", words=["1"]))
    choices = study.choices(variable)
    wanted = set(event or ()) or {choice.id for choice in choices[:1]}
    places = [at for at, choice in enumerate(choices) if {choice.id, choice.code} & wanted]
    if not places or wanted - {name for at in places for name in (choices[at].id, choices[at].code)}:
        raise AnalysisProblem(msg("problem.regression_event", variable=variable.labels))
    if len(places) == len(choices):
        raise AnalysisProblem(msg("problem.regression_every", variable=variable.labels))
    codes = study.codes(variable)
    words = [choices[at].labels for at in places]
    said = words[0] if len(words) == 1 else msg("words", words=words)
    return ModelOutcome(variable, model, np.where(codes < 0, np.nan, np.isin(codes, places)), said)


def _ordered(study: Study, variable: Variable) -> ModelOutcome:
    import numpy as np  # numpy, 80 ms: not at start

    if variable.kind is not Kind.ONE or len(study.choices(variable)) < 3:
        raise AnalysisProblem(msg("problem.regression_order", variable=variable.labels))
    if variable.order_unconfirmed:
        answers = [choice.labels for choice in study.choices(variable)]
        raise AnalysisProblem(msg("problem.order_unconfirmed", variable=variable.labels, answers=answers))
    codes = study.codes(variable)
    labels = tuple(choice.labels for choice in study.choices(variable))
    return ModelOutcome(variable, "ordinal", np.where(codes < 0, np.nan, codes.astype(float)), "", labels)
