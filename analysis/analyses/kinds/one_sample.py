# SPDX-License-Identifier: MIT
"""One variable against a value without a sample design: mean by t and signed ranks, share by exact and score tests."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.analyses.estimate_cells import finite_or_none
from analysis.analyses.shared_options import Settings, is_sensitive, settings, unit_text
from analysis.analyses.table_notes import beside_base, notes, shared_facts
from analysis.analyses.unweighted.test_rows import (
    FREQUENCY,
    SHARED,
    decimals_of,
    effect_cell,
    frequencies,
    irrelevant_inference,
    normal_rows,
    result_columns,
    result_row,
    symmetric_rows,
)
from analysis.declarations.records import CATEGORIES, NUMBERS, AnalysisResult, Declaration, Option, OptionKind, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.records import DataTable, Kind, Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.classical.classical_result import Test

TYPES = tuple(str(kind) for kind in range(1, 10))
_SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
_REPEATED = 1_000_000  # rows up to which what stands for several is repeated for the tests


@dataclass(frozen=True)
class _One:
    """The variable, what is asked of it, and the words that stand over and under its tables."""

    chosen: Settings
    variable: Variable
    options: Options
    weight: np.ndarray | None

    def table(
        self,
        name: str,
        title: Text,
        columns: tuple[Column, ...],
        rows: list[Row],
        n: int,
        *sentences: Text,
        **more: Any,
    ) -> TableSpec:
        return TableSpec(
            f"one_sample-{self.variable.id}{name}",
            title,
            msg("subtitle.one_sample", unit=unit_text(self.chosen), base=n),
            None,
            columns,
            tuple(rows),
            sentences,
            base=n,
            exclusive_rows=False,
            level=self.chosen.level,
            sensitive=is_sensitive(self.variable),
            **more,
        )


def one_sample_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """A number described and its mean tested against a value, or the share of some answers with its intervals.

    References
    ----------
    Quantiles: Hyndman & Fan (1996), The American Statistician 50, 7 by default.
    """
    chosen = settings(study, options, progress)
    variable = study.variable(options["variable"], CATEGORIES | NUMBERS)
    one = _One(chosen, variable, options, frequencies(chosen, options))
    return _of_share(one) if variable.kind in CATEGORIES else _of_number(one)


def _of_number(one: _One) -> AnalysisResult:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import one_sample  # numpy, 80 ms: not at start

    chosen, values = one.chosen, one.chosen.study.numbers(one.variable)
    inside = chosen.inside & np.isfinite(values)
    times = inside.astype(float) if one.weight is None else np.where(inside, one.weight, 0.0)
    n = int(times.sum())
    if n < 2:
        raise AnalysisProblem(msg("problem.one_sample_rows", variable=one.variable.labels))
    x = np.repeat(values, times.astype(int)) if n <= _REPEATED else values[inside]
    mu = float(one.options["value"] or 0)
    test = one_sample.t_test(x, mu, chosen.level)
    facts, missing = shared_facts(chosen, n), beside_base(chosen, one.variable)
    show = ("estimate", "interval") if chosen.infers else ("estimate",)
    described = one.table(
        "",
        _title(one),
        (Column("value", msg("column.value"), show=show),),
        _described(one, x, values, times, test),
        n,
        *notes(chosen, facts, missing, msg("note.quantile_type", type=one.options["quantile_type"])),
        missing=missing,
    )
    tables = [described]
    if chosen.infers:
        tables.append(
            one.table(
                "-tests",
                msg("title.one_sample_tests", value=f"{mu:g}"),
                result_columns(),
                _mean_tests(one, x, mu, test),
                n,
                msg("note.one_sample"),
                msg("note.signed_rank_effect"),
            )
        )
    figure = FigureSpec("one_sample-figure", described, Chart.DOTS, described.title, rows=("mean", "median", "trimmed"))
    why = msg("why.one_sample_mean") if chosen.infers else None
    return AnalysisResult("one_sample", dict(one.options), tuple(tables), (figure,), facts, why)


def _title(one: _One) -> Any:
    return one.chosen.title or msg("title.one_sample", variable=one.variable.labels)


def _described(one: _One, x: np.ndarray, values: np.ndarray, times: np.ndarray, test: Test) -> list[Row]:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import one_sample  # numpy, 80 ms: not at start

    n, decimals, counted = int(times.sum()), decimals_of(one.chosen), one.weight is not None
    kind = int(one.options["quantile_type"])
    held = times > 0
    mean, variance, effective = one_sample.counted(values[held], times[held])
    quantiles = one_sample.quantile(x, _SHARES, kind)
    if counted and kind == 7:
        quantiles = one_sample.counted_quantile(values[held], times[held], _SHARES)
    five, out = one_sample.box(x)
    skewness, kurtosis = one_sample.skewness(x)
    centre = effect_cell(test, n, n, decimals) if one.chosen.infers else Cell(mean, n=n, base=n, decimals=decimals)
    found: dict[str, float] = {
        "sd": variance**0.5,
        "variance": variance,
        "median": float(np.median(x)),
        "mad": one_sample.median_deviation(x),
        "iqr": float(quantiles[3] - quantiles[1]),
        "trimmed": one_sample.trimmed_mean(x),
        "skewness": skewness,
        "kurtosis": kurtosis,
        "minimum": float(x.min()),
        "maximum": float(x.max()),
        "whisker_low": float(five[0]),
        "whisker_high": float(five[4]),
    }
    rows = [Row("mean", msg("row.mean"), (centre,))]
    rows += [_value(name, value, n, decimals) for name, value in found.items()]
    rows += [
        Row(
            f"q{share:g}",
            msg("row.quantile", share=round(share * 100)),
            (Cell(float(value), n=n, base=n, decimals=decimals),),
        )
        for share, value in zip(_SHARES, quantiles, strict=True)
    ]
    rows.append(
        Row("beyond", msg("row.beyond_whiskers"), (Cell(float(len(out)), n=len(out), base=n, unit=Unit.COUNT),))
    )
    if counted:
        rows.append(_value("effective", effective, n, 1))
    return rows


def _value(name: str, value: float, n: int, decimals: int) -> Row:
    return Row(name, msg(f"row.{name}"), (Cell(finite_or_none(value), n=n, base=n, decimals=decimals),))


def _mean_tests(one: _One, x: np.ndarray, mu: float, test: Test) -> list[Row]:
    from analysis.classical import one_sample, rank_effects, ranks  # numpy, 80 ms: not at start

    n, r = len(x), rank_effects.signed_rank_biserial(x - mu, one.chosen.level)
    effect = one_sample.standardised_mean(x, mu, one.chosen.level)
    return [
        result_row("t", msg("row.one_sample_t"), test, effect, n, n),
        result_row("signed_rank", msg("row.signed_rank"), ranks.signed_rank(x, mu), r, n, n),
        *normal_rows("normal", msg("row.normal_values"), x),
        *symmetric_rows(msg("row.symmetric_values"), x),
    ]


def _of_share(one: _One) -> AnalysisResult:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.classical import shares  # numpy, 80 ms: not at start
    from analysis.classical.classical_result import Test  # numpy, 80 ms: not at start

    chosen, study, variable = one.chosen, one.chosen.study, one.variable
    choices = study.choices(variable)
    wanted = set(one.options["event"] or ()) or {choice.id for choice in choices[:1]}
    places = [at for at, choice in enumerate(choices) if {choice.id, choice.code} & wanted]
    if not places:
        raise AnalysisProblem(msg("problem.regression_event", variable=variable.labels))
    codes = study.codes(variable)
    times = (chosen.inside & (codes >= 0)).astype(float)
    times = times if one.weight is None else times * one.weight
    n, x = int(times.sum()), int(times[np.isin(codes, places)].sum())
    if not n:
        raise AnalysisProblem(msg("problem.one_sample_rows", variable=variable.labels))
    p0 = 0.5 if one.options["value"] in (None, "") else float(one.options["value"])
    if not 0 < p0 < 1:
        raise AnalysisProblem(msg("problem.one_sample_share"))
    facts, missing = shared_facts(chosen, n), beside_base(chosen, variable)
    rows, share = [], Cell(x / n, n=x, base=n, unit=Unit.SHARE, decimals=1)
    for name in shares.INTERVALS if chosen.infers else ("",):
        if not name:
            rows.append(Row("share", msg("row.share"), (share,)))
            continue
        low, high = shares.interval(x, n, name, chosen.level)
        rows.append(Row(name, msg(f"row.interval_{name}"), (replace(share, low=max(low, 0.0), high=min(high, 1.0)),)))
    show = ("estimate", "interval", "n") if chosen.infers else ("estimate", "n")
    words = [choices[at].labels for at in places]
    table = one.table(
        "",
        chosen.title or msg("title.one_share", variable=variable.labels, answers=words),
        (Column("share", msg("row.share"), base=n, show=show),),
        rows,
        n,
        *notes(chosen, facts, missing),
        missing=missing,
    )
    tables = [table]
    if chosen.infers:
        nothing = float("nan")
        tests = {
            "exact": shares.exact_test(x, n, p0),
            "score": shares.score_test(x, n, p0, False, chosen.level),
            "yates": shares.score_test(x, n, p0, True, chosen.level),
        }
        lines = [
            result_row(
                f"test_{name}",
                msg(f"row.share_{name}"),
                test if name != "exact" else Test(nothing, test.p),
                test,
                x,
                n,
                decimals=1,
                unit=Unit.SHARE,
            )
            for name, test in tests.items()
        ]
        tables.append(
            one.table(
                "-tests",
                msg("title.one_share_tests", value=f"{p0 * 100:g}"),
                result_columns(),
                lines,
                n,
                msg("note.one_share"),
            )
        )
    figure = FigureSpec("one_sample-figure", table, Chart.DOTS if chosen.infers else Chart.BARS, table.title)
    why = msg("why.one_sample_share") if chosen.infers else None
    return AnalysisResult("one_sample", dict(one.options), tuple(tables), (figure,), facts, why)


def _irrelevant(table: DataTable, options: Options) -> frozenset[str]:
    """The answers of a question, the quantiles of a number."""
    found = {variable.id: variable for variable in table.variables}.get(str(options.get("variable")))
    irrelevant = irrelevant_inference(table, options)
    if found is None:
        return irrelevant
    return irrelevant | {"quantile_type" if found.kind is Kind.ONE else "event"}


ANALYSIS = Declaration(
    "one_sample",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=CATEGORIES | NUMBERS),
        Option("event", OptionKind.ANSWERS, default=(), of="variable"),
        Option("value", OptionKind.NUMBER),
        Option("quantile_type", OptionKind.CHOICE, default="7", choices=TYPES, fine=True),
        FREQUENCY,
        *SHARED,
    ),
    "analysis.analyses.kinds.one_sample:one_sample_analysis",
    irrelevant=_irrelevant,
    unweighted=True,
    complete_cases=True,
    rank=91,
)
