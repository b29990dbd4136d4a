# SPDX-License-Identifier: MIT
"""A report of every kind of block: native tables, figures with alternative text, quotes, methods, the banner."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from docx import Document

from analysis.analyses.registry import not_understood
from analysis.records import Choice, Kind, Level, Variable
from analysis.report import (
    CodebookAnnex,
    FigureBlock,
    Heading,
    Methods,
    Paragraph,
    Quote,
    Quotes,
    Report,
    TableBlock,
    Title,
    software_versions,
    write_report,
)
from analysis.report import blocks as kinds
from analysis.report.docx_report import method_sentences
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Labels, Stopped, render_sentence

BANNER = Labels({"en": "Fictitious sample data", "fr": "Données fictives"})
FACTS = {"n": 614, "strata": 3, "clusters": 40, "weights": [0.4, 2.9], "deff": 1.8, "inference": True, "level": 0.95}


def table() -> TableSpec:
    rows = tuple(
        Row(f"c{at}", f"Answer {at}", (Cell(0.2 * at, 0.1 * at, 0.3 * at, 0.05, 60 * at, 300, unit=Unit.SHARE),))
        for at in (1, 2)
    )
    return TableSpec("t", "Which concerns?", "% of households", None, (Column("total", "All", base=300),), rows)


def report() -> Report:
    spec = table()
    variable = Variable(
        "v1", "sex", Labels({"en": "Sex", "fr": "Sexe"}), Kind.ONE, Level.NOMINAL,
        choices=(Choice("c1", "f", Labels({"en": "Woman", "fr": "Femme"})),),
    )  # fmt: skip
    blocks = (
        Title("Protection assessment", "Three sites"),
        Heading("Safety"),
        Paragraph("First.\n\nSecond."),
        TableBlock(spec),
        FigureBlock(FigureSpec("f", spec, Chart.DOTS, spec.title)),
        Quotes(
            "Lighting", (Quote("The lamps are broken.", "Woman, site A", "en"), Quote("Il fait noir.", "Femme", "fr"))
        ),
        Methods((("households", FACTS),), 4, 12, 57, (0, 2, 1), (30, 10, 5), software_versions(), (7, "abc123")),
        CodebookAnnex((variable,)),
    )
    return Report("Protection assessment", blocks, BANNER, BANNER)


def written(language: str) -> Document:
    stream = io.BytesIO()
    write_report(report(), stream, language)
    return Document(io.BytesIO(stream.getvalue()))


@pytest.mark.parametrize(("language", "banner"), [("en", "Fictitious sample data"), ("fr", "Données fictives")])
def test_every_page_says_that_it_is_fictitious(language: str, banner: str) -> None:
    document = written(language)
    assert document.sections[0].header.paragraphs[0].text == banner
    assert not any(paragraph.text == banner for paragraph in document.paragraphs), "once a page, not below each table"


def test_a_source_of_its_own_stays_below_tables_and_figures() -> None:
    stream = io.BytesIO()
    write_report(replace(report(), source="Household survey 2025"), stream, "en")
    lines = [paragraph.text for paragraph in Document(io.BytesIO(stream.getvalue())).paragraphs]
    assert lines.count("Household survey 2025") == 2


def test_heading_sentence_and_table_stay_on_one_page() -> None:
    stream = io.BytesIO()
    blocks = (Heading("Safety"), Paragraph("One in four."), TableBlock(table()), Paragraph("After."), Paragraph("End."))
    write_report(Report("Report", blocks), stream, "en")
    document = Document(io.BytesIO(stream.getvalue()))
    kept = {one.text: one.paragraph_format.keep_with_next for one in document.paragraphs}
    assert document.styles["Heading 1"].paragraph_format.keep_with_next
    assert kept["One in four."]
    assert kept["Table 1. Which concerns?"]
    assert not kept["After."]
    assert not kept["End."]


def test_a_table_without_a_result_is_its_note_alone() -> None:
    nothing = not_understood("Themes", "This table is for the team only.").tables[0]
    stream = io.BytesIO()
    write_report(Report("Report", (TableBlock(nothing),)), stream, "en")
    document = Document(io.BytesIO(stream.getvalue()))
    assert not document.tables
    assert [one.text for one in document.paragraphs if one.text] == [
        "Table 1. Themes", "This table is for the team only.",
    ]  # fmt: skip


def test_the_head_of_the_log_is_printed_in_twelve_digits_that_can_be_checked() -> None:
    head = "26728a7e9d456b21b019e480c03c2b129a500f4477d3dd531fda51b34854e4e0"
    said = [render_sentence(one, "fr") for one in method_sentences(Methods(head=(90, head)))]
    assert said[-1].endswith("ligne 90, 26728a7e9d45.")


def test_headings_captions_quotes_and_methods() -> None:
    document = written("fr")
    styles = {}
    for paragraph in document.paragraphs:
        styles.setdefault(paragraph.style.name, []).append(paragraph.text)
    assert styles["Title"] == ["Protection assessment"]
    assert styles["Heading 1"] == ["Safety", "Méthodes", "Dictionnaire des variables"]
    assert [text[:10] for text in styles["Caption"]] == ["Tableau 1.", "Figure 1. "]
    assert styles["Quote"] == ["“The lamps are broken.”", "«\u00a0Il fait noir.\u00a0»"]
    text = "\n".join(styles["Normal"])
    assert (
        "3 strates, 40 villages ou sites tirés d’abord (grappes), poids 0,4–2,9 (moyenne 1), effet de plan 1,8" in text
    )
    assert "Households\u00a0:" in text, "a sentence begins with a capital, whatever the table is called"
    assert "3 chiffres ne sont pas affichés" in text
    assert "numpy" in text
    assert "ligne 7, abc123" in text


def test_figures_carry_their_alternative_text() -> None:
    document = written("en")
    properties = document.inline_shapes[0]._inline.docPr
    assert properties.get("descr").startswith("Dot chart with intervals: Which concerns?")
    assert "40%" in properties.get("descr")
    assert document.inline_shapes[0].width.mm == pytest.approx(160, abs=0.5)


def test_no_personal_metadata() -> None:
    properties = written("en").core_properties
    assert (properties.author, properties.last_modified_by, properties.comments) == ("", "", "")


def test_it_stops_when_asked() -> None:
    class Stop:
        def stop_requested(self) -> bool:
            return True

        def report(self, fraction: float, text: object = None) -> None:
            raise AssertionError

    with pytest.raises(Stopped):
        write_report(report(), io.BytesIO(), "en", Stop())


@pytest.mark.parametrize(("layout", "breaks"), [("infosheet", 0), ("report", 1)])
def test_a_sheet_in_word_has_no_page_that_is_nearly_empty(layout: str, breaks: int) -> None:
    sections = [kinds.Section("Activities", beside="8 sessions"), kinds.PageBreak(), kinds.Section("Where")]
    stream = io.BytesIO()
    write_report(Report("Sheet", tuple(sections), options={"layout": layout}), stream, "en")
    document = Document(stream)
    assert document.element.xml.count('w:type="page"') == breaks
    beside = next(one for one in document.paragraphs if one.text == "8 sessions")
    assert beside.paragraph_format.keep_with_next, "a heading is not alone at the foot of a page"
