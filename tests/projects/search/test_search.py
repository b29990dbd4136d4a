# SPDX-License-Identifier: MIT
"""The full-text index follows do, undo, redo and Erase, and finds words whatever their accents."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from projects.interviews.documents import NewDocument, delete_documents, import_documents
from projects.interviews.queries import load_document
from projects.search.index import paragraphs, search_project
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_preview import erase_preview
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts.corrections import correct_text
from projects.word_folding import find, fold

FIRST = (
    "Elle a été recrutée à Bujumbura 😀.\n" + "Une ligne ordinaire.\n" * 200 + "Le passeport fut CONFISQUÉ plus tard.\n"
)
SECOND = "The recruiter promised work.\nNothing about a passport.\n"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "P.pwb", "words", name="P", user="M") as made:
        documents = [NewDocument("Un", "fr", parse_text(FIRST)), NewDocument("Two", "en", parse_text(SECOND))]
        made.do(import_documents(documents))
        yield made


def places(project: Project, typed: str) -> list[tuple[str, str]]:
    found = []
    for hit in search_project(project, typed):
        text = load_document(project, hit.owner).document.text
        for start, stop in hit.spans:
            assert hit.snippet[start:stop]
        found.append((hit.owner, text[hit.start : hit.stop]))
    return found


def test_words_are_found_without_accents_and_case(project: Project) -> None:
    assert places(project, "confisque") == [("1", "CONFISQUÉ")]
    assert places(project, "RECRUTÉE bujum") == [("1", "recrutée")]
    assert [owner for owner, _ in places(project, "passport")] == ["2"]
    assert places(project, "nowhere") == []
    assert places(project, '" OR xyzzy * (') == []
    assert places(project, "") == []


def test_the_index_follows_undo_redo_correction_and_restart(project: Project) -> None:
    project.do(delete_documents(["1"]))
    assert places(project, "confisque") == []
    project.undo()
    assert places(project, "confisque") == [("1", "CONFISQUÉ")]
    document = load_document(project, "1").document
    project.do(correct_text(document, document.text.replace("CONFISQUÉ", "rendu")))
    assert places(project, "confisque") == []
    assert places(project, "rendu") == [("1", "rendu")]
    project.undo()
    project.undo()
    assert places(project, "passport") == []
    project.redo()
    assert len(places(project, "passport")) == 1
    assert project.check().findings == []


def test_check_reports_an_index_that_differs(project: Project) -> None:
    project._connection.execute("PRAGMA query_only = OFF")
    project._connection.execute("DELETE FROM search_words WHERE rowid = 1")
    assert {finding.part for finding in project.check().findings} == {"derived"}


def test_an_erased_document_is_not_found_and_its_words_are_gone(project: Project) -> None:
    preview = erase_preview(project, Subject("document", "1"))
    assert preview.rows == {"document": 1, "document_version": 1}
    erase(project, Subject("document", "1"), EraseReason("withdrawn"))
    assert places(project, "confisque") == []
    assert places(project, "recruiter")
    assert project.query("SELECT count(*) AS n FROM document")[0]["n"] == 1
    assert project.check().findings == []


def test_folding_keeps_positions() -> None:
    text = "L’été, İstanbul ß 😀 e\u0301te\u0301"
    assert fold(text) == "l’ete, istanbul ss 😀 ete"
    assert [text[slice(*span)] for span in find(text, ["ete"])] == ["été", "e\u0301te\u0301"]
    other = "À Été, étéspans; notété"
    assert [other[slice(*span)] for span in find(other, ["ete"])] == ["Été", "étéspans"]


def test_paragraphs_cover_the_text() -> None:
    pieces = list(paragraphs(FIRST, longest=100))
    assert "".join(piece.text for piece in pieces) == FIRST
    assert all(FIRST[piece.start :].startswith(piece.text) for piece in pieces)
