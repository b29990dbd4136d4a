# SPDX-License-Identifier: MIT
"""Charts and tables of a register for a page: the largest first, of many only the largest, and it is said."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest

from analysis.analyses import AnalysisResult
from analysis.pages.bars import bars_data
from analysis.report.blocks import FigureBlock, LiveText, TableBlock
from analysis.report.key_figures import KeyFigure, figure_text, unit_text
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from projects.pages.lead_sentences import derived_title, women_text
from projects.pages.project_key_figures import FigureSource, _of_reach, headline_figures
from projects.pages.reach_blocks import MOST_GROUPS, Results, people_chart, reach_chart, reach_table
from projects.pages.reach_of_kinds import FIRST, OTHERS, Reach, reach_block
from projects.pages.register_results import PageScope, RegisterResults
from projects.pages.templates import template
from projects.store import Project
from wording import render


def results(by: str, contacts: list[int]) -> Results:
    """The reach of groups with these contacts, one session each."""
    heads = ("sessions", "contacts")
    rows = tuple(
        Row(f"g{at}", f"Group {at}", tuple(Cell(float(n), unit=Unit.COUNT) for n in (1, number)))
        for at, number in enumerate(contacts)
    )
    whole = Row("total", "All", tuple(Cell(float(n), unit=Unit.COUNT) for n in (len(rows), sum(contacts))), total=True)
    table = TableSpec(by, by, None, None, tuple(Column(head, head) for head in heads), (*rows, whole))
    figure = FigureSpec(by, table, Chart.BARS, by, rows=tuple(row.id for row in rows), columns=("contacts",))
    return cast(Results, {by: SimpleNamespace(tables=(table,), figures=(figure,), facts={})})


def test_places_come_by_size_without_those_nobody_came_to() -> None:
    block = reach_chart(results("place", [5, 0, 30, 12]), "place")
    assert block is not None
    assert block.figure.rows == ("g2", "g3", "g0")
    assert reach_chart(results("place", [0, 0]), "place") is None


def test_of_many_the_largest_are_shown_and_it_is_said_of_how_many() -> None:
    many = list(range(1, 21))
    chart, table = reach_chart(results("place", many), "place"), reach_table(results("place", many), "place")
    assert chart is not None
    assert table is not None
    assert len(chart.figure.rows) == MOST_GROUPS
    assert chart.figure.rows[0] == "g19"
    assert chart.figure.table.subtitle is not None
    assert render(chart.figure.table.subtitle, "en") == "contacts, the largest of 20"
    assert (chart.more, table.more) == (12, 12)
    assert [row.id for row in table.table.rows] == [*(f"g{at}" for at in range(19, 11, -1)), "total"]
    assert table.table.subtitle is not None
    assert "of 20" in render(table.table.subtitle, "en")


def test_months_keep_their_order_and_kinds_are_not_added() -> None:
    block = reach_chart(results("month", [9, 0, 30]), "month")
    assert block is not None
    assert block.figure.rows == ("g0", "g1", "g2")
    table = reach_table(results("kind", [9, 0, 30]), "kind")
    assert table is not None
    assert [row.id for row in table.table.rows] == ["g2", "g0", "g1"], "no line adds kinds into one number"
    assert table.table.rows[2].cells[1].text == "–", "an assessment has no attendance"


def stored_of(by: str) -> list[dict[str, object]]:
    """The blocks of the infosheet that show the reach by that."""
    stored = [block.content for block in template(None, "infosheet").blocks]
    inside = [one["content"] for block in stored for column in block.get("columns", ()) for one in column]
    return [content for content in (*stored, *inside) if content.get("reach") == by]


@pytest.mark.parametrize(("contacts", "shown"), [([35], False), ([9, 30], False), ([9, 30, 4], True)])
def test_the_number_of_a_single_other_kind_is_in_no_table_of_kinds(contacts: list[int], shown: bool) -> None:
    found = results("kind", contacts)
    found["kind"].facts["groups"] = [f"Group {at}" for at in range(len(contacts))]
    [content] = stored_of("kind")
    assert (reach_block(content, {"t1": found}, {"t1": found}) is not None) is shown


def test_the_total_of_a_kind_stands_once_on_a_page() -> None:
    every = {by: results(by, [9, 30])[by] for by in ("place", "partner", "month")}

    def totals(reach: Results) -> dict[str, bool]:
        made = {by: reach_block(stored, {"t1": reach}, {"t1": reach}) for by in every for stored in stored_of(by)
                if stored.get("as") == "table"}  # fmt: skip
        told = {by: cast(TableBlock, one).table for by, one in made.items() if one is not None}
        return {by: any(row.total for row in table.rows) for by, table in told.items()}

    assert totals(every) == {"place": True, "partner": False, "month": False}, "the first of them holds it"
    without = {by: one for by, one in every.items() if by != "place"}
    assert totals(without) == {"partner": True, "month": False}
    kinds = {**every, **results("kind", [9, 30])}
    kinds["kind"].facts["groups"] = ["Group 0", "Group 1"]
    assert totals(kinds) == {"place": False, "partner": False, "month": False}, "the heading says it"
    made = reach_block(stored_of("partner")[0], {"t1": kinds}, {"t1": kinds})
    assert render(cast(TableBlock, made).table.subtitle, "en") == "Group 1", "which kind it is of"


def test_who_came_to_a_kind_of_one_audience_is_said_without_its_number() -> None:
    reach = {**results("audience", [12]), **results("kind", [30, 12])}
    reach["kind"].facts["groups"] = ["Group 0", "Group 1"]
    of_others = next(one for one in stored_of("audience") if one["of"] == OTHERS)
    said = reach_block(of_others, {"t1": reach}, {"t1": reach})
    assert isinstance(said, LiveText)
    assert "".join(render(one.text, "en") for one in said.by_language["en"].lines[0].spans) == (
        "Who came to Group 1: Group 0."
    )
    assert reach_block(of_others, {"t1": reach}, {"t1": {**reach, **results("audience", [7, 5])}}) is not None


def test_people_of_each_role_come_by_size_and_not_while_pairs_are_open() -> None:
    def of(*heads: str) -> AnalysisResult:
        counts = (3, 0, 9)
        rows = [Row(f"g{at}", f"Role {at}", tuple(Cell(float(n), unit=Unit.COUNT) for _ in heads))
                for at, n in enumerate(counts)]  # fmt: skip
        every = Row("total", "All", tuple(Cell(12.0, unit=Unit.COUNT) for _ in heads), total=True)
        table = TableSpec("people-role", "r", None, None, tuple(Column(one, one) for one in heads), (*rows, every))
        figure = FigureSpec("f", table, Chart.BARS, "r", rows=("g0", "g1", "g2"), columns=("people",))
        return cast(AnalysisResult, SimpleNamespace(tables=(table,), figures=(figure,), facts={}))

    made = people_chart(of("attendances", "people"))
    assert made is not None
    assert made.figure.rows == ("g2", "g0")
    assert render(made.figure.table.subtitle, "en") == "people"
    assert people_chart(of("people_fewest", "people")) is None


def test_months_stand_upright_by_sex_on_a_page() -> None:
    heads = ("sessions", "women", "girls", "men", "unknown", "contacts")
    numbers = ((2.0, 20.0, 4.0, 10.0, 1.0, 35.0), (1.0, 5.0, 0.0, 5.0, 0.0, 10.0))
    rows = [
        Row(f"g{at}", name, tuple(Cell(one, unit=Unit.COUNT) for one in line))
        for at, (name, line) in enumerate(zip(("December 2023", "January 2024"), numbers, strict=True))
    ]
    table = TableSpec("month", "m", None, None, tuple(Column(head, head) for head in heads), tuple(rows))
    figure = FigureSpec("month", table, Chart.BARS, "m", rows=("g0", "g1"), columns=("contacts",))
    found = SimpleNamespace(tables=(table,), figures=(figure,), facts={"groups": ("2023-12", "2024-01")})
    block = reach_chart(cast(Results, {"month": found}), "month")
    assert block is not None
    assert block.figure.chart is Chart.COLUMNS
    told = bars_data(block, "en", 114.0)
    assert told is not None
    assert told["kind"] == "months"
    assert [one["label"] for one in told["parts"]] == ["Women and girls", "Men and boys", "Sex not stated"]
    first, second = told["columns"]
    assert (first["label"], first["text"], first["best"]) == ("Dec 23", "35", True)
    assert (second["label"], second["text"], second["shares"]) == ("Jan 24", "10", [5 / 35, 5 / 35, 0.0])


def test_a_sheet_of_several_kinds_shows_the_sexes_of_the_largest_and_names_it() -> None:
    kinds = dict(results("kind", [30, 5]))
    kinds["kind"].facts["groups"] = ("a", "b")
    bare = kinds["kind"].tables[0]
    kinds["kind"].tables = (replace(bare, rows=bare.rows[:-1]),)  # kinds are never added: no line of all
    columns = tuple(Column(head, head) for head in ("sessions", "women", "men", "contacts"))
    cells = tuple(Cell(one, unit=Unit.COUNT) for one in (2.0, 20.0, 10.0, 30.0))
    quarter = TableSpec("quarter", "q", None, None, columns, (Row("total", "All", cells, total=True),))
    kinds["quarter"] = cast(AnalysisResult, SimpleNamespace(tables=(quarter,), figures=(), facts={}))
    made = reach_block({"reach": "sex"}, {"t1": kinds}, {"t1": kinds})
    assert isinstance(made, FigureBlock)
    assert [row.cells[0].estimate for row in made.figure.table.rows] == [20, 10]
    assert render(made.figure.table.subtitle, "en") == "contacts, Group 0"


def test_a_sheet_of_a_year_shows_no_survey_of_another(monkeypatch: pytest.MonkeyPatch) -> None:
    tables = [SimpleNamespace(id="t1", register=None), SimpleNamespace(id="t2", register=None)]
    days = {"t1": ("2025-09-08", "2025-09-12"), "t2": None}  # of one no column tells
    monkeypatch.setattr("projects.stored_tables.stored_table.data_tables", lambda _project: tables)
    monkeypatch.setattr("projects.pages.register_results._days_asked", lambda _project, table: days[table.id])
    figures = [KeyFigure(key, 1.0, "households", "x") for key in ("table.t1.rows", "table.t2.rows", "reach.t3.total")]

    def shown(period: str) -> list[str]:
        scope = cast(PageScope, SimpleNamespace(period=period))
        held = RegisterResults(cast(Project, None), scope, lambda _asked: {})
        return [one.key for one in held.timely(figures)]

    assert shown("2024-01-01..2024-12-31") == ["table.t2.rows", "reach.t3.total"]
    assert shown("2025-01-01..2025-12-31") == [one.key for one in figures]


@pytest.mark.parametrize(("office", "title"), [("", "Infosheet – Reach"), ("Office", "Infosheet")])
def test_a_sheet_without_a_typed_title_is_called_what_it_is_and_whose(office: str, title: str) -> None:
    assert render(derived_title("Infosheet", office, "Reach"), "en") == title


def test_a_register_of_two_kinds_fills_five_tiles_with_what_it_was_spread_over() -> None:
    def told(by: str, contacts: list[int]) -> AnalysisResult:
        made = results(by, contacts)[by]
        return cast(AnalysisResult, SimpleNamespace(tables=made.tables, facts={"groups": ["x"] * len(contacts)}))

    by = {"kind": told("kind", [351, 69]), "place": told("place", [125, 118, 108]), "partner": told("partner", [9, 2])}
    figures = _of_reach(FigureSource(reach={"t": {**by, "topic": told("topic", [420])}}))
    tiles = headline_figures(figures, 5)
    assert [(one.unit, one.cell.estimate) for one in tiles] == [
        ("contacts", 351.0),
        ("contacts", 69.0),
        ("places", 3.0),
        ("partners", 2.0),
    ], "one topic alone is no number"
    assert render(unit_text(tiles[2]), "fr") == "lieux"
    assert headline_figures(figures, 2) == tiles[:2]


def test_a_single_audience_of_the_largest_kind_is_said_without_a_bar() -> None:
    narrowed = {"t": dict(results("audience", [351]))}
    reach = {"t": {"kind": results("kind", [351, 69])["kind"]}}
    reach["t"]["kind"].facts["groups"] = ["Awareness", "Training"]  # type: ignore[index]
    made = reach_block({"reach": "audience", "of": FIRST}, reach, narrowed)
    assert isinstance(made, LiveText)


def test_the_table_of_months_is_one_of_quarters_where_they_are_many() -> None:
    long = {**results("month", [5] * 24), **results("quarter", [15] * 8)}
    short = {**results("month", [5] * 6), **results("quarter", [15] * 2)}
    [stored] = [one for one in stored_of("month") if one.get("as") == "table"]
    made = {n: reach_block(stored, {"t1": one}, {"t1": one}) for n, one in ((8, long), (6, short))}
    for n, block in made.items():
        assert len([row for row in cast(TableBlock, block).table.rows if not row.total]) == n


def test_the_share_of_women_of_each_other_kind_names_its_base() -> None:
    heads = {"sessions": 2, "contacts": 300, "female_share": 0.51, "known_sex": 240}
    cells = tuple(
        Cell(float(n), unit=Unit.SHARE if head == "female_share" else Unit.COUNT) for head, n in heads.items()
    )
    rows = (Row("g0", "Awareness", cells), Row("g1", "Training", cells), Row("g2", "Study", cells))
    spec = TableSpec("kind", "kind", None, None, tuple(Column(head, head) for head in heads), rows)
    reach = cast(Reach, {"t1": {"kind": SimpleNamespace(tables=(spec,), facts={"groups": rows})}})
    said = women_text(_of_reach(FigureSource(reach=reach)), reach)
    assert said is not None
    words = [figure_text(one.number, one.form, "fr") if one.number else render(one.text, "fr")
             for one in said.by_language["fr"].lines[0].spans]  # fmt: skip
    assert "Training (51\u202f% sur 240)" in "".join(words).replace("\u00a0%", "\u202f%")
