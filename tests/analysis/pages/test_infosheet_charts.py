# SPDX-License-Identifier: MIT
"""Charts that only an infosheet has: arrows from step to step, a line before–after, a list of what was assessed."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from analysis.masking import Destination
from analysis.pages import page_pictures, write_pdf
from analysis.pages.bars import bars_data, label_mm, widened
from analysis.report.blocks import (
    CallOut,
    Columns,
    FigureBlock,
    LineBlock,
    Masthead,
    Report,
    RichText,
    Section,
    Span,
    Tiles,
)
from analysis.report.key_figures import KeyFigure, counted_text
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from projects.withheld_content import withhold_in_blocks
from wording.numbers import format_months

PT_IN_MM = 25.4 / 72


def count(n: float) -> Cell:
    return Cell(n, n=int(n), unit=Unit.COUNT)


def pathway(*reached: float) -> FigureBlock:
    names = ("identified", "referred", "assisted", "outcome")
    columns = (Column("reached", ""), Column("not_reached", ""), Column("total_before", ""))
    before = (reached[0], *reached[:-1])
    rows = tuple(
        Row(name, name, (count(n), count(b - n), count(b))) for name, n, b in zip(names, reached, before, strict=True)
    )
    table = TableSpec("pathway", "Path", "presumed cases", None, columns, rows, base=int(reached[0]), sensitive=True,
                      exclusive_rows=False, exclusive_columns=True)  # fmt: skip
    figure = FigureSpec("path-figure", table, Chart.BARS, "Path", columns=("reached",))
    days = TableSpec("days", "Days", None, None, (Column("days", ""),), (Row("q50", "", (Cell(4.0, n=61, base=61),)),))
    return FigureBlock(figure, days, "steps")


def both_tests(before: float = 0.51, after: float = 0.79) -> FigureBlock:
    def share(value: float, low: float, high: float) -> Cell:
        return Cell(value, low, high, n=round(412 * value), base=412, unit=Unit.SHARE)

    rows = (
        Row("before", "", (share(before, 0.46, 0.56),)),
        Row("after", "", (share(after, 0.75, 0.83),)),
        Row("change", "", (share(after - before, 0.22, 0.34),)),
    )
    table = TableSpec("change", "What was learned", None, None, (Column("share", ""),), rows, base=412,
                      exclusive_rows=False)  # fmt: skip
    return FigureBlock(FigureSpec("f", table, Chart.DOTS, "What was learned"), None, "change")


def test_each_step_is_a_share_of_the_step_before_and_tells_how_long_it_took() -> None:
    told: Any = bars_data(pathway(87, 74, 61, 38), "fr", 182.0, whole=True)
    assert told["kind"] == "steps"
    assert [one["text"] for one in told["steps"]] == ["87", "74", "61", "38"]
    assert [one["of"].replace("\u00a0", " ") for one in told["steps"]] == [
        "",
        "85 % des 87",
        "82 % des 74",
        "62 % des 61",
    ]
    assert [bool(one["note"]) for one in told["steps"]] == [False, False, True, False]
    assert "4 jours" in told["steps"][2]["note"]
    narrow: Any = bars_data(pathway(87, 74, 61, 38), "fr", 88.0)
    assert narrow["kind"] == "bars"


def test_sexes_have_the_colours_of_their_months() -> None:
    names = ("women", "girls", "men", "boys", "unknown")
    rows = tuple(Row(one, one.title(), (count(9.0),)) for one in names)
    table = TableSpec("sex", "Sex", None, None, (Column("contacts", ""),), rows, exclusive_rows=False)
    made = bars_data(FigureBlock(FigureSpec("f", table, Chart.BARS, "Sex")), "en", 80.0, "", whole=True)
    assert made is not None
    assert [line["part"] for line in made["lines"]] == ["female", "female", "male", "male", "unknown"]
    others = tuple(replace(row, id=f"g{at}") for at, row in enumerate(rows))
    made = bars_data(
        FigureBlock(FigureSpec("f", replace(table, rows=others), Chart.BARS, "")), "en", 80.0, "", whole=True
    )
    assert made is not None
    assert {line["part"] for line in made["lines"]} == {""}


def test_a_withheld_step_gives_no_share_of_it_nor_of_the_next() -> None:
    (shown,) = withhold_in_blocks(None, [pathway(30, 27, 2, 2)], Destination.PUBLIC)[0]
    assert isinstance(shown, FigureBlock)
    told: Any = bars_data(shown, "en", 182.0, whole=True)
    steps = {one["label"]: one for one in told["steps"]}
    assert "assisted" not in steps, "an arrow with a mark tells nothing, and its days would tell of how many they are"
    assert "assisted" in told["notes"][0]
    assert "‡" not in str(told)
    assert all(one["of"] == "" for name, one in steps.items() if name == "outcome")


@pytest.mark.parametrize(("before", "after"), [(0.51, 0.79), (0.8, 0.6)])
def test_before_and_after_stand_on_one_scale_with_the_change_below(before: float, after: float) -> None:
    told: Any = bars_data(both_tests(before, after), "en", 62.0, whole=True)
    assert told["kind"] == "change"
    assert (told["before"]["share"], told["after"]["share"]) == (before, after)
    assert "412 people, both tests" in told["note"]
    assert "22–34" in told["note"]
    assert ("+28 points" if after > before else "−20 points") in told["note"], "shares differ by points"


@pytest.mark.parametrize("layout", ["infosheet", "factsheet"])
def test_each_chart_drawn_by_the_page_is_a_figure_with_its_numbers_in_words(layout: str) -> None:
    rows = tuple(Row(f"r{at}", f"Topic {at}", (Cell(100.0 * at, unit=Unit.COUNT),)) for at in (3, 2, 1))
    table = TableSpec("t", "Topics", "contacts", None, (Column("c", ""),), rows)
    kinds = (Chart.BARS, Chart.COLUMNS)
    charts = [FigureBlock(FigureSpec(f"f{kind}", table, kind, f"Chart {kind}")) for kind in kinds]
    made = Report("Sheet", (*charts, pathway(87, 74, 61, 38), both_tests()), options={"layout": layout})
    stream = io.BytesIO()
    write_pdf(made, stream, "en")
    said = [one.decode("latin-1") for one in re.findall(rb"/S/Figure[^>]*?/Alt\((.*?)\)", stream.getvalue(), re.DOTALL)]
    assert len(said) == len(made.blocks)
    for chart in kinds:
        [one] = [one for one in said if f"Chart {chart}." in one]
        assert re.findall(r"Topic (\d):? (\d+)", one) == [("3", "300"), ("2", "200"), ("1", "100")]
    assert any("87" in one and "38" in one for one in said)


def test_a_figure_of_which_nothing_may_be_shown_is_a_sentence_without_an_empty_frame() -> None:
    few = tuple(Row(f"r{at}", f"Topic {at}", (Cell(2.0, n=2, unit=Unit.COUNT),)) for at in (1, 2))
    table = TableSpec("t", "Topics", "people", None, (Column("c", ""),), few, base=4, sensitive=True)
    block = FigureBlock(FigureSpec("f", table, Chart.BARS, "Topics"))
    (shown,) = withhold_in_blocks(None, [block], Destination.PUBLIC)[0]
    stream = io.BytesIO()
    write_pdf(Report("Report", (shown,)), stream, "en")
    text = pypdfium2.PdfDocument(stream.getvalue())[0].get_textpage().get_text_bounded()
    assert "Figure 1" not in text
    assert "Topics: the numbers are not shown" in " ".join(text.split())
    assert b"/S/Figure" not in stream.getvalue()


def test_months_of_a_list_name_their_year_once() -> None:
    import datetime as dt

    first, last, next_year = dt.date(2025, 3, 5), dt.date(2025, 9, 1), dt.date(2026, 1, 1)
    assert format_months(first, last, "en") == "Mar – Sep 2025"
    assert format_months(first, first, "fr") == "mars 2025"
    assert format_months(first, next_year, "en") == "Mar 2025 – Jan 2026"


def figure(key: str, value: float, unit: str = "contacts", **more: Any) -> KeyFigure:
    return KeyFigure(key, value, unit, f"label {key}", "users", theme="awareness", **more)


def test_the_numbers_of_a_section_are_called_after_what_they_count() -> None:
    said = counted_text([figure("a", 5004.0), replace(figure("a", 68.0, "sessions"), key="b")], "en")
    assert said == "label a · 5,004 contacts · 68 sessions"
    assert counted_text([], "en") == ""
    several = counted_text([figure("people", 684.0, "people"), figure("staff", 76.0, "people")], "en")
    assert several == "684 people (label people) · 76 people (label staff)"


def sheet() -> Report:
    lead = RichText((LineBlock((Span("Lead words of the sheet, long enough for two lines of it. " * 3),)),), "lead")
    body = RichText((LineBlock((Span("Body words, long enough for two lines of the column they stand in. " * 2),)),))
    tiles = tuple(figure(name, 100.0 + at, "people") for at, name in enumerate("bcde"))
    assessed = figure("Assessed", 3.0, "activities", period=("2025-03-01", "2025-05-01"))
    blocks = (
        Masthead("Protection of migrants", "Office", "Infosheet", "2025", "January – December"),
        Columns(((lead,), (CallOut(figure("share", 0.59, "share")),)), (2, 1)),
        Tiles((figure("a", 7842.0, target=8000.0), *tiles)),
        Section("Awareness", "awareness", "megaphone", "", (figure("a", 7842.0),)),
        Columns(((body,), (body,)), (1, 1)),
        Section("Assistance", "assistance"),
        pathway(87, 74, 61, 38),
        Columns(((both_tests(),), (Tiles((assessed,), "", "list"),)), (1, 1)),
    )
    return Report("Protection of migrants", blocks, None, options={"layout": "infosheet"})


def test_sizes_and_places_are_those_of_the_grid() -> None:
    stream = io.BytesIO()
    write_pdf(sheet(), stream, "en")
    page = pypdfium2.PdfDocument(stream.getvalue())[0]
    found = sizes(page)
    wanted = {"Protection": 25.0, "7,842": 49.0, "101": 27.0, "59%": 30.0, "Awareness": 13.5, "Lead": 10.0, "Body": 9.0}
    assert {word: round(found[word][0], 1) for word in wanted} == wanted
    assert min(size for size, _, _ in found.values()) >= 7.2
    assert found["Lead"][1] == pytest.approx(14.0, abs=0.5), "the left margin in mm"
    lines = [top for _, _, top in (found["Lead"], found["second line of lead"])]
    assert (lines[1] - lines[0]) / PT_IN_MM == pytest.approx(15.0, abs=0.4), "lead: 10 on 15 pt"
    text = page.get_textpage().get_text_bounded()
    assert "85% of 87" in text
    assert "Mar – May 2025" in text


def sizes(page: Any) -> dict[str, tuple[float, float, float]]:
    """Each word of the page → its size in pt, its left edge and its baseline from the top in mm; the first of each."""
    import pypdfium2.raw as raw

    text = page.get_textpage()
    every = text.get_text_range()
    found: dict[str, tuple[float, float, float]] = {}
    high = page.get_height()

    def at(place: int) -> tuple[float, float, float]:
        import ctypes

        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(text.raw, place, ctypes.byref(x), ctypes.byref(y))
        return raw.FPDFText_GetFontSize(text.raw, place), x.value * PT_IN_MM, (high - y.value) * PT_IN_MM

    for word in ("Protection", "7,842", "101", "59%", "Awareness", "Lead", "Body", "label", "Infosheet", "contacts"):
        found[word] = at(every.index(word))
    first = at(every.index("Lead"))
    below = next(one for place in range(every.index("Lead"), len(every)) if (one := at(place))[2] > first[2] + 1)
    return {**found, "second line of lead": below}


def test_a_single_month_is_drawn_as_a_bar() -> None:
    row = Row("female", "Women and girls", (count(40.0),))
    table = TableSpec("m", "By month", "contacts", None, (Column("2024-05", "May", show=("estimate",)),), (row,))
    month = FigureBlock(FigureSpec("f", table, Chart.COLUMNS, "By month"))
    [drawn], _ = page_pictures(Report("Sheet", (month,), options={"layout": "infosheet"}), "en", dpi=50)
    picture = np.asarray(Image.open(io.BytesIO(drawn)).convert("L"))
    bar = (picture < 130).sum(axis=1).max() * 25.4 / 50
    assert 20 < bar < 32, "mm: a bar, not a wall across the 182 mm of the page"


def test_long_names_beside_bars_take_the_room_of_a_wide_chart() -> None:
    long = "Feature phone (basic access to the internet, applications installed before, no downloads, digital keyboard)"
    assert label_mm(178, ["Yes", "No"]) == 45.0
    assert 55 < label_mm(178, ["Yes", long]) <= 178 * 0.42
    assert label_mm(86, ["Yes", long]) == label_mm(86, ["Yes"]) == 86 * 0.42, "the bars of a narrow column keep theirs"
    chart = {"kind": "bars", "label": 36.0, "lines": [{"label": long}]}
    assert widened(chart, 178)["label"] == label_mm(178, [long]), "alone in its row it takes the width"
    assert widened({"kind": "rich"}, 178) == {"kind": "rich"}
