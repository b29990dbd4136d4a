# SPDX-License-Identifier: MIT
"""What key informants say, brought together by site: always sites, never "% of people"; ties are no consensus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.declared.records import CATEGORIES, NUMBERS, AnalysisResult, Declaration, Option, OptionKind
from analysis.declared.settings import TITLE, WHERE, is_sensitive
from analysis.declared.study import Study
from analysis.records import Kind, Reason, Variable
from analysis.specs import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Progress, Text, msg

KINDS = frozenset({Kind.ONE, Kind.SET, Kind.INTEGER, Kind.NUMBER})


def key_informants_analysis(study: Study, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """Sites by agreed answer; for a set by the rule any, half or all; for a number the median of site medians."""
    variable = study.variable(options["variable"], KINDS)
    site = study.variable(options["site"], CATEGORIES)
    if variable.kind is Kind.SET:
        rows, base, notes = _sets(study, variable, site, options)
    elif variable.kind is Kind.ONE:
        rows, base, notes = _answers(study, variable, site, options)
    else:
        rows, base, notes = _medians(study, variable, site, options)
    weighted = bool(options["population"]) and variable.kind is Kind.ONE
    title = options["title"] or msg("title.variable", variable=variable.labels)
    table = TableSpec(
        f"key-informants-{variable.id}",
        title,
        msg(_subtitle(variable, weighted), base=base),
        None,
        (
            Column(
                "sites",
                msg("column.sites"),
                base=base,
                show=("estimate",) if variable.kind in NUMBERS else ("estimate", "n"),
            ),
        ),
        rows,
        (msg("note.key_informants"), *notes),
        base=base,
        exclusive_rows=variable.kind is Kind.ONE,
        sensitive=is_sensitive(variable),
    )
    figures: tuple[FigureSpec, ...] = ()
    if variable.kind in (Kind.ONE, Kind.SET):
        figures = (FigureSpec(f"{table.id}-figure", table, Chart.BARS, title),)
    facts = {"n": base, "how": study.table.how.value, "inference": False, "rows": study.rows, "weighted": weighted}
    return AnalysisResult("key_informants", dict(options), (table,), figures, facts, msg("why.key_informants"))


def _subtitle(variable: Variable, weighted: bool) -> str:
    if variable.kind in NUMBERS:
        return "subtitle.site_medians"
    return "subtitle.sites_population" if weighted else "subtitle.sites"


def _sites(study: Study, site: Variable, options: Mapping[str, Any]) -> tuple[Any, int]:
    import numpy as np

    return np.where(study.where(options["where"]), study.codes(site), -1), len(study.choices(site))


def _answers(
    study: Study, variable: Variable, site: Variable, options: Mapping[str, Any]
) -> tuple[tuple[Row, ...], int, list[Text]]:
    import numpy as np

    from analysis.survey.key_informants import agreed, shares_of_sites

    sites, count = _sites(study, site, options)
    choices = study.choices(variable)
    unsure = study.reasons(variable.id) == Reason.DONT_KNOW
    found = agreed(study.codes(variable), sites, count, len(choices), unsure)
    population = None
    if options["population"]:
        people = study.numbers(study.variable(options["population"], NUMBERS))
        population = np.array([_first(people[sites == at]) for at in range(count)])
    shares = shares_of_sites(found, len(choices), population)
    rows = tuple(
        Row(choice.id, choice.labels, (_share(shares.shares[at], int(shares.counts[at]), shares.base),))
        for at, choice in enumerate(choices)
    )
    notes: list[Text] = [msg("note.consensus", none=shares.no_consensus, silent=shares.no_answer)]
    if found.dont_know.sum():
        notes.append(msg("note.dont_know", n=int(found.dont_know.sum())))
    if shares.without_population:
        notes.append(msg("note.no_population", n=shares.without_population))
    return rows, shares.base, notes


def _first(values: Any) -> float:
    import numpy as np

    known = values[np.isfinite(values)]
    return float(known[0]) if len(known) else float("nan")


def _sets(
    study: Study, variable: Variable, site: Variable, options: Mapping[str, Any]
) -> tuple[tuple[Row, ...], int, list[Text]]:
    from analysis.survey.key_informants import agreed_sets

    sites, count = _sites(study, site, options)
    found = agreed_sets(study.indicators(variable), sites, count, options["rule"])
    base = int((found.answered > 0).sum())
    held = found.holds.sum(axis=0)
    rows = tuple(
        Row(choice.id, choice.labels, (_share(held[at] / base if base else float("nan"), int(held[at]), base),))
        for at, choice in enumerate(study.choices(variable))
    )
    return rows, base, [msg(f"note.rule_{options['rule']}")]


def _medians(
    study: Study, variable: Variable, site: Variable, options: Mapping[str, Any]
) -> tuple[tuple[Row, ...], int, list[Text]]:
    import numpy as np

    from analysis.survey.key_informants import site_medians

    sites, count = _sites(study, site, options)
    medians, _ = site_medians(study.numbers(variable), sites, count)
    known = medians[np.isfinite(medians)]
    cells = [
        Cell(float(np.quantile(known, share)) if len(known) else None, base=len(known), decimals=1)
        for share in (0.25, 0.5, 0.75)
    ]
    labels = (msg("column.quantile", share=25), msg("column.median"), msg("column.quantile", share=75))
    rows = tuple(Row(f"q{at}", label, (cell,)) for at, (label, cell) in enumerate(zip(labels, cells, strict=True)))
    return rows, len(known), [msg("note.site_medians")]


def _share(share: float, n: int, base: int) -> Cell:
    return Cell(float(share) if share == share else None, n=n, base=base, unit=Unit.SHARE)


KEY_INFORMANTS = Declaration(
    "key_informants",
    (
        Option("variable", OptionKind.VARIABLE, required=True, kinds=KINDS),
        Option("site", OptionKind.VARIABLE, required=True, kinds=CATEGORIES),
        Option("rule", OptionKind.CHOICE, default="half", choices=("any", "half", "all")),
        Option("population", OptionKind.VARIABLE, kinds=NUMBERS),
        WHERE,
        TITLE,
    ),
    key_informants_analysis,
)
