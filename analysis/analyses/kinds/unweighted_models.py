# SPDX-License-Identifier: MIT
"""Regression without a sample design: linear, logit, probit, counts, gamma, multinomial, ordinal; what they assume."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.estimate_cells import finite_or_none
from analysis.analyses.model_tables import EffectRows, is_ratio
from analysis.analyses.model_terms import KINDS, Terms, read_terms, reference_note
from analysis.analyses.shared_options import Settings, is_sensitive, settings, unit_text
from analysis.analyses.table_notes import beside_base, notes, shared_facts
from analysis.analyses.unweighted.models import (
    COUNTS,
    ERRORS,
    FAMILIES,
    INTERVALS,
    MODELS,
    YES_OR_NO,
    Data,
    Result,
    data_of,
    fit,
    outcome_of,
    rows_of,
    term_tests,
)
from analysis.analyses.unweighted.test_rows import (
    FREQUENCY,
    SHARED,
    irrelevant_inference,
    result_columns,
    result_row,
)
from analysis.declarations.records import NUMBERS, AnalysisResult, Declaration, Facts, Option, OptionKind, Options
from analysis.declarations.study import Study
from analysis.problems import check
from analysis.records import DataTable, Kind
from analysis.result_tables import Chart, Column, FigureSpec, Flag, Row, TableSpec
from wording import Progress, Text, msg

if TYPE_CHECKING:
    from analysis.classical.classical_result import Test

_WIDE = 1.5  # times the spread of a Poisson or binomial, from which on its errors are too small
_INFLATED = 10.0  # generalised variance inflation, per column, from which on predictors say the same (Fox 2016)
_INFLUENCE = 1.0  # Cook's distance of a row that moves the model (Cook and Weisberg 1982)


def unweighted_models_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Effects against reference answers with intervals and p, tests of whole terms, fit, and what the model assumes.

    Fitted by statsmodels on a matrix (ordinal models by our own weighted likelihood).

    References
    ----------
    Robust errors HC0 to HC3: MacKinnon & White (1985), Journal of Econometrics 29.
    """
    chosen = settings(study, options, progress)
    outcome = outcome_of(study, options)
    terms = read_terms(study, options, outcome, rows_of(chosen, outcome, options).counted)
    data = data_of(chosen, outcome, terms, options)
    result = fit(chosen, data, options)
    check(progress)
    facts, missing = shared_facts(chosen, result.n), beside_base(chosen, outcome.variable, *terms.predictors)
    facts["model"] = outcome.model
    subtitle = msg(f"subtitle.{outcome.model}", unit=unit_text(chosen), base=result.n, event=outcome.words)
    shared: Facts = {
        "base": result.n,
        "sensitive": is_sensitive(outcome.variable, *terms.predictors),
        "level": chosen.level,
    }
    columns, rows = _effects(chosen, data, result, terms)
    table = TableSpec(
        f"unweighted_models-{outcome.variable.id}",
        chosen.title or msg("title.regression", variable=outcome.variable.labels),
        subtitle,
        None,
        columns,
        rows,
        notes(chosen, facts, missing, *_notes(chosen, data, result, terms, options)),
        missing=missing,
        **shared,
    )
    tables = [table]
    separated = any(one.separated for one in result.fits)
    if chosen.infers and not separated:
        tables.append(_term_table(chosen, data, result, terms, options, subtitle, shared))
        check(progress)
        tables.append(_fit_table(chosen, data, result, subtitle, shared))
    figures: tuple[FigureSpec, ...] = ()
    if not separated:
        figures = (
            FigureSpec(
                f"{table.id}-figure",
                table,
                Chart.FOREST,
                table.title,
                axis=msg(f"column.{outcome.model}"),
                columns=tuple(one.id for one in columns if one.id.startswith("effect")),
                centre=1.0 if is_ratio(outcome.model) else 0.0,
            ),
        )
    why = msg("why.unweighted_models") if chosen.infers else None
    return AnalysisResult("unweighted_models", dict(options), tuple(tables), figures, facts, why)


def _effects(chosen: Settings, data: Data, result: Result, terms: Terms) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Columns and rows of the effects; of a multinomial model a pair of columns for each answer but the first."""
    label, several = msg(f"column.{data.outcome.model}"), len(result.fits) > 1
    columns: list[Column] = []
    found: list[tuple[Row, ...]] = []
    for at, fitted in enumerate(result.fits):
        end, group = (f"-{at}", result.levels[at + 1]) if several else ("", None)
        show = ("estimate", "interval", "n") if chosen.infers else ("estimate", "n")
        columns.append(Column(f"effect{end}", label, group=group, show=show))
        if chosen.infers:
            columns.append(Column(f"p{end}", msg("table.p"), group=group, show=("estimate",)))
        found.append(EffectRows(chosen, fitted, data.outcome, terms).rows())
    rows = tuple(_side_by_side(same) for same in zip(*found, strict=True))
    return tuple(columns), rows


def _side_by_side(same: tuple[Row, ...]) -> Row:
    cells = (cell for row in same for cell in row.cells)
    return replace(
        same[0], cells=tuple(replace(one, flags=one.flags - {Flag.WEIGHTS_ONE}, weighted_base=None) for one in cells)
    )


def _notes(chosen: Settings, data: Data, result: Result, terms: Terms, options: Options) -> list[Text]:
    """What stands under the effects: how intervals are made, what the answers mean, what the model cannot say."""
    model, sentences = data.outcome.model, reference_note(terms)
    if any(one.separated for one in result.fits):
        return [msg("note.separated"), *sentences]
    if model == "ordinal":
        sentences.append(msg("note.ordinal", answers=list(data.outcome.levels)))
    if model == "multinomial":
        sentences.append(msg("note.multinomial", answer=result.levels[0]))
    if not chosen.infers:
        return sentences
    profiled = options["intervals"] == "profile" and options["errors"] == "model" and result.glm is not None
    sentences.append(msg("note.model_profile" if profiled else "note.model_wald"))
    if options["errors"] != "model":
        sentences.append(msg("note.model_robust", errors=options["errors"]))
    if any(one.kind is Kind.ONE for one in terms.predictors):
        sentences.append(msg("note.effect_base"))
    if result.fits[0].aliased:
        sentences.append(msg("note.aliased", n=len(result.fits[0].aliased)))
    return sentences


def _term_table(
    chosen: Settings,
    data: Data,
    result: Result,
    terms: Terms,
    options: Options,
    subtitle: Text,
    shared: Options,
) -> TableSpec:
    labels: dict[str, Text] = {one.id: one.labels for one in terms.predictors}
    for first, second in terms.pairs:
        labels[f"{first}×{second}"] = msg("row.pair", first=labels[first], second=labels[second])
    rows = [result_row(term, labels[term], test) for term, test in term_tests(chosen, data, result, options).items()]
    how = "wald" if options["errors"] != "model" else "f" if result.glm is not None and not result.glm.fixed else "lr"
    return TableSpec(
        f"unweighted_models-{data.outcome.variable.id}-terms",
        msg("title.terms", variable=data.outcome.variable.labels),
        subtitle,
        None,
        result_columns()[:3],
        tuple(replace(row, cells=row.cells[:3]) for row in rows),
        (msg(f"note.terms_{how}"),),
        exclusive_rows=False,
        **shared,
    )


def _fit_table(chosen: Settings, data: Data, result: Result, subtitle: Text, shared: Options) -> TableSpec:
    from analysis.classical.classical_result import Test  # numpy, 80 ms: not at start

    nan = float("nan")
    n, count = result.n, result.count
    figures = {"loglik": result.loglik}
    if result.loglik == result.loglik:
        figures["aic"] = 2 * count - 2 * result.loglik
        figures["bic"] = math.log(n) * count - 2 * result.loglik
    rows = [
        result_row(f"fit_{name}", msg(f"row.fit_{name}"), None, Test(nan, nan, (), value), n, n)
        for name, value in figures.items()
        if finite_or_none(value) is not None
    ]
    sentences: list[Text] = [msg("note.model_assumptions")]
    if result.glm is not None:
        more, warned = _glm_rows(chosen, data, result)
        rows, sentences = [*rows, *more], [*sentences, *warned]
    else:
        rows.append(result_row("all_predictors", msg("row.all_predictors"), _all_predictors(data, result)))
        sentences.append(msg("note.all_predictors_lr"))
    if result.theta == result.theta:
        rows.append(
            result_row(
                "theta", msg("row.theta", se=f"{result.theta_se:.3g}"), None, Test(nan, nan, (), result.theta), n, n
            )
        )
    if data.outcome.model == "ordinal":
        rows.append(result_row("parallel", msg("row.parallel"), _parallel(data, result)))
    return TableSpec(
        f"unweighted_models-{data.outcome.variable.id}-fit",
        msg("title.model_fit"),
        subtitle,
        None,
        result_columns("value"),
        tuple(rows),
        tuple(sentences),
        exclusive_rows=False,
        **shared,
    )


def _glm_rows(chosen: Settings, data: Data, result: Result) -> tuple[list[Row], list[Text]]:
    """Fit and assumptions of a generalised linear model, and warnings where an assumption does not hold."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import fit_measures, models  # numpy, 80 ms: not at start
    from analysis.classical.classical_result import Test  # numpy, 80 ms: not at start

    glm, nan, n = result.glm, float("nan"), result.n
    assert glm is not None

    def value(name: str, number: float, test: Test | None = None) -> Row:
        return result_row(name, msg(f"row.{name}"), test, Test(nan, nan, (), number), n, n)

    counted = float(data.weights.sum() if data.times is not None else len(data.y))
    shares = fit_measures.explained(glm, counted)
    rows, sentences = (
        [result_row("all_predictors", msg("row.all_predictors"), fit_measures.all_predictors(glm))],
        list[Text](),
    )
    if glm.family == "gaussian":
        explained = Test(nan, nan, (), shares.r2, *fit_measures.r2_interval(glm, chosen.level))
        rows.append(result_row("r2", msg("row.r2"), None, explained, n, n))
        sentences.append(msg("note.r2_interval"))
        rows += [value("adjusted_r2", shares.adjusted), value("sigma", shares.sigma)]
        if data.times is None:
            rows.append(result_row("equal_variance", msg("row.equal_variance"), fit_measures.equal_variance(glm)))
            rows.append(result_row("normal_residuals", msg("row.normal_residuals"), fit_measures.normal_residuals(glm)))
            far = fit_measures.largest_influence(glm)
            rows.append(value("influence", far))
            sentences += [msg("note.influence")] if far > _INFLUENCE else []
    else:
        ends = fit_measures.pseudo_r2_intervals(glm, counted, chosen.level)
        for name in ("mcfadden", "cox_snell", "nagelkerke"):
            share = Test(nan, nan, (), getattr(shares, name), *ends[name])
            rows.append(result_row(name, msg(f"row.{name}"), None, share, n, n))
        sentences.append(msg("note.pseudo_r2_interval"))
        beyond = fit_measures.spread_beyond(glm)
        if data.outcome.model in COUNTS:
            rows.append(value("beyond", beyond))
            sentences += [msg("note.overdispersed")] if glm.fixed and beyond > _WIDE else []
    if len(glm.kept) == len(glm.matrix.names) and len(glm.matrix.term_ids) > 1:
        factors, sizes = models.variance_inflation(glm.covariance, glm.matrix)
        largest = float(np.max(np.array(factors) ** (1 / np.array(sizes))))
        rows.append(value("inflation", largest))
        sentences += [msg("note.inflated")] if largest > _INFLATED else []
    return [row for row in rows if any(cell.estimate is not None for cell in row.cells)], sentences


def _all_predictors(data: Data, result: Result) -> Test:
    """Likelihood ratio against the model without predictors, of models that are not generalised linear ones."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical.all_predictors import likelihood_ratio, loglik_of_counts, loglik_of_shares  # as above

    constants = int((data.matrix.terms == 0).any())  # an ordinal model has thresholds in their place
    df = sum(len(one.coef) - constants for one in result.fits)
    if data.outcome.model == "negative_binomial":
        offset = 0.0 if data.offset is None else data.offset
        return likelihood_ratio(result.loglik, loglik_of_counts(data.y, offset, data.weights), df)
    codes = np.unique(data.y.astype(int), return_inverse=True)[1]
    return likelihood_ratio(result.loglik, loglik_of_shares(codes, data.weights), df)


def _parallel(data: Data, result: Result) -> Test:
    """Whether predictors move all thresholds alike: likelihood ratio against the multinomial model."""
    import numpy as np  # numpy, 80 ms: not at start
    from scipy.stats import chi2  # scipy.stats, 730 ms: not at start

    from analysis.classical.classical_result import Test  # numpy, 80 ms: not at start
    from analysis.classical.models import multinomial  # numpy, 80 ms: not at start

    codes = np.unique(data.y, return_inverse=True)[1]
    kept = [data.matrix.names.index(name) for name in result.fits[0].names]
    X = np.column_stack([np.ones(len(codes)), data.matrix.X[:, kept]])
    free = multinomial(codes, X, data.weights)
    df, rise = free.coef.size - result.count, 2 * (free.loglik - result.loglik)
    return Test(rise, float(chi2.sf(rise, df)), (df,))


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    """What means nothing beside the model: the event of a number, trials of a count, robust errors of answers."""
    known_ones = {variable.id: variable for variable in table.variables}
    outcome = known_ones.get(str(options.get("variable")))
    model = options.get("model") or "auto"
    if model == "auto" and outcome is not None:
        model = "logistic" if outcome.kind is Kind.ONE else "linear"
    irrelevant = set()
    if model not in YES_OR_NO or (outcome is not None and outcome.kind is not Kind.ONE):
        irrelevant.add("event")
    if model not in YES_OR_NO or (outcome is not None and outcome.kind is Kind.ONE):
        irrelevant.add("trials")
    if model not in COUNTS:
        irrelevant.add("exposure")
    if model not in FAMILIES:
        irrelevant |= {"errors", "intervals"}
    if (options.get("errors") or "model") != "model":
        irrelevant.add("intervals")
    predictors = [known_ones[name] for name in options.get("predictors") or () if name in known_ones]
    if not any(one.kind is Kind.ONE for one in predictors):
        irrelevant.add("reference")
    if len(predictors) < 2:
        irrelevant.add("interactions")
    return frozenset(irrelevant) | irrelevant_inference(table, options)


ANALYSIS = Declaration(
    "unweighted_models",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=KINDS),
        Option("predictors", OptionKind.VARIABLES, required=True, kinds=KINDS, default=()),
        Option("model", OptionKind.CHOICE, default="auto", choices=("auto", *MODELS)),
        Option("event", OptionKind.ANSWERS, default=(), of="variable"),
        Option("trials", OptionKind.VARIABLE, kinds=NUMBERS, fine=True),
        Option("exposure", OptionKind.VARIABLE, kinds=NUMBERS, fine=True),
        Option("reference", OptionKind.REFERENCES, default={}, of="predictors"),
        Option("interactions", OptionKind.PAIRS, default=(), of="predictors"),
        Option("errors", OptionKind.CHOICE, default="model", choices=ERRORS, fine=True),
        Option("intervals", OptionKind.CHOICE, default="wald", choices=INTERVALS, fine=True),
        FREQUENCY,
        *SHARED,
    ),
    "analysis.analyses.kinds.unweighted_models:unweighted_models_analysis",
    irrelevant=_irrelevant,
    unweighted=True,
    complete_cases=True,
    rank=94,
)
