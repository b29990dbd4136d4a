# SPDX-License-Identifier: MIT
"""Key informant answers by site: always sites, never "% of people"; ties are no consensus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from analysis.analyses.answer_shares import ramp_of
from analysis.analyses.shared_options import crossed, is_sensitive, narrowed
from analysis.declarations.records import CATEGORIES, NUMBERS, AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import AnalysisProblem
from analysis.records import Kind, Reason, Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Origin, Ramp, Row, TableSpec, Unit
from analysis.tables.layout import missing_text
from wording import Labels, Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

SITES = CATEGORIES | {Kind.TEXT, Kind.INTEGER}  # a column with one row per site is one
KINDS = frozenset({Kind.ONE, Kind.SET, Kind.INTEGER, Kind.NUMBER})


@dataclass(frozen=True)
class _InformantAnswers:
    """The rows of the table, how many sites they rest on, and what is said below."""

    rows: tuple[Row, ...]
    base: int
    notes: tuple[Text, ...]


@dataclass(frozen=True)
class _Sites:
    """Codes of the sites (rows,), −1 = outside; how many there are; people living in each, or None.

    `spoken_of` (sites,): those of which an informant inside was asked at all.
    """

    codes: np.ndarray
    count: int
    people: np.ndarray | None

    @cached_property
    def spoken_of(self) -> np.ndarray:
        import numpy as np  # numpy, 80 ms: not at start

        return np.bincount(self.codes[self.codes >= 0], minlength=self.count) > 0

    def silent(self, without: np.ndarray) -> list[Text]:
        """How many of them are `without` (sites,) an answer."""
        n = int((without & self.spoken_of).sum())
        return [msg("note.no_answer_sites", n=n)] if n else []

    def unpeopled(self, base: int) -> list[Text]:
        """That nobody lives in the sites with an answer, where their population is to weigh them."""
        nobody = self.people is not None and base > 0
        return [msg("note.population_zero")] if nobody else []


def key_informants_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Sites by agreed answer; for a set by the rule any, half or all; for a number quartiles of site medians."""
    variable = study.variable(options["variable"], KINDS)
    sites = _sites(study, study.variable(options["site"], SITES), options)
    informants = _informant_answers(study, variable, sites, options)
    groups = _by_group(study, variable, sites, options)
    weighted = sites.people is not None and variable.kind not in NUMBERS
    title = options["title"] or msg("title.variable", variable=variable.labels)
    if isinstance(title, Mapping):
        title = Labels(dict(title))
    show = ("estimate",) if variable.kind in NUMBERS else ("estimate", "n")
    table = TableSpec(
        f"key-informants-{variable.id}",
        title,
        msg(_subtitle(variable, weighted, options), base=informants.base),
        None,
        (
            *(Column(f"g{at}", label, base=one.base, show=show) for at, (label, one) in enumerate(groups)),
            Column(
                "total" if groups else "sites",
                msg("table.total" if groups else "column.sites"),
                base=informants.base,
                show=show,
            ),
        ),
        _side_by_side([*(one for _, one in groups), informants]),
        (
            *_nobody(study, variable, sites),
            *(msg("note.key_informants"), *informants.notes, *_unsure(study, variable, sites)),
            *narrowed(study, options["where"]),
        ),
        base=informants.base,
        exclusive_rows=variable.kind is Kind.ONE,
        sensitive=is_sensitive(variable, groups=_groupers(study, options)),
        origin=Origin(study.table.id, "site", study.table.how.value),
    )
    figures: tuple[FigureSpec, ...] = ()
    if variable.kind in (Kind.ONE, Kind.SET):
        groupers = _groupers(study, options)
        ramp = ramp_of(groupers[0]) if len(groupers) == 1 else Ramp.NONE
        figures = (FigureSpec(f"{table.id}-figure", table, Chart.BARS, title, group_ramp=ramp),)
    facts = {
        "n": informants.base,
        "how": study.table.how.value,
        "inference": False,
        "rows": study.rows,
        "weighted": weighted,
    }
    return AnalysisResult("key_informants", dict(options), (table,), figures, facts, msg("why.key_informants"))


def _informant_answers(study: Study, variable: Variable, sites: _Sites, options: Options) -> _InformantAnswers:
    """What the sites say, by the kind of the variable."""
    if variable.kind is Kind.SET:
        return _sets(study, variable, sites, options)
    if variable.kind is Kind.ONE:
        return _answers(study, variable, sites, options)
    return _medians(study, variable, sites)


def _by_group(
    study: Study, variable: Variable, sites: _Sites, options: Options
) -> list[tuple[Text, _InformantAnswers]]:
    """What the sites of each group say: those of informants who gave that answer, or those answers to several
    questions; empty without groups."""
    import numpy as np  # numpy, 80 ms: not at start

    if not options.get("by"):
        return []
    groups = [study.variable(name, CATEGORIES) for name in (options["by"], *(options.get("also_by") or ()))]
    for one in groups:
        if one.id in (variable.id, options["site"]):
            raise AnalysisProblem(msg("problem.same_variable", variable=one.labels))
    codes, labels, _ = crossed(study, groups, missing=False)
    return [
        (
            label,
            _informant_answers(study, variable, replace(sites, codes=np.where(codes == at, sites.codes, -1)), options),
        )
        for at, label in enumerate(labels)
    ]


def _groupers(study: Study, options: Options) -> list[Variable]:
    return [study.variable(name) for name in (options.get("by"), *(options.get("also_by") or ())) if name]


def _side_by_side(informants: Sequence[_InformantAnswers]) -> tuple[Row, ...]:
    """The rows of several tables alike, their cells beside each other."""
    return tuple(
        replace(lines[0], cells=tuple(cell for line in lines for cell in line.cells))
        for lines in zip(*(one.rows for one in informants), strict=True)
    )


def _subtitle(variable: Variable, weighted: bool, options: Options) -> str:
    if variable.kind in NUMBERS:
        return "subtitle.site_medians"
    every = variable.kind is Kind.SET or options["ties"] == "counted"
    return f"subtitle.sites{'_answered' if every else ''}{'_population' if weighted else ''}"


def _sites(study: Study, site: Variable, options: Options) -> _Sites:
    import numpy as np  # numpy, 80 ms: not at start

    places, count = _places(study, site)
    codes = np.where(study.where(options["where"]), places, -1)
    if not options["population"]:
        return _Sites(codes, count, None)
    people = study.numbers(study.variable(options["population"], NUMBERS))
    return _Sites(codes, count, np.array([_middle(people[codes == at]) for at in range(count)]))


def _places(study: Study, site: Variable) -> tuple[np.ndarray, int]:
    """Codes of the sites (rows,), −1 where none is named, and how many there are; names need not be choices."""
    import numpy as np  # numpy, 80 ms: not at start

    if site.kind is Kind.ONE:
        return study.codes(site), len(study.choices(site))
    codes, different = study.frame.data[site.id].factorize()
    return np.where(study.reasons(site.id) == 0, codes, -1), len(different)


def _middle(values: np.ndarray) -> float:
    """The population of a site: the median of what its informants say of it, NaN for none."""
    import numpy as np  # numpy, 80 ms: not at start

    known = values[np.isfinite(values)]
    return float(np.median(known)) if len(known) else float("nan")


def _nobody(study: Study, variable: Variable, sites: _Sites) -> list[Text]:
    """That no informant has an answer, where none has."""
    answered = (study.reasons(variable.id) == Reason.PRESENT) & (sites.codes >= 0)
    return [] if answered.any() else [msg("note.nobody")]


def _unsure(study: Study, variable: Variable, sites: _Sites) -> list[Text]:
    """Informants who did not know, apart; then those without an answer for another reason."""
    counts = Counter(study.reasons(variable.id)[sites.codes >= 0].tolist())
    unsure, _ = counts.pop(Reason.DONT_KNOW, 0), counts.pop(Reason.PRESENT, 0)
    said: list[Text] = [msg("note.dont_know", n=unsure)] if unsure else []
    return [*said, msg("note.informants_without", parts=list(missing_text(counts)))] if counts else said


def _answers(study: Study, variable: Variable, sites: _Sites, options: Options) -> _InformantAnswers:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey.key_informants import NO_ANSWER, agreed, shares_of_sites  # numpy, 80 ms: not at start

    choices = study.choices(variable)
    unsure = study.reasons(variable.id) == Reason.DONT_KNOW
    found = agreed(study.codes(variable), sites.codes, sites.count, len(choices), unsure)
    shares = shares_of_sites(found, len(choices), sites.people, count_ties=options["ties"] == "counted")
    rows = [
        Row(choice.id, choice.labels, (_share(shares.shares[at], int(shares.counts[at]), shares.base),))
        for at, choice in enumerate(choices)
    ]
    if options["ties"] == "counted":
        cell = _share(shares.tied_share, shares.no_consensus, shares.base)
        rows.append(Row("no_consensus", msg("row.no_consensus"), (cell,)))
    notes: list[Text] = []
    if shares.no_consensus and options["ties"] != "counted":
        notes.append(msg("note.no_consensus", n=shares.no_consensus))
    notes.extend(sites.silent(found.answer == NO_ANSWER))
    if not np.isfinite(shares.shares).any():
        notes.extend(sites.unpeopled(shares.base))
    if shares.without_population:
        notes.append(msg("note.no_population", n=shares.without_population))
    return _InformantAnswers(tuple(rows), shares.base, (msg("note.mode"), *notes))


def _sets(study: Study, variable: Variable, sites: _Sites, options: Options) -> _InformantAnswers:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey.key_informants import agreed_sets  # numpy, 80 ms: not at start

    found = agreed_sets(study.indicators(variable), sites.codes, sites.count, options["rule"])
    answered = found.answered > 0
    lost = 0
    weights = np.ones(sites.count)
    if sites.people is not None:
        known = np.isfinite(sites.people) & (sites.people >= 0)
        lost, answered = int((answered & ~known).sum()), answered & known
        weights = np.where(known, sites.people, 0.0)
    base, total = int(answered.sum()), float(weights[answered].sum())
    rows = []
    for at, choice in enumerate(study.choices(variable)):
        holds = found.holds[:, at] & answered
        share = float(weights[holds].sum()) / total if total > 0 else float("nan")
        rows.append(Row(choice.id, choice.labels, (_share(share, int(holds.sum()), base),)))
    notes: list[Text] = [msg(f"note.rule_{options['rule']}"), msg("note.set_sites")]
    notes.extend(sites.silent(found.answered == 0))
    if total <= 0:
        notes.extend(sites.unpeopled(base))
    if lost:
        notes.append(msg("note.no_population", n=lost))
    return _InformantAnswers(tuple(rows), base, tuple(notes))


def _medians(study: Study, variable: Variable, sites: _Sites) -> _InformantAnswers:
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey.key_informants import site_medians  # numpy, 80 ms: not at start

    medians, _ = site_medians(study.numbers(variable), sites.codes, sites.count)
    known = medians[np.isfinite(medians)]
    cells = [
        Cell(float(np.quantile(known, share)) if len(known) else None, base=len(known), decimals=1)
        for share in (0.25, 0.5, 0.75)
    ]
    labels = (msg("column.quantile", share=25), msg("column.median"), msg("column.quantile", share=75))
    rows = tuple(Row(f"q{at}", label, (cell,)) for at, (label, cell) in enumerate(zip(labels, cells, strict=True)))
    notes = (msg("note.site_medians"), *sites.silent(~np.isfinite(medians)))
    return _InformantAnswers(rows, len(known), notes)


def _share(share: float, n: int, base: int) -> Cell:
    return Cell(float(share) if share == share else None, n=n, base=base, unit=Unit.SHARE)
