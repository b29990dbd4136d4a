# SPDX-License-Identifier: MIT
"""A sheet chooses and orders by what may be shown: no place in it reveals how large a withheld number is."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from analysis.analyses import run
from analysis.masking import Destination, mask
from analysis.register_columns import Part
from analysis.report.blocks import (
    CallOut,
    Columns,
    FigureBlock,
    FindingHeading,
    Heading,
    LineBlock,
    LiveText,
    Paragraph,
    RichText,
    Section,
    Span,
    TableBlock,
    Tiles,
)
from analysis.report.key_figures import KeyFigure, figure_text, unit_text
from analysis.report.references import heading_words, headings
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Flag, Row, TableSpec, Unit
from projects.pages.project_key_figures import FigureSource, _of_reach, headline_figures, one_of_each
from projects.pages.template_filling import TemplateContent
from projects.store import Project
from projects.withheld_content import withhold_in_blocks
from tests.analysis.analyses.test_reach import frame
from wording import Labels, render


def answers(*counts: int, **more: object) -> TableSpec:
    base = sum(counts)
    rows = tuple(
        Row(f"c{at}", f"Answer {at}", (Cell(n / base, n=n, base=base, unit=Unit.SHARE, key=f"v1={at}"),))
        for at, n in enumerate(counts)
    )
    table = TableSpec("t", "Where from", None, None, (Column("total", "All", base=base),), rows, base=base)
    return replace(table, **more)


def figures(table: TableSpec) -> list[KeyFigure]:
    return [
        KeyFigure(
            f"analysis.a1.{row.id}", None, "share", row.label, table=table, row=row.id, column="total",
            question="Where from",
        )
        for row in table.rows
    ]  # fmt: skip


def test_a_tile_never_tells_that_the_answer_it_withholds_is_the_largest() -> None:
    sizes = (3, 40, 20, 37)
    tile = one_of_each(figures(answers(*sizes)))[0]
    assert (tile.row, figure_text(tile, "value", "en")) == ("c1", "40%")
    for kept in range(1, 4):  # whichever neighbour is withheld with the three
        table = answers(*sizes)
        hidden = frozenset({Flag.MASKED_COMPLEMENT})
        rows = [
            row if at == kept else replace(row, cells=(Cell(unit=Unit.SHARE, flags=hidden),))
            for at, row in enumerate(table.rows)
        ]
        shown = tile.with_tables(iter([replace(table, rows=tuple(rows))]))
        assert (shown.row, shown.label, shown.key) == (f"c{kept}", f"Answer {kept}", f"analysis.a1.c{kept}")
        assert figure_text(shown, "value", "en") == f"{sizes[kept]}%"


def test_tiles_and_call_outs_choose_by_their_readers_and_tell_no_withheld_base() -> None:
    tile = one_of_each(figures(answers(3, 40, 0)))[0]
    for block in (Tiles((tile,)), CallOut(tile)):
        inside, _ = withhold_in_blocks(None, [block], Destination.INSIDE)
        partner, _ = withhold_in_blocks(None, [block], Destination.PARTNER)
        own = inside[0].figures[0] if isinstance(inside[0], Tiles) else inside[0].figure
        assert (own.row, render(own.base_text, "en")) == ("c1", "Where from · n = 43")
        said = render(cast(Paragraph, partner[0]).text, "en")
        assert said == "“Answer 0”: the value is not shown.", "none is left to be the largest: the first, always"


def test_of_two_answers_the_first_whatever_is_withheld() -> None:
    tile = one_of_each(figures(answers(3, 40)))[0]
    assert tile.row == "c0"
    assert tile.with_tables(iter([mask(answers(3, 40), destination=Destination.PARTNER)[0]])).row == "c0"


def test_kinds_of_activity_come_by_attendance_not_by_people_that_may_be_withheld() -> None:
    columns = tuple(Column(name, name) for name in ("contacts", "people"))
    rows = tuple(
        Row(name, name, (Cell(float(contacts), unit=Unit.COUNT), Cell(float(people), unit=Unit.COUNT)))
        for name, contacts, people in (("a", 90, 2), ("b", 60, 50))
    )
    table = TableSpec("reach", "Reach", None, None, columns, rows)
    people = [
        KeyFigure(f"reach.t1.{row}.people", None, "people", row, table=table, row=row, column="people")
        for row in ("b", "a")
    ]
    assert [one.row for one in headline_figures(people, 5)] == ["a", "b"]


def test_people_with_a_disability_are_a_tile_of_their_own_and_few_of_them_are_withheld() -> None:
    parts = (("v1", Part.DATE), ("v2", Part.KIND), ("v3", Part.WOMEN), ("v4", Part.MEN), ("v5", Part.DISABILITY))
    # of the 140, 80 and 900 contacts of awareness 7 + 20; of the 20 and 4 of training 2, told by the first row alone
    found = run("reach", frame(parts=parts, v5=[7.0, 20.0, 2.0, 0.0, float("nan")]), {})
    reach = _of_reach(FigureSource(reach={"t1": {"kind": found}}))
    told = [one for one in reach if one.key.endswith(".disability")]
    assert [(figure_text(one, "value", "en"), render(unit_text(one), "en")) for one in told] == [
        ("27", "contacts with a disability"), ("2", "contacts with a disability"),
    ]  # fmt: skip
    assert render(told[0].base, "en") == "Base: 1,120 contacts of sessions that record disability"
    assert [one.key.rsplit(".", 1)[1] for one in headline_figures(reach, 5)] == ["contacts", "contacts", "disability"]
    shown, _ = withhold_in_blocks(None, [Tiles((*told,))], Destination.PARTNER)
    left = cast(Tiles, shown[0])
    assert [figure_text(one, "value", "en") for one in left.figures] == ["27"]
    assert "The number of contacts with a disability is not shown" in render(left.note, "en")


def test_rows_in_order_of_their_size_do_not_bound_what_is_withheld_among_them() -> None:
    table = answers(50, 20, 12, 3, largest_first="total")
    shown, masked = mask(table, destination=Destination.PARTNER)
    assert masked.complements
    marks = [bool(row.cells[0].flags) for row in shown.rows]
    assert marks == sorted(marks), "withheld rows stand last"
    assert [row.id for row in shown.rows if row.cells[0].flags] == sorted(
        row.id for row in shown.rows if row.cells[0].flags
    )
    assert [row.id for row in mask(table)[0].rows] == ["c0", "c1", "c2", "c3"]


def test_a_headline_is_a_finding_that_may_be_shown() -> None:
    tile = replace(one_of_each(figures(answers(3, 40, 0)))[0], everywhere=answers(10, 30, 60))
    block = FindingHeading(tile, "What people say here")
    inside, _ = withhold_in_blocks(None, [block], Destination.INSIDE)
    partner, _ = withhold_in_blocks(None, [block], Destination.PARTNER)
    assert render(heading_words(inside[0]), "en") == "“Answer 1”: 93% here, 30% on all sites. Where from"
    assert render(heading_words(inside[0]), "fr").startswith("«\u00a0Answer 1\u00a0»\u00a0: 93\u00a0% ici, 30\u00a0%")
    assert heading_words(partner[0]) == "What people say here", "nothing is left to be told"
    assert headings([inside[0]], "en") == [(1, "“Answer 1”: 93% here, 30% on all sites. Where from")]
    count = KeyFigure("reach.t1.a.contacts", 3117.0, "contacts", "Awareness")
    assert render(heading_words(FindingHeading(count)), "en") == "3,117 contacts: Awareness"


def test_words_that_were_typed_stand_in_place_of_a_finding_and_nothing_agreed_leaves_no_section() -> None:
    filling = TemplateContent(cast(Project, None), {}, [])
    filling.__dict__ |= {"figures": figures(answers(3, 40, 20)), "by_key": {}, "reach": {}, "answers": {}, "cases": []}
    asked = {"text": {"key": "template.factsheet.headline"}, "finding": "auto"}
    assert isinstance(filling.block("heading", asked), FindingHeading)
    assert filling.block("heading", asked | {"text": "Our own words"}) == Heading("Our own words", 1)
    agreed = {"heading": {"key": "template.factsheet.agreed"}, "text": ""}
    assert filling.block("text", agreed) is None
    made = filling.block("text", agreed | {"text": "1. Repair the lamps\n2. A desk for documents"})
    assert isinstance(made, Columns)
    assert render(made.columns[0][0].text, "fr") == "Convenu avec le comité"  # type: ignore[union-attr]


def test_a_section_with_nothing_left_is_one_sentence_without_a_heading() -> None:
    table = answers(3, 40, title=Labels({"en": "Who was forced"}), sensitive=True)
    figure = FigureBlock(FigureSpec("f", table, Chart.BARS, "Who was forced"))
    blocks = [Section("Assistance"), Columns(((figure,), (TableBlock(table),))), Heading("Next", 1)]
    shown, parts = withhold_in_blocks(None, blocks, Destination.PARTNER)
    assert shown[0] is None
    assert render(cast(Paragraph, shown[1]).text, "en").startswith("Who was forced: the numbers are not shown")
    assert shown[2] == Heading("Next", 1)
    assert parts[1] is not None
    assert parts[1].total, "what was withheld is counted all the same"
    inside, _ = withhold_in_blocks(None, blocks, Destination.INSIDE)
    assert isinstance(inside[0], Section)
    beside = [Section("Assistance"), figure, Paragraph("How we work")]
    assert isinstance(withhold_in_blocks(None, beside, Destination.PARTNER)[0][0], Section)


def test_words_stand_for_a_withheld_number_in_running_text() -> None:
    few = replace(figures(answers(3, 40))[0], unit="interviews")

    def text(before: str, after: str) -> RichText:
        return RichText((LineBlock((Span(before), Span(number=few, bold=True), Span(after))),))

    live = LiveText({"en": text("Counted apart: ", " interviews."), "fr": text("Comptés : ", " entretiens.")})
    (shown,) = withhold_in_blocks(None, [live], Destination.PARTNER)[0]
    said = {one: "".join(render(span.text, one) for span in rich.lines[0].spans)
            for one, rich in cast(LiveText, shown).by_language.items()}  # fmt: skip
    assert said["en"] == "Counted apart: an undisclosed number of interviews."
    assert said["fr"] == "Comptés : un nombre non publié d’entretiens."
