# SPDX-License-Identifier: MIT
"""Codebook files come back as written, formulas stay text, and helper processes give the same answers."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

from coding.codebook import Codebook
from coding.codebook_table import codes_from_rows
from projects.exchange.codebook_files import is_codebook, read_codebook, write_codebook_csv, write_codebook_xlsx
from projects.intake.file_reading import read_files
from projects.interviews import queries, reading_process
from projects.interviews.documents import new_document
from projects.interviews.jobs import job_sentences, job_suggest, turns_to_json
from projects.interviews.reading_process import find_suggestions_apart, read_transcript_apart
from projects.interviews.suggestions import decided_by_document, find_suggestions, project_rules
from projects.interviews.transcript_reading import read_transcript
from projects.store.project import Project
from wording import NoProgress, Problem, render


class Here:
    """Runs the jobs of the text process in this one, through JSON."""

    def call(self, name: str, /, **arguments: object) -> object:
        import json

        jobs = {"sentences": job_sentences, "suggest": job_suggest}
        arguments = {key: value for key, value in arguments.items() if key not in ("seconds", "progress")}
        return json.loads(json.dumps(jobs[name](json.loads(json.dumps(arguments)), NoProgress())))


ROWS = [
    {
        "code_id": "A",
        "parent_id": "",
        "name_en": "=1+1",
        "name_fr": "Été",
        "keywords_fr": "-tiret;été*",
        "colour": "#009e73",
    },
    {"code_id": "A.1", "parent_id": "A", "name_en": "Below", "name_fr": "", "keywords_fr": "", "colour": ""},
]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_codebook_comes_back_as_written(tmp_path: Path, suffix: str) -> None:
    codebook = Codebook(codes_from_rows(ROWS, "x").codes)
    stream = io.BytesIO()
    {"csv": write_codebook_csv, "xlsx": write_codebook_xlsx}[suffix](codebook, stream)
    path = tmp_path / f"book.{suffix}"
    path.write_bytes(stream.getvalue())
    assert is_codebook(path)
    assert read_codebook(path).codes == tuple(codebook)
    if suffix == "csv":
        assert "'=1+1" in path.read_text(encoding="utf-8-sig")
    else:
        sheet = openpyxl.load_workbook(path).worksheets[0]
        assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value} == {"s"}


def test_semicolons_and_windows_letters_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("code_id;name_fr\r\nA;Été\r\n".encode("cp1252"))
    assert read_codebook(path).codes[0].name.by_language == {"fr": "Été"}


@pytest.mark.parametrize("data", [b"", b"\n\n", b"age,sex\n3,f\n", b"code_id,name_en\n", b"PK\x03\x04 broken"])
def test_what_is_no_codebook_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(data)
    with pytest.raises(Problem):
        read_codebook(path)


def test_survey_tables_are_not_taken_for_codebooks(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("age,sex\n3,f\n", encoding="utf-8")
    assert not is_codebook(tmp_path / "x.csv")
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as container:
        container.writestr("word/document.xml", "<d/>")
    assert not is_codebook(tmp_path / "x.docx")


@pytest.mark.slow
def test_hostile_files_are_no_codebooks(shared: Path, tmp_path: Path) -> None:
    """Every file is read or ends in one sentence; none is taken for a codebook unasked."""
    with tarfile.open(shared / "nasty.tar.gz") as archive:
        archive.extractall(tmp_path, filter="data")
    refused = 0
    for path in sorted(item for item in (tmp_path / "nasty").iterdir() if item.is_file()):
        assert not is_codebook(path)
        try:
            read_codebook(path)
        except Problem:
            refused += 1
    assert refused > 90


def test_shared_codebooks_are_read_whole(shared: Path) -> None:
    read = [read_codebook(path) for path in sorted((shared / "codebooks").glob("*.csv"))]
    assert sum(len(book.codes) for book in read) == 146
    assert not [warning for book in read for warning in book.warnings]


@pytest.mark.parametrize(
    ("encoding", "said"), [("cp1252", "Windows-1252"), ("mac_roman", "Mac Roman"), ("utf-16", ""), ("utf-8-sig", "")]
)
def test_accents_are_read_in_any_encoding(tmp_path: Path, encoding: str, said: str) -> None:
    text = "Enquêtrice : Où ça ?\nP1 : L’été, près de la forêt, à côté du château – déjà.\n"
    path = tmp_path / "i.txt"
    path.write_bytes(text.encode(encoding))
    read = read_transcript(path)
    assert read.text == text
    assert [said in render(one, "en") for one in read.warnings] == [True] * bool(said)


@pytest.mark.slow
def test_files_read_in_a_process_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "i.txt"
    path.write_bytes("Enquêteur : Où ?\nP1 : Là-bas, dans les champs avec les autres.\n".encode("cp1252"))
    assert read_transcript_apart(path) == read_transcript(path)
    (tmp_path / "c.csv").write_text("code_id,name_en,keywords_en\nA,Act,a*;b\n", encoding="utf-8")
    (content,) = read_files([tmp_path / "c.csv"])
    assert content.codebook == read_codebook(tmp_path / "c.csv")
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04")
    with pytest.raises(Problem) as caught:
        read_transcript_apart(tmp_path / "bad.docx")
    assert caught.value.message.key == "coding.file.damaged"


@pytest.mark.parametrize("portion", [1, 500_000])
def test_rules_applied_apart_find_the_same(project: Project, portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_process, "_PORTION", portion)
    loaded = list(queries.load_documents(project))
    rules, decided = project_rules(project), decided_by_document(project)
    assert find_suggestions_apart(Here(), loaded, rules, decided) == find_suggestions(loaded, rules, decided)


def test_sentences_of_a_language_without_pipeline_go_by_punctuation(tmp_path: Path) -> None:
    (tmp_path / "i.txt").write_text("P1: Abantu bari muri iyi nzu. Nta mahera.\nP1: Ego.", encoding="utf-8")
    document = new_document(read_transcript(tmp_path / "i.txt"), b"x")
    assert document.language == "rn"
    parsed = document.parsed
    told = {"text": parsed.text, "turns": turns_to_json(parsed.turns), "language": document.language}
    answer = Here().call("sentences", seconds=9, progress=None, **told)
    assert [tuple(span) for span in answer["sentences"]] == list(parsed.sentences)
    assert answer["by"] == "rules"
