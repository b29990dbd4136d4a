# SPDX-License-Identifier: MIT
"""Reliability of a scale: Cronbach's alpha, alpha without each item, item–rest correlations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analysis.analyses.estimate_cells import estimate_cells, finite_or_none
from analysis.analyses.shared_options import (
    Settings,
    is_sensitive,
    settings,
    unit_text,
)
from analysis.analyses.table_notes import notes, shared_facts
from analysis.declarations.records import AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem, check
from analysis.records import Kind, Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from analysis.tables.layout import missing_text
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

KINDS = frozenset({Kind.ONE, Kind.INTEGER, Kind.NUMBER})
ESTIMATORS = ("auto", "unweighted", "weighted")


@dataclass(frozen=True)
class Scale:
    """A scale measured: cells of mean, item–rest correlation and alpha without each item; alpha of all, as a cell."""

    means: list[Cell]
    rest: list[Cell]
    without: list[Cell]
    alpha: Cell


def reliability_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Of the rows complete in all items, by the weights where there are some; answers count by their order.

    With k items, variances s_j^2 of each and s^2 of their sum, alpha = k / (k - 1) (1 - sum of s_j^2 / s^2); weighted,
    each variance is the sum of w (x - m)^2 over the sum of w about the weighted mean m.

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334; unweighted interval: Feldt, Woodruff & Salih (1987), Applied
    Psychological Measurement 11, 93-103.
    """
    items = [study.variable(name, KINDS) for name in dict.fromkeys(options["items"])]
    if len(items) < 2:
        raise AnalysisProblem(msg("problem.two_items"))
    chosen = settings(study, options, progress)
    X = _matrix(chosen, items)
    check(progress)
    weighted = options["estimator"] == "weighted" or (options["estimator"] == "auto" and not study.weights_one)
    scale = _by_design(chosen, X, progress) if weighted else _unweighted(chosen, X)
    check(progress)
    n = scale.alpha.n or 0
    facts = _facts(chosen, scale, n, weighted)
    table = _table(chosen, items, scale, facts, weighted)
    why = msg("why.alpha_weighted" if weighted else "why.alpha")
    figure = FigureSpec(
        f"{table.id}-figure", table, Chart.DOTS, msg("title.reliability_figure"), axis=msg("column.item_rest"),
        rows=tuple(item.id for item in items), columns=("item_rest",), centre=0.0,
    )  # fmt: skip
    return AnalysisResult("reliability", dict(options), (table,), (figure,), facts, why)


def _matrix(chosen: Settings, items: list[Variable]) -> np.ndarray:
    """float64 (rows, items), NaN outside the domain or where a row is not complete. Raises AnalysisProblem."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey.column_arrays import complete_rows, each_column, side_by_side  # numpy, 80 ms: not at start

    shape, progress = (chosen.study.rows, len(items)), chosen.progress
    X = side_by_side((_values(chosen.study, item) for item in items), *shape, progress)
    complete = chosen.inside & complete_rows(X, progress) & (chosen.study.design.weights > 0)
    if complete.sum() < 3:
        raise AnalysisProblem(msg("problem.constant_items"))
    for column in each_column(X, complete):
        chosen.step()
        if column.min() == column.max():
            raise AnalysisProblem(msg("problem.constant_items"))
    return side_by_side((np.where(complete, column, np.nan) for column in each_column(X)), *shape, progress)


def _values(study: Study, item: Variable) -> np.ndarray:
    import numpy as np  # numpy, 80 ms: not at start

    if item.kind is not Kind.ONE:
        return study.numbers(item)
    codes = study.codes(item)
    return np.where(codes < 0, np.nan, codes + 1.0)


def _unweighted(chosen: Settings, X: np.ndarray) -> Scale:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical.reliability import (  # numpy, 80 ms: not at start
        alpha_if_dropped,
        alpha_interval,
        alpha_of,
        item_covariance,
        rest_correlations,
    )
    from analysis.survey.column_arrays import taken  # numpy, 80 ms: not at start

    complete = taken(X, np.isfinite(X[:, 0]), chosen.progress)
    n, k = complete.shape
    covariance = item_covariance(complete, chosen.progress)
    alpha = alpha_of(covariance)
    low, high = alpha_interval(alpha, n, k, chosen.level)
    dropped = alpha_if_dropped(covariance) if k > 2 else np.full(k, np.nan)
    rest = rest_correlations(covariance)
    decimals = 2 if chosen.decimals is None else chosen.decimals

    def cells(values: np.ndarray) -> list[Cell]:
        return [Cell(float(one) if one == one else None, n=n, base=n, decimals=decimals) for one in values]

    df = float(n - 1)
    whole = Cell(alpha, low, high, n=n, base=n, decimals=decimals, df=df)
    return Scale(cells(complete.mean(axis=0)), cells(rest), cells(dropped), whole)


def _by_design(chosen: Settings, X: np.ndarray, progress: Progress) -> Scale:
    """Means, correlations and alpha from the design's own estimates; alpha's spread by the delta method."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey import correlations, means  # numpy, 80 ms: not at start

    design, domain, k = chosen.study.design, chosen.total_domain, X.shape[1]
    decimals = 2 if chosen.decimals is None else chosen.decimals
    shown: dict[str, Any] = {"unit": Unit.NUMBER, "decimals": decimals, "infers": chosen.infers,
                             "weights_one": chosen.study.weights_one,
                             "population": design.names_population}  # fmt: skip
    mean = estimate_cells(means(design, X, domain, domains=1, level=chosen.level, progress=progress), **shown)[0]
    rest, total = [], sum(X.T, np.zeros(len(X)))
    for at in range(k):
        check(progress)
        pair = np.column_stack([X[:, at], total - X[:, at]])
        found = correlations(design, pair, domain, domains=1, level=chosen.level, progress=progress)
        rest.append(estimate_cells(found, **shown)[0][1])
    without = []
    for at in range(k):
        check(progress)
        lone = Cell(None, base=rest[at].base)
        without.append(_alpha(chosen, X[:, np.arange(k) != at], decimals, progress) if k > 2 else lone)
    return Scale(mean, rest, without, _alpha(chosen, X, decimals, progress))


def _alpha(chosen: Settings, X: np.ndarray, decimals: int, progress: Progress) -> Cell:
    """Alpha of the items with its linearised SE: a ratio of variances, each a mean of squares."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey import means, smooth_contrast  # numpy, 80 ms: not at start
    from analysis.survey.estimates.covariance import alpha_error  # numpy, 80 ms: not at start

    design, domain, k = chosen.study.design, chosen.total_domain, X.shape[1]
    check(progress)
    parts = [*X.T, sum(X.T, np.zeros(len(X)))]
    check(progress)
    centre = means(design, parts, domain, domains=1, covariance=False, progress=progress).estimate[0]
    away = []
    for part, middle in zip(parts, centre, strict=True):
        check(progress)
        away.append((part - middle) ** 2)
    squares = means(design, away, domain, domains=1, progress=progress)
    variances, factor, n = squares.estimate[0], k / (k - 1), int(squares.n[0, 0])
    share = variances[:k].sum() / variances[k]
    value = factor * (1 - share)
    if not chosen.infers:
        return Cell(float(value), n=n, base=n, weighted_base=float(squares.weighted_base[0, 0]), decimals=decimals)
    gradient = np.append(np.full(k, -factor / variances[k]), factor * share / variances[k])
    df = float(squares.df[0, 0])
    vcov = squares.vcov[0]
    if design.replicates is not None:  # alpha was made again with each replicate: its own error, by a gradient of one
        vcov, gradient = np.array([[alpha_error(design, X, domain, progress) ** 2]]), np.ones(1)
    found = smooth_contrast(value, gradient, vcov, df, chosen.level)
    low, high, se = (finite_or_none(part[0]) for part in (found.low, found.high, found.se))
    return Cell(
        float(value), low, high, se, n, n, float(squares.weighted_base[0, 0]), decimals=decimals, df=df,
    )  # fmt: skip


def _facts(chosen: Settings, scale: Scale, n: int, weighted: bool) -> dict[str, Any]:
    facts = shared_facts(chosen, n)
    facts.update(alpha=scale.alpha.estimate, low=scale.alpha.low, high=scale.alpha.high)
    facts["inference"] = weighted and chosen.infers
    if weighted and chosen.infers:
        facts["df"], facts["interval"] = scale.alpha.df, "t"
    facts["weighted"] = weighted and facts["weighted"]
    return facts


def _table(chosen: Settings, items: list[Variable], scale: Scale, facts: dict[str, Any], weighted: bool) -> TableSpec:
    missing = _missing(chosen, items)
    more: list[Text] = [] if weighted else [msg("note.alpha_unweighted", level=round(chosen.level * 100, 1))]
    if any(item.kind is Kind.ONE for item in items):
        more.append(msg("note.order_as_numbers"))
    if missing:
        more.append(msg("note.missing_items", parts=list(missing_text(missing))))
    shown = weighted and chosen.infers
    rows = [
        Row(item.id, item.labels, (mean, rest, without))
        for item, mean, rest, without in zip(items, scale.means, scale.rest, scale.without, strict=True)
    ]
    blank = Cell(text="", unit=Unit.TEXT)
    rows.append(Row("total", msg("row.all_items"), (blank, blank, scale.alpha), total=True))
    only = [msg("note.where", conditions=list(chosen.where))] if chosen.where else []
    below = notes(chosen, facts, {}, *more) if weighted else (*more, *only)
    show = {"mean": ("estimate", *(("interval",) if shown else ()), "base"), "item_rest": ("estimate",),
            "alpha_without": ("estimate", "interval")}  # fmt: skip
    return TableSpec(
        "reliability-" + "-".join(item.id for item in items),
        chosen.title or msg("title.reliability", n=len(items)),
        msg("subtitle.complete_weighted" if weighted else "subtitle.complete", unit=unit_text(chosen), base=facts["n"]),
        None,
        tuple(Column(name, msg(f"column.{name}"), show=parts) for name, parts in show.items()),
        tuple(rows),
        below,
        base=facts["n"],
        exclusive_rows=False,
        sensitive=is_sensitive(*items),
        level=chosen.level,
    )


def _missing(chosen: Settings, items: list[Variable]) -> dict[int, int]:
    """Reason → answers absent, over all items."""
    import numpy as np  # numpy, 80 ms: not at start

    missing: dict[int, int] = {}
    for item in items:
        counts = np.bincount(chosen.study.reasons(item.id)[chosen.inside], minlength=1)
        for reason in np.flatnonzero(counts[1:]).tolist():
            missing[reason + 1] = missing.get(reason + 1, 0) + int(counts[reason + 1])
    return missing
