# SPDX-License-Identifier: MIT
"""Tests before and after a training as pairs: what changed in the same people, with its interval.

Only rows with both answers count. A number changes by its mean (paired t), an answer by its share (McNemar).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.shared_options import Settings, is_sensitive, settings, unit_text
from analysis.analyses.table_notes import shared_facts
from analysis.analyses.unweighted.test_rows import decimals_of, effect_cell, fewest, result_columns, result_row
from analysis.analyses.with_nonresponse.complete_cases import pairs_of_all_asked
from analysis.classical import one_sample, rank_effects, ranks, shares, tables
from analysis.classical.one_sample import t_test
from analysis.classical.shares import interval, paired_difference
from analysis.declarations.records import CATEGORIES, NUMBERS, AnalysisResult, Facts, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.records import Kind, Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.classical.classical_result import Test

_FEWEST = 3  # pairs, below which nothing is compared


def pre_post_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Before, after and the change of `n` pairs; how many moved which way; the paired tests.

    Numbers: mean of the differences, Student's paired t. Answers: difference of the shares with Bonett and Price's
    interval, McNemar's test.

    References
    ----------
    Bonett & Price (2012), Journal of Educational and Behavioral Statistics 37; McNemar (1947), Psychometrika 12.
    """
    chosen = settings(study, {**options, "inference": "off", "inference_reason": ""}, progress)
    before, after = (study.variable(options[name], NUMBERS | CATEGORIES) for name in ("before", "after"))
    if before.id == after.id:
        raise AnalysisProblem(msg("problem.same_variable", variable=before.labels))
    if (before.kind in CATEGORIES) != (after.kind in CATEGORIES):
        raise AnalysisProblem(msg("problem.pre_post_kinds", before=before.labels, after=after.labels))
    make = _of_answers if before.kind in CATEGORIES else _of_numbers
    return make(chosen, before, after, options)


def _of_numbers(chosen: Settings, before: Variable, after: Variable, options: Options) -> AnalysisResult:
    import numpy as np  # numpy, 80 ms: not at start

    x, y = (chosen.study.numbers(one) for one in (before, after))
    used = chosen.inside & np.isfinite(x) & np.isfinite(y)
    x, y, n, level, decimals = x[used], y[used], _enough(used), chosen.level, decimals_of(chosen)
    d = y - x
    rows = [
        _mean_row(name, label, values, level, decimals)
        for name, label, values in (
            ("before", before.labels, x),
            ("after", after.labels, y),
            ("change", msg("pre_post.change"), d),
        )
    ]
    columns = (
        Column("mean", msg("column.mean"), show=("estimate", "interval")),
        Column("standard_deviation", msg("column.standard_deviation"), show=("estimate",)),
    )
    moved = [("rose", int((d > 0).sum())), ("same", int((d == 0).sum())), ("fell", int((d < 0).sum()))]
    tests = [
        result_row(
            "paired_t",
            msg("row.paired_t"),
            one_sample.t_test(d, 0.0, level),
            one_sample.standardised_mean(d, 0.0, level),
            n,
            n,
        ),
        result_row(
            "signed_rank",
            msg("row.signed_rank_pairs"),
            ranks.signed_rank(d),
            rank_effects.signed_rank_biserial(d, level),
            n,
            n,
        ),
    ]
    notes = (msg("note.pre_post_mean"),)
    result = _result(chosen, (before, after), options, n, (columns, rows), moved, tests, notes)
    return pairs_of_all_asked(chosen, result, (before, after), used)


def _of_answers(chosen: Settings, before: Variable, after: Variable, options: Options) -> AnalysisResult:
    import numpy as np  # numpy, 80 ms: not at start

    known, wanted, words = _wanted(chosen.study, before, after, options)
    used = chosen.inside & known[0] & known[1]
    n, level, decimals = _enough(used), chosen.level, decimals_of(chosen, 1)
    x, y = (one[used] for one in wanted)
    counts = np.array([[(~x & ~y).sum(), (~x & y).sum()], [(x & ~y).sum(), (x & y).sum()]])
    gained, lost = int(counts[0, 1]), int(counts[1, 0])
    change = paired_difference(gained, lost, n, level)
    rows = [
        _share_row("before", before.labels, int(x.sum()), n, level, decimals),
        _share_row("after", after.labels, int(y.sum()), n, level, decimals),
        Row("change", msg("pre_post.change"), (effect_cell(change, fewest(gained, lost), n, decimals, Unit.SHARE),)),
    ]
    columns = (Column("share", msg("row.share"), show=("estimate", "interval")),)
    moved = [("gained", gained), ("kept", int(counts[1, 1])), ("lost", lost), ("never", int(counts[0, 0]))]
    g, least = shares.cohens_g(counts, level), fewest(gained, lost)
    tests = [
        result_row("mcnemar", msg("row.mcnemar"), tables.mcnemar(counts, False), g, least, n),
        result_row("mcnemar_corrected", msg("row.mcnemar_corrected"), tables.mcnemar(counts), None, least, n),
    ]
    notes = (msg("note.pre_post_share", answers=words),)
    result = _result(chosen, (before, after), options, n, (columns, rows), moved, tests, notes)
    return pairs_of_all_asked(chosen, result, (before, after), used)


def _wanted(
    study: Study, before: Variable, after: Variable, options: Options
) -> tuple[list[np.ndarray], list[np.ndarray], list[Text]]:
    """Who answered at all and who gave a wanted answer (rows,), before and after, and the wanted answers in words."""
    import numpy as np  # numpy, 80 ms: not at start

    own = study.choices(before)
    asked = set(options["event"] or ()) or {choice.id for choice in own[:1]}
    named = [choice for choice in own if {choice.id, choice.code} & asked]
    codes = {choice.code.casefold() for choice in named}
    if not codes & {choice.code.casefold() for choice in study.choices(after)}:
        raise AnalysisProblem(msg("problem.pre_post_answers", before=before.labels, after=after.labels))
    known, gave = [], []
    for variable in (before, after):
        given, choices = study.codes(variable), study.choices(variable)
        places = [at for at, choice in enumerate(choices) if choice.code.casefold() in codes]
        known.append(given >= 0)
        gave.append(np.isin(given, places))
    return known, gave, [choice.labels for choice in named]


def _enough(used: np.ndarray) -> int:
    n = int(used.sum())
    if n < _FEWEST:
        raise AnalysisProblem(msg("problem.few_measured"))
    return n


def _mean_row(name: str, label: Text, values: np.ndarray, level: float, decimals: int) -> Row:
    n = len(values)
    mean: Test = t_test(values, level=level)
    spread = Cell(float(values.std(ddof=1)), n=n, base=n, decimals=decimals)
    return Row(name, label, (effect_cell(mean, n, n, decimals), spread))


def _share_row(name: str, label: Text, x: int, n: int, level: float, decimals: int) -> Row:
    low, high = interval(x, n, "wilson", level)
    return Row(name, label, (Cell(x / n, low, high, n=x, base=n, unit=Unit.SHARE, decimals=decimals),))


def _result(
    chosen: Settings,
    pair: tuple[Variable, Variable],
    options: Options,
    n: int,
    main: tuple[tuple[Column, ...], list[Row]],
    moved: list[tuple[str, int]],
    tests: list[Row],
    notes: tuple[Text, ...],
) -> AnalysisResult:
    before, after = pair
    name = f"pre_post-{before.id}-{after.id}"
    left = int(chosen.inside.sum()) - n
    below: list[Text] = [msg("note.pre_post_pairs"), *notes]
    if left:
        below.append(msg("note.pre_post_left", n=left))
    if chosen.where:
        below.append(msg("note.where", conditions=list(chosen.where)))
    shared: Facts = {"base": n, "sensitive": is_sensitive(*pair), "level": chosen.level}
    subtitle = msg("subtitle.pre_post", unit=unit_text(chosen), base=n)
    title = chosen.title or msg("title.pre_post", before=before.labels, after=after.labels)
    table = TableSpec(name, title, subtitle, None, main[0], tuple(main[1]), tuple(below), exclusive_rows=False,
                      **shared)  # fmt: skip
    ways = tuple(
        Row(key, msg(f"pre_post.{key}"), (Cell(float(many), n=many, base=n, unit=Unit.COUNT),)) for key, many in moved
    )
    people = Column("people", msg("pre_post.people"), base=n, show=("estimate",))
    moves = replace(table, id=f"{name}-moves", title=msg("title.pre_post_moves"), columns=(people,), rows=ways,
                    notes=(), exclusive_rows=True)  # fmt: skip
    tested = replace(table, id=f"{name}-tests", title=msg("title.pre_post_tests"), columns=result_columns(),
                     rows=tuple(tests), notes=(msg("note.pre_post_tests"),))  # fmt: skip
    head = main[0][0]
    figure = FigureSpec(f"{name}-figure", table, Chart.DOTS, title, axis=head.label, rows=("before", "after"),
                        columns=(head.id,))  # fmt: skip
    facts = shared_facts(chosen, n)
    kind = "share" if before.kind is Kind.ONE else "mean"
    return AnalysisResult("pre_post", dict(options), (table, moves, tested), (figure,), facts,
                          msg(f"why.pre_post_{kind}"))  # fmt: skip
