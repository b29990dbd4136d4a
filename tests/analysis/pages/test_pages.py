# SPDX-License-Identifier: MIT
"""Pages set by Typst: words stay words, the same bytes each time, tagged, every picture with alternative text."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from analysis.analyses.registry import not_understood
from analysis.pages import page_pictures, write_pdf
from analysis.pages.page_blocks import covered, named, printable
from analysis.pages.side_column import safe_link
from analysis.pages.typesetting import BlockPlace, fitted
from analysis.report import FigureBlock, Heading, Paragraph, Quote, Report, TableBlock
from analysis.report.blocks import (
    CallOut,
    Columns,
    Contents,
    Cover,
    LineBlock,
    Masthead,
    PageBreak,
    Picture,
    QuoteBox,
    RichText,
    Section,
    Span,
    Tiles,
)
from analysis.report.key_figures import KeyFigure
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from tests.analysis.report.test_report import report

HOSTILE = '#read("/x") $x^2$ @ref `raw` *stars* _lines_ \\ <label> = head // note /* more */ #{1+1} ~ --'


def made(one: Report, language: str = "en") -> bytes:
    stream = io.BytesIO()
    write_pdf(one, stream, language)
    return stream.getvalue()


def words(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def pages(data: bytes) -> int:
    return len(pypdfium2.PdfDocument(data))


def tile(key: str, value: float, unit: str = "contacts", **more: object) -> KeyFigure:
    return KeyFigure(key, value, unit, f"label of {key}", "users", theme="awareness", **more)  # type: ignore[arg-type]


def sheet() -> Report:
    rows = tuple(Row(f"r{at}", f"Topic {at}", (Cell(100.0 * at, unit=Unit.COUNT),)) for at in (3, 2, 1))
    table = TableSpec("t", "Topics", "contacts", None, (Column("c", ""),), rows)
    lead = RichText((LineBlock((Span("Lead "), Span("bold", bold=True))),), "lead")
    blocks = (
        Masthead("Protection of migrants", "Office", "Infosheet", "2025", "January – December"),
        Columns(((lead,), (CallOut(tile("share", 0.59, "share")),)), (2, 1)),
        Tiles((tile("a", 10938, target=12000, before=9000), tile("b", 1116, "people"), tile("c", 84, "people"))),
        Section("Awareness", "awareness", "megaphone", "96 sessions"),
        Columns(((FigureBlock(FigureSpec("f", table, Chart.BARS, "Topics")),), (Paragraph("beside"),))),
        PageBreak(),
        QuoteBox(Quote("They kept my passport.", "Woman, adult", "en")),
        RichText(
            (LineBlock((Span("one"),), "bullet"), LineBlock((Span("two", link="https://example.org"),), "number"))
        ),
    )
    return Report("Protection of migrants", blocks, "Fictitious", options={"layout": "infosheet"}, keys=("k1", "k2"))


def test_an_ordinary_report_is_tagged_and_says_the_same_as_in_word() -> None:
    data = made(report(), "fr")
    text = words(data)
    assert "/StructTreeRoot" in data.decode("latin-1")
    assert "pdfuaid" in data.decode("latin-1")
    for part in ("Tableau 1.", "Figure 1.", "“The lamps are broken.”", "Méthodes", "Dictionnaire des variables", "40"):
        assert part in text.replace("\u202f", " ")
    assert text.count("Données fictives") == pages(data), "once a page, in its foot"


@pytest.mark.parametrize("figure", [False, True])
def test_heading_and_sentence_go_to_the_next_page_with_what_they_are_about(figure: bool) -> None:
    rows = tuple(Row(f"r{at}", f"Topic {at}", (Cell(9.0, unit=Unit.COUNT),)) for at in range(8))
    table = TableSpec("t", "Topics", "people", None, (Column("c", ""),), rows)
    about = FigureBlock(FigureSpec("f", table, Chart.BARS, "Topics")) if figure else TableBlock(table)
    for lines in (37, 40, 43):  # of 45 on a page: room below for heading and sentence, not for eight rows or a chart
        filling = Paragraph("\n\n".join(["Line."] * lines))
        blocks = (filling, Heading("Findings"), Paragraph("Nine of ten."), about, Paragraph("After."))
        found = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(made(Report("R", blocks)))]
        assert len(found) == 2
        assert "Findings" not in found[0]
        assert "Nine of ten." not in found[0]
        assert all(part in found[1] for part in ("Findings", "Nine of ten.", "Topic 7"))


def test_a_table_without_a_result_is_its_note_alone() -> None:
    nothing = not_understood("Themes", "This table is for the team only.").tables[0]
    data = made(Report("Report", (TableBlock(nothing),)))
    assert "This table is for the team only." in words(data)
    assert "No result" not in words(data)
    assert b"/S/Table" not in data


def test_the_same_bytes_each_time() -> None:
    assert made(sheet()) == made(sheet())


def test_what_a_user_wrote_stays_words() -> None:
    data = made(Report(HOSTILE, (Heading(HOSTILE), Paragraph(HOSTILE), RichText((LineBlock((Span(HOSTILE),)),)))))
    text = re.sub(r"\s+", " ", words(data))
    assert text.count('#read("/x") $x^2$ @ref `raw` *stars* _lines_') == 3


def test_the_source_of_the_pages_holds_no_words_and_opens_nothing_but_its_data() -> None:
    source = (Path(__file__).parents[3] / "analysis/pages/page.typ").read_text(encoding="utf-8")
    assert re.findall(r"(?:read|json|csv|toml|yaml|xml|cbor|plugin|include|import|eval)\(([^)]*)\)", source) == [
        '"data.json"'
    ]
    assert not re.search(r"\beval\b|@preview|sys\.inputs", source)


@pytest.mark.parametrize("layout", ["report", "infosheet"])
def test_the_large_number_of_tiles_is_whole_and_on_one_line(layout: str) -> None:
    """Of three tiles in a row on a page of a report, the 8 of “10 938” lay outside its tile."""
    figures = (tile("a", 1_110_938), tile("b", 1_116_938), tile("c", 10_938))
    page = pypdfium2.PdfDocument(made(Report("R", (Tiles(figures),), "", options={"layout": layout}), "fr"))[0]
    text = page.get_textpage()
    words = re.sub("[\u202f\u00a0 ]", "_", text.get_text_range())
    left, wide = (25.0, 160.0) if layout == "report" else (10.0, 190.0)
    first = left + (wide - 3.0) * 1.17 / 3.17
    for number, right in (
        ("1_110_938", first),
        ("1_116_938", left + first + (wide - first) / 2),
        ("10_938", left + wide),
    ):
        at = words.index(number)
        boxes = [text.get_charbox(place) for place in range(at, at + len(number)) if words[place] != "_"]
        assert max(box[2] for box in boxes) * 25.4 / 72 < right, number
        assert len({round(box[1] / 3) for box in boxes}) <= 2, "on one line"


def test_a_large_tile_without_a_target_has_larger_words_where_they_fit() -> None:
    """Its number by a quarter, as wide as the tile allows; its label by three tenths, unless that would be too long."""

    def heights(label: str, **more: float) -> tuple[float, float]:
        first = replace(tile("a", 938, **more), label=label, base="")
        figures = (first, *(tile(key, 84, "people") for key in "bcde"))
        page = pypdfium2.PdfDocument(made(Report("R", (Tiles(figures),), "", options={"layout": "infosheet"})))[0]
        text = page.get_textpage()
        said = text.get_text_range()
        boxes = [text.get_charbox(said.index(one)) for one in ("938", "sessions")]
        return tuple(box[3] - box[1] for box in boxes)  # type: ignore[return-value]

    with_target, without, long = heights("sessions", target=1200), heights("sessions"), heights("sessions held " * 9)
    assert without[0] / with_target[0] == pytest.approx(1.25, abs=0.02)
    assert without[1] / with_target[1] == pytest.approx(1.3, abs=0.02)
    assert long == pytest.approx(with_target, rel=0.01), "their height is what the words need"


def test_tiles_columns_and_a_call_out_print_their_numbers() -> None:
    data = made(sheet())
    text = words(data)
    for part in ("10,938", "1,116", "84", "59%", "contacts", "people", "91% of the target (12,000)", "Topic 3", "300"):
        assert part in text
    assert pages(data) == 2


def test_letters_that_the_font_lacks_are_named_and_stop_nothing() -> None:
    stream = io.BytesIO()
    told = write_pdf(Report("R", (Paragraph("مرحبا 😀 ok"), Paragraph("Bujumbura"))), stream, "en")
    assert "U+0645 ARABIC LETTER MEEM" in told.missing
    assert "U+1F600 GRINNING FACE" in told.missing
    assert "Bujumbura" in words(stream.getvalue())
    missing: dict[str, int] = {}
    assert printable("e\u0301te\u200b ‡ † § « 1\u202f234 » ’", missing) == "éte ‡ † § « 1\u202f234 » ’"
    assert not missing
    assert named({"\u0645": 2}) == ["U+0645 ARABIC LETTER MEEM"]
    assert ord("é") in covered()


def test_skipped_levels_of_headings_stop_nothing() -> None:
    assert pages(made(Report("R", (Heading("deep", 3), Heading("top", 1), Heading("deep", 3))))) == 1


def test_cover_contents_and_picture() -> None:
    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (40, 20), "#17607f").save(stream, "PNG")
    blocks = (
        Cover("Big title", "Below", "2026"),
        Contents(),
        Heading("One"),
        Picture(stream.getvalue(), "png", "A blue field", "Credit"),
    )
    data = made(Report("Big title", blocks))
    assert pages(data) == 3
    text = words(data)
    assert "Contents" in text
    assert "Credit" in text
    assert "A blue field".encode("utf-16-be") in data or b"A blue field" in data


@pytest.mark.parametrize(
    "link", ["https://example.org", "mailto:a@example.org", "javascript:alert(1)", "file:///etc/passwd", ""]
)
def test_only_addresses_of_the_web_and_of_mail_are_links(link: str) -> None:
    assert safe_link(link) == (link if link.startswith(("https:", "mailto:")) else "")


def test_pictures_of_the_pages_know_where_each_block_stands() -> None:
    pictures, told = page_pictures(sheet(), "en", dpi=40)
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)
    assert [place["key"] for place in told.places][:3] == ["k1", "k2", "block-3"]
    assert [place["page"] for place in told.places][-1] == 2


def test_a_withheld_tile_is_a_sentence_without_a_mark() -> None:
    from analysis.masking import Destination
    from projects.export_gate import withhold_in_report

    row = Row("r", "Cases", (Cell(0.02, n=2, base=100, unit=Unit.SHARE),))
    other = Row("s", "Others", (Cell(0.98, n=98, base=100, unit=Unit.SHARE),))
    table = TableSpec("t", "Cases", None, None, (Column("c", "All", base=100),), (row, other))
    figure = KeyFigure("cases", None, "share", "of the rows", table=table, row="r", column="c")
    shown, parts = withhold_in_report(None, Report("R", (Tiles((figure,)),)), Destination.PARTNER)
    assert parts[0].total
    assert "“of the rows”: the value is not shown." in words(made(shown))
    assert "‡" not in words(made(shown))
    assert "2%" not in words(made(shown))


def test_a_dictionary_that_ends_with_few_lines_on_a_page_is_set_closer() -> None:
    """Places are given by hand: the closer setting saves the page, or it does not and nothing changes."""

    def set_to(ends: list[tuple[int, float]]) -> float:
        said = iter(ends)

        def places(_files: dict[str, bytes]) -> list[BlockPlace]:
            page, y = next(said)
            return [{"key": "", "page": page, "x": 0.0, "y": y}]

        blocks = [{"kind": "dictionary", "size": 7.6}]
        files = {"data.json": json.dumps({"layout": "report", "blocks": blocks}).encode()}
        return float(json.loads(fitted(files, "en", places)["data.json"])["blocks"][0]["size"])

    assert set_to([(3, 40.0), (2, 260.0)]) == 7.2
    assert set_to([(3, 40.0), (3, 32.0)]) == 7.6, "no page is saved"
    assert set_to([(3, 200.0)]) == 7.6, "the page is full enough"
