# SPDX-License-Identifier: MIT
"""Charts and tables of a register of activities for a page: bars by month, place or audience, a table by kind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.report import blocks as kinds
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import LANGUAGES, Labels, Text, msg, render
from wording.numbers import format_date, format_month, format_month_name, format_month_short

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult

REACH_BY = ("kind", "month", "quarter", "place", "topic", "audience", "partner")
SEX_PARTS = ("women", "girls", "men", "boys", "unknown")
MOST_BARS = 13  # of a page: of a longer time quarters are drawn
MOST_GROUPS = 8  # places, topics, partners: of more the largest, and it is said of how many
_SEXES = {"female": ("women", "girls"), "male": ("men", "boys"), "unknown": ("unknown",)}
_IN_TIME = frozenset({"month", "quarter"})
_SHOWN_COLUMNS = ("sessions", "contacts", "female_share")  # columns of a table on a page
Results = Mapping[str, "AnalysisResult"]


def reach_chart(results: Results, by: str) -> kinds.FigureBlock | None:
    """Contacts as bars: in the order of time, else the largest first, without groups that nobody came to."""
    if by == "sex":
        return _by_sex(results)
    if by == "month" and by in results and len(results[by].tables[0].rows) > MOST_BARS + 1:
        by = "quarter"
    if by not in results:
        return None
    figure = results[by].figures[0]
    title = msg(f"page.chart.{by}")
    if by in _IN_TIME and (upright := _over_time(results[by], title, by)) is not None:
        return upright
    table = replace(figure.table, title=title, subtitle=msg("figure.unit.contacts"))
    shown, more = figure.rows, 0
    if by not in _IN_TIME:
        contacts = next(at for at, column in enumerate(table.columns) if column.id == "contacts")
        size = {row.id: float(row.cells[contacts].estimate or 0) for row in table.rows}
        met = sorted((one for one in figure.rows if size[one] > 0), key=lambda one: -size[one])
        shown = tuple(met[:MOST_GROUPS])
        more = max(len(met) - MOST_GROUPS, 0)
        if more:
            table = replace(table, subtitle=msg("page.chart.largest", of=len(met)))
    if not shown:
        return None
    order = {row.id: row for row in table.rows}
    rest = tuple(row for row in table.rows if row.id not in shown)
    table = replace(table, rows=(*(order[one] for one in shown), *rest))
    return kinds.FigureBlock(replace(figure, table=table, title=title, rows=shown), more=more)


def people_chart(result: AnalysisResult) -> kinds.FigureBlock | None:
    """The people of each role as bars, the most first; None for one role, or while pairs of rows are open."""
    figure, table = result.figures[0], result.tables[0]
    columns = [column.id for column in table.columns]
    if "people_fewest" in columns or "people" not in columns:
        return None
    size = {row.id: float(row.cells[columns.index("people")].estimate or 0) for row in table.rows}
    met = sorted((one for one in figure.rows if size[one] > 0), key=lambda one: -size[one])
    if len(met) < 2:
        return None
    title, of = msg("page.chart.role"), len(met)
    subtitle = msg("figure.unit.people") if of <= MOST_GROUPS else msg("page.chart.largest_people", of=of)
    order = {row.id: row for row in table.rows}
    rows = (*(order[one] for one in met), *(row for row in table.rows if row.id not in met))
    drawn = replace(figure, table=replace(table, title=title, subtitle=subtitle, rows=rows), title=title)
    return kinds.FigureBlock(replace(drawn, rows=tuple(met[:MOST_GROUPS])), more=max(of - MOST_GROUPS, 0))


def _over_time(result: AnalysisResult, title: Text, by: str) -> kinds.FigureBlock | None:
    """Contacts of each month or quarter by sex, as upright bars; None where sex and age are not told apart."""
    table, names = result.tables[0], result.facts.get("groups", ())
    places = {column.id: at for at, column in enumerate(table.columns)}
    rows = [row for row in table.rows if not row.total][: len(names)]

    def counted(parts: tuple[str, ...], row: Row) -> float:
        return sum(float(row.cells[places[part]].estimate or 0) for part in parts if part in places)

    several = len({name[:4] for name in names}) > 1
    columns = tuple(
        Column(name, _short_name(name, by, several and (not at or name.endswith("-01"))), show=("estimate",))
        for at, name in enumerate(names)
    )
    lines = tuple(
        Row(name, msg(f"page.part.{name}"), tuple(Cell(counted(parts, row), unit=Unit.COUNT) for row in rows))
        for name, parts in _SEXES.items()
        if any(counted(parts, row) for row in rows)
    )
    if not lines:
        return None
    spec = TableSpec(
        f"{table.id}-sex", title, msg("figure.unit.contacts"), None, columns, lines, base=table.base,
        exclusive_rows=False, source=table.source, origin=table.origin,
    )  # fmt: skip
    return kinds.FigureBlock(FigureSpec(f"{spec.id}-figure", spec, Chart.COLUMNS, title))


def _short_name(name: str, by: str, with_year: bool) -> Text:
    """ "Jan", "Q1", with the year where another began."""
    day = dt.date.fromisoformat(f"{name}-01")
    year = f" {day.year % 100:02}" if with_year else ""
    if by == "quarter":
        short = msg("reach.quarter_short", quarter=(day.month + 2) // 3)
        return Labels({one: render(short, one) + year for one in LANGUAGES})
    return Labels({one: format_month_short(day, one) + year for one in LANGUAGES})


def reach_table(results: Results, by: str, kind: Text = "", total: bool = True) -> kinds.TableBlock | None:
    """Sessions, contacts and the share of women and girls, a line for each group; kinds are not added into one.

    `kind`: the one kind of activity it is of, which it names. `total`: whether it has a line of all sessions.
    """
    if by == "month" and by in results and len(results[by].tables[0].rows) > MOST_BARS + 1:
        by = "quarter"
    if by not in results:
        return None
    table = results[by].tables[0]
    places = [at for at, column in enumerate(table.columns) if column.id in _SHOWN_COLUMNS]
    rows = tuple(
        replace(row, cells=tuple(_nobody(row.cells[at], table.columns[at].id) for at in places))
        for row in table.rows
        if not (row.total and (by == "kind" or not total))
    )
    columns = tuple(table.columns[at] for at in places)
    rows, more = _largest(rows, [column.id for column in columns].index("contacts"), by)
    said = [kind, *([msg(f"page.table.largest{'' if total else '_of'}", of=more + MOST_GROUPS)] if more else [])]
    subtitle = Labels({one: " · ".join(filter(None, (render(text, one) for text in said))) for one in LANGUAGES})
    shown = replace(
        table,
        title=msg(f"page.table.{by}"),
        subtitle=subtitle if any(said) else None,
        columns=columns,
        rows=rows,
        notes=(),
        source="",
    )
    return kinds.TableBlock(shown, more)


def _largest(rows: tuple[Row, ...], contacts: int, by: str) -> tuple[tuple[Row, ...], int]:
    """The groups with the most contacts, the largest first, then the line of all; and how many are left out."""
    if by in _IN_TIME:
        return rows, 0
    groups = sorted((row for row in rows if not row.total), key=lambda row: -float(row.cells[contacts].estimate or 0))
    kept = (*groups[:MOST_GROUPS], *(row for row in rows if row.total))
    return kept, max(len(groups) - MOST_GROUPS, 0)


def _nobody(cell: Cell, column: str) -> Cell:
    """An assessment has no attendance: a dash, as 0 contacts would tell that nobody came."""
    return Cell(text="–", unit=Unit.TEXT) if column == "contacts" and not cell.estimate else cell


def _by_sex(results: Results) -> kinds.FigureBlock | None:
    """Contacts by sex and age, from the line of all sessions; kinds of activity have no such line together."""
    lines = ((one.tables[0], row) for one in results.values() for row in one.tables[0].rows if row.total)
    table, total = next(lines, (None, None))
    if table is None or total is None:
        return None
    places = {column.id: at for at, column in enumerate(table.columns)}
    if not any(part in places for part in SEX_PARTS):
        return None
    rows = tuple(
        Row(part, table.columns[places[part]].label, (total.cells[places[part]],))
        for part in SEX_PARTS
        if part in places
    )
    title = msg("page.chart.sex")
    spec = TableSpec(
        "reach-sex", title, msg("figure.unit.contacts"), None, (Column("contacts", "", show=("estimate",)),), rows,
        base=table.base, exclusive_rows=False,
    )  # fmt: skip
    return kinds.FigureBlock(FigureSpec("reach-sex-figure", spec, Chart.BARS, title))


def months_of(results: Results) -> tuple[dt.date, dt.date] | None:
    """The first day of the first and of the last month with a session; None without dates."""
    names = results["month"].facts.get("groups", ()) if "month" in results else ()
    if not names:
        return None
    first, last = (dt.date.fromisoformat(f"{name}-01") for name in (names[0], names[-1]))
    return first, last


def months_text(months: tuple[dt.date, dt.date], *, year: bool = True) -> Text:
    """ "January – December 2024", without the year where that stands beside it."""
    return Labels({one: _months(*months, one, year=year) for one in LANGUAGES})


def period_text(period: tuple[str, str] | None, *, year: bool = True) -> Text:
    """The days of a period in words, whole months by their names; "" without one."""
    if period is None:
        return ""
    first, last = (dt.date.fromisoformat(day) for day in period)
    if first.day == 1 and (last + dt.timedelta(days=1)).day == 1:
        return months_text((first, last), year=year)
    return Labels({one: f"{format_date(first, one)} – {format_date(last, one)}" for one in LANGUAGES})


def _months(first: dt.date, last: dt.date, language: str, *, year: bool) -> str:
    ends = format_month(last, language) if year else format_month_name(last, language)
    if (first.year, first.month) == (last.year, last.month):
        return ends
    begins = format_month_name if first.year == last.year else format_month
    return f"{begins(first, language)} – {ends}"
