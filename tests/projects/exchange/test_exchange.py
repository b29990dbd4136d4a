# SPDX-License-Identifier: MIT
"""Projects of other programs come in whole, ours goes out valid and comes back equal, hostile files are refused."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from analysis.masking import Destination
from coding.auto_code import PatternKind
from coding.exchange import LISTS, Exchange
from coding.spans import broken
from projects.exchange.codebook_files import exchange_kind, read_exchange
from projects.exchange.exchange_content import gather_codebook, gather_project
from projects.exchange.import_project import ProjectImportResult, import_exchange
from projects.exchange.interview_exports import InterviewContent, InterviewExport, export_interviews
from projects.exchange.refi_writer import write_qdc, write_qdpx
from projects.exchange.whole_text_consent import shareable_documents
from projects.interviews import cases, codes, groups, notes, queries
from projects.interviews.auto_coding import Search, code_hits, search_hits
from projects.interviews.documents import NewDocument, import_documents, set_consents, set_document_memo
from projects.interviews.segments import add_segment
from projects.people.consent_actions import record_consents
from projects.readers.other_programs.refi_codebook import read_qdc
from projects.readers.other_programs.refi_reader import read_qdpx
from projects.readers.transcript_problems import TranscriptProblem
from projects.store.project import Project
from projects.stored_interviews.case_tables import CASE_KINDS
from projects.stored_interviews.parsed_document import parse_text
from projects.transcripts.translations import align_turn, set_translation, translations
from wording import Labels, Problem, render

PASSPHRASE = "quiet lantern over 7 rivers"
FIRST = 'Q: Où & <quand> ?\nP1: La dette 👩\u200d👧 ne finissait pas.\n\nשלום e\u0301t "fin"\tx\u0085y'


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Project]:
    """A project without anything."""
    with Project.create(tmp_path / "empty.pwb", PASSPHRASE, name="Empty", user="Reader") as opened:
        yield opened


@pytest.fixture
def coded(tmp_path: Path) -> Iterator[Project]:
    """A project with all that a REFI-QDA file can carry."""
    with Project.create(tmp_path / "coded.pwb", PASSPHRASE, name="Coded & kept", user="Ana") as project:
        second = NewDocument("Two", "fr", parse_text("Elle est partie. Il reste."), group="Women")
        project.do(import_documents([NewDocument("One", "fr", parse_text(FIRST), case_name="P01"), second]))
        top = str(project.do(codes.add_code(Labels({"en": "Means & “ways”"}), colour="#0072b2")).result)
        low = str(project.do(codes.add_code(Labels({"en": "Debt"}), top, definition=Labels({"en": "Any debt"}))).result)
        one, two = (queries.load_document(project, number).document for number in ("1", "2"))
        start = one.text.index("dette")
        place = (start, start + len("dette 👩\u200d👧"))
        made = project.do(add_segment(low, one, *place, coder="Ana", memo="a\nmemo")).result
        project.do(add_segment(low, one, *place, coder="Ben"))
        project.do(add_segment(top, two, 0, 16, coder="Ben"))
        project.do(set_document_memo("2", "short"))
        project.do(notes.add_memo("project", "method & more", coder="Ana", title="Method"))
        project.do(notes.add_memo(f"code:{low}", "on debt", coder="Ben", title="Note"))
        project.do(notes.annotate(one, 0, 2, "who asks?", coder="Ana"))
        project.do(notes.paraphrase(two, 17, 26, "He stays", coder="Ben"))
        project.do(notes.add_link(f"segment:{made[0]}", "document:2"))  # type: ignore[index]
        case = cases.cases(project)[0].id
        values = [cases.Attribute("age", "17", "number"), cases.Attribute("sex", "f"),
                  cases.Attribute("born", "2009-02-01", "date"), cases.Attribute("minor", "yes", "yes_no")]  # fmt: skip
        project.do(cases.set_attributes(case, values))
        yield project


def written(project: Project) -> tuple[Exchange, bytes]:
    found = gather_project(project, [line.id for line in queries.documents(project)])
    stream = io.BytesIO()
    write_qdpx(found, stream)
    return found, stream.getvalue()


def bare(found: Exchange) -> dict[str, list[Any]]:
    """The records, without the order of notes and codings, which the format does not keep."""
    held = {name: list(getattr(found, name)) for name in LISTS}
    held["codings"].sort()
    held["notes"].sort()
    return held


def test_what_goes_out_comes_back_equal(coded: Project, empty: Project, tmp_path: Path) -> None:
    found, data = written(coded)
    read = read_qdpx(tmp_path / "x.qdpx", data)
    assert bare(read) == bare(found)
    result = empty.do(import_exchange(read, user="Reader")).result
    assert isinstance(result, ProjectImportResult)
    assert (result.documents, result.codes, result.segments, result.cases) == (2, 2, 3, 1)
    again, _ = written(empty)
    assert bare(again) == bare(found)
    for loaded in queries.load_documents(empty):
        assert not broken(loaded.document.text, queries.segments(empty, loaded.document.id))
    assert [line.language for line in queries.documents(empty)] == ["fr", "fr"]
    assert list(groups.groups(empty).values()) == ["Women"]
    assert cases.attributes_of(empty, cases.cases(empty)[0].id)[0].value == "17"
    assert empty.check().findings == []
    empty.undo()
    assert queries.counts(empty) == {"documents": 0, "codes": 0, "segments": 0, "suggestions": 0, "held_back": 0}


def test_each_kind_of_case_comes_back_as_it_was(coded: Project, empty: Project, tmp_path: Path) -> None:
    for kind in CASE_KINDS:
        coded.do(cases.add_case(f"A {kind}", kind))
    before = {(one.name, one.kind) for one in cases.cases(coded)}
    assert {kind for _, kind in before} == set(CASE_KINDS)
    found, data = written(coded)
    read = read_qdpx(tmp_path / "x.qdpx", data)
    assert bare(read) == bare(found)
    empty.do(import_exchange(read, user="Reader"))
    assert {(one.name, one.kind) for one in cases.cases(empty)} == before
    assert not [one for case in cases.cases(empty) for one in cases.attributes_of(empty, case.id) if "kind" in one.name]
    again, _ = written(empty)
    assert bare(again) == bare(found)


def test_a_translation_is_one_in_the_other_project(coded: Project, empty: Project, tmp_path: Path) -> None:
    coded.do(set_translation("2", "1", "T2 & co"))
    found, data = written(coded)
    read = read_qdpx(tmp_path / "x.qdpx", data)
    assert bare(read) == bare(found)
    assert b'name="Translation" direction="OneWay"' in zipfile.ZipFile(io.BytesIO(data)).read("project.qde")
    empty.do(import_exchange(read, user="Reader"))
    ((link, name, original),) = translations(empty)
    assert (name, original, link.translator) == ("Two", "One", "T2 & co")
    assert bare(written(empty)[0]) == bare(found)
    empty.do(import_exchange(read, user="Reader"))
    assert len(translations(empty)) == 1
    assert "exchange.no_place.translations" not in {message.key for message in found.messages}
    coded.do(align_turn("2", 0, None))
    assert "exchange.no_place.translations" in {message.key for message in gather_project(coded, ["1", "2"]).messages}


def test_taken_in_twice_nothing_is_doubled(coded: Project, tmp_path: Path) -> None:
    _, data = written(coded)
    before = queries.counts(coded)
    result = coded.do(import_exchange(read_qdpx(tmp_path / "x.qdpx", data), user="Ana")).result
    assert isinstance(result, ProjectImportResult)
    assert (result.documents, result.codes, result.segments, result.memos) == (0, 0, 0, 0)
    assert queries.counts(coded) == before


def test_files_are_valid_by_the_schemas(coded: Project, shared: Path) -> None:
    from lxml import etree

    coded.do(set_translation("2", "1", "T2"))
    _, data = written(coded)
    project = zipfile.ZipFile(io.BytesIO(data)).read("project.qde")
    stream = io.BytesIO()
    write_qdc(gather_codebook(coded), stream)
    for name, content in (("Project-mrt2019.xsd", project), ("Codebook.xsd", stream.getvalue())):
        schema = etree.XMLSchema(etree.parse(shared / "qda" / name))
        assert schema.validate(etree.fromstring(content)), schema.error_log
    assert [code.name for code in read_qdc(Path("x.qdc"), stream.getvalue()).codes] == ["Means & “ways”", "Debt"]
    assert b"basePath" not in project


def _hits(project: Project) -> tuple[Any, Any]:
    hits, documents = search_hits(project, Search((("reste", PatternKind.PHRASE),)))
    return hits, documents.values()


def test_what_has_no_place_is_told(coded: Project) -> None:
    coded.do(codes.redefine_code("1", key="MEA", keywords={"en": ["debt"]}, sensitivity="high"))
    one = queries.load_document(coded, "1").document
    coded.do(notes.add_bookmark(one, 3, coder="Ana"))
    coded.do(code_hits("1", *_hits(coded), coder="Ana"))
    messages = {message.key for message in gather_project(coded, ["1", "2"]).messages}
    wanted = {"origins", "keys", "keywords", "sensitivity", "bookmark", "consents"}
    assert {f"exchange.no_place.{what}" for what in wanted} <= messages
    for message in gather_project(coded, ["1"]).messages:
        assert not render(message, "fr").startswith("exchange.")


def test_only_inside_the_team_and_without_those_who_refused(coded: Project) -> None:
    with pytest.raises(Problem):
        shareable_documents(coded, Destination.PARTNER)
    coded.do(set_consents("1", {"sharing": False}))
    shareable = shareable_documents(coded, Destination.INSIDE)
    assert (shareable.allowed, shareable.refused, shareable.unrecorded) == (("2",), ("One",), ("Two",))
    found = gather_project(coded, shareable.allowed)
    assert [source.name for source in found.sources] == ["Two"]
    assert {coding.source for coding in found.codings} == {found.sources[0].guid}
    assert found.cases == []
    assert "P01" not in str(bare(found))
    coded.do(set_consents("2", {"interview": False}))
    with pytest.raises(Problem):
        shareable_documents(coded, Destination.INSIDE)


def test_a_coded_text_without_recorded_consent_leaves_with_a_line(coded: Project, tmp_path: Path) -> None:
    wanted = InterviewExport(InterviewContent.TRANSCRIPT, Destination.INSIDE, "en", "1")
    coded.do(set_consents("2", {"sharing": False}))  # of the other one nothing is said
    said = export_interviews(coded, tmp_path / "one.docx", wanted)
    assert [(line.key, line.args["n"]) for line in said] == [("sharing.unrecorded", 1)]
    coded.do(set_consents("1", {"sharing": True}))
    assert export_interviews(coded, tmp_path / "again.docx", wanted) == []


def test_whatever_was_noted_on_a_case_that_refused_stays(coded: Project) -> None:
    """A case without any interview: nothing else would hold it back."""
    case = coded.do(cases.add_case("P09")).result
    coded.do(notes.add_memo(f"case:{case}", "she asked us to stop", coder="Ana"))
    assert "asked us to stop" in str(bare(gather_project(coded, ["2"])))
    coded.do(record_consents([], {"sharing": False}, "P09"))
    found = str(bare(gather_project(coded, ["2"])))
    assert "asked us to stop" not in found
    assert "P09" not in found


COUNTS = {  # counted in the files' XML with grep, and in QualCoder's tables with SQL
    "qc_demo.qdpx": (2, 262, 205),
    "qc_nvivo_project.qdpx": (2, 262, 0),
    "skyloom_TestProject.qdpx": (0, 14, 0),
    "invented_v8.qda/data.qda": (3, 37, 48),
    "invented_v14.qda/data.qda": (3, 37, 48),
}


@pytest.mark.parametrize("name", COUNTS)
def test_real_files_of_other_programs(shared: Path, empty: Project, name: str) -> None:
    path = shared / "qda" / name
    data = path.read_bytes()
    parts = frozenset(zipfile.ZipFile(path).namelist()) if data.startswith(b"PK") else frozenset()
    found = read_exchange(path, data, exchange_kind(path, data[:4096], parts))
    assert (len(found.sources), len(found.codes), len(found.codings)) == COUNTS[name]
    empty.do(import_exchange(found, user="Reader"))
    for loaded in queries.load_documents(empty):
        assert not broken(loaded.document.text, queries.segments(empty, loaded.document.id))


@pytest.mark.parametrize("version", ["v8", "v14"])
def test_codings_of_qualcoder_are_its_own_words(shared: Path, version: str) -> None:
    path = shared / "qda" / f"invented_{version}.qda" / "data.qda"
    found = read_exchange(path, path.read_bytes(), "qda")
    texts = {source.guid: source.text for source in found.sources}
    ours = sorted(texts[coding.source][coding.start : coding.end] for coding in found.codings)
    database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)
    assert ours == sorted(row[0] for row in database.execute("SELECT seltext FROM code_text"))
    assert sorted(coder.name for coder in found.coders) == ["Ana", "Ben"]
    assert {value.name for value in found.values} == {"sex", "age"}
    database.close()


def database(tmp_path: Path, script: str) -> bytes:
    path = tmp_path / "made.sqlite3"
    made = sqlite3.connect(path)
    made.executescript(script)
    made.commit()
    made.close()
    return path.read_bytes()


TAGUETTE = """
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT, description TEXT);
CREATE TABLE documents (id INTEGER PRIMARY KEY, name TEXT, description TEXT, contents TEXT, project_id INTEGER);
CREATE TABLE tags (id INTEGER PRIMARY KEY, project_id INTEGER, path TEXT, description TEXT);
CREATE TABLE highlights (id INTEGER PRIMARY KEY, document_id INTEGER, start_offset INTEGER, end_offset INTEGER,
    snippet TEXT);
CREATE TABLE highlight_tags (highlight_id INTEGER, tag_id INTEGER);
INSERT INTO projects VALUES (1, 'Field', '');
INSERT INTO documents VALUES
    (1, 'talk.html', 'first', '<p>Où est la dette&nbsp;?</p><p>Là-bas, <b>dit</b>-elle.</p>', 1);
INSERT INTO tags VALUES (1, 1, 'means.debt', 'Any debt'), (2, 1, 'place', '');
INSERT INTO highlights VALUES (1, 1, 8, 16, 'la dette'), (2, 1, 19, 36, 'x'), (3, 1, 0, 2, 'y');
INSERT INTO highlight_tags VALUES (1, 1), (2, 2), (1, 2);
"""


def test_a_taguette_database_counts_bytes(tmp_path: Path) -> None:
    found = read_exchange(tmp_path / "t.sqlite3", database(tmp_path, TAGUETTE), "taguette")
    (source,) = found.sources
    words = sorted(source.text[coding.start : coding.end] for coding in found.codings)
    assert words == ["Là-bas, dit-elle", "la dette", "la dette"]
    named = sorted((code.name, code.codable) for code in found.codes)
    assert named == [("debt", True), ("means", False), ("place", True)]
    assert [message.key for message in found.messages] == ["exchange.left.untagged"]


def package(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def project_file(inner: str, **parts: bytes) -> bytes:
    head = '<Project xmlns="urn:QDA-XML:project:1.0" name="x">'
    return package({"project.qde": f"{head}{inner}</Project>".encode(), **parts})


GUID = "12345678-1234-1234-1234-123456789abc"
DTD = b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Project xmlns="urn:QDA-XML:project:1.0" name="&e;"/>'
VIEWS = """CREATE TABLE a (x); CREATE VIEW source AS SELECT 1 AS id;
CREATE VIEW code_name AS SELECT 1 AS cid; CREATE TABLE code_text (ctid);"""
HOSTILE: list[tuple[str, Callable[[Path], bytes]]] = [
    ("qdpx", lambda _: package({"project.qde": DTD})),
    ("qdpx", lambda _: package({"project.qde": b"<Project/>"})),
    ("qdpx", lambda _: package({"a.txt": b"nothing"})),
    ("qdpx", lambda _: package({"project.qde": b"x" * 100, "other.qde": b"x"})),
    ("qdpx", lambda _: package({"project.qde": b" " * 60_000_000})),
    ("qdpx", lambda _: b"PK\x03\x04 cut short"),
    ("qdc", lambda _: DTD),
    ("qdc", lambda _: b"<CodeBook/>"),
    ("qda", lambda _: b"SQLite format 3\0" + bytes(500)),
    ("qda", lambda _: b"not a database at all"),
    ("qda", lambda folder: database(folder, "CREATE TABLE source (id)")),
    ("qda", lambda folder: database(folder, VIEWS)),
    ("taguette", lambda folder: database(folder, "CREATE TABLE documents (id)")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "make"), HOSTILE)
def test_hostile_files_are_refused_in_a_sentence(tmp_path: Path, kind: str, make: Callable[[Path], bytes]) -> None:
    with pytest.raises(TranscriptProblem) as caught:
        read_exchange(tmp_path / f"bad.{kind}", make(tmp_path), kind)
    for language in ("en", "fr"):
        said = render(caught.value.message, language)
        assert "bad." in said
        assert "transcript" not in said
        assert "document" not in said  # a project or codebook, and what to do with that


def test_paths_of_a_file_lead_nowhere(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    inner = "".join(
        f'<TextSource guid="{GUID}" name="n" plainTextPath="{path}"/>'
        for path in ("internal://../secret.txt", "absolute:///etc/passwd", "/etc/passwd", "relative://../secret.txt")
    )
    found = read_qdpx(tmp_path / "x.qdpx", project_file(f"<Sources>{inner}</Sources>"))
    assert found.sources == []
    assert [(message.key, message.args["n"]) for message in found.messages] == [("exchange.left.text", 4)]


def test_odd_selections_are_counted_and_left(tmp_path: Path, empty: Project) -> None:
    coding = f'<Coding guid="{GUID}"><CodeRef targetGUID="{{{GUID.upper()}}}"/></Coding>'
    places = [("0", "4"), ("-1", "3"), ("3", "3"), ("2", "99999999999999999999"), ("x", "y")]
    selections = "".join(
        f'<PlainTextSelection guid="{GUID}" startPosition="{a}" endPosition="{b}">{coding}</PlainTextSelection>'
        for a, b in places
    )
    codes_ = f'<CodeBook><Codes><Code guid="{GUID}" name="C" isCodable="true"/></Codes></CodeBook>'
    text = "<PlainTextContent>some words</PlainTextContent>"
    source = f'<Sources><TextSource guid="{GUID}" name="n">{text}{selections}</TextSource></Sources>'
    found = read_qdpx(tmp_path / "x.qdpx", project_file(codes_ + source))
    assert [(coding.start, coding.end) for coding in found.codings] == [(0, 4)]
    assert found.messages[0].args["n"] == 4
    result = empty.do(import_exchange(found, user="Reader")).result
    assert isinstance(result, ProjectImportResult)
    assert result.segments == 1
    assert queries.segments(empty)[0].coder == "Reader"
