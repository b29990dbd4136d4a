# SPDX-License-Identifier: MIT
"""Register data of a table: sessions and contacts, attendances, or cases; first values; findings to look at.

It reads the table as the register proposed, before anything is stored. Few cases are never shown.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.age_bands import TWO
from analysis.analyses.registers.periods import parse_period
from analysis.attendance_counts import within
from analysis.people_counts import CaseRows
from analysis.records import Frame, Kind, Role, Variable
from analysis.register_columns import COUNTS, IDENTIFYING, Part, Register, RegisterKind
from projects.datasets.registers.age_bands import age_bands
from projects.datasets.registers.case_keys import with_cases
from projects.datasets.registers.totals_rows import (
    RowChoice,
    as_counted,
    counted_rows,
    counts_of,
    days_of,
    decided,
    row_decisions,
)
from projects.registers.checks import RegisterFinding, check_keys, check_register
from projects.registers.register_settings import sealed_case_codes
from projects.stored_tables.columns import TableColumns
from projects.word_folding import fold
from wording import LANGUAGES, Labels, Problem, Text, msg, render
from wording.numbers import format_date, format_number, format_percent

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from projects.store import Project

MOST_ROWS = 20  # of a finding are shown one by one
_MOST_MONTHS = 24  # more bars have no room beside the form
_SAID = (Part.PLACE, Part.KIND, Part.TOPIC)


@dataclass(frozen=True)
class MonthBars:
    """Contacts of each month from the first to the last, and of which kind of activity; None: of all sessions."""

    kind: Text | None
    months: tuple[tuple[Text, float], ...]


@dataclass(frozen=True)
class FindingRow:
    """A row that a finding names: its number in the table, and what stands in it."""

    row: int
    words: Text


def kept_rows(frame: Frame, keep: np.ndarray) -> Frame:
    """The frame with the rows (rows,) that are kept."""
    reasons = {name: one[keep] for name, one in frame.reasons.items()}
    return dataclasses.replace(
        frame, data=frame.data[keep].reset_index(drop=True), reasons=reasons, row_ids=frame.row_ids[keep],
        design=frame.design.taken(keep), cases=None if frame.cases is None else frame.cases[keep],
    )  # fmt: skip


def month_bars(frame: Frame, register: Register, largest: Text | None, written: np.ndarray | None) -> MonthBars | None:
    """Contacts by month of the sessions whose kind (`written`, rows) is the `largest`; None without dates or counts.

    Days to come, such as a year typed wrong, would leave no room for the others: they are named among the findings.
    """
    import numpy as np  # numpy, 80 ms: not at start

    from analysis.analyses import run  # more of the program: not at start

    days = days_of(frame, register)
    if days is None:
        return None
    past = days <= np.datetime64(dt.date.today())
    keep = past if past.any() else ~np.isnat(days)
    frame = kept_rows(frame, keep if largest is None or written is None else keep & written)
    try:
        table = run("reach", frame, {"by": "month"}).tables[0]
    except Problem:
        return None
    place = [column.id for column in table.columns].index("contacts")
    months = [row for row in table.rows if not row.total and row.id != table.rows[-1].id]
    bars = tuple((row.label, float(row.cells[place].estimate or 0.0)) for row in months)
    return MonthBars(largest, bars) if 1 < len(bars) <= _MOST_MONTHS else None


def finding_rows(frame: Frame, register: Register, finding: RegisterFinding) -> tuple[FindingRow, ...]:
    """The first rows of a finding, each with what stands in it."""
    place = {int(row): at for at, row in enumerate(frame.row_ids)}
    days, counts = days_of(frame, register), counts_of(frame, register)
    said = [name for part in _SAID for name in register.columns(part) if part not in IDENTIFYING and name in frame.data]
    shown = []
    for row in finding.rows[:MOST_ROWS]:
        at = place.get(row)
        if at is None:
            continue
        day = None if days is None or str(days[at]) == "NaT" else days[at].astype(object)
        words = [word for name in said if (word := _word(frame, name, at))]
        spoken = {}
        for one in LANGUAGES:
            parts = [*([format_date(day, one)] if day is not None else []), *(render(word, one) for word in words)]
            calculated = _calculation(register, counts, at, one)
            spoken[one] = " · ".join([*parts, *([calculated] if calculated else [])]) or "–"
        shown.append(FindingRow(row, Labels(spoken)))
    return tuple(shown)


def _word(frame: Frame, name: str, at: int) -> Text:
    variable, value = frame.table.variable(name), frame.data[name].iloc[at]
    if variable.kind is Kind.ONE:
        return next((one.labels if any(one.labels.by_language.values()) else one.code
                     for one in variable.choices if one.id == value), "")  # fmt: skip
    return "" if value is None or value != value else str(value)


def _calculation(register: Register, counts: dict[str, np.ndarray], at: int, language: str) -> str:
    """ "20 + 10 + 2 = 32, total 30": the parts of a row in figures, and the total of the file beside them."""
    parts: Sequence[float] = [
        float(counts[name][at])
        for part in COUNTS
        for name in register.columns(part)
        if name in counts and counts[name][at] == counts[name][at]
    ]
    total = register.column(Part.TOTAL)
    stated = float(counts[total][at]) if total in counts else float("nan")
    if not parts:
        return (
            "" if stated != stated else render(msg("registers.row.total", n=format_number(stated, language)), language)
        )
    summed = " + ".join(format_number(one, language) for one in parts)
    sum_text = f"{summed} = {format_number(sum(parts), language)}" if len(parts) > 1 else summed
    if stated != stated:
        return sum_text
    return f"{sum_text}, {render(msg('registers.row.total', n=format_number(stated, language)), language)}"


_BEFORE = frozenset({"pre", "pretest", "before", "avant", "baseline"})
_AFTER = frozenset({"post", "posttest", "after", "apres", "endline"})
_KINDS = frozenset({Kind.INTEGER, Kind.NUMBER, Kind.ONE})


def paired_tests(variables: Sequence[Variable]) -> tuple[Variable, Variable] | None:
    """The first columns before and after that are of one kind, both numbers or both answers; None without a pair."""
    worded = [(one, _words(one)) for one in variables if one.kind in _KINDS]
    for before in (one for one, words in worded if words & _BEFORE):
        for after in (one for one, words in worded if words & _AFTER):
            if before.id != after.id and (before.kind is Kind.ONE) == (after.kind is Kind.ONE):
                return before, after
    return None


def _words(variable: Variable) -> frozenset[str]:
    headings = (variable.name, *variable.labels.by_language.values())
    return frozenset(word for heading in headings for word in re.findall(r"[^\W_]+", fold(heading)))


FEWEST_CASES = 5  # a group of cases below this is not shown
_FIRST, _GROUPS = 2, 8
_BY = (Part.KIND, Part.PLACE, Part.TOPIC)


@dataclass(frozen=True)
class RegisterOverviewLine:
    """A figure with its name; a heading has no figure."""

    label: Text
    figure: float | None = None
    sessions: float | None = None  # in how many, of a kind of activity
    group: str = ""  # "held", "by" or "who": what belongs together
    code: str = ""  # of a kind of activity, as it is written


@dataclass(frozen=True)
class RegisterOverview:
    """The figures of a register, what to look at, and the first values of each column that is no identifier."""

    lines: tuple[RegisterOverviewLine, ...] = ()
    notes: tuple[Text, ...] = ()
    findings: tuple[RegisterFinding, ...] = ()
    values: Mapping[str, Text] = field(default_factory=dict)
    age_bands: str = TWO
    months: MonthBars | None = None
    rows: Mapping[str, tuple[FindingRow, ...]] = field(default_factory=dict)  # check → the rows that it names
    tests: tuple[str, str] | None = None  # ids of the columns of a test before and one after
    choices: Mapping[str, RowChoice] = field(default_factory=dict)  # check → what somebody decided of its rows


def outlook(project: Project, table_id: str, register: Register | None, period: str = "") -> RegisterOverview:
    """What the stored table gives as that register; of no register only the first values.

    `period` ("2024-01-01..2024-12-31"): what is held on other days is named and left out of the figures. Raises
    KeyError, and AnalysisProblem for words that are no period.
    """
    from projects.datasets.table.frames import load_frame  # pandas: not before a register is looked at

    frame = load_frame(project, table_id, consent_only=False)
    values = {variable.id: _first_values(frame, variable.id) for variable in frame.table.variables}
    if register is None:
        return RegisterOverview(values=values)
    framed = _with_case_codes(project, frame, register)
    framed = with_cases(project, framed, register, proposed=True)
    counted = counted_rows(project, table_id)
    between = parse_period(period)
    decisions = row_decisions(project, table_id)
    used = _within(as_counted(framed, register, counted, decisions), register, between)
    figures = {
        RegisterKind.ACTIVITIES: _of_activities,
        RegisterKind.PARTICIPANTS: _of_participants,
        RegisterKind.CASES: _of_cases,
    }
    lines, notes = figures[register.kind](used, register)
    days = (between[0] or "", between[1] or "")
    findings = [*check_register(framed, register, days, counted), *check_keys(project, framed, register)]
    found = paired_tests(framed.table.variables) if register.kind is RegisterKind.PARTICIPANTS else None
    tests = (found[0].id, found[1].id) if found is not None else None
    rows = {one.check: shown for one in findings if (shown := finding_rows(framed, register, one))}
    months = _months(used, register, lines) if register.kind is RegisterKind.ACTIVITIES else None
    choices = {one.check: taken for one in findings if (taken := decided(decisions, one.check, one.rows)) is not None}
    return RegisterOverview(
        tuple(lines), tuple(notes), tuple(findings), values, age_bands(project), months, rows, tests, choices
    )


def _with_case_codes(project: Project, frame: Frame, register: Register) -> Frame:
    """The frame as that register, with the codes that become a key once it is one."""
    import pandas as pd  # pandas: not before a register is looked at

    cases = register.kind is RegisterKind.CASES
    sealed = {} if cases else sealed_case_codes(project, frame.table, register)
    place = {row: at for at, row in enumerate(TableColumns(project, frame.table.id).row_ids.tolist())}
    codes = {
        name: pd.array([values[place[row]] for row in frame.row_ids.tolist()], dtype="string")
        for name, values in sealed.items()
    }
    variables = tuple(
        dataclasses.replace(one, role=Role.KEY) if one.id in sealed else one for one in frame.table.variables
    )
    table = dataclasses.replace(frame.table, register=register, variables=variables)
    return dataclasses.replace(frame, table=table, data=frame.data.assign(**codes))


def _within(frame: Frame, register: Register, between: tuple[str | None, str | None]) -> Frame:
    """The rows whose date lies in the period."""
    days = days_of(frame, register)
    return frame if days is None or not any(between) else kept_rows(frame, within(days, *between))


def _months(frame: Frame, register: Register, lines: Sequence[RegisterOverviewLine]) -> MonthBars | None:
    """Contacts by month of the kind with the most contacts; of all sessions where kinds are not told apart."""
    kind = register.column(Part.KIND)
    groups = [one for one in lines if one.group == "by" and one.figure is not None]
    if kind is None or not groups:
        return month_bars(frame, register, None, None)
    largest = max(groups, key=lambda one: one.figure or 0.0)
    written = _written(frame, kind).reindex(frame.data.index)
    return month_bars(frame, register, largest.label, (written == largest.code).to_numpy(dtype=bool, na_value=False))


def _of_activities(frame: Frame, register: Register) -> tuple[list[RegisterOverviewLine], list[Text]]:
    from analysis.analyses import run  # more of the program: not at start

    by = next((part for part in _BY if register.column(part)), None)
    if by is None:
        return [], [msg("registers.outlook.no_group")]
    try:
        result = run("reach", frame, {"by": str(by)})
    except Problem as wrong:
        return [], [wrong.message]
    table = result.tables[0]
    heads = [column.id for column in table.columns]
    place, sessions = heads.index("contacts"), heads.index("sessions")
    groups = [row for row in table.rows if not row.total]
    total = next((row for row in table.rows if row.total), None)
    # kinds are never added up: who came is then told of the largest
    whose = total or max(groups, key=lambda row: row.cells[place].estimate or 0.0)
    every = dict(zip(heads, (cell.estimate for cell in whose.cells), strict=True))
    held_in_all = every["sessions"] if total else sum(row.cells[sessions].estimate or 0.0 for row in groups)
    held = [RegisterOverviewLine(msg("registers.outlook.sessions"), held_in_all), *_places_and_months(frame, register)]
    lines = [dataclasses.replace(one, group="held") for one in held]
    lines.append(RegisterOverviewLine(msg(f"registers.outlook.by_{by}")))
    names = [*result.facts["groups"], *[""] * len(table.rows)]
    lines += [
        RegisterOverviewLine(row.label, row.cells[place].estimate, row.cells[sessions].estimate, "by", name)
        for row, name in list(zip(groups, names, strict=False))[:_GROUPS]
    ]
    if len(groups) > _GROUPS:
        lines.append(RegisterOverviewLine(msg("registers.outlook.more", n=len(groups) - _GROUPS)))
    who = msg("registers.outlook.who") if total else msg("registers.outlook.who_of", kind=whose.label)
    lines.append(RegisterOverviewLine(who))
    lines += [
        RegisterOverviewLine(msg(f"reach.column.{part}"), every[part], group="who")
        for part in ("women", "girls", "men", "boys", "unknown")
        if part in every
    ]
    notes: list[Text] = [msg("registers.outlook.contact"), *_women_and_girls(every, None if total else whose.label)]
    if register.column(Part.DATE) is None:
        notes.append(msg("registers.outlook.no_date"))
    return lines, notes


def _places_and_months(frame: Frame, register: Register) -> list[RegisterOverviewLine]:
    """At how many places, in how many months, and how many months between the first and the last have none."""
    lines = []
    if place := register.column(Part.PLACE):
        lines.append(RegisterOverviewLine(msg("registers.outlook.places"), float(_written(frame, place).nunique())))
    date = register.column(Part.DATE)
    if date is None or frame.table.variable(date).kind not in (Kind.DATE, Kind.DATETIME):
        return lines
    days, today = frame.data[date].dropna(), str(dt.date.today())
    if (days <= today).any():  # a year typed wrong would make hundreds of months without a session
        days = days[days <= today]
    months = (days.dt.year * 12 + days.dt.month).unique()
    if len(months):
        lines.append(RegisterOverviewLine(msg("registers.outlook.months"), float(len(months))))
        empty = int(months.max() - months.min()) + 1 - len(months)
        lines += [RegisterOverviewLine(msg("registers.outlook.months_without"), float(empty))] if empty else []
    return lines


def _women_and_girls(every: Mapping[str, float | None], kind: Text | None) -> list[Text]:
    """Their share, with the contacts it is a share of: those of all kinds, or of the one that is named."""
    share, known = every.get("female_share"), every.get("known_sex")
    if share is None or not known:
        return []
    said = {one: render(msg("registers.outlook.women", share=format_percent(share, one), n=int(known)), one)
            for one in LANGUAGES}  # fmt: skip
    return [Labels(said) if kind is None else msg("registers.outlook.women_of", kind=kind, said=Labels(said))]


def _of_participants(frame: Frame, register: Register) -> tuple[list[RegisterOverviewLine], list[Text]]:
    lines = [RegisterOverviewLine(msg("registers.outlook.attendances"), float(len(frame.row_ids)))]
    for part in (Part.KIND, Part.SEX):
        lines += _groups(frame, register, part, 0)
    key = register.column(Part.PERSON)
    named = register.column(Part.NAME) is not None
    notes: list[Text] = [msg(f"registers.outlook.{'unique_off' if key else 'by_names' if named else 'no_key'}")]
    tests = paired_tests(frame.table.variables)
    if tests is not None:
        notes.append(msg("registers.outlook.pre_post", before=tests[0].name, after=tests[1].name))
    return lines, notes


def _of_cases(frame: Frame, register: Register) -> tuple[list[RegisterOverviewLine], list[Text]]:
    numbers = [-1] * len(frame.row_ids) if frame.cases is None else frame.cases.tolist()
    cases = CaseRows([str(one) if one >= 0 else "" for one in numbers])
    n = int(cases.first.sum())
    lines = [RegisterOverviewLine(msg("registers.outlook.cases"), float(n))] if n >= FEWEST_CASES else []
    for part in (Part.STATUS, Part.OUTCOME):  # the first one a case states, as its analysis counts it
        name = register.column(part)
        if name in frame.data:
            stated = frame.data[name].notna().to_numpy()
            lines += _groups(kept_rows(frame, cases.first_of(stated)), register, part, FEWEST_CASES)
    return lines, [msg("registers.outlook.sensitive")]


def _groups(frame: Frame, register: Register, part: Part, fewest: int) -> list[RegisterOverviewLine]:
    """Rows of each answer of a column, the most first."""
    name = register.column(part)
    if name is None or name not in frame.data:
        return []
    counts = _written(frame, name).value_counts()
    shown = [(str(word), float(n)) for word, n in counts.items() if n >= fewest][:_GROUPS]
    if not shown:
        return []
    labels = {
        choice.code: choice.labels
        for choice in frame.table.variable(name).choices
        if any(choice.labels.by_language.values())
    }
    lines = [RegisterOverviewLine(labels.get(word, word), n) for word, n in shown]
    return [RegisterOverviewLine(msg(f"registers.outlook.by_{part}")), *lines]


def _first_values(frame: Frame, name: str) -> Text:
    if name not in frame.data:
        return ""
    if frame.table.variable(name).kind in (Kind.DATE, Kind.DATETIME):
        days = [one.date() for one in frame.data[name].dropna().dt.normalize().unique()[:_FIRST]]
        return Labels({one: " · ".join(format_date(day, one) for day in days) for one in LANGUAGES})
    written: Sequence[str] = [str(one) for one in _written(frame, name).unique()[:_FIRST]]
    return " · ".join(written)


def _written(frame: Frame, name: str) -> pd.Series:
    variable, column = frame.table.variable(name), frame.data[name].dropna()
    if variable.kind is Kind.ONE:
        return column.astype("string").map({choice.id: choice.code for choice in variable.choices}).dropna()
    if variable.kind in (Kind.DATE, Kind.DATETIME):
        return column.dt.strftime("%Y-%m-%d")
    if variable.kind in (Kind.INTEGER, Kind.NUMBER):
        return column.map(lambda value: f"{value:.15g}")  # a telephone has more than six digits
    return column.astype("string")
