# SPDX-License-Identifier: MIT
"""Parses are kept once, made anew where text or pipeline changed, go with their interview, and are never unpickled."""

from __future__ import annotations

from pathlib import Path

import pytest

from coding.keywords import FoundSuggestion
from coding.parses import from_bytes, parts
from coding.spacy_pipelines import SentencePipelines, pipeline_version
from projects.assistance.parses import (
    ParseState,
    in_place,
    keep_parses,
    kept_parses,
    parse_missing,
    parse_state,
    unparsed,
)
from projects.assistance.vectors import keep_vectors, sentence_digest, to_bytes
from projects.datasets.table.roles import set_consent
from projects.intake.file_intake import prepare_import
from projects.interviews import cases, queries
from projects.interviews.cases import CaseMember
from projects.interviews.codes import add_code
from projects.interviews.documents import delete_documents, set_consents
from projects.interviews.suggestions import FoundInDocument, store_suggestions
from projects.people.consent_actions import record_consents
from projects.people.effective_consent import effective_consents, refused
from projects.people.persons import Member, tie
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.project import Project
from projects.stored_tables.cells import DatasetCell
from projects.stored_tables.stored_table import stored_table, variables
from projects.worker import TextProcess
from tests.projects.cells import change_cell
from wording import Labels, Stopped


class Impatient:
    """Stops at once."""

    def stop_requested(self) -> bool:
        return True

    def report(self, fraction: float, text: object = None) -> None:
        del fraction, text


def test_an_import_parses_nothing_and_a_need_parses_once(project: Project, text_process: TextProcess) -> None:
    assert parse_state(project) == ParseState(0, 2)
    assert parse_missing(in_place(project), text_process) == 2
    assert parse_state(project) == ParseState(2, 2)
    assert parse_missing(in_place(project), text_process) == 0


def test_a_stopped_parse_goes_on_where_it_stopped(project: Project, text_process: TextProcess) -> None:
    with pytest.raises(Stopped):
        parse_missing(in_place(project), text_process, Impatient())
    assert parse_missing(in_place(project), text_process, only=["2"]) == 1
    assert [one.document for one in unparsed(project)] == ["1"]


def test_the_opened_interview_comes_first(project: Project) -> None:
    assert [one.document for one in unparsed(project, first="2")] == ["2", "1"]


def test_a_kept_parse_is_the_parse(project: Project, text_process: TextProcess) -> None:
    parse_missing(in_place(project), text_process)
    document = queries.load_document(project, "1").document
    data = kept_parses(project)["1", document.digest]
    pipeline = SentencePipelines().whole("en")
    held = from_bytes(data, pipeline, pipeline_version("en"))
    assert held is not None
    assert all(document.text[offset : offset + len(doc.text)] == doc.text for offset, doc in held)
    assert any(token.lemma_ == "take" and token.dep_ == "ROOT" for _, doc in held for token in doc)
    assert from_bytes(data, pipeline, "another 1.0") is None
    assert from_bytes(b"\x80\x04damaged", pipeline, pipeline_version("en")) is None


def test_another_pipeline_parses_anew(project: Project, text_process: TextProcess) -> None:
    parse_missing(in_place(project), text_process)
    project.write_lasting(
        "test", "log", project.history()[0].message, lambda t: t.execute("UPDATE parse SET pipeline = 'old 1.0'")
    )
    assert parse_missing(in_place(project), text_process) == 2
    assert project.query("SELECT count(*) AS n FROM parse")[0]["n"] == 2


def test_a_parse_has_no_undo_and_takes_nothing_from_undo(project: Project, text_process: TextProcess) -> None:
    before = project.undo_text()
    parse_missing(in_place(project), text_process)
    assert project.undo_text() == before


def test_erase_reaches_the_parse(project: Project, text_process: TextProcess) -> None:
    parse_missing(in_place(project), text_process)
    ref = project.query("SELECT parse_ref FROM parse WHERE document = 1")[0]["parse_ref"]
    erase(project, Subject("document", "1"), EraseReason("withdrawn"))
    assert not project.query("SELECT 1 FROM parse WHERE document = 1")
    assert not list(project.folder.rglob(ref))
    assert project.check().sound


def test_a_removed_interview_takes_its_parse_along(project: Project, text_process: TextProcess) -> None:
    parse_missing(in_place(project), text_process)
    project.do(delete_documents(["1"]))
    assert parse_state(project) == ParseState(1, 1)


def test_keeping_nothing_writes_no_history(project: Project) -> None:
    head = project.head
    keep_parses(project, [])
    assert project.head == head


def test_a_line_of_two_megabytes_is_cut_at_spaces() -> None:
    text = "word " * 400_000
    cut = list(parts(text))
    assert "".join(part for _, part in cut) == text.strip("\n") or sum(len(part) for _, part in cut) == len(text)
    assert all(len(part) <= 8_000 and text[start : start + len(part)] == part for start, part in cut)


def test_a_refusal_drops_suggestions_parse_and_vectors_at_once_and_undo_brings_none_back(project: Project) -> None:
    data = b"made by hand"
    keep_parses(project, [(one, data) for one in unparsed(project)])
    sentence = queries.load_document(project, "1").document.text[:20]
    vectors = to_bytes({sentence_digest(sentence): b"0123"})
    assert keep_vectors(project, "by hand", [["s", "1", sentence]], vectors, 4) == 1
    loaded = queries.load_document(project, "1")
    code = project.do(add_code(Labels({"en": "Passport"}))).result
    found = FoundInDocument(
        "1", loaded.document.digest, loaded.document.text, (FoundSuggestion(str(code), 0, 5, "He", "en", ()),)
    )
    project.do(store_suggestions([found]))
    waiting = queries.suggestions(project, loaded)
    assert waiting
    assert queries.documents(project)[0].suggestions == len(waiting)
    case = Member(document="1")
    for refusal in (set_consents("1", {"interview": False}), record_consents([case], {"interview": False})):
        project.do(refusal)
        assert queries.suggestions(project, loaded) == []
        assert queries.documents(project)[0].suggestions == 0
        for table in ("parse", "sentence_vectors"):
            assert not project.query(f"SELECT 1 FROM {table} WHERE document = 1")
        assert project.query("SELECT 1 FROM parse WHERE document = 2")
        assert not project.query("SELECT 1 FROM suggestion")
        project.undo()
        assert refused(project) == frozenset()
        assert queries.suggestions(project, loaded) == []
        assert [one.document for one in unparsed(project)] == ["1"]
        keep_parses(project, [(one, data) for one in unparsed(project)])
        project.do(store_suggestions([found]))
        assert len(queries.suggestions(project, loaded)) == len(waiting)
    project.undo()
    project.redo()
    assert project.check().sound


def test_a_refusal_told_by_a_row_drops_parses_and_vectors_at_once(project: Project, tmp_path: Path) -> None:
    """Whether the row says no after it is tied to the interview, or is tied when it has said no."""
    (tmp_path / "data.csv").write_text("who,safe\na,yes\nb,no\n", encoding="utf-8")
    project.do(prepare_import(tmp_path / "data.csv").action)
    row, case = Member("t1", 1), Member(document="1")
    keep_parses(project, [(one, b"made by hand") for one in unparsed(project)])

    def kept() -> int:
        return int(project.query("SELECT count(*) AS n FROM parse WHERE document = 1")[0]["n"])

    refusal = record_consents([row], {"interview": False})
    for first, second in ((tie([case, row]), refusal), (refusal, tie([case, row]))):
        project.do(first)
        assert kept() == 1
        project.do(second)
        assert kept() == 0
        project.undo()
        project.undo()
        keep_parses(project, [(one, b"made by hand") for one in unparsed(project)])
        assert kept() == 1
    project.redo()
    project.redo()
    assert kept() == 0
    assert project.check().sound


def test_a_no_in_the_consent_column_of_a_tied_row_drops_parses_and_vectors_at_once(
    project: Project, tmp_path: Path
) -> None:
    """As a row's recorded refusal does; an empty cell is no refusal, and what is recorded goes before the column."""
    (tmp_path / "data.csv").write_text("who,consent\na,yes\nb,no\nc,\nd,yes\n", encoding="utf-8")
    project.do(prepare_import(tmp_path / "data.csv").action)
    (consent,) = [one for one in variables(project, "t1") if one.name == "consent"]
    yes, no = (next(one.id for one in consent.choices if one.code == said) for said in ("yes", "no"))
    project.do(set_consent("t1", consent.id, (yes,)))
    ids = stored_table(project, "t1").row_ids.tolist()
    keep_parses(project, [(one, b"made by hand") for one in unparsed(project)])

    def kept() -> int:
        return int(project.query("SELECT count(*) AS n FROM parse WHERE document = 1")[0]["n"])

    said_yes, said_no, said_nothing = (Member("t1", row) for row in ids[:3])
    interview = Member(document="1")
    project.do(tie([interview, said_nothing]))
    assert (kept(), effective_consents(project)["1"]["interview"]) == (1, None)
    project.undo()
    project.do(tie([interview, said_no]))
    assert (kept(), effective_consents(project)["1"]["interview"]) == (0, False)
    project.do(change_cell(project, "t1", ids[1], consent.id, DatasetCell(yes)))
    assert effective_consents(project)["1"]["interview"] is None
    project.undo()
    project.undo()
    keep_parses(project, [(one, b"made by hand") for one in unparsed(project)])
    project.do(tie([interview, said_yes]))
    assert kept() == 1
    project.do(change_cell(project, "t1", ids[0], consent.id, DatasetCell(no)))
    assert (kept(), refused(project)) == (0, {"1"})
    project.undo()
    assert (kept(), refused(project)) == (0, frozenset())
    keep_parses(project, [(one, b"made by hand") for one in unparsed(project)])
    project.do(record_consents([said_yes], {"interview": True}))
    project.do(change_cell(project, "t1", ids[0], consent.id, DatasetCell(no)))
    assert kept() == 1
    assert project.check().sound


def test_a_case_joins_the_refusal_of_its_row(project: Project, tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("who,consent\na,yes\nb,no\n", encoding="utf-8")
    project.do(prepare_import(tmp_path / "data.csv").action)
    (consent,) = [one for one in variables(project, "t1") if one.name == "consent"]
    project.do(set_consent("t1", consent.id, ("yes",)))
    row = stored_table(project, "t1").row_ids.tolist()[1]
    case = str(project.do(cases.add_case("P1")).result)
    project.do(cases.join_case(case, [CaseMember("1"), CaseMember(table="t1", row=row)]))
    assert refused(project) == {"1"}
    project.do(cases.set_case_kind(case, "group"))  # what one of a group says does not silence all
    assert refused(project) == frozenset()
