# SPDX-License-Identifier: MIT
"""Planning and following a sample: how many households to select, and how many were achieved against the target."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis.declared.records import AnalysisProblem, AnalysisResult, Declaration, Option, OptionKind
from analysis.declared.settings import LEVEL, TITLE
from analysis.declared.study import Study
from analysis.records import Kind
from analysis.specs import Cell, Column, Row, TableSpec, Unit
from wording import Progress, Text, msg

if TYPE_CHECKING:
    from analysis.survey.sample_size import Ask

ALLOCATIONS = ("each", "proportional", "equal", "power")


def sample_size_analysis(study: Study, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """Households and clusters to select; with `strata` {name: [households, clusters]} a row each. Raises Problem."""
    from analysis.survey.sample_size import Ask

    names = ("proportion", "precision", "level", "deff", "response")
    ask = Ask(**{name: float(options[name]) for name in names}, per_cluster=int(options["per_cluster"]))
    rows, heads, by_stratum = _sizes(ask, options)
    table = TableSpec(
        "sample-size",
        options["title"] or msg("title.sample_size"),
        msg(
            "subtitle.sample_size", proportion=ask.proportion, precision=ask.precision, level=round(ask.level * 100, 1)
        ),
        msg("column.stratum") if by_stratum else None,
        tuple(Column(name, msg(f"column.{name}"), show=("estimate",)) for name in heads),
        rows,
        (msg("note.sample_size", deff=ask.deff, response=ask.response),),
        exclusive_rows=False,
    )
    return AnalysisResult("sample_size", dict(options), (table,), (), {"inference": False}, msg("why.sample_size"))


def _sizes(ask: Ask, options: Mapping[str, Any]) -> tuple[tuple[Row, ...], tuple[str, ...], bool]:
    """Rows, column names, and whether there is a row for each stratum."""
    from analysis.survey.sample_size import allocate, sample_size

    heads: tuple[str, ...]
    strata = {name: (size[0], size[1] if len(size) > 1 else 0.0) for name, size in _sheet(options["strata"]).items()}
    if strata:
        sheet = allocate(ask, strata, options["allocation"])
        rows = tuple(
            Row(f"s{at}", row.stratum, (
                _count(row.households_in_frame), _count(row.households_selected), _count(row.clusters_selected)
            ))
            for at, row in enumerate(sheet)
        )  # fmt: skip
        heads = ("in_frame", "to_select", "clusters_to_visit")
    else:
        population = float(options["population_size"] or "inf")
        size = sample_size(ask, population)
        steps = (
            ("simple", size.simple),
            ("finite", size.finite),
            ("designed", size.designed),
            ("selected", size.selected),
        )
        rows = tuple(Row(name, msg(f"row.size_{name}"), (_count(value),)) for name, value in steps)
        heads = ("to_select",)
    return rows, heads, bool(strata)


def achieved_analysis(study: Study, options: Mapping[str, Any], progress: Progress) -> AnalysisResult:
    """Interviews by stratum, cluster, enumerator or day against `targets` {choice code or text: number}."""
    from analysis.survey.sample_size import achieved

    variable = study.variable(options["variable"], frozenset({Kind.ONE, Kind.TEXT, Kind.DATE, Kind.DATETIME}))
    targets = {name: numbers[0] for name, numbers in _sheet(options["targets"]).items()}
    labels: dict[str, Text] = {choice.code: choice.labels for choice in variable.choices}
    if variable.kind is Kind.ONE:
        choices = study.choices(variable)
        names = [choices[code].code for code in study.codes(variable) if code >= 0]
    else:
        column = study.frame.data[variable.id][study.reasons(variable.id) == 0]
        text = column.dt.strftime("%Y-%m-%d") if variable.kind is not Kind.TEXT else column.astype(str)
        names = sorted(text.tolist())
    if not names and not targets:
        raise AnalysisProblem(msg("problem.no_rows", table=study.table.labels))
    rows = []
    for at, one in enumerate(achieved(names, targets)):
        known = one.target == one.target
        share = Cell(one.share, unit=Unit.SHARE) if known else Cell(text="", unit=Unit.TEXT)
        target, short = (_count(one.target), _count(one.short)) if known else (Cell(text="", unit=Unit.TEXT),) * 2
        rows.append(Row(f"a{at}", labels.get(one.name, one.name), (_count(one.achieved), target, share, short)))
    heads = ("achieved", "target", "share", "short")
    table = TableSpec(
        f"achieved-{variable.id}",
        options["title"] or msg("title.achieved", variable=variable.labels),
        msg("subtitle.achieved", base=len(names)),
        variable.labels,
        tuple(Column(name, msg(f"column.{name}"), show=("estimate",)) for name in heads),
        tuple(rows),
        base=len(names),
        exclusive_rows=False,
    )
    facts = {"n": len(names), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("achieved", dict(options), (table,), (), facts)


def _sheet(given: Any) -> dict[str, list[float]]:
    """Names with numbers, from an object or from text: "Site A: 4000, 80; Site B: 900, 20". Raises AnalysisProblem."""
    if isinstance(given, str):
        lines = [part for part in re.split(r"[;\n]", given) if part.strip()]
        given = {
            name.strip(): re.split(r"[,\s]+", rest.strip()) for name, _, rest in (x.rpartition(":") for x in lines)
        }
    sheet: dict[str, list[float]] = {}
    for name, numbers in (given or {}).items():
        try:
            sheet[str(name)] = [float(one) for one in (numbers if isinstance(numbers, (list, tuple)) else [numbers])]
        except ValueError:
            raise AnalysisProblem(msg("problem.sheet", name=str(name))) from None
    return sheet


def _count(value: float) -> Cell:
    return Cell(float(value), unit=Unit.COUNT)


def _number(name: str, default: float | None) -> Option:
    return Option(name, OptionKind.NUMBER, default=default, stales=("table",))


SAMPLE_SIZE = Declaration(
    "sample_size",
    (
        _number("proportion", 0.5),
        _number("precision", 0.05),
        LEVEL,
        _number("deff", 1.5),
        _number("response", 0.95),
        _number("population_size", None),
        _number("per_cluster", 0),
        Option("strata", OptionKind.TEXT, default=""),
        Option("allocation", OptionKind.CHOICE, default="each", choices=ALLOCATIONS),
        TITLE,
    ),
    sample_size_analysis,
    results=("table",),
)
ACHIEVED = Declaration(
    "achieved",
    (
        Option("variable", OptionKind.VARIABLE, required=True),
        Option("targets", OptionKind.TEXT, default=""),
        TITLE,
    ),
    achieved_analysis,
    results=("table",),
)
