# SPDX-License-Identifier: MIT
"""An infosheet fills two pages whatever it holds: long lists end with "and N more", what has no room is named."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from analysis.pages import OfficeStyle, page_pictures, write_pdf
from analysis.report import blocks as kinds
from analysis.report.key_figures import KeyFigure
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit

LONG = "Association locale pour la protection des personnes déplacées et des femmes de la zone Nord, antenne"
OFFICE = "Organisation pour la protection des personnes déplacées, bureau de la province et de la région de la plaine"


def bars(title: str, lines: int) -> kinds.FigureBlock:
    rows = tuple(Row(f"g{at}", f"{LONG} {at:02}", (Cell(900.0 - at, unit=Unit.COUNT),)) for at in range(lines))
    table = TableSpec(title, title, None, None, (Column("contacts", "Contacts"),), rows, exclusive_rows=False)
    return kinds.FigureBlock(FigureSpec(title, table, Chart.BARS, title), more=22)


def table(title: str, lines: int) -> kinds.TableBlock:
    return kinds.TableBlock(bars(title, lines).figure.table)


def sheet(first: int, second: int) -> kinds.Report:
    figures = tuple(KeyFigure(f"k{at}", 1000.0 * at + 88, "contacts", f"{LONG} {at}") for at in range(1, 6))
    quote = kinds.Quote("Nous marchons la nuit sans lumière. " * 20, "P1")
    page_one = [
        kinds.Masthead(f"{LONG} et l’assistance", OFFICE * 2, "Fiche d’information", "2025", "janvier – décembre"),
        kinds.Tiles(figures),
        kinds.Section("Activités"),
        *(kinds.Columns(((bars(f"Un {at}", 8),), (bars(f"Deux {at}", 8),)), (1.0, 1.0)) for at in range(first)),
        kinds.PageBreak(),
    ]
    page_two = [
        kinds.Section("Qui a participé"),
        *(kinds.Columns(((table(f"Par {at}", 8),), (bars(f"Où {at}", 8),)), (1.0, 1.0)) for at in range(second)),
        kinds.QuoteBox(quote),
        kinds.Methods(),
    ]
    return kinds.Report("Fiche", (*page_one, *page_two), options={"layout": "infosheet"})


def text_of(report: kinds.Report) -> tuple[int, str]:
    stream = io.BytesIO()
    write_pdf(report, stream, "fr", OfficeStyle(office=OFFICE))
    document = pypdfium2.PdfDocument(stream.getvalue())
    words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return len(document), re.sub(r"\s+", " ", words)


@pytest.mark.parametrize(("first", "second"), [(1, 1), (2, 1), (1, 3), (6, 6)])
def test_two_pages_whatever_they_hold(first: int, second: int) -> None:
    pages, said = text_of(sheet(first, second))
    assert pages == 2
    assert "et 22 autres" in said or re.search(r"et 2[3-7] autres", said), "what is not shown is counted"
    assert ("Omis, faute de place" in said) == (first == 6), "what has no room is named"
    assert first != 6 or "et 26 autres" in said, "lists are long again where dropped blocks left room"


def test_what_fits_is_not_shortened() -> None:
    pages, said = text_of(sheet(1, 1))
    assert pages == 2
    assert said.count("et 22 autres") == 3
    assert f"{LONG} 07" in said


def test_the_preview_knows_no_more_blocks_than_the_report() -> None:
    pictures, made = page_pictures(sheet(1, 1), "fr", dpi=20)
    assert len(pictures) == 2
    assert {one["key"] for one in made.places} == {f"block-{at}" for at in range(1, 10)}


def content_mm(pdf: bytes) -> float:
    """How far down the second page its words reach, above the foot at 262 mm."""
    page = pypdfium2.PdfDocument(pdf)[1].get_textpage()
    downs = [297.0 - page.get_charbox(at)[1] * 25.4 / 72 for at in range(page.count_chars())]
    return max(one for one in downs if one < 262)


def test_a_second_page_with_little_on_it_is_set_larger() -> None:
    def written(lines: int) -> bytes:
        short = replace(bars("Par lieu", lines), more=0)
        blocks = (
            kinds.Masthead("Fiche"),
            kinds.PageBreak(),
            kinds.Section("Qui a participé"),
            short,
            table("Où", lines),
        )
        stream = io.BytesIO()
        write_pdf(kinds.Report("Fiche", (*blocks, kinds.Methods()), options={"layout": "infosheet"}), stream, "fr")
        return stream.getvalue()

    few, some = written(5), written(9)
    assert len(pypdfium2.PdfDocument(few)) == len(pypdfium2.PdfDocument(some)) == 2
    assert content_mm(few) > 190, "a page of five lines and a table of five ends in its last third"
    assert content_mm(some) < 262


def test_a_small_sheet_has_two_pages_with_large_charts_and_no_bare_heading() -> None:
    row = Row("female", "Women", tuple(Cell(40.0 + at, unit=Unit.COUNT) for at in range(6)))
    columns = tuple(Column(f"2024-{at:02}", f"M{at}", show=("estimate",)) for at in range(1, 7))
    months = TableSpec("m", "By month", None, None, columns, (row,), exclusive_rows=False)

    def sheet_of(charts: int) -> kinds.Report:
        chart = kinds.FigureBlock(FigureSpec("f", months, Chart.COLUMNS, "By month"))
        blocks = (
            kinds.Masthead("Fiche"),
            kinds.Tiles((KeyFigure("k", 300.0, "contacts", "Séances"), KeyFigure("s", 6.0, "sessions", "Séances"))),
            *([chart] * charts),
            kinds.PageBreak(),
            kinds.Section("Qui a participé"),
            kinds.Section("Où et quand"),
            table("Où", 2),
        )
        return kinds.Report("Fiche", (*blocks, kinds.Methods()), options={"layout": "infosheet"})

    pages, said = text_of(sheet_of(1))
    assert pages == 2
    assert "Où et quand" in said
    assert "Qui a participé" not in said, "nothing of it can be shown"

    def highest_bar(charts: int) -> float:
        first = page_pictures(sheet_of(charts), "fr", dpi=50)[0][0]
        lines = np.asarray(Image.open(io.BytesIO(first)).convert("L"))[int(140 / 25.4 * 50) :]
        filled = (lines[:, 200:210] < 130).any(axis=1)  # down through one of the bars
        return max(map(len, "".join("x" if one else " " for one in filled).split()), default=0) * 25.4 / 50

    assert highest_bar(1) > 60, "mm: one chart on a page takes the room that it can use"
    assert highest_bar(3) < 50


@pytest.mark.parametrize(
    ("label", "shortened"),
    [("Site", False), (LONG, False), (f"{LONG} {LONG[:60]}", True)],
    ids=["one", "three", "four"],
)  # lines of a name beside the bars
def test_room_left_on_a_nearly_full_page_parts_its_sections(label: str, shortened: bool) -> None:
    rows = tuple(Row(f"g{at}", f"{label} {at}", (Cell(900.0 - at, unit=Unit.COUNT),)) for at in range(6))
    places = TableSpec("p", "Où", None, None, (Column("contacts", "Contacts"),), rows, exclusive_rows=False)
    blocks: list[kinds.Block] = [kinds.Masthead("Fiche"), kinds.PageBreak()]
    for at in range(4):
        blocks += [kinds.Section(f"Partie {at}"), kinds.FigureBlock(FigureSpec(f"f{at}", places, Chart.BARS, "Où"))]
    whole = kinds.Report("Fiche", (*blocks, kinds.Methods()), options={"layout": "infosheet"})
    assert ("autres" in text_of(whole)[1]) == shortened
    pictures, _ = page_pictures(whole, "fr", dpi=50)
    lines = np.asarray(Image.open(io.BytesIO(pictures[1])).convert("L")).min(axis=1)
    written = np.flatnonzero(lines < 250) * 25.4 / 50
    blank = np.sort(np.diff(written))[-4:]  # above three sections and the foot
    assert blank[-1] < blank[0] * 1.4, "mm: the foot has no more room above it than the sections have"


def test_two_tiles_beside_the_large_one_take_the_width() -> None:
    def places(numbers: int) -> dict[str, tuple[float, float]]:
        figures = tuple(KeyFigure(f"k{at}", 100.0 * at + 11, "contacts", f"Type {at}") for at in range(1, numbers + 1))
        stream = io.BytesIO()
        blocks = (kinds.Masthead("Fiche"), kinds.Tiles(figures))
        write_pdf(kinds.Report("Fiche", blocks, options={"layout": "infosheet"}), stream, "fr")
        page = pypdfium2.PdfDocument(stream.getvalue())[0].get_textpage()
        words = page.get_text_range()
        return {number: page.get_charbox(words.index(number))[:2] for number in (f"{100 * at + 11}" for at in (2, 3))}

    two = places(3)
    assert two["211"][0] == pytest.approx(two["311"][0], abs=3), "one above the other"
    assert two["211"][1] > two["311"][1] + 40
    four = places(5)
    assert four["311"][0] > four["211"][0] + 100, "four stand two and two"
