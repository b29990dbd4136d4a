# SPDX-License-Identifier: MIT
"""Names of coders, speakers, interviews and cases stay with the team, in every kind of file; labels agree."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from analysis.analyses import run
from analysis.codings.neutral_names import is_mere_code
from analysis.codings.study import CodingStudy
from analysis.masking import Destination
from analysis.report import Report
from analysis.report.blocks import FigureBlock, Quotes, TableBlock, Tiles
from analysis.report.key_figures import KeyFigure
from analysis.result_tables import TableSpec
from coding.records import ORDINARY
from projects import export_gate as gate
from projects.findings.coded_frames import load_codings
from projects.interviews.codes import add_code
from projects.interviews.documents import NewDocument, import_documents, set_consents
from projects.interviews.name_review import mark_reviewed
from projects.interviews.queries import codebook, load_document
from projects.interviews.segments import add_segment
from projects.pages.page_options import PageOptions
from projects.pages.report_composition import compose_report
from projects.results.saved_results import ReportBlock
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from wording import Labels, render

NAMES = ("Zawadi", "Bahati", "Kamikazi", "Ntwari", "Mugisha", "Umutoni")  # documents, cases, speakers, coders
"""Invented: interviews of Zawadi and Bahati, speakers Kamikazi and Ntwari, coders Mugisha and Umutoni."""
BY = ("document", "speaker", "coder", "case")


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two coded interviews, every name of which is in NAMES."""
    with Project.create(tmp_path / "p.pwb", "quiet lantern over 7 rivers", name="P", user="Mugisha") as made:
        said = "Q: And?\n{0}: They threatened me.\nQ: Then?\n{0}: I ran.\n"
        texts = (said.format("Kamikazi"), said.format("Ntwari"))
        made.do(import_documents([
            NewDocument(name, "en", parse_text(text), case_name=name, roles={"Q": "interpreter"})
            for name, text in zip(NAMES, texts, strict=False)
        ]))  # fmt: skip
        code = str(made.do(add_code(Labels({"en": "Threats"}), sensitivity=ORDINARY)).result)
        for number, coder in (("1", "Mugisha"), ("2", "Umutoni")):
            document = load_document(made, number).document
            start = document.text.index("They")
            made.do(add_segment(code, document, start, start + 4 * int(number), coder=coder))
            made.do(set_consents(number, {"quotation": True}))
        yield made


def tables(project: Project) -> list[TableSpec]:
    study = CodingStudy(load_codings(project))
    asked: list[tuple[str, dict[str, str]]] = [("code_crosstab", {"by": by}) for by in BY]
    asked += [("document_portrait", {"document": NAMES[0]}), ("kwic", {"query": NAMES[2]}), ("segments", {})]
    asked += [("code_frequencies", {"by": "document"}), ("saturation", {})]
    return [table for name, given in asked for table in run(name, study, given).tables]


def words(path: Path) -> str:
    """Everything that a file says."""
    data = path.read_bytes()
    if path.suffix == ".pdf":
        pages = pypdfium2.PdfDocument(data)
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8", "ignore")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return "\n".join(package.read(name).decode("utf-8", "ignore") for name in package.namelist())


def test_tables_reports_and_figures_name_nobody_outside_the_team(project: Project, tmp_path: Path) -> None:
    assert load_codings(project).roles["1", "Q"] == "interpreter"  # as somebody gave it, not by the name
    made = tables(project)
    figure = run("saturation", CodingStudy(load_codings(project)), {}).figures[0]
    tile = KeyFigure("x", None, "number", made[-1].rows[0].label, table=made[-1], row=made[-1].rows[0].id, column="new")
    report = Report("R", (*map(TableBlock, made), FigureBlock(figure, figure.table), Tiles((tile,))))
    folder = tmp_path / "out"
    folder.mkdir()
    said: dict[str, Any] = {"language": "en", "destination": Destination.PARTNER}
    for kind in ("xlsx", "docx", "html"):
        gate.export_tables(project, made, folder / f"t.{kind}", **said)
    gate.export_tables(project, made[:1], folder / "t.csv", language="en", destination=Destination.PUBLIC)
    gate.export_figure(project, figure, folder / "f.svg", **said)
    for kind in ("docx", "pdf"):
        gate.export_report(project, report, folder / f"r.{kind}", **said)
    for path in folder.iterdir():
        found = words(path)
        assert not [name for name in NAMES if name in found], path.name
    assert "Interview 2" in words(folder / "t.xlsx")
    said_of_lists = words(folder / "t.xlsx")
    assert "Interview 1: what was coded" in said_of_lists
    assert "A word in context" in said_of_lists
    assert (
        "interviews: 2; cases, or interviews without one: 2" not in said_of_lists
    )  # how many segments a list has is a count of its code
    assert all(f"{one} 1" in words(folder / "t.xlsx") for one in ("Coder", "Speaker", "Interview", "Case"))
    gate.export_tables(project, made, tmp_path / "team.xlsx", language="en", destination=Destination.INSIDE)
    assert all(name in words(tmp_path / "team.xlsx") for name in NAMES)


def test_labels_agree_whatever_a_table_shows(project: Project) -> None:
    """The second interview is the second wherever it stands, also alone."""
    study = CodingStudy(load_codings(project))
    table = run("code_crosstab", study, {"by": "speaker", "coder": "Umutoni"}).tables[0]
    outside = [render(column.outside, "en") for column in table.columns if column.outside is not None]
    assert outside == ["Speaker 2"]


def test_quotes_outside_the_team_name_nobody(project: Project) -> None:
    code = next(iter(codebook(project))).id
    blocks = [ReportBlock("1", "quotes", {"code": code, "most": 5})]
    outside = PageOptions(destination=Destination.PARTNER)

    def told(options: PageOptions | None) -> list[str]:
        (block,) = compose_report(project, blocks=blocks, options=options).blocks
        assert isinstance(block, Quotes)
        return [render(quote.attribution, "en") for quote in block.quotes]

    assert told(outside) == []  # nobody has looked at them
    project.do(mark_reviewed(["1", "2"]))
    assert told(outside) == ["Speaker 1, Interview 1", "Speaker 2, Interview 2"]
    assert told(None) == ["Kamikazi, Zawadi, ¶\u00a02", "Ntwari, Bahati, ¶\u00a02"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("KII 02", True),
        ("kii_02_fr.txt", True),
        ("Entretien n° 7", True),
        ("P1", True),
        ("F2", True),
        ("IDI Hawa 03", False),
        ("Hawa", False),
        ("ANA 3", False),
        ("Interview", False),  # whose, one would not know; but two of them could not be told apart either
        ("", False),
    ],
)
def test_a_mere_code_names_nobody(name: str, kept: bool) -> None:
    assert is_mere_code(name) is kept


def test_mere_codes_of_interviews_and_speakers_stay_those_of_cases_do_not(tmp_path: Path) -> None:
    with Project.create(tmp_path / "p.pwb", "quiet lantern over 7 rivers", name="P", user="Mugisha") as project:
        said = "Q: And?\n{0}: They threatened me.\nQ: Then?\n{0}: I ran.\n"
        texts = (said.format("P1"), said.format("Kamikazi"))
        project.do(import_documents([
            NewDocument(name, "en", parse_text(text), case_name=f"P{at}")
            for at, (name, text) in enumerate(zip(("KII 01.txt", "Zawadi"), texts, strict=True))
        ]))  # fmt: skip
        code = str(project.do(add_code(Labels({"en": "Threats"}))).result)
        for number in ("1", "2"):
            document = load_document(project, number).document
            start = document.text.index("They")
            project.do(add_segment(code, document, start, start + 4, coder="Mugisha"))
        outside = {
            by: [
                render(column.label if column.outside is None else column.outside, "en")
                for column in run("code_crosstab", CodingStudy(load_codings(project)), {"by": by})
                .tables[0]
                .columns[:-1]
                if column.base is not None
            ]
            for by in BY
        }
    assert {"KII 01.txt", "Interview 2"} <= set(outside["document"])
    assert sorted(outside["speaker"]) in (["P1", "Speaker 1"], ["P1", "Speaker 2"])
    assert not {"P0", "P1"} & set(outside["case"])
    assert "Mugisha" not in outside["coder"]
