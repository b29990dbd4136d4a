# SPDX-License-Identifier: MIT
"""Regression under the sample design: linear, logistic, prevalence ratios, counts, ordered answers. Fits elsewhere."""

from __future__ import annotations

from typing import Any

import numpy as np

from analysis.analyses.estimate_cells import margin_tables
from analysis.analyses.model_fit import Fitted, fit_model
from analysis.analyses.model_tables import EffectRows, any_beyond, effect_columns, is_ratio, term_tests
from analysis.analyses.model_terms import ModelOutcome, Terms, read_outcome, read_terms, reference_note
from analysis.analyses.number_words import number
from analysis.analyses.shared_options import Settings, is_sensitive, settings, unit_text
from analysis.analyses.table_notes import beside_base, notes, shared_facts
from analysis.declarations.records import AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import check
from analysis.records import Kind
from analysis.result_tables import Chart, FigureSpec, TableSpec
from wording import Progress, Text, msg


def regression_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Effects with intervals and p against reference answers, Wald tests of whole terms, margins where wanted.

    References
    ----------
    Binder (1983), International Statistical Review 51, 279-292; as R's survey::svyglm and survey::svyolr.
    """
    chosen = settings(study, options, progress)
    outcome = read_outcome(study, options)
    terms = read_terms(study, options, outcome, chosen.inside & (study.design.weights > 0))
    fitted = fit_model(chosen, outcome, terms, progress)
    check(progress)
    missing = beside_base(chosen, outcome.variable, *terms.predictors)
    facts = _facts(chosen, fitted, outcome, missing)
    table = _table(chosen, fitted, outcome, terms, facts, missing)
    check(progress)
    tests = term_tests(chosen, fitted, outcome, terms)
    margins = margin_tables(chosen, fitted, outcome, terms, list(options["margins"] or ()), progress)
    figures: tuple[FigureSpec, ...] = ()
    if not fitted.separated:
        axis = msg(f"column.{outcome.model}")
        centre = 1.0 if is_ratio(outcome.model) else 0.0
        figures = (
            FigureSpec(
                f"{table.id}-figure", table, Chart.FOREST, table.title, axis=axis, columns=("effect",), centre=centre
            ),
        )
    facts["test"] = {} if tests is None else {term: _test_fact(fitted, term) for term in fitted.matrix.term_ids}
    why = msg(f"why.{outcome.model}") if chosen.infers else None
    tables = (table, *(() if tests is None else (tests,)), *margins)
    return AnalysisResult("regression", dict(options), tables, figures, facts, why)


def _test_fact(fitted: Fitted, term: str) -> dict[str, float]:
    test = fitted.test(term)
    return {"F": test.F, "df": test.df, "ddf": test.ddf, "p": test.p}


def _table(
    chosen: Settings,
    fitted: Fitted,
    outcome: ModelOutcome,
    terms: Terms,
    facts: dict[str, Any],
    missing: dict[int, int],
) -> TableSpec:
    title = chosen.title or msg("title.regression", variable=outcome.variable.labels)
    return TableSpec(
        f"regression-{outcome.variable.id}",
        title,
        msg(f"subtitle.{outcome.model}", unit=unit_text(chosen), base=fitted.n, event=outcome.words),
        None,
        effect_columns(chosen, outcome.model),
        EffectRows(chosen, fitted, outcome, terms).rows(),
        notes(chosen, facts, missing, *_more(chosen, fitted, outcome, terms)),
        base=fitted.n,
        missing=missing,
        exclusive_rows=True,
        sensitive=is_sensitive(outcome.variable, *terms.predictors),
        level=chosen.level,
    )


def _facts(chosen: Settings, fitted: Fitted, outcome: ModelOutcome, missing: dict[int, int]) -> dict[str, Any]:
    facts = shared_facts(chosen, fitted.n)
    facts["model"] = outcome.model
    facts["missing"] = {str(reason): count for reason, count in missing.items()}
    facts["weighted_base"] = float(chosen.study.design.weights[fitted.used].sum())
    if chosen.infers:
        facts["df"] = None  # its rule differs from that of means: see the note
        facts["model_df"], facts["df_rule"] = float(fitted.df), fitted.df_rule
        facts["lonely"] = fitted.lonely
    return facts


def _more(chosen: Settings, fitted: Fitted, outcome: ModelOutcome, terms: Terms) -> list[Text]:
    more: list[Text] = []
    if fitted.separated:
        more.append(msg("note.separated"))
    elif chosen.infers:
        rule = fitted.df_rule if chosen.study.design.replicates is None else f"{fitted.df_rule}_replicates"
        said = msg(f"note.{rule}_df", df=number(float(fitted.df), 0))
        more.append(said if fitted.df > 0 else msg("note.no_df"))
    more += reference_note(terms)
    if outcome.model == "ordinal":
        more.append(msg("note.ordinal", answers=list(outcome.levels)))
    if is_ratio(outcome.model) and chosen.infers and not fitted.separated:
        more.append(msg("note.log_scale"))
    if chosen.infers and not fitted.separated and any(one.kind is Kind.ONE for one in terms.predictors):
        more.append(msg("note.effect_base"))
    if is_ratio(outcome.model) and not fitted.separated and any_beyond(fitted):
        more.append(msg("note.ratio_beyond"))
    if _exact(fitted, outcome):
        more.append(msg("note.exact_fit"))
    if fitted.aliased:
        more.append(msg("note.aliased", n=len(fitted.aliased)))
    return more


def _exact(fitted: Fitted, outcome: ModelOutcome) -> bool:
    """Whether a linear model leaves nothing unexplained: its residuals are rounding, the outcome's spread is not."""
    if outcome.model != "linear" or fitted.model is None:
        return False

    weights = fitted.model.design.weights[fitted.used]
    size = float(weights @ np.square(outcome.values[fitted.used])) / float(weights.mean())
    return fitted.model.deviance <= 1e-20 * size < fitted.model.null_deviance
