# SPDX-License-Identifier: MIT
"""Shares of the answers of a one-choice question, overall and by group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.comparisons import association, why_of
from analysis.analyses.estimate_cells import estimate_cells
from analysis.analyses.row_wording import counted_text, nobody_interviewed
from analysis.analyses.shared_options import (
    Settings,
    is_sensitive,
    settings,
    unit_text,
)
from analysis.analyses.table_notes import beside_base, default_title, design_facts, group_missing, notes
from analysis.analyses.with_nonresponse.joined_answers import (
    Members,
    answers_as_one,
    attach_joined,
    groups_as_one,
    rare_answers,
    small_groups,
    with_columns_of,
)
from analysis.analyses.with_nonresponse.numbers import Categories, counted, with_no_answer
from analysis.analyses.with_nonresponse.variants import all_asked_note, attach_all_asked, is_guarded, no_answers
from analysis.declarations.records import CATEGORIES, AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.problems import check
from analysis.records import Choice, Level, Reason, RowOrigin, Variable
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Ramp, Row, TableSpec, Unit
from wording import Message, Progress, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.survey import Estimates
    from analysis.survey.estimates.intervals import Interval

_MIDDLE = re.compile(
    r"\b(neither|neutral|undecided|unchanged|the same|no change|average|ni\b.*\bni|neutre|sans opinion|indécis\w*|"
    r"pareil\w*|identique|inchangé\w*|moyen\w*)\b"
)
_STRONG = re.compile(
    r"(?:\d+\W+)?(very|strongly|completely|totally|extremely|much|très|tout à fait|fortement|totalement|beaucoup)\b"
)


def order_confirmed(variable: Variable) -> bool:
    """Whether the order of its answers is somebody's word: of a form, of a labelled file, or of the user."""
    return variable.level is Level.ORDINAL and not getattr(variable, "order_unconfirmed", False)


def scale_note(values: np.ndarray) -> Text | None:
    """A line on numbers that look like codes of ordered answers: all whole, from 1 to 5 or 7, each of them given."""
    import numpy as np  # numpy, 80 ms: not at start

    given = np.unique(values[np.isfinite(values)])
    if len(given) not in (5, 7) or not np.array_equal(given, np.arange(1.0, len(given) + 1)):
        return None
    return msg("note.codes_as_numbers", high=len(given))


def ramp_of(variable: Variable | None) -> Ramp:
    """How the answers are coloured: in no order (plain colours), from less to more, or between two poles."""
    if variable is None or not order_confirmed(variable):
        return Ramp.NONE
    answers = [choice for choice in variable.choices if choice.reason == Reason.PRESENT]
    return Ramp.DIVERGING if _two_poles(answers) else Ramp.SEQUENTIAL


def group_ramp(chosen: Settings) -> Ramp:
    """How the groups of a run follow one another: as the answers that make them, where these are all the groups."""
    answers = 0 if chosen.by is None else len(chosen.study.choices(chosen.by))
    if chosen.also or len(chosen.group_labels) > answers:
        return Ramp.NONE
    return ramp_of(chosen.by)


def _two_poles(answers: list[Choice]) -> bool:
    """Whether they have a neutral middle, or an equally strong word at both ends: "very unsafe" … "very safe"."""
    if len(answers) < 3:
        return False
    for language in {language for choice in answers for language in choice.labels.by_language}:
        words = [choice.labels.by_language.get(language, "").lower() for choice in answers]
        ends = [_STRONG.match(words[at]) for at in (0, -1)]
        if len(answers) > 3 and ends[0] and ends[1] and ends[0][1] == ends[1][1]:
            return True
        if len(answers) % 2 and _MIDDLE.search(words[len(words) // 2]):
            return True
    return False


LIMIT, SMALL_BASE = 0.05, 30


def share_finding(table: TableSpec, p: float | None, chosen: Settings) -> Text | None:
    """The answer whose shares lie farthest apart between two groups, as a sentence."""
    if p is None or p >= LIMIT or table.sensitive:
        return None
    best: tuple[float, Text, int, int] | None = None
    for row in table.rows:
        cells = _group_cells(table, row.cells)
        if len(cells) < 2 or any(not _clean(cell) for _, cell in cells):
            return None
        low, high = min(cells, key=_estimate), max(cells, key=_estimate)
        gap = (high[1].estimate or 0) - (low[1].estimate or 0)
        if best is None or gap > best[0]:
            best = (gap, row.label, high[0], low[0])
    if best is None:
        return None
    return _sentence(table, best[1], best[2], best[3])


def choice_finding(table: TableSpec, p: list[float | None]) -> Text | None:
    """The choice with the smallest adjusted p below 0.05 whose cells carry no flag, as a sentence."""
    if table.sensitive:
        return None
    clear = []
    for row, value in zip(table.rows, p, strict=False):
        cells = _group_cells(table, row.cells)
        if value is not None and value < LIMIT and len(cells) > 1 and all(_clean(cell) for _, cell in cells):
            clear.append((value, row.label, max(cells, key=_estimate)[0], min(cells, key=_estimate)[0]))
    if not clear:
        return None
    _, label, high, low = min(clear, key=lambda entry: entry[0])
    return _sentence(table, label, high, low)


def _sentence(table: TableSpec, label: Text, high: int, low: int) -> Text:
    row = next(row for row in table.rows if row.label is label)
    shares = [round((row.cells[at].estimate or 0) * 100) for at in (high, low)]
    names = [table.columns[at].label for at in (high, low)]
    return msg("finding.share", answer=label, more=names[0], high=shares[0], less=names[1], low=shares[1])


def _group_cells(table: TableSpec, cells: tuple[Cell, ...]) -> list[tuple[int, Cell]]:
    return [
        (at, cell) for at, (column, cell) in enumerate(zip(table.columns, cells, strict=True)) if column.id[:1] == "g"
    ]


def _estimate(entry: tuple[int, Cell]) -> float:
    return entry[1].estimate or 0.0


def _clean(cell: Cell) -> bool:
    return not cell.flags and cell.estimate is not None and (cell.base or 0) >= SMALL_BASE


def proportions_analysis(study: Study, options: Options, progress: Progress) -> AnalysisResult:
    """Shares of each answer with n, base and, for a probability sample, interval; Rao–Scott test of the groups.

    References
    ----------
    Rao & Scott (1984), Annals of Statistics 12, 46-60; intervals as R's survey::svyciprop.
    """
    chosen = settings(study, options, progress)
    variable = study.variable(options["variable"], CATEGORIES)
    categories = counted(study, variable, options["base"])
    sensitive = is_sensitive(variable, groups=chosen.groupers)
    if not is_guarded(study, sensitive):
        return _shares_of(chosen, variable, categories, options, progress)
    found = _with_all_asked(chosen, variable, categories, options, progress)
    if not sensitive or options.get("contrasts", "none") != "none":  # differences of what is apart would tell it
        return found
    milder = [
        _with_all_asked(chosen, variable, answers_as_one(categories, one), options, progress, one)
        for one in rare_answers(chosen, categories, variable)[:2]
    ]
    if groups := small_groups(chosen, categories.codes >= 0):
        joined = _with_all_asked(groups_as_one(chosen, groups), variable, categories, options, progress)
        milder.append(with_columns_of(joined, len(chosen.group_labels), groups))
    return attach_joined(found, milder) if milder else found


def _with_all_asked(
    chosen: Settings, variable: Variable, categories: Categories, options: Options, progress: Progress,
    members: Members = (),
) -> AnalysisResult:  # fmt: skip
    """The shares of those who answered with those of all who were asked beside them, `members` as one answer."""
    found = _shares_of(chosen, variable, categories, options, progress)
    every = with_no_answer(chosen, variable, options["base"])
    if every is None:
        return found
    every = answers_as_one(every, members) if members else every
    silent = no_answers(chosen, every.codes == len(every.ids) - 1)
    return attach_all_asked(found, _shares_of(chosen, variable, every, options, progress), silent, variable)


def _shares_of(
    chosen: Settings, variable: Variable, categories: Categories, options: Options, progress: Progress
) -> AnalysisResult:
    """The table and picture of these categories: the answers, or with those who gave none."""
    groups, total = share_cells(chosen, categories, options["interval"])
    check(progress)
    facts = design_facts(chosen, total[1])
    test = association(chosen, categories.codes, options["compare"])
    check(progress)
    missing = _rows_outside_base(chosen, variable, categories, options["base"])
    facts["missing"] = {str(reason): count for reason, count in missing.items()}
    grid = [*(groups[0] if groups else []), total[0][0]]
    of_all = categories.of_all_asked
    table = TableSpec(
        f"proportions-{variable.id}{chosen.group_id}",
        default_title(chosen, variable.labels),
        subtitle(chosen, facts["n"], "asked" if of_all or options["base"] == "asked" else "answered"),
        msg("column.answer"),
        group_columns(chosen, groups[1].n[:, 0] if groups else [], facts["n"], categories.base, categories.whole),
        rows_of(categories, grid),
        notes(chosen, facts, missing, all_asked_note(of_all), test.note, group_missing(chosen, categories.codes >= 0)),
        base=facts["n"],
        missing=missing,
        exclusive_columns=chosen.by is not None,
        sensitive=is_sensitive(variable, groups=chosen.groupers),
        level=chosen.level,
    )
    facts["test"] = test.facts
    figure = share_figure(table, chosen, parts=variable)
    finding = share_finding(table, test.p, chosen) if chosen.by else None
    more = _differences(chosen, categories, groups[0] if groups else [], options)
    return AnalysisResult(
        "proportions",
        dict(options),
        (table, *more),
        (figure,),
        facts,
        why_of(chosen, test.why, options["interval"]),
        finding,
    )


def _rows_outside_base(chosen: Settings, variable: Variable, categories: Categories, base: str) -> dict[int, int]:
    """Reason → rows that are not in the base; nobody whom an answer or "No answer" counts."""
    missing = beside_base(chosen, variable)
    if categories.of_all_asked:
        return {reason: n for reason, n in missing.items() if reason == Reason.NOT_ASKED}
    return {reason: n for reason, n in missing.items() if base == "answered" or reason in (1, 4)}


def _differences(
    chosen: Settings, categories: Categories, cells: list[list[Cell]], options: Options
) -> list[TableSpec]:
    from analysis.analyses.differences import ComparedStatistics, differences  # numpy, 80 ms: not at start

    if not cells or chosen.group is None or options.get("contrasts", "none") == "none":
        return []
    from analysis.survey.estimates.contrasts import joint_proportions  # numpy, 80 ms: not at start

    used = (categories.codes >= 0) & (chosen.group >= 0)
    joint = joint_proportions(
        chosen.study.design,
        categories.codes,
        len(categories.ids),
        chosen.group,
        len(chosen.group_labels),
        chosen.progress,
    )
    names = list(zip(categories.ids, categories.labels, strict=True))
    about = chosen.study.variable(categories.key.split("/")[0]).labels
    answers_given = len(categories.ids) - categories.of_all_asked
    given = [at for at in range(answers_given) if (categories.codes[used] == at).any()]
    only = _yes(chosen.study, categories, given) if len(given) == 2 else None  # an answer nobody gave contrasts nothing
    compared = ComparedStatistics(joint, cells, names, used, 100.0, about=about, only=only)
    table = differences(chosen, compared, options["contrasts"], options["adjust"], categories.key)
    return [] if table is None else [table]


_YES = frozenset({"yes", "oui", "y", "o", "1", "true", "vrai", "si", "sim"})


def _yes(study: Study, categories: Categories, given: Sequence[int]) -> int:
    """The place, among the two answers given, of the one that means yes; the first where none does."""
    variable = study.variable(categories.key.split("/")[0])
    codes = {choice.id: choice.code.strip().casefold() for choice in variable.choices}
    return next((at for at in given if codes.get(categories.ids[at]) in _YES), given[0])


def share_cells(
    chosen: Settings, categories: Categories, interval: Interval
) -> tuple[tuple[list[list[Cell]], Estimates] | None, tuple[list[list[Cell]], Estimates]]:
    """Cells and estimates of the groups (None without) and of the whole domain."""
    groups = None
    if chosen.group is not None and chosen.group_labels:
        groups = _cells(chosen, categories, interval, chosen.group, len(chosen.group_labels))
    key = ("shares", categories.key, interval, chosen.key)
    if not categories.key:
        return groups, _cells(chosen, categories, interval, chosen.total_domain, 1)
    return groups, chosen.study.once(key, lambda: _cells(chosen, categories, interval, chosen.total_domain, 1))


def _cells(
    chosen: Settings, categories: Categories, interval: Interval, domain: np.ndarray, count: int
) -> tuple[list[list[Cell]], Estimates]:
    from analysis.survey import proportions  # numpy, 80 ms: not at start

    result = proportions(
        chosen.study.design, categories.codes, max(len(categories.ids), 1), domain, interval, chosen.level,
        domains=count, covariance=False, progress=chosen.progress,
    )  # fmt: skip
    cells = estimate_cells(
        result,
        unit=Unit.SHARE,
        decimals=chosen.decimals or 0,
        infers=chosen.infers,
        weights_one=chosen.study.weights_one,
        population=chosen.study.design.names_population,
        counts=result.counts,
        keys=_keys(chosen, categories, count, domain is chosen.group),
    )
    return cells, result


def _keys(chosen: Settings, categories: Categories, count: int, grouped: bool) -> list[list[str]] | None:
    if not categories.names:
        return None
    return [
        [chosen.cell_key(categories.base, name, group if grouped else None) for name in categories.names]
        for group in range(count)
    ]


def group_columns(
    chosen: Settings, bases: Sequence[int] | np.ndarray, total: int, base: str = "", whole: str = ""
) -> tuple[Column, ...]:
    """A column for each group with its base, then one for all; the keys of the bases are of those in `whole`."""

    def key(group: int | None) -> str:
        return chosen.cell_key(base, whole, group) if whole else ""

    columns = [
        Column(f"g{at}", label, over, int(number), chosen.show, key(at))
        for at, ((over, label), number) in enumerate(zip(chosen.group_heads, bases, strict=False))
    ]
    return (*columns, Column("total", msg("table.total"), base=total, show=chosen.show, key=key(None)))


def rows_of(categories: Categories, grid: list[list[Cell]]) -> tuple[Row, ...]:
    """A row for each answer from cells [column][answer]."""
    return tuple(
        Row(name, label, tuple(column[at] for column in grid))
        for at, (name, label) in enumerate(zip(categories.ids, categories.labels, strict=True))
    )


def subtitle(chosen: Settings, n: int, base: str) -> Text:
    """What the shares are of: "% of households that answered (n = 614), 95% CI"."""
    if not chosen.infers and nobody_interviewed(chosen.study.table):
        return msg(f"subtitle.{base}_recorded", counted=counted_text(chosen), base=n)
    if chosen.infers:  # a subtitle has a level where it announces an interval, and only there
        return msg(f"subtitle.{base}", unit=unit_text(chosen), base=n, level=round(chosen.level * 100, 1))
    whom = "informants" if chosen.study.table.how is RowOrigin.KEY_INFORMANTS else "interviewed"
    return msg(f"subtitle.{base}_{whom}", unit=unit_text(chosen), base=n)


def share_figure(
    table: TableSpec, chosen: Settings, chart: Chart | None = None, parts: Variable | None = None
) -> FigureSpec:
    """Points with intervals where there are intervals, else bars; `parts` are the answers that stacked bars show."""
    drawn = chart or (Chart.DOTS if chosen.infers else Chart.BARS)
    figure = FigureSpec(
        f"{table.id}-figure", table, drawn, table.title, ramp=ramp_of(parts), group_ramp=group_ramp(chosen)
    )
    return without_interval(figure) if drawn is Chart.STACKED else figure


def without_interval(figure: FigureSpec) -> FigureSpec:
    """The figure whose subtitle announces no interval, because stacked bars show none; the same when asked twice."""
    said = figure.table.subtitle
    if not isinstance(said, Message) or "level" not in said.args:
        return figure
    plain = Message(f"{said.key}_plain", {name: value for name, value in said.args.items() if name != "level"})
    return replace(figure, table=replace(figure.table, subtitle=plain))
