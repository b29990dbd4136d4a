# SPDX-License-Identifier: MIT
"""Results of registers for a page: reach of all activities or of some kinds, pathways of cases, tests of trainings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from analysis.analyses.registers.periods import parse_period
from analysis.records import Kind
from analysis.register_columns import Part, RegisterKind
from projects.pages.reach_blocks import REACH_BY, months_text
from projects.pages.reach_of_kinds import FIRST, Reach, shown_kinds
from projects.results.saved_results import SavedAnalysis
from projects.stored_tables.row_records import registers
from wording import Text, msg

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.records import DataTable
    from analysis.register_columns import Register
    from analysis.report.key_figures import KeyFigure
    from analysis.result_tables import FigureSpec, TableSpec
    from projects.store import Project

_ASKED_ON = ("start", "today", "end", "date", "dateTime")  # questions of a form that tell the day it was filled
_MOST_LISTED = 6
Condition = Mapping[str, Any]
Runner = Callable[["Project", Sequence[SavedAnalysis]], Mapping[str, "AnalysisResult"]]


class PageScope(Protocol):
    """The days and rows that pages are about."""

    @property
    def period(self) -> str:
        """As "2020-01-01..2020-12-31", or ""."""

    @property
    def where(self) -> Mapping[str, Sequence[Condition]] | None:
        """Conditions on the rows of each table."""

    def tells(self, table: str) -> bool:
        """Whether the pages may speak of a table."""


class RegisterResults:
    """Runs what a page needs of the registers of a project, for the days and rows that it is about."""

    def __init__(self, project: Project, scope: PageScope, run: Runner) -> None:
        self._project, self._scope, self._run_saved = project, scope, run
        self._asked: dict[str, tuple[str, str] | None] = {}  # first and last day of each survey that was looked at

    def reach(self) -> Reach:
        """The reach of each register of activities: by kind, month, place, topic, audience, as far as it has them."""
        return self._run(dict.fromkeys(self._registers(RegisterKind.ACTIVITIES), REACH_BY), {})

    def narrowed(self, reach: Reach, which: str) -> Reach:
        """The reach of the kind with the most contacts (`FIRST`), or of the others with any (`OTHERS`).

        Where kinds are not told apart, or there is one only, it is the reach of all.
        """
        narrow = {table: _kinds_named(self._project, table, by, which) for table, by in reach.items()}
        limited = {table: condition for table, condition in narrow.items() if condition is not None}
        of_first = ("month", "quarter", "place", "topic", "audience", "partner")
        wanted = of_first if which == FIRST else ("audience", "kind")
        found = self._run({table: [by for by in wanted if by in reach[table]] for table in limited}, limited)
        return {table: by if table not in limited else found.get(table, {}) for table, by in reach.items()}

    def a_year_before(self, reach: Reach) -> dict[str, TableSpec]:
        """The reach by kind in the same days of the year before, of registers that go back so far; {} without days."""
        first, last = parse_period(self._scope.period)
        if first is None or last is None or first <= _year_before(last):  # longer than a year has no year before
            return {}
        begins, days = _year_before(first), f"{_year_before(first)}..{_year_before(last)}"
        asked = [
            SavedAnalysis(table, "reach", table, {"by": "kind", "period": days, "where": self._where(table)})
            for table, by in reach.items()
            if "kind" in by and str(by["kind"].facts.get("first_day", "~"))[:7] <= begins[:7]
        ]
        return {table: one.tables[0] for table, one in self._results_with_figures(asked).items()}

    def _where(self, table: str) -> list[Condition]:
        return list((self._scope.where or {}).get(table, ()))

    def cases(self) -> dict[str, AnalysisResult]:
        """The pathway of each register of cases, by its table."""
        from projects.datasets.registers.session_join import lists_services, takes_services  # numpy: not at start

        found = self._registers(RegisterKind.CASES)
        if any(takes_services(one) for one in found.values()):  # what lists services counts with the cases they are of
            found = {table: one for table, one in found.items() if not lists_services(one)}
        options = {
            table: {"period": self._scope.period, "where": list((self._scope.where or {}).get(table, ()))}
            for table in found
            if not self._scope.where or table in self._scope.where
        }
        made = self._results_with_figures(
            [SavedAnalysis(f"{one}/cases", "case_pathway", one, chosen) for one, chosen in options.items()]
        )
        return {one.removesuffix("/cases"): result for one, result in made.items()}

    def roles(self) -> dict[str, AnalysisResult]:
        """The people of each role, of each register of participants that tells it and whose people are counted."""
        wanted = [
            SavedAnalysis(
                f"{table}/role", "unique_people", table,
                {"by": "role", "period": self._scope.period, "where": self._where(table)},
            )
            for table, register in self._registers(RegisterKind.PARTICIPANTS).items()
            if register.column(Part.ROLE) is not None
        ]  # fmt: skip
        return self._results_with_figures(wanted)

    def changes(self) -> list[AnalysisResult]:
        """Tests before and after a training, of each register of participants that has both."""
        from projects.registers.register_frames import paired_tests  # more of the program: not at start
        from projects.stored_tables.stored_table import data_table  # numpy, 80 ms: not at start

        wanted = []
        for table, register in self._registers(RegisterKind.PARTICIPANTS).items():
            pair = paired_tests(data_table(self._project, table).variables)
            first, last = parse_period(self._scope.period)
            day = register.column(Part.DATE)
            if pair is None or ((first or last) and day is None):
                continue
            ends = {name: one for name, one in (("from", first), ("to", last)) if one}
            where = [*(self._scope.where or {}).get(table, ()), *([{"variable": day, **ends}] if ends else [])]
            chosen = {"before": pair[0].id, "after": pair[1].id, "where": where}
            wanted.append(SavedAnalysis(f"{table}/change", "pre_post", table, chosen))
        return list(self._results_with_figures(wanted).values())

    def assessments(self, figures: Sequence[KeyFigure], reach: Reach) -> list[KeyFigure]:
        """What was assessed and who was asked, each with the days it took: of registers, surveys and interviews."""
        from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

        held = {
            table.id: table for table in data_tables(self._project) if table.register is None and table.parent is None
        }
        found = []
        for one in figures:
            source, _, rest = one.key.partition(".")
            table = rest.split(".")[0]
            if one.unit == "activities" and table in reach:
                days = self._days_of_kind(table, reach[table], one.row)
            elif source == "table" and table in held:
                days = _days_asked(self._project, held[table])
            elif source != "interviews":
                continue
            else:
                days = None
            if days is None or _overlap(days, self._scope.period):
                found.append(replace(one, period=days))
        return sorted(found, key=lambda one: one.period or ("~", "~"))[:_MOST_LISTED]

    def timely(self, figures: Sequence[KeyFigure]) -> list[KeyFigure]:
        """The figures without surveys that were asked on other days than those of the sheet alone."""
        from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

        held = {one.id: one for one in data_tables(self._project) if one.register is None}
        days = {
            name: _days_asked(self._project, held[name])
            for one in figures
            if one.key.startswith("table.") and (name := one.key.split(".")[1]) in held
        }
        other = {name for name, one in days.items() if one is not None and not _overlap(one, self._scope.period)}
        return [one for one in figures if not (one.key.startswith("table.") and one.key.split(".")[1] in other)]

    def dated_chart(self, table: str, figure: FigureSpec) -> FigureSpec:
        """A chart of answers, with the days of its survey where these are not all days of the sheet."""
        days = self._other_days(table)
        if not days:
            return figure
        said = msg("figure.asked_in", base=figure.table.subtitle, days=days) if figure.table.subtitle else days
        return replace(figure, table=replace(figure.table, subtitle=said))

    def dated_figure(self, table: str, figure: KeyFigure) -> KeyFigure:
        """The number of an answer, with the days of its survey where these are not all days of the sheet."""
        days = self._other_days(table)
        if not days:
            return figure
        if figure.question:
            return replace(figure, question=msg("figure.asked_in", base=figure.question, days=days))
        return replace(figure, base=msg("figure.asked_in", base=figure.base, days=days) if figure.base else days)

    def _other_days(self, table: str) -> Text:
        """The months in which a survey was answered; "" within the days of the sheet, or where nothing tells."""
        from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

        first, last = parse_period(self._scope.period)
        if first is None and last is None:
            return ""
        if table not in self._asked:
            held = next((one for one in data_tables(self._project) if one.id == table), None)
            self._asked[table] = _days_asked(self._project, held) if held is not None else None
        days = self._asked[table]
        if days is None or ((first or "") <= days[0] and days[1] <= (last or "~")):
            return ""
        began, ended = (dt.date.fromisoformat(day) for day in days)
        return months_text((began, ended))

    def _days_of_kind(self, table: str, by: Mapping[str, AnalysisResult], row: str) -> tuple[str, str] | None:
        """The first day of the first and of the last month in which activities of that kind were held."""
        condition = _condition(self._project, table, by, [row])
        if condition is None or "month" not in by:
            return None
        months = self._run({table: ["month"]}, {table: condition}).get(table, {})
        names = months["month"].facts.get("groups", ()) if months else ()
        return (f"{names[0]}-01", f"{names[-1]}-01") if names else None

    def _registers(self, kind: RegisterKind) -> dict[str, Register]:
        return {
            one: register
            for one, register in registers(self._project).items()
            if register.kind is kind and self._scope.tells(one)
        }

    def _run(self, wanted: Mapping[str, Sequence[str]], narrow: Mapping[str, Condition]) -> Reach:
        asked = []
        for table, every in wanted.items():
            where = [*(self._scope.where or {}).get(table, ()), *([narrow[table]] if table in narrow else [])]
            for by in every:
                options = {"by": by, "period": self._scope.period, "where": where}
                asked.append(SavedAnalysis(f"{table}/{by}", "reach", table, options))
        found: Reach = {}
        for name, result in self._results_with_figures(asked).items():
            table, by = name.split("/")
            found.setdefault(table, {})[by] = result
        return found

    def _results_with_figures(self, wanted: Sequence[SavedAnalysis]) -> dict[str, AnalysisResult]:
        """The results that have a figure: a register without that part has none."""
        made = self._run_saved(self._project, wanted) if wanted else {}
        return {one.id: made[one.id] for one in wanted if made[one.id].figures}


def _year_before(day: str) -> str:
    """The same day a year before; of 29 February the 28th."""
    year, rest = int(day[:4]) - 1, day[4:]
    return f"{year:04}{rest if rest != '-02-29' else '-02-28'}"


def _overlap(days: tuple[str, str], period: str) -> bool:
    first, last = parse_period(period)
    return (last is None or days[0] <= last) and (first is None or days[1] >= first)


def _days_asked(project: Project, table: DataTable) -> tuple[str, str] | None:
    """The first and last day on which a survey was answered; None where no column tells."""
    from projects.datasets.table.frames import load_frame  # numpy, 80 ms: not at start

    dated = [one for one in table.variables if one.kind in (Kind.DATETIME, Kind.DATE) and one.form_type in _ASKED_ON]
    if not dated:
        return None
    name = dated[0].id
    days = load_frame(project, table.id, [name]).data[name].dropna()
    return (f"{days.min():%Y-%m-%d}", f"{days.max():%Y-%m-%d}") if len(days) else None


def _kinds_named(project: Project, table: str, by: Mapping[str, AnalysisResult], which: str) -> Condition | None:
    """The condition that picks the sessions of these kinds; None where there is nothing to pick."""
    return _condition(project, table, by, [row.id for row in shown_kinds(by, which)])


def _condition(project: Project, table: str, by: Mapping[str, AnalysisResult], rows: Sequence[str]) -> Condition | None:
    from projects.stored_tables.stored_table import data_table  # numpy, 80 ms: not at start

    column = registers(project)[table].column(Part.KIND)
    if not rows or column is None:
        return None
    groups = by["kind"].facts["groups"]
    names = [groups[int(row.removeprefix("g"))] for row in rows if row.removeprefix("g").isdigit()]
    values = _values(data_table(project, table), column, names)
    return None if values is None else {"variable": column, "is": values}


def _values(table: DataTable, column: str, names: Sequence[str]) -> list[str] | None:
    """What the column holds where it says one of `names`: ids of choices, or the words; None for a number."""
    variable = table.variable(column)
    if variable.kind is Kind.ONE:
        return [choice.id for choice in variable.choices if choice.code in names]
    return list(names) if variable.kind is Kind.TEXT else None
