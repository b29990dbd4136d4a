# SPDX-License-Identifier: MIT
"""Names of rows are headings in the tags of a PDF: read back by poppler's own list of the tags."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from analysis.pages import write_pdf
from analysis.pages.page_tables import mark_row_headers, table_data
from analysis.report import blocks as kinds
from analysis.report import write_report
from analysis.result_tables import Cell, Column, Row, TableSpec, Unit


def page(*tables: TableSpec) -> bytes:
    stream = io.BytesIO()
    write_pdf(kinds.Report("Report", tuple(kinds.TableBlock(one) for one in tables)), stream, "en")
    return stream.getvalue()


def table(rows: int, stub: str = "Site") -> TableSpec:
    cells = (Cell(7.0, unit=Unit.COUNT), Cell(9.0, unit=Unit.COUNT))
    lines = tuple(Row(f"r{at}", f"Row {at} )/S/TD/P", cells) for at in range(rows))
    return TableSpec(
        "t",
        "Title",
        None,
        stub,
        (Column("a", "Women", show=("estimate",)), Column("b", "Men", show=("estimate",))),
        lines,
        exclusive_rows=False,
    )


def elements(pdf: bytes, kind: str) -> list[bytes]:
    return re.findall(rb"obj\s+(<</Type/StructElem/S/%s/[^\n]*)" % kind.encode(), pdf)


def test_each_row_is_headed_by_its_name_and_each_cell_names_it() -> None:
    pdf = page(table(3), table(20))
    headings = [one for one in elements(pdf, "TH") if b"/Scope/Row" in one]
    assert len(headings) == 23
    names = [re.findall(rb"/ID\(([^)]*)\)", one)[0] for one in headings]
    assert len(set(names)) == 23
    cells = elements(pdf, "TD")
    assert len(cells) == 46
    for name in names:
        assert sum(b"(%s)" % name in one for one in cells) == 2, "both cells of the row name it"
    tree = re.findall(rb"/IDTree<</Names\[(.*?)\]", pdf)[0]
    known = re.findall(rb"\(([^)]*)\)\d+ 0 R", tree)
    assert known == sorted(known), "a tree of names stands in order"
    assert set(names) <= set(known)


def test_every_object_stands_where_the_file_says() -> None:
    pdf = page(table(20))
    start = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    lines = pdf[start:].split(b"trailer")[0].splitlines()[2:]
    places = [(at, int(line[:10])) for at, line in enumerate(lines) if line.strip().endswith(b"n")]
    assert all(pdf[place:].startswith(b"%d 0 obj" % at) for at, place in places)
    words = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert "Row 19 )/S/TD/P" in words


def test_what_has_no_table_or_another_build_stays() -> None:
    assert mark_row_headers(b"%PDF-1.7 of another program") == b"%PDF-1.7 of another program"
    stream = io.BytesIO()
    write_pdf(kinds.Report("Report", (kinds.Paragraph("Words."),)), stream, "en")
    assert mark_row_headers(stream.getvalue()) == stream.getvalue()


@pytest.mark.skipif(shutil.which("pdfinfo") is None, reason="poppler is not installed")
def test_another_program_reads_the_tags(tmp_path: Path) -> None:
    file = tmp_path / "page.pdf"
    file.write_bytes(page(table(2)))
    said = subprocess.run(["pdfinfo", "-struct", str(file)], check=True, capture_output=True, text=True)
    assert said.stdout.count("/Scope /Row") == 2
    assert said.stdout.count("/Scope /Column") == 3


def test_no_heading_and_no_cell_of_a_row_is_empty() -> None:
    """Read aloud, an empty heading names nothing: the corner over two lines of heading is one cell with words."""
    over = tuple(replace(one, group="Sex") for one in table(1).columns)
    hidden = Cell(None, unit=Unit.COUNT)
    lines = (Row("h", "Sites", (), heading=True), Row("r", "North", (Cell(7.0, unit=Unit.COUNT), hidden)))
    made = table_data(replace(table(1), stub=None, columns=over, rows=lines), "Table 1.", "en", 160.0)
    [band] = made["bands"]
    assert [[cell["text"] for cell in line] for line in band["head"]] == [["Row", "Sex"], ["Women", "Men"]]
    assert band["head"][0][0]["rows"] == 2
    assert [[cell["text"] for cell in line] for line in band["rows"]] == [["Sites"], ["North", "7", "–"]]
    assert band["rows"][0][0]["span"] == 3
    pdf = page(replace(table(1), columns=over, rows=lines))
    assert b"/RowSpan 2" in pdf


def test_the_corner_of_a_word_table_is_named_once() -> None:
    over = tuple(replace(one, group="Sex") for one in table(1).columns)
    stream = io.BytesIO()
    write_report(kinds.Report("R", (kinds.TableBlock(replace(table(1), stub=None, columns=over)),)), stream, "fr")
    from docx import Document

    [made] = Document(stream).tables
    assert [cell.text for cell in made.rows[0].cells][:2] == ["Ligne", "Sex"]
    assert made.cell(1, 0)._tc is made.cell(0, 0)._tc, "one cell over both lines of heading"
