# SPDX-License-Identifier: MIT
"""Each writer on one table: the numbers arrive, withheld ones do not, nothing runs as a formula."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from docx import Document

from analysis.masking import Destination, mask
from analysis.result_tables import Cell, Column, Flag, Row, TableSpec, Unit
from analysis.tables.cell_text import cell_text
from analysis.tables.layout import missing_text, table_notes
from analysis.writers import write_csv, write_docx, write_html, write_xlsx
from analysis.writers.plain_text import table_text
from wording import Labels, msg, render

LIGHTING = Labels({"en": "Lighting", "fr": "Éclairage"})
SOURCE = Labels({"en": "Fictitious sample data", "fr": "Données fictives"})


def share(value: float, n: int, base: int) -> Cell:
    return Cell(value, value - 0.05, value + 0.05, 0.025, n, base, float(base), 1.2, Unit.SHARE)


@pytest.fixture
def table() -> TableSpec:
    columns = (
        Column("g0", Labels({"en": "Woman", "fr": "Femme"}), base=391),
        Column("g1", Labels({"en": "Man", "fr": "Homme"}), base=223),
        Column("p", "p", show=("estimate",)),
    )
    rows = (
        Row("c1", LIGHTING, (share(0.62, 242, 391), share(0.55, 122, 223), Cell(0.19, unit=Unit.P))),
        Row("c2", "=HYPERLINK(1)", (share(0.06, 23, 391), share(0.013, 3, 223), Cell(0.0004, unit=Unit.P))),
    )  # fmt: skip
    return TableSpec(
        "t", "<b>Concerns</b>", "Subtitle", "Concern", columns, rows, ("A note",), 614, exclusive_rows=False
    )


def masked(table: TableSpec) -> TableSpec:
    return mask(table, destination=Destination.PARTNER)[0]


def written(writer, tables, language="en") -> bytes:
    stream = io.BytesIO()
    writer(tables, stream, language, SOURCE)
    return stream.getvalue()


def test_word_tables_are_native_with_caption_field_and_repeated_heading(table: TableSpec) -> None:
    document = Document(io.BytesIO(written(write_docx, [masked(table)], "fr")))
    grid = document.tables[0]
    assert [cell.text for cell in grid.rows[0].cells][:2] == ["Concern", "Femme (n\u00a0=\u00a0391)"]
    assert [cell.text for cell in grid.rows[1].cells] == [
        "Éclairage",
        "62\u00a0%",
        "57–67",
        "55\u00a0%",
        "50–60",
        "0,19",
    ]
    assert [cell.text for cell in grid.rows[2].cells][3:] == ["‡", "", "‡"]  # a p beside a withheld share goes too
    assert "w:tblHeader" in grid.rows[0]._tr.xml
    caption = next(p for p in document.paragraphs if p.style.name == "Caption")
    assert "SEQ Table" in caption._p.xml
    assert caption.text.startswith("Tableau 1. <b>Concerns</b>")
    assert document.sections[0].page_width.mm == pytest.approx(210, abs=0.1)
    assert "fr-FR" in document.styles.element.xml
    assert "PAGE" in document.sections[0].footer.paragraphs[0]._p.xml
    assert document.core_properties.author == ""
    assert document.core_properties.last_modified_by == ""


def test_a_wide_word_table_puts_intervals_below_their_estimates(table: TableSpec) -> None:
    wide = replace(
        table,
        columns=tuple(Column(f"g{at}", f"Site {at}", base=100) for at in range(5)),
        rows=(Row("c1", "Yes", tuple(share(0.5, 50, 100) for _ in range(5))),),
    )
    grid = Document(io.BytesIO(written(write_docx, [wide]))).tables[0]
    assert len(grid.columns) == 6
    assert grid.rows[1].cells[1].text == "50%\n45–55"


@pytest.mark.parametrize("groups", [4, 8, 10, 12])
@pytest.mark.parametrize("show", [("estimate", "interval"), ("estimate", "interval", "n"), ("estimate", "n", "base")])
def test_a_word_table_of_many_groups_breaks_no_word_and_ends_within_the_page(
    table: TableSpec, groups: int, show: tuple[str, ...]
) -> None:
    wide = replace(
        table,
        columns=tuple(Column(f"g{at}", f"Lakeside {at}", base=1201, show=show) for at in range(groups)),
        rows=(Row("c1", "Yes", tuple(share(0.5, 1350, 2700) for _ in range(groups))),) * 3,
    )
    document = Document(io.BytesIO(written(write_docx, [wide])))
    grids = [grid for grid in document.tables if "Lakeside" in grid.rows[0].cells[1].text]
    names = [cell.text.split()[1] for grid in grids for cell in grid.rows[0].cells if cell.text.startswith("Lakeside")]
    assert names == [str(at) for at in range(groups)]
    for grid in grids:
        assert sum(column.width.mm for column in grid.columns) <= 160.1
        assert grid.rows[1].cells[0].text == "Yes"
        for row in grid.rows:
            for cell, column in zip(row.cells, grid.columns, strict=True):
                longest = max((len(word) for word in re.split("[ \n]", cell.text)), default=0)
                assert longest * 1.75 + 2.1 <= column.width.mm, cell.text  # a letter of 9 pt, the margins of a cell


def test_workbook_holds_numbers_and_no_formula(table: TableSpec) -> None:
    data = written(write_xlsx, [masked(table)])
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert len(book.sheetnames) == 2
    sheet = book.worksheets[1]
    values = {cell.coordinate: cell for line in sheet.iter_rows() for cell in line if cell.value is not None}
    assert [sheet.cell(6, at).value for at in (2, 3, 4, 5, 6, 7)] == [0.62, 0.57, 0.67, 0.025, 242, 391]
    assert sheet.cell(6, 2).number_format == "0%"
    assert sheet.cell(7, 1).value == "=HYPERLINK(1)"
    assert all(cell.data_type != "f" for cell in values.values())
    assert sheet.cell(7, 8).value == "‡"
    assert 0.013 not in [cell.value for cell in values.values()]
    assert any("Fictitious" in str(cell.value) for cell in values.values())
    xml = zipfile.ZipFile(io.BytesIO(data)).read("docProps/core.xml").decode()
    assert "<dc:creator></dc:creator>" in xml or "<dc:creator/>" in xml


def test_csv_says_what_the_shares_are_of(table: TableSpec) -> None:
    for language in ("en", "fr"):
        lines = list(csv.DictReader(io.StringIO(written(write_csv, [table], language).decode("utf-8-sig"))))
        notes = [line["text"] for line in lines if line["row"].startswith("note ")]
        assert notes[0] == render(table.subtitle, language)
        assert notes[1:-1] == table_notes(table, language)  # the last is the source


def test_csv_is_long_unrounded_and_harmless(table: TableSpec) -> None:
    text = written(write_csv, [masked(table)]).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert rows[0]["estimate"] == "0.62"
    assert rows[3]["row"] == "'=HYPERLINK(1)"
    assert rows[4]["mark"] == "‡"
    assert rows[4]["estimate"] == rows[4]["n"] == rows[4]["se"] == ""
    assert "0.013" not in text


def test_html_escapes_and_masks(table: TableSpec) -> None:
    page = written(write_html, [masked(table)], "fr").decode()
    assert '<html lang="fr">' in page
    assert "&lt;b&gt;Concerns" in page
    assert "<b>Concerns" not in page
    assert "62\u00a0%" in page
    assert "1,3" not in page
    assert "<script" not in page


def test_marks_of_small_bases_and_quality() -> None:
    cell = replace(share(0.62, 12, 25), flags=frozenset({Flag.SMALL_BASE, Flag.HIGH_CV}))
    assert cell_text(cell, "estimate", "en") == "(62%)†"
    hidden = Cell(None, flags=frozenset({Flag.MASKED_BASE}), unit=Unit.SHARE)
    assert [cell_text(hidden, part, "en") for part in ("estimate", "interval", "n")] == ["*", "", "*"]


def test_missing_beside_the_base_by_kind() -> None:
    texts = [render(text, "fr") for text in missing_text({1: 7, 2: 12, 3: 6, 4: 1})]
    assert texts == ["refus 12", "ne sait pas 6", "manquant 1", "question non posée 7"]


def test_control_characters_do_not_break_a_document(table: TableSpec) -> None:
    odd = replace(table, title="A\x00B\x0b", rows=(replace(table.rows[0], label="x\x01y"),))
    grid = Document(io.BytesIO(written(write_docx, [odd]))).tables[0]
    assert grid.rows[1].cells[0].text == "xy"


def test_a_copy_gives_word_the_words_and_spreadsheets_the_numbers(table: TableSpec) -> None:
    from lxml import html

    from analysis.writers.html_tables import clipboard_page

    small = replace(
        table,
        rows=(
            replace(
                table.rows[0],
                cells=(*table.rows[0].cells[:1], share(0.38, 9, 24), Cell(0.19, unit=Unit.P)),
            ),
            table.rows[1],
        ),
    )
    shown = mask(small, destination=Destination.PARTNER)[0]
    page = html.fromstring(clipboard_page([shown], "en"))
    rows = [[cell for cell in line if cell.tag == "td"] for line in page.iter("tr")]
    body = [line for line in rows if line]
    words = [[cell.text_content() for cell in line] for line in body]
    assert words[0] == ["Lighting", "62%", "57–67", "(38%)", "33–43", "0.19"]
    assert words[1][3] == "‡"
    first = dict(body[0][1].attrib)
    assert (float(first["sdval"]), float(first["x:num"])) == (0.62, 0.62)
    assert first["sdnum"].endswith("0%")
    for cell in (body[0][2], body[0][3], body[1][3]):  # an interval, a bracketed figure, a masked one: text
        assert "sdval" not in cell.attrib
        assert "@" in cell.attrib["style"]
    assert page.find(".//caption") is None


ONES = {
    "en": "Every row has the weight 1: that is right only where everyone had the same chance of being selected.",
    "fr": "Chaque ligne a le poids 1\u00a0: ce n’est juste que si chacun avait la même chance d’être tiré.",
}


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_file_says_once_under_its_table_that_all_weights_are_one(table: TableSpec, language: str) -> None:
    first = table.rows[0]
    marked = tuple(replace(cell, flags=cell.flags | {Flag.WEIGHTS_ONE}) for cell in first.cells)
    flagged = masked(replace(table, rows=(replace(first, cells=marked), *table.rows[1:])))

    def said(of: TableSpec) -> list[list[str]]:
        document = Document(io.BytesIO(written(write_docx, [of], language)))
        book = openpyxl.load_workbook(io.BytesIO(written(write_xlsx, [of], language)))
        return [
            [paragraph.text for paragraph in document.paragraphs],
            [str(cell.value).strip() for line in book.worksheets[1].iter_rows() for cell in line],
            written(write_html, [of], language).decode().replace("<p>", "\n").replace("</p>", "\n").split("\n"),
            [line["note"] if "note" in line else " ".join(map(str, line.values())) for line in csv.DictReader(
                io.StringIO(written(write_csv, [of], language).decode("utf-8-sig")))],
            table_text(of, language).split("\n"),
        ]  # fmt: skip

    for lines in said(flagged):
        assert sum(ONES[language] in line for line in lines) == 1, lines
    for lines in said(masked(table)):
        assert not any(ONES[language] in line for line in lines)
    # no mark stands on the numbers: the sentence is true of them all
    assert cell_text(flagged.rows[0].cells[0], "estimate", language) == cell_text(first.cells[0], "estimate", language)


def test_a_table_of_which_nothing_is_left_is_one_sentence_without_a_number() -> None:
    hidden = Cell(unit=Unit.SHARE, flags=frozenset({Flag.MASKED_CELL}))
    known = Cell(0.5, n=30, base=60, unit=Unit.SHARE)
    gone, kept = (
        TableSpec(name, name, None, None, (Column("total", "All"),), (Row("a", "Yes", (cell,)),))
        for name, cell in (("Forced", hidden), ("Water", known))
    )
    sentence = "Forced: the numbers are not shown"
    for ending, write in (("docx", write_docx), ("xlsx", write_xlsx), ("html", write_html)):
        stream = io.BytesIO()
        write([gone, kept], stream, "en")
        if ending == "html":
            said = stream.getvalue().decode()
        elif ending == "docx":
            document = Document(stream)
            said = "\n".join(one.text for one in document.paragraphs)
            assert len(document.tables) == 1
        else:
            book = openpyxl.load_workbook(stream)
            assert len(book.sheetnames) == 2, "the index and one table"
            said = "\n".join(str(cell) for sheet in book for row in sheet.values for cell in row)
        assert sentence in said, ending
        assert "‡" not in said, ending
        assert "Table 2" not in said, ending


def test_p_of_the_groups_stands_in_a_cell_unless_a_number_is_withheld(table: TableSpec) -> None:
    told = msg("test.t", t="2.10", df=40, p="p = 0.042", band="p < 0.05", exact=0.0421, rows=614)
    plain = replace(table, columns=table.columns[:2], notes=(told,), sensitive=True,
                    rows=tuple(replace(row, cells=row.cells[:2]) for row in table.rows))  # fmt: skip
    sheet = openpyxl.load_workbook(io.BytesIO(written(write_xlsx, [plain]))).worksheets[1]
    (line,) = [row for row in sheet.iter_rows(values_only=True) if str(row[0]).startswith("Groups compared, p")]
    assert line[:2] == ("Groups compared, p (n = 614)", 0.0421)
    (cell,) = [one for one in csv.DictReader(io.StringIO(written(write_csv, [plain]).decode("utf-8-sig")))
               if one["unit"] == "p"]  # fmt: skip
    assert cell["estimate"] == "0.0421"
    grid = Document(io.BytesIO(written(write_docx, [plain]))).tables[0]
    assert [one.text for one in grid.rows[-1].cells][1:] == ["0.042", "", "", ""]
    few = masked(plain)
    assert any(cell.flags for row in few.rows for cell in row.cells)
    assert "0.042" not in written(write_csv, [few]).decode("utf-8-sig")


def test_a_table_of_tests_says_whose_n_it_is(table: TableSpec) -> None:
    columns = (Column("statistic", "Statistic"), Column("p", "p", show=("estimate",)))
    tested = Row("t", "Welch", (Cell(2.1, n=12, base=40), Cell(0.04, n=12, base=40, unit=Unit.P)))
    tests = replace(table, columns=columns, rows=(tested,))
    sheet = openpyxl.load_workbook(io.BytesIO(written(write_xlsx, [tests]))).worksheets[1]
    assert [cell.value for cell in sheet[5]][2:4] == ["n, smallest", "n, tested"]
    assert "the smallest group or count" in written(write_csv, [tests]).decode("utf-8-sig")


def test_a_share_to_the_nearest_five_says_so_in_every_file(table: TableSpec) -> None:
    near = Cell(0.15, unit=Unit.SHARE, base=120, flags=frozenset({Flag.NEAREST_FIVE}))
    rounded = replace(table, columns=(Column("g", "Group", base=120),), rows=(Row("c1", "Yes", (near,)),))
    sheet = openpyxl.load_workbook(io.BytesIO(written(write_xlsx, [rounded]))).worksheets[1]
    assert [cell.number_format for line in sheet.iter_rows() for cell in line if cell.value == 0.15] == ['"≈"0%']
    words = [cell.text for grid in Document(io.BytesIO(written(write_docx, [rounded]))).tables for cell in grid._cells]
    assert "≈15%" in words
