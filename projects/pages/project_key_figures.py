# SPDX-License-Identifier: MIT
"""The key figures a project has: reach of its registers, rows of its surveys, interviews, shares of saved analyses.

Another source is a function here that gives `KeyFigure` records; tiles and running text pick them by key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from analysis.analyses import Study
from analysis.analyses.registers.periods import period_text
from analysis.register_columns import RegisterKind
from analysis.report.key_figures import KeyFigure
from analysis.result_tables import Cell, Column, Origin, Row, TableSpec, Unit
from projects.interviews.queries import counts
from wording import DEFAULT_LANGUAGE, LANGUAGES, Text, msg, render

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.records import DataTable
    from projects.store import Project

DISABLED = "contacts_disability"  # the unit of those with a disability among the contacts
_UNITS = {
    "household": ("households", "house"),
    "person": ("people", "users"),
    "site": ("sites", "map-pin"),
    "key_informant": ("interviews", "messages-square"),
    "case": ("cases", "heart-handshake"),
    "submission": ("interviews", "messages-square"),
}
_THEMES = (
    ("training", "graduation-cap", r"train|formation|atelier|workshop|recycl|capacity|renforcement"),
    ("assessment", "search-check", r"assess|évalu|evalu|study|étude|survey|enquête"),
    ("assistance", "heart-handshake", r"assist|service|referr|référ|case|cas\b|soutien|support"),
)


@dataclass(frozen=True)
class FigureSource:
    """What the figures of a page are made from: the period in days, the reach of each register, kept results."""

    period: tuple[str, str] | None = None
    reach: Mapping[str, Mapping[str, AnalysisResult]] = field(default_factory=dict)  # table id → by → result
    results: Mapping[str, AnalysisResult] = field(default_factory=dict)  # of saved analyses, by id
    where: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)  # table id → conditions on its rows
    cases: Mapping[str, AnalysisResult] = field(default_factory=dict)  # table id → pathway of its cases
    questions: Mapping[str, Text] = field(default_factory=dict)  # of saved analyses that compare groups, by id
    earlier: Mapping[str, TableSpec] = field(default_factory=dict)  # table id → its kinds a year before


_SPREAD = {"place": ("places", "map-pin"), "partner": ("partners", "users"), "topic": ("topics", "tags")}


def key_figures(project: Project, source: FigureSource) -> list[KeyFigure]:
    """Every figure there is, the most telling first. Keys are stable: they name a table, a kind, an answer."""
    return [
        *_of_reach(source),
        *_of_tables(project, source),
        *_of_cases(source),
        *([] if source.where else _of_interviews(project)),
        *_of_results(source),
    ]


def headline_figures(figures: Sequence[KeyFigure], most: int) -> list[KeyFigure]:
    """The figures for tiles: each kind of activity first, then who was interviewed; shares only where there is room,
    then in how many places, with how many partners, of how many topics.

    A kind whose people are counted shows people, the others contacts; one without either, such as an assessment, shows
    how often it was held. They come in the order of attendance, which prints whole, not of people, which may not.
    """
    counted = {one.key.removesuffix(".people") for one in figures if one.key.endswith(".people")}
    first = [
        one
        for one in figures
        if (one.unit == "contacts" and one.row != "total" and one.key.removesuffix(".contacts") not in counted)
        or one.unit == "activities"
        or one.key.removesuffix(".people") in counted
    ]
    held = {one.key.removesuffix(".sessions") for one in first if one.unit == "activities"}
    first = [one for one in first if not (one.unit == "contacts" and one.key.removesuffix(".contacts") in held)]
    first.sort(key=lambda one: (one.unit == "activities", -_attendance(one)))
    spread = [one for one in figures if one.unit in (unit for unit, _ in _SPREAD.values())]
    apart = ("contacts", "sessions", "share", DISABLED, *(one.unit for one in spread))
    rest = [one for one in figures if one.unit not in apart and one not in first]
    told = sorted((one for one in figures if one.unit == DISABLED), key=_attendance, reverse=True)
    found = [*first[: most - bool(rest)], *rest, *told[:1], *one_of_each(figures)][:most]
    if len(found) == 1:  # of a small register: one tile alone would be a wall
        found += [one for one in figures if one.unit == "sessions" and one.row == found[0].row][:1]
    return [*found, *spread][:most]


def one_of_each(figures: Sequence[KeyFigure]) -> list[KeyFigure]:
    """One share of each analysis: of two answers the first (yes), of more the largest that its readers may see."""
    groups: dict[str, list[KeyFigure]] = {}
    for figure in figures:
        if figure.unit == "share" and figure.cell.estimate is not None and figure.key.startswith("analysis."):
            groups.setdefault(figure.key.rsplit(".", 1)[0], []).append(figure)
    return [shares[0] if len(shares) == 2 else replace(shares[0], largest=True).chosen() for shares in groups.values()]


def of_period(figure: KeyFigure, period: str) -> KeyFigure:
    """The figure with the days it is of in its small print."""
    days = period_text(period)
    return replace(figure, base=msg("figure.of_period", base=figure.base, days=days) if figure.base else days or "")


def counted_of(figures: Sequence[KeyFigure], row: Row) -> tuple[KeyFigure, ...]:
    """The contacts and sessions of a line of the reach, called after it."""
    own = [one for one in figures if one.row == row.id and one.key.startswith(f"reach.{one.key.split('.')[1]}.")]
    units = ("contacts", "sessions")
    return tuple(replace(one, label=row.label) for unit in units for one in own if one.unit == unit)[:2]


def attended_of(figures: Sequence[KeyFigure], rows: Sequence[Row]) -> tuple[KeyFigure, ...]:
    """How many came to each of these kinds, called after it: people where they are counted, else contacts."""
    found = []
    for row in rows:
        own = {one.unit: one for one in figures if one.row == row.id and one.key.startswith("reach.")}
        number = own.get("people") or own.get("contacts")
        found += [] if number is None else [replace(number, label=row.label)]
    return tuple(found)


def _of_reach(source: FigureSource) -> list[KeyFigure]:
    found: list[KeyFigure] = []
    for table_id, by in source.reach.items():
        result = by.get("kind") or by.get("month")
        if result is None:
            continue
        table = result.tables[0]
        found += _spread(table_id, by)
        for row in table.rows:
            name = row_name(row)
            theme, icon = _theme(row.label)
            sessions = _value(table, row.id, "sessions")
            label: Text = msg("figure.all_activities") if row.total else row.label
            at: dict[str, Any] = {"table": table, "row": row.id, "theme": theme, "icon": icon, "period": source.period}
            key = f"reach.{table_id}.{name}"
            with_sessions = msg("figure.in_sessions", label=label, n=int(sessions or 0))
            before = _before(source.earlier.get(table_id), row)
            contacts = KeyFigure(f"{key}.contacts", None, "contacts", with_sessions, column="contacts", **at)
            found.append(replace(contacts, before=before))
            if _one_number_of_people(table, row.id):
                different = msg("figure.people_of", label=label, n=int(_value(table, row.id, "contacts") or 0))
                found.append(KeyFigure(f"{key}.people", None, "people", different, column="people", **at))
            nobody = bool(sessions) and _value(table, row.id, "contacts") == 0 and not row.total
            held = label if nobody else msg("figure.sessions_of", label=label)
            unit = "activities" if nobody else "sessions"
            found.append(KeyFigure(f"{key}.sessions", None, unit, held, column="sessions", **at))
            if told := _value(table, row.id, "asked_disability"):
                base = msg("figure.base_disability", n=int(told))
                found.append(
                    KeyFigure(f"{key}.disability", None, DISABLED, label, base=base, column="disability", **at)
                )
            known = _value(table, row.id, "known_sex")
            if known:
                share = msg("figure.women_and_girls")
                base = msg("figure.base_known_sex", n=int(known))
                found.append(
                    KeyFigure(f"{key}.female_share", None, "share", share, base=base, column="female_share", **at)
                )
    return found


def _spread(table_id: str, by: Mapping[str, AnalysisResult]) -> list[KeyFigure]:
    """In how many places activities were held, with how many partners, of how many topics: where there are several."""
    found = []
    for part, (unit, icon) in _SPREAD.items():
        if part not in by:
            continue
        table, groups = by[part].tables[0], by[part].facts.get("groups", ())
        held = sum(bool(_value(table, row.id, "sessions")) for row in table.rows[: len(groups)] if not row.total)
        if held > 1:
            label = msg(f"figure.held_{unit}")
            found.append(KeyFigure(f"reach.{table_id}.{unit}", float(held), unit, label, icon, theme="survey"))
    return found


def _before(earlier: TableSpec | None, row: Row) -> float | None:
    """The contacts of the same line in the table of a year before; None where it is not known or nobody came."""
    same = next((one for one in earlier.rows if row_name(one) == row_name(row)), None) if earlier is not None else None
    return None if earlier is None or same is None else _value(earlier, same.id, "contacts") or None


def _of_tables(project: Project, source: FigureSource) -> list[KeyFigure]:
    """How many rows each table of a survey has; registers are counted by their reach, attendances never as people."""
    from projects.design.sample_design import describe_design  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    found = []
    for table in data_tables(project):
        if table.id in source.reach or table.parent is not None or (source.where and table.id not in source.where):
            continue
        if table.register is not None and table.register.kind is not RegisterKind.ACTIVITIES:
            continue  # who took part stands in the reach, cases in their pathway
        unit, icon = _UNITS.get(str(table.unit), ("number", "table-2"))
        where = source.where.get(table.id)
        rows = _rows_where(project, table.id, where) if where else describe_design(project, table.id).rows
        name = table.labels if any(table.labels.by_language.values()) else table.name
        label = msg(f"figure.rows_{unit}") if unit != "number" else msg("figure.rows_number", table=name)
        counted = _table_of_rows(table, rows, label)
        key = f"table.{table.id}.rows"
        found.append(KeyFigure(key, None, unit, label, icon, theme="survey", table=counted, row="rows", column="rows"))
    return found


def _table_of_rows(table: DataTable, rows: int, label: Text) -> TableSpec:
    """The number of rows as a table of one cell, so that few people are withheld with all else that leaves."""
    register = "" if table.register is None else str(table.register.kind)
    cell = Cell(float(rows), n=rows, unit=Unit.COUNT)
    column, row = Column("rows", "", show=("estimate",)), Row("rows", label, (cell,))
    origin = Origin(table.id, table.unit, table.how.value, register)
    return TableSpec(f"rows-{table.id}", label, None, None, (column,), (row,), exclusive_rows=False, origin=origin)


def _of_cases(source: FigureSource) -> list[KeyFigure]:
    """How many cases each register identified within the period, few withheld as in its pathway."""
    _, icon = _UNITS["case"]
    return [
        KeyFigure(
            f"table.{table}.rows", None, _unit_of(result), msg(f"figure.rows_{_unit_of(result)}"), icon,
            theme="assistance",
            period=source.period, table=result.tables[0], row=result.tables[0].rows[0].id, column="total_before",
        )
        for table, result in source.cases.items()
    ]  # fmt: skip


def _unit_of(result: AnalysisResult) -> str:
    """Presumed cases, but where the register says of some that they were formally identified."""
    return "presumed_cases" if result.facts.get("presumed", True) else "cases"


def _rows_where(project: Project, table_id: str, where: Sequence[Mapping[str, object]]) -> int:
    from projects.datasets.table.frames import load_frame  # numpy, 80 ms: not at start

    frame = load_frame(project, table_id, [str(one["variable"]) for one in where])
    return int(Study(frame).where(where).sum())


def _of_interviews(project: Project) -> list[KeyFigure]:
    stored = counts(project)
    held = stored["documents"] - stored["held_back"]
    if not held:
        return []
    label = msg("figure.interviews_held")
    return [KeyFigure("interviews.documents", float(held), "interviews", label, "messages-square", theme="assessment")]


def _of_results(source: FigureSource) -> list[KeyFigure]:
    """Each share of the saved analyses, in the column of all where there is one."""
    found = []
    for analysis, result in source.results.items():
        for table in result.tables[:1]:
            columns = [column for column in table.columns if column.id.startswith("total")] or list(table.columns[:1])
            for column in columns[:1]:
                for row in table.rows:
                    cell = row.cells[table.columns.index(column)] if row.cells else None
                    if cell is None or row.heading or cell.unit is not Unit.SHARE:
                        continue
                    key = f"analysis.{analysis}.{row.id}"
                    question = source.questions.get(analysis, table.title)
                    label = row.label
                    found.append(
                        KeyFigure(
                            key, None, "share", label, question=question, theme="survey", table=table, row=row.id,
                            column=column.id,
                        )
                    )  # fmt: skip
    return found


def _one_number_of_people(table: TableSpec, row: str) -> bool:
    """Whether the people of a line are counted, and no pair of rows leaves a range."""
    people, fewest = _value(table, row, "people"), _value(table, row, "people_fewest")
    return people is not None and fewest in (None, people)


def _value(table: TableSpec, row: str, column: str) -> float | None:
    return KeyFigure("", None, "number", "", table=table, row=row, column=column).cell.estimate


def _attendance(figure: KeyFigure) -> float:
    """The contacts of a figure's line, or how often it was held."""
    contacts = None if figure.table is None else _value(figure.table, figure.row, "contacts")
    return (figure.cell.estimate if figure.unit == "activities" else contacts) or 0.0


def row_name(row: Row) -> str:
    """What a line of a reach table is called in the keys of its figures: "reach.t3.awareness_session.contacts"."""
    return "total" if row.total else _slug(row.label)


def _slug(label: Text) -> str:
    return re.sub(r"\W+", "_", render(label, DEFAULT_LANGUAGE).casefold()).strip("_") or "none"


def _theme(label: Text) -> tuple[str, str]:
    words = " ".join(render(label, language).casefold() for language in LANGUAGES)
    for theme, icon, known in _THEMES:
        if re.search(known, words):
            return theme, icon
    return "awareness", "megaphone"


def named(figures: Sequence[KeyFigure]) -> dict[str, KeyFigure]:
    """The figures by key."""
    return {figure.key: figure for figure in figures}
