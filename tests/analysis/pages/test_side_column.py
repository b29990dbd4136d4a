# SPDX-License-Identifier: MIT
"""A factsheet has its site and figures in a side column, marks of all sites on its bars, and one page."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdfium2

from analysis.pages import page_pictures, write_pdf
from analysis.pages.bars import bars_data
from analysis.pages.side_column import with_side_column
from analysis.report import FigureBlock, Report
from analysis.report.blocks import Masthead, Methods, Tiles, tables_in, with_tables
from analysis.report.key_figures import KeyFigure
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Flag, Ramp, Row, TableSpec, Unit

SHARES, EVERYWHERE = (0.12, 0.26, 0.18, 0.44), (0.25, 0.24, 0.2, 0.31)
WORDS = ("Very unsafe", "Rather unsafe", "Rather safe", "Very safe")


def table(shares: tuple[float, ...], flags: frozenset[Flag] = frozenset()) -> TableSpec:
    cells = [Cell(one, one - 0.05, one + 0.05, n=10, base=100, unit=Unit.SHARE, flags=flags) for one in shares]
    rows = tuple(Row(f"c{at}", word, (cell,)) for at, (word, cell) in enumerate(zip(WORDS, cells, strict=True)))
    return TableSpec("t", "Safety at night", "% of households", None, (Column("total", "All"),), rows)


def block(ramp: Ramp = Ramp.NONE, beside: TableSpec | None = None) -> FigureBlock:
    figure = FigureSpec("f", table(SHARES), Chart.BARS, "Safety at night", columns=("total",), ramp=ramp)
    return FigureBlock(figure, beside)


def sheet(name: str = "Site A (Lakeside)", figures: int = 5) -> Report:
    def tile(at: int) -> KeyFigure:
        return KeyFigure(f"k{at}", None, "share", f"answer {at}", base="of those asked", table=table(SHARES), row="c0",
                         column="total", everywhere=table(EVERYWHERE))  # fmt: skip

    blocks = (
        Masthead(name, "Office", "Site factsheet", "2025", "January – December 2025"),
        Tiles(tuple(tile(at) for at in range(figures))),
        block(Ramp.DIVERGING, table(EVERYWHERE)),
        block(beside=table(EVERYWHERE)),
        Methods(),
    )
    return Report(name, blocks, "Fictitious", options={"layout": "factsheet"})


def test_site_figures_and_charts_stand_on_one_tagged_page() -> None:
    for language, everywhere in (("en", "all sites 25%"), ("fr", "tous les sites 25")):
        stream = io.BytesIO()
        write_pdf(sheet(), stream, language)
        document = pypdfium2.PdfDocument(stream.getvalue())
        assert len(document) == 1
        text = document[0].get_textpage().get_text_bounded().replace("\u202f", " ").replace("\u00a0", " ")
        assert "/StructTreeRoot" in stream.getvalue().decode("latin-1")
        for words in ("Site A", "Lakeside", "SITE FACTSHEET", everywhere, "Very unsafe", "12"):
            assert words in " ".join(text.split()), words
        assert text.count("answer ") == 5


def test_the_side_is_the_accent_and_the_content_beside_it_is_not() -> None:
    from PIL import Image

    pages, made = page_pictures(sheet(), "en", dpi=50)
    picture = Image.open(io.BytesIO(pages[0])).convert("RGB")
    assert picture.getpixel((3, picture.height - 40)) == (0x17, 0x60, 0x7F)
    assert picture.getpixel((picture.width - 3, picture.height - 3)) == (255, 255, 255)
    assert {place["key"] for place in made.places} >= {"block-1", "block-2", "block-3"}  # each can be clicked


def test_a_long_side_leaves_its_last_figures_out_and_never_a_second_page() -> None:
    one = {"value": "1", "unit": "contacts", "label": "a label of many words " * 4, "base": "of " * 40}
    one |= {"aim": "", "before": ""}
    masthead = {"kind": "masthead", "title": "Camp", "key": "m"}
    tiles = {"kind": "tiles", "key": "t", "figures": [one] * 5, "note": []}
    side = with_side_column([masthead, tiles])[0]
    assert 0 < len(side["figures"]) < 5
    assert side["large"] == "Camp"


def test_bars_keep_one_scale_and_mark_all_sites() -> None:
    made = bars_data(block(beside=table(EVERYWHERE)), "en", 129.0)
    assert made is not None
    assert made["marked"]
    assert [line["share"] for line in made["lines"]] == list(SHARES)
    assert [line["tick"] for line in made["lines"]] == list(EVERYWHERE)
    assert made["lines"][0]["low"] == 0.12 - 0.05


def test_ordered_answers_are_stacked_unless_a_part_is_withheld() -> None:
    whole = table(EVERYWHERE)
    made = bars_data(block(Ramp.DIVERGING, whole), "en", 129.0, "Site A")
    assert made is not None
    assert made["kind"] == "stack"
    assert [row["label"] for row in made["rows"]] == ["Site A", "All sites"]
    masked = table(EVERYWHERE, frozenset({Flag.MASKED_CELL}))
    hidden = bars_data(block(Ramp.DIVERGING, masked), "en", 129.0, "Site A")
    assert hidden is not None
    assert hidden["kind"] == "bars"
    assert [line["tick"] for line in hidden["lines"]] == [None] * 4


def test_the_table_of_all_sites_is_masked_with_the_others() -> None:
    beside = table(EVERYWHERE)
    one = block(beside=beside)
    assert tables_in(one) == [one.figure.table, beside]
    new = replace(beside, title="masked")
    shown = with_tables(one, iter([one.figure.table, new]))
    assert isinstance(shown, FigureBlock)
    assert shown.beside is new
    figure = KeyFigure("k", None, "share", "x", table=table(SHARES), row="c0", column="total", everywhere=beside)
    assert len(tables_in(Tiles((figure,)))) == 2


def test_the_side_column_says_of_which_year_the_months_are() -> None:
    masthead = {"kind": "masthead", "title": "Site A", "office": "", "sheet": "", "large": "2025", "place": ""}
    for period in ("January – December", "January – December 2025"):
        (side,) = with_side_column([{**masthead, "period": period}])
        assert side["period"] == "January – December 2025"
