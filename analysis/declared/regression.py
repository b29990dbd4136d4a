# SPDX-License-Identifier: MIT
"""Linear, logistic and Poisson regression with design-based covariance; its matrix comes from ids, never from text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis.declared.notes import beside_base, notes, unit_text
from analysis.declared.records import AnalysisProblem, AnalysisResult, Declaration, Option, OptionKind
from analysis.declared.settings import COMMON, Settings, is_sensitive, settings
from analysis.declared.study import Study
from analysis.declared.words import number, p_value
from analysis.records import Kind, Variable
from analysis.specs import Cell, Chart, Column, FigureSpec, Flag, Row, TableSpec, Unit
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey.glm import Model

KINDS = frozenset({Kind.ONE, Kind.INTEGER, Kind.NUMBER})
FAMILIES = {"linear": "gaussian", "logistic": "quasibinomial", "poisson": "quasipoisson"}


def regression_analysis(study: Study, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """Coefficients, odds ratios or rate ratios with intervals and p; each category against its first answer."""
    from analysis.survey.design_matrix import model_matrix
    from analysis.survey.glm import glm

    chosen = settings(study, options)
    outcome = study.variable(options["variable"], KINDS)
    predictors = [study.variable(name, KINDS) for name in options["predictors"]]
    if outcome.id in {one.id for one in predictors}:
        raise AnalysisProblem(msg("problem.same_variable", variable=outcome.labels))
    kind = _kind(outcome, str(options["model"]))
    y, event = _outcome(study, outcome, kind, options["event"])
    terms = [_term(study, one) for one in predictors]
    matrix = model_matrix(terms, study.rows)
    model = glm(study.design, matrix, y, FAMILIES[kind], chosen.total_domain, chosen.level)
    missing = beside_base(chosen, outcome, *predictors)
    facts = _facts(chosen, model, kind, missing)
    rows = _rows(study, chosen, model, predictors, kind)
    title = chosen.title or msg("title.regression", variable=outcome.labels)
    table = TableSpec(
        f"regression-{outcome.id}",
        title,
        msg(f"subtitle.{kind}", unit=unit_text(chosen), base=int(model.n), event=event),
        None,
        _columns(chosen, kind),
        rows,
        _notes(chosen, model, facts, missing, predictors),
        base=int(model.n),
        missing=missing,
        exclusive_rows=True,
        sensitive=is_sensitive(outcome, *predictors),
        level=chosen.level,
    )
    figures: tuple[FigureSpec, ...] = ()
    if kind == "linear" and not model.separated:
        figures = (FigureSpec(f"{table.id}-figure", table, Chart.DOTS, title, axis=msg("column.linear")),)
    why = msg(f"why.{kind}") if chosen.infers else None
    return AnalysisResult("regression", dict(options), (table,), figures, facts, why)


def _columns(chosen: Settings, kind: str) -> tuple[Column, ...]:
    effect = msg(f"column.{kind}")
    if not chosen.infers:
        return (Column("effect", effect, show=("estimate", "n")),)
    shown = Column("effect", effect, show=("estimate", "interval", "n"))
    return shown, Column("p", msg("table.p"), show=("estimate",))


def _kind(outcome: Variable, wanted: str) -> str:
    kind = wanted if wanted != "auto" else "logistic" if outcome.kind is Kind.ONE else "linear"
    if (kind == "logistic") != (outcome.kind is Kind.ONE):
        raise AnalysisProblem(msg("problem.regression_outcome", variable=outcome.labels))
    return kind


def _outcome(study: Study, outcome: Variable, kind: str, event: Any) -> tuple[np.ndarray, Text]:
    """y (rows,), NaN where missing, and the words of the event that a logistic model explains."""
    import numpy as np

    if kind != "logistic":
        return study.numbers(outcome), ""
    choices = study.choices(outcome)
    wanted = [event] if isinstance(event, str) and event else list(event or ())
    wanted = wanted or [choices[0].id]
    places = [at for at, choice in enumerate(choices) if {choice.id, choice.code} & set(wanted)]
    if not places:
        raise AnalysisProblem(msg("problem.regression_event", variable=outcome.labels))
    codes = study.codes(outcome)
    words = [choices[at].labels for at in places]
    return np.where(codes < 0, np.nan, np.isin(codes, places)), words[0] if len(words) == 1 else msg(
        "words", words=words
    )


def _term(study: Study, variable: Variable) -> Any:
    from analysis.survey.design_matrix import category, number

    if variable.kind is Kind.ONE:
        return category(variable.id, study.codes(variable), [choice.id for choice in study.choices(variable)])
    return number(variable.id, study.numbers(variable))


def _rows(study: Study, chosen: Settings, model: Model, predictors: list[Variable], kind: str) -> tuple[Row, ...]:
    rows: list[Row] = []
    for variable in predictors:
        if variable.kind is not Kind.ONE:
            rows.append(Row(variable.id, variable.labels, _cells(chosen, model, variable.id, kind, None)))
            continue
        rows.append(Row(variable.id, variable.labels, (), heading=True))
        codes = study.codes(variable)
        for at, choice in enumerate(study.choices(variable)):
            n = int(((codes == at) & _used(model, study.rows)).sum())
            cells = _cells(chosen, model, f"{variable.id}:{choice.id}", kind, n) if at else _reference(chosen, n)
            rows.append(Row(f"{variable.id}:{choice.id}", choice.labels, cells, depth=1))
    empty = (Cell(), Cell()) if chosen.infers else (Cell(),)
    return tuple(Row(row.id, row.label, empty, heading=True) if row.heading else row for row in rows)


def _used(model: Model, rows: int) -> np.ndarray:
    import numpy as np

    used = np.zeros(rows, dtype=bool)
    used[model.used] = True
    return used


def _reference(chosen: Settings, n: int) -> tuple[Cell, ...]:
    cell = Cell(text=msg("row.reference"), n=n, unit=Unit.TEXT)
    return (cell, Cell(text="", unit=Unit.TEXT)) if chosen.infers else (cell,)


def _cells(chosen: Settings, model: Model, name: str, kind: str, n: int | None) -> tuple[Cell, ...]:
    base = int(model.n)
    if name not in model.names or model.separated:
        lost = Cell(None, n=n, base=base, flags=frozenset({Flag.NOT_ESTIMABLE}))
        return (lost, Cell(None, unit=Unit.P)) if chosen.infers else (lost,)
    at = model.names.index(name)
    change = (lambda value: value) if kind == "linear" else math.exp
    value = change(float(model.coef[at]))
    scale = float(model.se[at]) * (1.0 if kind == "linear" else value)
    decimals = min(max(2, 1 - math.floor(math.log10(scale))), 6) if 0 < scale < math.inf else 2
    if not chosen.infers:
        return (Cell(value, n=n, base=base, decimals=decimals),)
    ends = [float(end[at]) for end in (model.low, model.high)]
    low, high = (change(end) if math.isfinite(end) else None for end in ends)
    se = float(model.se[at]) if kind == "linear" else None
    return Cell(value, low, high, se, n, base, decimals=decimals), Cell(float(model.p[at]), unit=Unit.P)


def _facts(chosen: Settings, model: Model, kind: str, missing: dict[int, int]) -> dict[str, Any]:
    design, columns = chosen.study.design, chosen.study.frame.design
    used = design.weights[design.weights > 0]
    facts: dict[str, Any] = {
        "n": int(model.n),
        "rows": chosen.study.rows,
        "how": chosen.study.table.how.value,
        "inference": chosen.infers,
        "inference_reason": chosen.reason,
        "weighted": columns.weight is not None,
        "dropped": design.dropped,
        "level": chosen.level,
        "model": kind,
        "missing": {str(reason): count for reason, count in missing.items()},
    }
    if columns.weight is not None and len(used):
        facts["weights"] = [float(used.min() / used.mean()), float(used.max() / used.mean())]
    if chosen.infers:
        facts["strata"] = design.strata_count if columns.strata is not None else None
        facts["clusters"] = design.psu_count if columns.clusters is not None else None
        facts["fpc"] = columns.fpc is not None
        facts["df"] = None  # its rule differs from that of means: see the note
        facts["model_df"], facts["df_rule"] = float(model.df), model.df_rule
    return facts


def _notes(
    chosen: Settings, model: Model, facts: dict[str, Any], missing: dict[int, int], predictors: list[Variable]
) -> tuple[Text, ...]:
    from analysis.survey.glm import wald_test

    more: list[Text] = []
    if model.separated:
        more.append(msg("note.separated"))
    elif chosen.infers:
        more.append(msg("note.model_df", df=number(float(model.df), 0)))
        tests = []
        for variable in predictors:
            test = wald_test(model, variable.id)
            if variable.kind is Kind.ONE and math.isfinite(test.p):
                tests.append(msg("note.term", term=variable.labels, p=p_value(test.p)))
        if tests:
            more.append(msg("note.terms", tests=tests))
    if model.aliased:
        more.append(msg("note.aliased", n=len(model.aliased)))
    return notes(chosen, facts, missing, *more)


REGRESSION = Declaration(
    "regression",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=KINDS),
        Option("predictors", OptionKind.VARIABLES, required=True, kinds=KINDS, default=()),
        Option("model", OptionKind.CHOICE, default="auto", choices=("auto", *FAMILIES)),
        Option("event", OptionKind.TEXT, default=""),
        *COMMON,
    ),
    regression_analysis,
)
