# SPDX-License-Identifier: MIT
"""Planning a sample: how many households to select, in all or by stratum, and a sentence that says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from analysis.declarations.records import AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from wording import Message, Progress, Text, msg

if TYPE_CHECKING:
    from analysis.survey.calibration.frame_sheet import Sheet
    from analysis.survey.sample_size import SampleRequest, Shares

ALLOCATIONS = ("each", "proportional", "equal", "neyman", "power")


def sample_size_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Households and clusters to select; with `strata` a row for each and one for all.

    References
    ----------
    Cochran (1977), Sampling Techniques, chapters 4 and 5.
    """
    table = sample_size_table(options)
    return AnalysisResult("sample_size", dict(options), (table,), (), {"inference": False}, msg("why.sample_size"))


def sample_size_table(options: Options, drawn: Sheet | None = None) -> TableSpec:
    """Make the table alone: it needs no data.

    References
    ----------
    Cochran (1977), Sampling Techniques, chapters 4 and 5.
    """
    from analysis.survey.sample_size import Stratum, allocate, as_drawn, sample_size  # numpy, 80 ms: not at start

    ask = asked(options)
    lines = strata_of(options["strata"])
    heads: tuple[str, ...]
    if lines:
        strata = [Stratum(*line) for line in lines]
        shares = allocate(ask, strata, options["allocation"])
        shares = shares if drawn is None else as_drawn(ask, strata, shares, drawn)
        rows, heads = _by_stratum(shares), ("in_frame", "to_select", "clusters_to_visit", "precision")
        sentence = method_of_strata(ask, shares, options["allocation"])
    else:
        population = float(options["population_size"] or "inf")
        size = sample_size(ask, population)
        steps = {name: getattr(size, name) for name in ("simple", "finite", "designed", "selected")}
        rows = tuple(Row(name, msg(f"row.size_{name}"), (_count(value),)) for name, value in steps.items())
        heads = ("to_select",)
        sentence = method_of_one(ask, size.selected, population)
    stub = msg("column.stratum") if lines else None
    columns = tuple(Column(name, msg(f"column.{name}"), show=("estimate",)) for name in heads)
    title = options["title"] or msg("title.sample_size")
    missed = missed_precision(ask, shares) if lines else None
    notes = (sentence, *([missed] if missed else []), msg("note.sample_size_formula"))
    return TableSpec("sample-size", title, _subtitle(ask), stub, columns, rows, notes, exclusive_rows=False)


def asked(options: Options) -> SampleRequest:
    """What the options ask of a sample."""
    from analysis.survey.sample_size import SampleRequest  # numpy, 80 ms: not at start

    names = ("proportion", "precision", "level", "deff", "response")
    icc = options.get("icc")
    return SampleRequest(
        **{name: float(options[name]) for name in names},
        per_cluster=int(options["per_cluster"] or 0),
        icc=None if icc in (None, "") else float(icc),
    )


def _subtitle(ask: SampleRequest) -> Message:
    return msg(
        "subtitle.sample_size",
        proportion=_percent(ask.proportion),
        precision=_percent(ask.precision),
        level=_percent(ask.level),
    )


def _percent(share: float) -> float:
    return round(share * 100, 2)


def _by_stratum(shares: Shares) -> tuple[Row, ...]:
    rows = [
        Row(f"s{at}", one.row.stratum, (
            _count(one.row.households_in_frame), _count(one.row.households_selected),
            _clusters(one.row.clusters_selected), _precision(one.precision),
        ))
        for at, one in enumerate(shares.strata)
    ]  # fmt: skip
    total = sum(one.row.households_in_frame for one in shares.strata)
    cells = (_count(total), _count(shares.households), _clusters(shares.clusters), _precision(shares.precision))
    return (*rows, Row("total", msg("table.total"), cells, total=True))


def method_of_one(ask: SampleRequest, selected: int, population: float = float("inf")) -> Message:
    """The sentence for the methods section, without strata."""
    key = "note.method_size" if population == float("inf") else "note.method_size_finite"
    return msg(key, selected=selected, population=population, **_facts(ask))


def method_of_strata(ask: SampleRequest, shares: Shares, how: str) -> Message:
    """The sentence for the methods section, with strata."""
    if how == "each" and missed_precision(ask, shares) is not None:
        how = "each_or_frame"
    clusters: Text = msg("note.method_clusters", clusters=int(shares.clusters), per_cluster=ask.per_cluster)
    return msg(
        "note.method_size_strata",
        selected=int(shares.households),
        strata=len(shares.strata),
        n=len(shares.strata),
        how=msg(f"note.method_allocation.{how}"),
        clusters=clusters if shares.clusters else "",
        expected=_percent(round(shares.precision, 4)),
        **_facts(ask),
    )


def missed_precision(ask: SampleRequest, shares: Shares) -> Message | None:
    """The strata that miss the precision asked, each with what is to be expected there; None where all reach it."""
    missing = shares.missing(ask.precision)
    if not missing:
        return None
    named = [
        msg("sample_size.missed_one", stratum=one.row.stratum, expected=_percent(round(one.precision, 3)))
        for one in missing
    ]
    return msg("sample_size.missed", n=len(missing), precision=_percent(ask.precision), strata=named)


def _facts(ask: SampleRequest) -> dict[str, Any]:
    effect: Text = msg("note.method_deff", deff=round(ask.effect, 2))
    if ask.icc is not None:
        effect = msg("note.method_icc", deff=round(ask.effect, 2), icc=str(ask.icc), per_cluster=ask.per_cluster)
    return {
        "proportion": _percent(ask.proportion),
        "precision": _percent(ask.precision),
        "level": _percent(ask.level),
        "effect": effect,
        "response": _percent(ask.response),
    }


def strata_of(given: Any) -> list[tuple[str, float, float, float | None]]:
    """Read name, households, clusters and expected share of each stratum.

    From an object, or from text such as "Site A: 4000, 80; Site B: 900, 20, 0.3".

    Examples
    --------
    >>> strata_of("Site A: 4000, 80; Site B: 900, 20, 0.3")
    [('Site A', 4000.0, 80.0, None), ('Site B', 900.0, 20.0, 0.3)]
    """
    found = []
    for name, numbers in sheet_of(given).items():
        share = numbers[2] if len(numbers) > 2 else None
        if not numbers or len(numbers) > 3:
            raise AnalysisProblem(msg("problem.sheet", name=name))
        found.append((name, numbers[0], numbers[1] if len(numbers) > 1 else 0.0, share))
    return found


_GROUPED = re.compile(r"(?<![\d.])\d{1,3}(?:[,\s]\d{3})+(?![\d.])")


def sheet_of(given: Any) -> dict[str, list[float]]:
    """Names with numbers, from an object or from text: "Site A: 4000, 80; Site B: 900, 20".

    Examples
    --------
    >>> sheet_of("Site A: 4000, 80; Site B = 900"), sheet_of({"Site A": 5})
    ({'Site A': [4000.0, 80.0], 'Site B': [900.0]}, {'Site A': [5.0]})
    """
    if isinstance(given, str):
        lines = [part for part in re.split(r"[;\n]", given) if part.strip()]
        parts = [line.rpartition(":") if ":" in line else line.rpartition("=") for line in lines]
        named = [(name.strip(), rest.strip()) for name, _, rest in parts]
        for at, (name, rest) in enumerate(named):
            if not name:
                raise AnalysisProblem(msg("problem.sheet_nameless"))
            if _GROUPED.search(rest):  # "4,000" would be read as 4 and 0
                raise AnalysisProblem(msg("problem.sheet_grouped", name=name))
            if name in (earlier for earlier, _ in named[:at]):
                raise AnalysisProblem(msg("problem.sheet_twice", name=name))
        given = {name: re.split(r"[,\s]+", rest) for name, rest in named}
    sheet: dict[str, list[float]] = {}
    for name, numbers in (given or {}).items():
        try:
            sheet[str(name)] = [float(one) for one in (numbers if isinstance(numbers, (list, tuple)) else [numbers])]
        except ValueError:
            raise AnalysisProblem(msg("problem.sheet", name=str(name))) from None
    return sheet


def _count(value: float) -> Cell:
    return Cell(float(value), unit=Unit.COUNT)


def _clusters(value: float) -> Cell:
    """How many clusters; a dash where the strata do not tell how many they hold."""
    return _count(value) if value else Cell(text="–", unit=Unit.TEXT)


def _precision(value: float) -> Cell:
    return Cell(float(value), unit=Unit.SHARE, decimals=1)
