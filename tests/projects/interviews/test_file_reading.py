# SPDX-License-Identifier: MIT
"""Many files are one import: one process, folders and zips as their files, one that ends the process is named."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from projects.intake.file_intake import Intake, NoFileRead, kind_of, prepare_imports
from projects.intake.file_reading import FileContent, imported_files, read_files
from projects.interviews import queries
from projects.interviews.documents import NewDocument, StoredInterviews
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.workers.host_process import HelperProcess
from projects.workers.problems import WorkerProblem
from wording import Problem, msg


def word_file(*lines: str, comment: str = "") -> bytes:
    document = Document()
    for line in lines:
        paragraph = document.add_paragraph()
        run = paragraph.add_run(line)
        if comment and line == lines[-1]:
            document.add_comment(run, text=comment, author="Ben")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def talks(folder: Path, count: int = 3) -> list[Path]:
    paths = []
    for number in range(count):
        paths.append(folder / f"talk {number}.docx")
        paths[-1].write_bytes(word_file("I: Good morning.", f"P{number}: It is day {number}."))
    return paths


def test_only_files_that_came_in_whole_count_as_imported() -> None:
    talk = NewDocument("talk", "en", parse_text("Yes."))
    read = [FileContent(Path(name), "interview", document=talk) for name in ("a.txt", "b.txt", "c.zip")]
    read.append(FileContent(Path("c.zip"), "", problem=msg("interviews.gone"), within=True))
    stored = StoredInterviews()
    assert imported_files(read, stored) == [Path("a.txt"), Path("b.txt")]
    stored.left_out = {1}  # its text was there
    assert imported_files(read, stored) == [Path("a.txt")]


def test_many_files_are_one_action_read_by_one_process(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    begin = HelperProcess.__init__

    def counted(self: HelperProcess, *arguments: Any, **more: Any) -> None:
        started.append(1)
        begin(self, *arguments, **more)

    monkeypatch.setattr(HelperProcess, "__init__", counted)
    before = len(project.history(50))
    (brought,) = prepare_imports(talks(tmp_path), user="Ana")
    project.do(brought.action)
    assert (len(started), len(project.history(50))) == (1, before + 1)
    assert [line.name for line in queries.documents(project)][2:] == ["talk 0", "talk 1", "talk 2"]
    project.undo()
    assert len(queries.documents(project)) == 2


def test_a_file_that_ends_the_process_is_named_and_the_rest_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = HelperProcess.ask

    def dying(self: HelperProcess, name: str, arguments: dict[str, Any], *rest: Any) -> Any:
        if "talk 1" in arguments["path"]:
            raise WorkerProblem(msg("worker.problem.died"))
        return ask(self, name, arguments, *rest)

    monkeypatch.setattr(HelperProcess, "ask", dying)
    (brought,) = prepare_imports(talks(tmp_path), user="Ana")
    assert [path.name for path in brought.paths] == ["talk 0.docx", "talk 2.docx"]
    assert [problem.args["file"] for problem in brought.problems] == ["talk 1.docx"]
    with pytest.raises(Problem):
        prepare_imports([tmp_path / "talk 1.docx"])


def test_of_several_files_those_that_cannot_be_read_are_named_and_the_rest_come_in(tmp_path: Path) -> None:
    bad, unknown = tmp_path / "bad.docx", tmp_path / "unknown.bin"
    bad.write_bytes(b"PK\x03\x04 cut")
    unknown.write_bytes(b"\x00\x01\x02")
    (brought,) = prepare_imports([bad, *talks(tmp_path, 2), unknown])
    assert [path.name for path in brought.paths] == ["talk 0.docx", "talk 1.docx"]
    assert [problem.args["file"] for problem in brought.problems] == ["bad.docx", "unknown.bin"]
    with pytest.raises(Problem):
        prepare_imports([bad])
    worse = tmp_path / "worse.docx"
    worse.write_bytes(b"PK\x03\x04 cut, too")
    with pytest.raises(NoFileRead) as refused:
        prepare_imports([bad, worse])
    assert [problem.args["file"] for problem in refused.value.problems] == ["bad.docx", "worse.docx"]


def test_folders_and_zips_of_interviews_count_as_their_files(tmp_path: Path) -> None:
    folder = tmp_path / "field"
    (folder / "week 2").mkdir(parents=True)
    talks(folder, 2)
    (folder / "week 2" / "last.txt").write_text("I: And then?\nP9: Nothing.\n", encoding="utf-8")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    found = read_files([folder])
    assert [content.document.name for content in found if content.document] == ["talk 0", "talk 1", "last"]
    packed = tmp_path / "field.zip"
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("a/one.docx", word_file("P1: Words."))
        package.writestr("__MACOSX/a/._one.docx", b"x")
        package.writestr("bad.docx", b"PK\x03\x04 cut")
        package.writestr("b/two.txt", "I: Why?\nP2: So.\n")
        package.writestr("../evil.txt", "I: Why?\nP2: So.\n")
    assert kind_of(packed) is Intake.ARCHIVE
    (brought,) = prepare_imports([packed])
    assert len(brought.problems) == 1
    assert [path.name for path in tmp_path.parent.iterdir()].count("evil.txt") == 0
    inside = [content.document for content in read_files([packed], lenient=True) if content.document]
    assert [(document.name, bool(document.original)) for document in inside] == [("one", True), ("two", True)]


def test_comments_of_a_word_file_stand_at_their_words(project: Project, tmp_path: Path) -> None:
    path = tmp_path / "commented.docx"
    path.write_bytes(word_file("I: Good morning.", "P1: It was long.", comment="check the date"))
    (brought,) = prepare_imports([path], user="Ana")
    project.do(brought.action)
    (note,) = project.query("SELECT start, stop, text, coder FROM annotation")
    text = queries.load_document(project, "3").document.text
    assert text[note["start"] : note["stop"]] == "P1: It was long."
    assert (note["text"], note["coder"]) == ("check the date", "Ben")
    assert "\0" not in text


def test_a_qualcoder_folder_is_one_project(shared: Path) -> None:
    folder = shared / "qda" / "invented_v8.qda"
    assert kind_of(folder) is Intake.PROJECT
    (content,) = read_files([folder])
    assert content.exchange is not None
    assert content.exchange.name == "invented_v8"
