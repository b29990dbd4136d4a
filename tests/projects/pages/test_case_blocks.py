# SPDX-License-Identifier: MIT
"""Assistance on a sheet: steps of cases as bars, small ones withheld; the sheet's method in plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.analyses import run
from analysis.masking import Destination, mask_all
from analysis.pages.bars import bars_data
from analysis.records import RowOrigin
from analysis.report.blocks import Methods, Tiles
from analysis.report.docx_report import sheet_sentences
from analysis.report.key_figures import KeyFigure
from projects.pages.project_key_figures import FigureSource, _of_cases, _table_of_rows
from projects.pages.template_filling import case_chart
from projects.pages.templates import template
from projects.withheld_content import withhold_in_blocks
from tests.analysis.analyses.test_case_pathway import BY_HAND, frame, numbers
from tests.analysis.analyses.test_reach import frame as sessions
from wording import msg, render

# what the first words of a table's heading column begin with, in both languages
CAPITAL = {"en": "Kind of activity", "fr": "Type d’activité"}


def test_the_steps_stand_below_all_cases_identified() -> None:
    block = case_chart(run("case_pathway", frame(BY_HAND * 8), {}), "pathway")
    assert block is not None
    shown = numbers(block.figure.table)
    # 40 cases; 3 of 5 are referred, 2 of those assisted, 1 of those with an outcome
    assert {name: cells[0] for name, cells in shown.items()} == {
        "identified": 40, "referred": 24, "assisted": 16, "outcome": 8,
    }  # fmt: skip
    assert block.figure.rows == ("identified", "referred", "assisted", "outcome")
    assert "presumed" in render(block.figure.table.subtitle, "en")
    services = case_chart(run("case_pathway", frame(BY_HAND * 8), {}), "service")
    assert services is not None
    assert sorted(cells[0] or 0 for cells in numbers(services.figure.table).values()) == [8, 24]


def test_services_stand_with_their_share_of_all_cases_unless_withheld() -> None:
    cases = [("2024-01-01", "clinic", "2024-01-03", "done", "shelter", None)] * 12
    cases += [("2024-01-01", "clinic", "2024-01-03", "done", "legal aid", None)] * 28
    block = case_chart(run("case_pathway", frame(cases), {}), "service")
    assert block is not None
    told = bars_data(block, "en", 88.0, whole=True)
    assert told is not None
    # 28 and 12 of 40
    assert [(one["text"], one["interval"]) for one in told["lines"]] == [("28", "70%"), ("12", "30%")]
    assert told["unit"].startswith("of 40 presumed cases")
    columns = tuple(replace(one, base=None) for one in block.figure.table.columns)
    withheld = replace(block, figure=replace(block.figure, table=replace(block.figure.table, columns=columns)))
    told = bars_data(withheld, "en", 88.0, whole=True)
    assert told is not None
    assert [one["interval"] for one in told["lines"]] == ["", ""], "without its base a share would give it back"
    assert told["unit"].startswith("presumed cases")


def test_a_step_that_few_missed_is_withheld_though_the_bars_do_not_show_them() -> None:
    cases = [("2024-01-01", "clinic", "2024-01-03", "done", "shelter", None)] * 20
    cases += [("2024-01-01", None, None, None, None, None)] * 3
    block = case_chart(run("case_pathway", frame(cases), {}), "pathway")
    assert block is not None
    masked = mask_all([block.figure.table], 30, 10, 5, Destination.PUBLIC)[0][0]
    referred = next(row for row in masked.rows if row.id == "referred").cells
    assert referred[0].flags, "23 identified less 20 referred would tell of 3"


def test_tiles_count_cases_and_rows_of_surveys_as_tables_that_are_masked() -> None:
    cases = run("case_pathway", frame(BY_HAND), {})
    few = _of_cases(FigureSource(cases={"t1": cases}))
    assert [(one.key, one.cell.estimate, one.unit) for one in few] == [("table.t1.rows", 5.0, "presumed_cases")]
    fewer = _of_cases(FigureSource(cases={"t1": run("case_pathway", frame(BY_HAND[:3]), {})}))
    asked = replace(frame(BY_HAND).table, register=None, unit="household", how=RowOrigin.CENSUS)
    rows = [KeyFigure(f"r{n}", None, "households", "", table=_table_of_rows(asked, n, ""), row="rows", column="rows")
            for n in (3, 30)]  # fmt: skip
    for destination, left in ((Destination.INSIDE, 3), (Destination.PUBLIC, 1)):
        shown, _ = withhold_in_blocks(None, [Tiles((*fewer, *rows))], destination)
        assert len(shown[0].figures) == left
        said = render(shown[0].note, "en")
        assert ("Presumed cases were recorded; the number is not shown." in said) == (left == 1)


def test_a_chart_with_nothing_left_is_a_sentence() -> None:
    block = case_chart(run("case_pathway", frame(BY_HAND), {}), "service")
    assert block is not None
    masked = mask_all([block.figure.table], 30, 10, 5, Destination.PUBLIC)[0][0]
    told = bars_data(replace(block, figure=replace(block.figure, table=masked)), "en", 88.0)
    assert told is not None
    assert told["lines"] == []
    assert told["notes"] == [render(msg("chart.nothing_left"), "en")]


@pytest.mark.parametrize("name", ["infosheet", "factsheet"])
def test_templates_have_a_section_on_assistance_where_there_are_cases(name: str) -> None:
    blocks = {block.id: block for block in template(None, name).blocks}
    assert blocks["assistance"].content["needs"] == {"infosheet": "cases", "factsheet": "cases_whole"}[name]
    steps = {"infosheet": "pathway", "factsheet": "cases"}[name]  # arrows take the width of the page
    assert "pathway" in str(blocks[steps].content)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_sheet_says_its_method_without_terms_of_the_trade(language: str) -> None:
    facts = {
        "inference": True,
        "level": 0.95,
        "rows": 633,
        "strata": 3,
        "clusters": 40,
        "weights": (0.4, 2.3),
        "deff": 2,
    }
    methods = Methods(
        (("households", facts), ("members", facts)), 4, masked=(0, 2, 1), head=(104, "97576471"),
        software=(("numpy", "2"),),
    )  # fmt: skip
    said = " ".join(render(line, language) for line in sheet_sentences(methods))
    assert "633" in said
    assert said.count("95") == 1, "once for all tables"
    for term in ("numpy", "97576471", "strat", "cluster", "grappe", "Taylor", "deff", "poids", "weight"):
        assert term not in said


@pytest.mark.parametrize("language", ["en", "fr"])
def test_headings_of_register_tables_begin_with_a_capital(language: str) -> None:
    table = run("reach", sessions(), {}).tables[0]
    assert render(table.stub, language) == CAPITAL[language]
    assert all(render(column.label, language)[0].isupper() for column in table.columns)
