# SPDX-License-Identifier: MIT
"""Shares of the choices of a several-choices question: of those who answered, who chose anything, or of responses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.analyses.answer_shares import choice_finding, group_columns, share_figure, subtitle
from analysis.analyses.comparisons import NONE, choice_association, why_of
from analysis.analyses.estimate_cells import estimate_cells
from analysis.analyses.row_wording import nobody_interviewed
from analysis.analyses.shared_options import (
    Settings,
    is_sensitive,
    settings,
)
from analysis.analyses.table_notes import beside_base, default_title, design_facts, group_missing, notes
from analysis.analyses.with_nonresponse.numbers import used_rows, were_asked
from analysis.analyses.with_nonresponse.variants import attach_all_asked, is_guarded, no_answers
from analysis.declarations.records import AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import check
from analysis.records import Choice, Kind, Reason, Variable
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit
from analysis.withholding.network_of_sums import ANY
from analysis.withholding.quantity_keys import ALL_ASKED
from wording import Message, Progress, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey import Estimates
    from analysis.survey.estimates.intervals import Interval

BASES = ("answered", "chose_any", "responses")
_WHOLES = {"answered": ANY, "chose_any": f"{ANY}any", "asked": ALL_ASKED}  # who is in a base, as keys say it
NONE_CODES = frozenset(
    {"none", "none_of_these", "none_of_the_above", "nothing", "nobody", "no_one", "aucun", "aucune", "rien", "personne"}
)


def set_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """The share of each choice, in the order of the form, with n, base and interval; Rao–Scott tests, Holm-adjusted.

    References
    ----------
    Rao & Scott (1984), Annals of Statistics 12, 46-60; Holm (1979), Scandinavian Journal of Statistics 6, 65-70.
    """
    chosen = settings(study, options, progress)
    variable = study.variable(options["variable"], frozenset({Kind.SET}))
    indicators = study.indicators(variable, progress)
    check(progress)
    base = options["base"]
    if base != "answered":
        places = [at for at, _ in _counted(study, variable, base)]
        indicators = _of_choosers(indicators, places, progress)
    found = _choices_of(chosen, variable, indicators, base, options, progress)
    silent = were_asked(study, variable) & (study.reasons(variable.id) != Reason.PRESENT)
    if not (is_guarded(study, found.tables[0].sensitive) and (silent & used_rows(chosen)).any()):
        return found
    every = indicators if base == "responses" else _of_everybody(indicators, were_asked(study, variable))
    of_all = base if base == "responses" else "asked"
    more = _choices_of(chosen, variable, every, of_all, options, progress, silent)
    return attach_all_asked(found, more, no_answers(chosen, silent), variable)


def _of_everybody(indicators: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """The indicators of all who were asked: who gave no answer chose nothing."""
    import numpy as np  # numpy, 80 ms: not at start

    found: np.ndarray = np.where(asked[:, None], np.nan_to_num(indicators), np.nan)
    return found


def _choices_of(
    chosen: Settings, variable: Variable, indicators: np.ndarray, base: str, options: Options, progress: Progress,
    silent: np.ndarray | None = None,
) -> AnalysisResult:  # fmt: skip
    """The table and picture of these choices; with `silent` nothing tells how many those who gave no answer are."""
    study = chosen.study
    choices = _counted(study, variable, options["base"])
    names = [f"{variable.id}.{choice.id}" for _, choice in choices]
    total_cells, total = study.once(
        ("set", variable.id, options["base"], base, options["interval"], chosen.key),
        lambda: _shares(chosen, indicators, chosen.total_domain, 1, base, options["interval"], names, progress),
    )
    check(progress)
    grid, bases = [], []
    if chosen.group is not None:
        count = len(chosen.group_labels)
        cells, result = _shares(chosen, indicators, chosen.group, count, base, options["interval"], names, progress)
        grid, bases = list(cells), result.n.max(axis=1).tolist()
    check(progress)
    facts = design_facts(chosen, total)
    tests = options["compare"] == "test" and base != "responses"
    p, test = choice_association(chosen, indicators, options["adjust"], progress) if tests else ([], NONE)
    check(progress)
    whole = f"{variable.id}={_WHOLES[base]}" if base in _WHOLES else ""
    columns = group_columns(chosen, bases, facts["n"], base, whole)
    if p:
        columns = (*columns, Column("p", msg("table.p"), show=("estimate",)))
    rows, p = _rows([choice for _, choice in choices], [*grid, total_cells[0]], p)
    if options.get("sort") == "largest":
        rows, p = _largest_first(rows, p)
    missing = beside_base(chosen, variable)
    if silent is not None:
        missing = {reason: n for reason, n in missing.items() if reason == Reason.NOT_ASKED}
    facts["missing"] = {str(reason): count for reason, count in missing.items()}
    facts["test"] = test.facts
    counted = study.reasons(variable.id) == 0
    counted = counted if silent is None else counted | silent
    said = msg("note.set_all_asked") if silent is not None else _base_note(study, variable, chosen, indicators, base)
    table = TableSpec(
        f"set-{variable.id}{chosen.group_id}",
        default_title(chosen, variable.labels),
        subtitle(chosen, facts["n"], base),
        msg("column.answer"),
        columns,
        tuple(rows),
        notes(
            chosen,
            facts,
            missing,
            said,
            test.note,
            group_missing(chosen, counted),
        ),
        base=facts["n"],
        missing=missing,
        exclusive_rows=base == "responses",
        exclusive_columns=chosen.by is not None,
        sensitive=is_sensitive(variable, groups=chosen.groupers),
        level=chosen.level,
        largest_first="total" if options.get("sort") == "largest" else "",
    )
    finding = choice_finding(table, p) if p else None
    more = _differences(chosen, variable, [choice for _, choice in choices], indicators, grid, options)
    figure = share_figure(table, chosen)
    return AnalysisResult(
        "set", dict(options), (table, *more), (figure,), facts, why_of(chosen, test.why, options["interval"]), finding
    )


def _counted(study: Study, variable: Variable, base: str) -> list[tuple[int, Choice]]:
    """The choices that count, with their place: "none of these" is an answer, and not something chosen."""
    choices = list(enumerate(study.choices(variable)))
    return choices if base == "answered" else [(at, one) for at, one in choices if not means_none(one)]


def means_none(choice: Choice) -> bool:
    """Whether choosing it means that nothing applies, by its code.

    Examples
    --------
    >>> from wording import Labels
    >>> [means_none(Choice(f"c{at}", code, Labels({}))) for at, code in enumerate(("None of these", "water", "Aucune"))]
    [True, False, True]
    """
    return choice.code.strip().casefold().replace(" ", "_") in NONE_CODES


def _base_note(study: Study, variable: Variable, chosen: Settings, indicators: np.ndarray, base: str) -> Message:
    """What the shares are of, with the number beside it."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey.column_arrays import complete_rows  # numpy, 80 ms: not at start

    counted = chosen.inside & (chosen.study.design.weights != 0)
    answered = int((counted & (study.reasons(variable.id) == 0)).sum())
    choosers = counted & complete_rows(indicators, chosen.progress)
    if base == "answered":
        return msg("note.set_recorded" if nobody_interviewed(study.table) else "note.set")
    if base == "chose_any":
        return msg("note.set_chose_any", n=answered - int(choosers.sum()), answered=answered)
    responses = sum(int(np.nansum(column[choosers])) for column in indicators.T)
    return msg("note.set_responses", n=responses, respondents=int(choosers.sum()))


def _differences(
    chosen: Settings, variable: Variable, choices: Sequence[Choice], indicators: np.ndarray, cells: list[list[Cell]],
    options: Options,
) -> list[TableSpec]:  # fmt: skip
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.analyses.differences import ComparedStatistics, differences  # numpy, 80 ms: not at start

    wanted = options.get("contrasts", "none")
    if chosen.group is None or wanted == "none" or options["base"] == "responses":
        return []
    from analysis.survey.estimates.contrasts import joint_means  # numpy, 80 ms: not at start

    used = ~np.isnan(indicators[:, 0]) & (chosen.group >= 0)
    joint = joint_means(chosen.study.design, indicators, chosen.group, len(chosen.group_labels), chosen.progress)
    names = [(choice.id, choice.labels) for choice in choices]
    table = differences(
        chosen,
        ComparedStatistics(joint, cells, names, used, 100.0, about=variable.labels),
        wanted,
        options["adjust"],
        variable.id,
    )
    return [] if table is None else [table]


def _rows(
    choices: Sequence[Choice], columns: list[list[Cell]], p: list[float | None]
) -> tuple[list[Row], list[float | None]]:
    """A row for each choice from cells [column][choice], with their p."""
    rows = []
    for at, choice in enumerate(choices):
        cells = [column[at] for column in columns]
        if p:
            cells.append(Cell(p[at], unit=Unit.P))
        rows.append(Row(choice.id, choice.labels, tuple(cells)))
    return rows, p


def _largest_first(rows: list[Row], p: list[float | None]) -> tuple[list[Row], list[float | None]]:
    """The rows by the share of all, with their p; their last cell but that of p is of all."""
    total = -2 if p else -1
    order = sorted(range(len(rows)), key=lambda at: -(rows[at].cells[total].estimate or 0.0))
    return [rows[at] for at in order], [p[at] for at in order] if p else []


def _shares(
    chosen: Settings, indicators: np.ndarray, domain: np.ndarray, count: int, base: str, interval: Interval,
    names: Sequence[str], progress: Progress,
) -> tuple[list[list[Cell]], Estimates]:  # fmt: skip
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey import means  # numpy, 80 ms: not at start
    from analysis.survey.estimates.intervals import proportion_interval  # numpy, 80 ms: not at start

    design = chosen.study.design
    if base == "responses":
        result = _of_responses(chosen, indicators, domain, count)
    else:
        result = means(
            design, indicators, domain, domains=count, level=chosen.level, covariance=False, progress=progress
        )
    low, high = proportion_interval(result.estimate, result.se, result.df, result.n, interval, chosen.level)
    result = replace(result, low=low, high=high, interval=interval)
    used = (domain >= 0) & (design.weights != 0)
    member = domain[used]
    tally = np.zeros((count, indicators.shape[1]))
    for place, column in enumerate(indicators.T):
        check(progress)
        tally[:, place] = np.bincount(member, weights=np.nan_to_num(column[used]), minlength=count)
    grouped = domain is chosen.group
    keys = [[chosen.cell_key(base, name, at if grouped else None) for name in names] for at in range(count)]
    cells = estimate_cells(
        result,
        unit=Unit.SHARE,
        decimals=chosen.decimals or 0,
        infers=chosen.infers,
        weights_one=chosen.study.weights_one,
        population=chosen.study.design.names_population,
        counts=tally.astype(int),
        keys=keys,
    )
    return cells, result


def _of_choosers(indicators: np.ndarray, places: Sequence[int], progress: Progress) -> np.ndarray:
    """The indicators of the choices at `places`, of those who chose any of them; the others do not count."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey.column_arrays import side_by_side  # numpy, 80 ms: not at start

    columns = [indicators[:, at] for at in places]
    any_chosen = np.logical_or.reduce([column == 1 for column in columns]) if columns else False
    made = (np.where(any_chosen, column, np.nan) for column in columns)
    return side_by_side(made, len(indicators), len(columns), progress)


def _of_responses(chosen: Settings, indicators: np.ndarray, domain: np.ndarray, count: int) -> Estimates:
    """Each choice over all choices made, a ratio of totals; its base is the number of responses."""
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.survey.estimates.ratios import ratios  # numpy, 80 ms: not at start

    every = sum(indicators.T, np.zeros(len(indicators)))
    parts = [
        ratios(chosen.study.design, column, every, domain, domains=count, level=chosen.level, progress=chosen.progress)
        for column in indicators.T
    ]
    joined: dict[str, Any] = {
        name: np.column_stack([getattr(part, name)[:, 0] for part in parts])
        for name in ("estimate", "se", "df", "low", "high", "weighted_base", "deff", "deff_replace", "psus", "strata",
                     "lonely")
    }  # fmt: skip
    used = (domain >= 0) & (chosen.study.design.weights != 0) & np.isfinite(every)
    responses = np.zeros(count)
    responses += np.bincount(domain[used], weights=every[used], minlength=count)
    joined["n"] = np.repeat(responses.astype(int)[:, None], indicators.shape[1], axis=1)
    return replace(parts[0], **joined, vcov=np.empty((count, 0, 0)))
