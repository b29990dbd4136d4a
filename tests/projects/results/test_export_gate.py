# SPDX-License-Identifier: MIT
"""The only way out: small numbers withheld, all or nothing, no file replaced unasked, logged. Nobody else writes."""

from __future__ import annotations

import ast
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from docx import Document
from PIL import Image

from analysis.masking import Destination
from analysis.report import FigureBlock, Methods, Report, TableBlock
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Origin, Row, TableSpec, Unit
from projects import export_gate as gate
from projects import withheld_content
from projects.datasets.add_dataset import import_action
from projects.datasets.table.provenance import note_sample_files, own_files
from projects.identifiers.sensitivity_review import confirm_proposals
from projects.intake.survey_import import import_survey
from projects.store import Project
from projects.store.printed_log_head import read_head
from projects.stored_tables.stored_table import data_tables
from wording import render

PASSPHRASE = "seven quiet herons over water"
ROOT = Path(__file__).resolve().parents[3]

# Who may write, and what: nothing of these is content that leaves the program.
MAY_WRITE = {
    "projects/export_gate.py",  # the gate itself
    "projects/store/",  # the project's own folder, encrypted
    "projects/workers/",  # pipes between processes
    "wording/compile_catalogues.py",  # compiled sentences, at set-up
    "wording/wheel.py",  # the list of kinds, into a wheel that is being built
}
TO_STREAMS = {  # write into a stream or a zip in memory, not to a path
    ("analysis/exported_codings.py", "open"),
    ("analysis/figures/figure_file.py", "savefig"),
    ("projects/datasets/export/collected_file.py", "open"),
}


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "P.pwb", PASSPHRASE, name="P") as made:
        made.set_setting("fictitious", True)
        yield made


def table() -> TableSpec:
    counts = [(3, 0.0137), (40, 0.6), (30, 0.3863)]
    rows = tuple(
        Row(f"c{at}", f"Answer {at}", (Cell(p, p - 0.01, p + 0.1, 0.02, n, 73, unit=Unit.SHARE),))
        for at, (n, p) in enumerate(counts)
    )
    return TableSpec("t", "Which?", None, None, (Column("total", "All", base=73),), rows, base=73)


def figure() -> FigureSpec:
    return FigureSpec("f", table(), Chart.BARS, "Which?")


def test_tables_leave_masked_and_logged_with_the_head(project: Project, tmp_path: Path) -> None:
    seq, head = project.head
    done = gate.export_table(project, table(), tmp_path / "t.xlsx", language="en")
    assert done.withheld_cells == 2
    assert done.head == head
    cells = [cell.value for sheet in openpyxl.load_workbook(done.path) for line in sheet.iter_rows() for cell in line]
    assert 0.0137 not in cells
    assert 0.6 in cells
    assert any("Fictitious" in str(value) for value in cells)
    line = project.history(limit=1)[0]
    assert (line.role, line.kind) == ("log", "export.tables")
    assert head[:12] in render(line.message, "fr")
    assert "t.xlsx" in render(line.message, "en")
    assert os.name != "posix" or oct(done.path.stat().st_mode)[-3:] == "600"


def test_inside_the_team_small_cells_stay(project: Project, tmp_path: Path) -> None:
    done = gate.export_table(project, table(), tmp_path / "t.csv", language="en", destination=Destination.INSIDE)
    assert done.withheld_cells == 0
    assert "0.0137" in done.path.read_text(encoding="utf-8-sig")


def test_the_projects_own_minimum_counts(project: Project, tmp_path: Path) -> None:
    project.set_setting("minimum_cell", 0)
    assert gate.export_table(project, table(), tmp_path / "a.csv", language="en").withheld_cells == 0
    project.set_setting("minimum_base_mask", 100)
    assert gate.export_table(project, table(), tmp_path / "b.csv", language="en").withheld_cells == 3


@pytest.mark.parametrize("kind", ["png", "svg", "pdf", "tiff", "tif"])
def test_figures_obey_the_mask_in_picture_and_words(project: Project, tmp_path: Path, kind: str) -> None:
    done = gate.export_figure(project, figure(), tmp_path / f"f.{kind}", language="en")
    assert done.withheld_cells == 2
    if kind == "png":
        with Image.open(done.path) as picture:
            words = picture.info["Description"]
        assert "60%" in words
        assert "1%" not in words
    if kind == "svg":
        assert "Fictitious" in done.path.read_text(encoding="utf-8")


def test_reports_are_masked_and_say_so(project: Project, tmp_path: Path) -> None:
    report = Report("R", (TableBlock(table()), FigureBlock(figure()), Methods()))
    done = gate.export_report(project, report, tmp_path / "r.docx", language="en")
    document = Document(io.BytesIO(done.path.read_bytes()))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "2 figures are not shown, to protect people" in text
    _, head = read_head(document.paragraphs[-1].text)  # as it is pasted into Safety
    assert len(head) == 12
    assert done.head.startswith(head)
    assert document.tables[0].rows[1].cells[1].text == "‡"
    assert document.sections[0].header.paragraphs[0].text == "Fictitious sample data"


def test_nothing_is_replaced_unasked_and_nothing_half_written(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(gate.ExportProblem):
        gate.export_table(project, table(), path, language="en")
    assert path.read_text(encoding="utf-8") == "mine"

    def fails(stream: object) -> None:
        stream.write(b"half")
        raise ValueError("stop")

    before = project.head
    with pytest.raises(ValueError):
        gate.export_file(project, path, fails, overwrite=True)
    assert path.read_text(encoding="utf-8") == "mine"
    assert project.head == before
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["P.pwb", "t.csv"]
    gate.export_table(project, table(), path, language="en", overwrite=True)
    assert path.read_text(encoding="utf-8-sig").startswith("table,")


def test_nothing_readable_is_written_into_a_project(project: Project, tmp_path: Path) -> None:
    before, held = project.head, sorted(project.folder.rglob("*"))
    (tmp_path / "link").symlink_to(project.folder / "objects")
    for place in (project.folder, project.folder / "objects", tmp_path / "link"):
        with pytest.raises(gate.ExportProblem) as caught:
            gate.export_table(project, table(), place / "t.csv", language="en")
        assert all("P.pwb" in render(caught.value.message, language) for language in ("en", "fr"))
    assert project.head == before
    assert sorted(project.folder.rglob("*")) == held


@pytest.mark.parametrize("name", ["t.exe", "nowhere/t.csv", f"{'t' * 300}.csv"])
def test_wrong_names_are_one_sentence(project: Project, tmp_path: Path, name: str) -> None:
    with pytest.raises(gate.ExportProblem) as caught:
        gate.export_table(project, table(), tmp_path / name, language="en")
    assert all(render(caught.value.message, language) for language in ("en", "fr"))


WRITE = ("write_bytes", "write_text", "to_csv", "to_excel", "to_parquet", "savefig")
OPEN = ("open", "fdopen")


def _opens_for_output(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        texts = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        texts += [key.value.value for key in node.keywords if key.arg == "mode" and isinstance(key.value, ast.Constant)]
        modes = [text for text in texts if 0 < len(text) <= 4 and set(text) <= set("rwxab+tU")]
        if name in WRITE or (name in OPEN and any(set(mode) & set("wxa+") for mode in modes)):
            yield node


@pytest.mark.slow
@pytest.mark.parametrize("package", ["analysis", "coding", "projects", "wording"])
def test_no_other_module_opens_a_file_for_output(package: str) -> None:
    found = []
    for path in sorted((ROOT / package).rglob("*.py")):
        where = path.relative_to(ROOT).as_posix()
        if any(where.startswith(allowed) for allowed in MAY_WRITE):
            continue
        code = path.read_text(encoding="utf-8")
        for node in _opens_for_output(ast.parse(code)) if any(name in code for name in (*WRITE, *OPEN)) else ():
            if (where, getattr(node.func, "attr", "")) not in TO_STREAMS:
                found.append(f"{where}:{node.lineno}")
    assert not found


def test_limits_without_a_project() -> None:
    assert withheld_content.limits(None) == (30, 10, 5)
    assert np.isfinite(withheld_content.limits(None)).all()


def test_only_what_came_with_the_sample_study_is_fictitious(project: Project, tmp_path: Path) -> None:
    """A file of one's own beside those of the study: what comes of it is not stamped, what comes of theirs is."""
    for name in ("sample", "own"):
        file = tmp_path / f"{name}.csv"
        file.write_text("Site,Age\n" + "".join(f"{'AB'[n % 2]},{20 + n}\n" for n in range(40)), encoding="utf-8")
        project.do(import_action(import_survey(file), file.read_bytes(), file_name=file.name))
        if name == "sample":
            project.do(note_sample_files())
        project.do(confirm_proposals())
    theirs, own = (replace(table(), origin=Origin(one.id)) for one in data_tables(project))

    def said(name: str, *tables: TableSpec) -> int:
        book = openpyxl.load_workbook(gate.export_tables(project, tables, tmp_path / name, language="en").path)
        cells = [str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line]
        return sum("Fictitious" in one for one in cells)

    assert said("theirs.xlsx", theirs) == 3, "over the tables, below the one and its precision"
    assert said("own.xlsx", own) == 0
    assert said("both.xlsx", theirs, own) == 3, "below theirs, its precision, in the sheet of all"
    assert withheld_content.source_line(project, own.origin.table if own.origin else "") is None
    for shown, stamped in ((theirs, True), (own, False)):
        drawn = FigureSpec("f", shown, Chart.BARS, "Which?")
        picture = gate.export_figure(project, drawn, tmp_path / f"{stamped}.svg", language="en").path.read_text("utf-8")
        assert ("Fictitious" in picture) is stamped
        report = Report("R", (TableBlock(shown),))
        for destination in (Destination.INSIDE, Destination.PARTNER):
            left, _ = withheld_content.withhold_in_report(project, report, destination)
            heads = (left.banner, withheld_content.head_line(project, destination, [shown]))
            assert ["Fictitious" in render(one, "en") if one else False for one in heads] == [stamped, stamped]
    book = openpyxl.load_workbook(gate.export_codebook(project, tmp_path / "codebook.xlsx", language="en").path)
    below = [["Fictitious" in str(cell.value) for line in sheet.iter_rows() for cell in line] for sheet in book]
    assert [sum(one) for one in below] == [1, 0]
    words = gate.export_codebook(project, tmp_path / "codebook.docx", language="en").path
    assert sum("Fictitious" in one.text for one in Document(str(words)).paragraphs) == 1
    project.undo()
    project.undo()
    assert withheld_content.banner_line(project) is not None, "nothing of one's own is left"


def test_in_a_sample_study_made_before_its_files_were_kept_own_files_are_told_by_name(
    project: Project, tmp_path: Path
) -> None:
    assert project.setting("fictitious") is True
    for name in ("register_activities.xlsx", "own.csv"):
        file = tmp_path / "rows.csv"
        file.write_text("Site,Age\n" + "".join(f"{'AB'[n % 2]},{20 + n}\n" for n in range(40)), encoding="utf-8")
        project.do(import_action(import_survey(file), file.read_bytes(), file_name=name))
    _, own = data_tables(project)[-2:]
    found = own_files(project)
    assert found is not None
    assert (found.tables, found.interviews) == ({own.id}, False)
