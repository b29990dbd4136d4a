# SPDX-License-Identifier: MIT
"""Gathers a project, or its codebook, as exchange records for a file, and lists what the format cannot carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from analysis.masking import Destination
from coding.exchange import (
    Exchange,
    ExchangeCase,
    ExchangeCode,
    ExchangeCoder,
    ExchangeCoding,
    ExchangeGroup,
    ExchangeLink,
    ExchangeMember,
    ExchangeNote,
    ExchangeSource,
    ExchangeTranslation,
    ExchangeValue,
)
from coding.records import Code
from projects.exchange.whole_text_consent import shareable_documents
from projects.interviews.codebook_shortcuts import with_shortcuts
from projects.interviews.coders import seen_coder, unseen_memos
from projects.interviews.queries import codebook
from projects.people.effective_consent import refused_cases
from projects.readers.other_programs.program_identity import ORIGIN, PARAPHRASE
from projects.store.ports import DatabaseRow
from projects.store.schema import NOTE
from projects.stored_interviews.code_queries import OPEN_SUGGESTIONS_COUNT
from projects.stored_interviews.guids import older_guid
from projects.stored_interviews.parsed_document import from_bytes
from projects.stored_interviews.queries import ATTRIBUTES_OF_CASE
from wording import DEFAULT_LANGUAGE, Message, Problem, msg

if TYPE_CHECKING:
    from projects.store.project import Project

CODERS = "SELECT guid, name FROM coder ORDER BY id"
GROUPS = "SELECT id, guid, name FROM document_group ORDER BY position"
CASES = "SELECT * FROM case_ ORDER BY id"
LINKS = "SELECT * FROM link ORDER BY id"


def notes_in_order(table: object) -> str:
    """All notes of a table: annotations or paraphrases."""
    return f"SELECT * FROM {table} ORDER BY id"


def note_exists(table: object) -> str:
    """Whether a note with this text lies on a stretch."""
    return f"SELECT 1 FROM {table} WHERE document = ? AND start = ? AND stop = ? AND text = ?"


def insert_note(table: object) -> str:
    """Insert a note: annotation or paraphrase."""
    return f"INSERT INTO {table} (guid, document, start, stop, text, coder, since) VALUES (?, ?, ?, ?, ?, ?, ?)"


CITATIONS_COUNT = "SELECT count(*) AS n FROM citation"
PROPOSED_SEGMENTS_COUNT = "SELECT count(*) AS n FROM segment WHERE origin NOT IN ('person', 'import')"
TRANSLATIONS_COUNT = "SELECT (SELECT count(*) FROM turn_alignment) + (SELECT count(*) FROM segment_counterpart) AS n"
MEMOS = "SELECT * FROM memo ORDER BY id"
MEMBERS_OF_CASES = "SELECT * FROM case_member ORDER BY id"
SEGMENTS_IN_ORDER = "SELECT * FROM segment ORDER BY document, start, stop, id"
DOCUMENTS_WITH_TEXT = (
    "SELECT document.*, parsed_ref FROM document JOIN document_version ON document_version.id = version "
    "ORDER BY position"
)
GUIDS_OF_CODES = "SELECT id, guid FROM code"
SPEAKERS_COUNT = "SELECT count(*) AS n FROM speaker"
SPEAKERS_IN_CASES_COUNT = "SELECT count(*) AS n FROM case_member WHERE speaker <> ''"
ROWS_IN_CASES_COUNT = "SELECT count(*) AS n FROM case_member WHERE row_id IS NOT NULL"
EARLIER_TEXTS_COUNT = "SELECT count(*) AS n FROM document_version WHERE id NOT IN (SELECT version FROM document)"
SUMMARIES_COUNT = "SELECT count(*) AS n FROM framework_cell"
SAVED_QUERIES_COUNT = "SELECT count(*) AS n FROM saved_query"
BOOKMARKS_COUNT = "SELECT count(*) AS n FROM bookmark"

_NOT_CARRIED = (
    ("bookmark", BOOKMARKS_COUNT),
    ("saved_query", SAVED_QUERIES_COUNT),
    ("framework_cell", SUMMARIES_COUNT),
    ("suggestion", OPEN_SUGGESTIONS_COUNT),
    ("versions", EARLIER_TEXTS_COUNT),
    ("rows", ROWS_IN_CASES_COUNT),
    ("speakers", SPEAKERS_IN_CASES_COUNT),
    ("roles", SPEAKERS_COUNT),
    ("translations", TRANSLATIONS_COUNT),
    ("citations", CITATIONS_COUNT),
    ("origins", PROPOSED_SEGMENTS_COUNT),
)


def gather_project(project: Project, documents: Iterable[str], language: str = DEFAULT_LANGUAGE) -> Exchange:
    """The documents named with their codings, and all codes, cases, memos that are not another document's.

    While everybody codes blind, of codings and notes only one's own; memos on codes and the project are everybody's.
    """
    gathering = _Gathering(project, set(documents), language)
    return gathering.all()


def gather_codebook(project: Project, language: str = DEFAULT_LANGUAGE) -> Exchange:
    """The codebook alone."""
    found = Exchange(_name(project), ORIGIN)
    guids = _guids(project)
    found.codes = list(_codes(project, guids, language, {}))
    codes = with_shortcuts(project, codebook(project))
    memos = sum(bool(code.memo) for code in codes)
    found.messages = codebook_left_out(codes, language) + ([msg("exchange.no_place.memos", n=memos)] if memos else [])
    return found


def gather_texts(project: Project, destination: Destination, language: str) -> tuple[Exchange, list[Message]]:
    """The interviews that may leave, as `gather_project` gives them; what is to be told beforehand.

    Raises Problem for anywhere but inside the team, and where none may leave.
    """
    shareable = shareable_documents(project, destination)
    return gather_project(project, shareable.allowed, language), shareable.messages()


def gather_codes(project: Project, destination: Destination, language: str) -> tuple[Exchange, list[Message]]:
    """The codebook, which may go anywhere. Raises Problem where there is no code."""
    del destination
    found = gather_codebook(project, language)
    if not found.codes:
        raise Problem(msg("cli.no_codes"))
    return found, []


def codebook_left_out(codes: Iterable[Code], language: str) -> list[Message]:
    """What a REFI-QDA codebook has no place for, counted in codes."""
    held = list(codes)
    counts = {
        "languages": sum(len({**code.name.by_language, **code.definition.by_language}) > 1 for code in held),
        "keywords": sum(any(code.keywords.values()) for code in held),
        "keys": sum(bool(code.key) for code in held),
        "sensitivity": sum(bool(code.sensitivity) for code in held),
        "rules": sum(bool(code.inclusion.by_language or code.exclusion.by_language or code.anchors) for code in held),
        "retired": sum(code.retired for code in held),
        "shortcuts": sum(bool(code.shortcut) for code in held),
    }
    del language
    return [msg(f"exchange.no_place.{what}", n=n) for what, n in counts.items() if n]


def _name(project: Project) -> str:
    return str(project.name)


def _guids(project: Project) -> Callable[[str, DatabaseRow], str]:
    """The guid of a row, also of one that came back by an undo from before it had any."""
    rows = project.query(NOTE, ("project",))
    project_id = rows[0]["value"]
    return lambda table, row: str(row["guid"] or older_guid(project_id, table, row["id"]))


def _codes(
    project: Project, guids: Callable[[str, DatabaseRow], str], language: str, coders: Mapping[str, str]
) -> Iterable[ExchangeCode]:
    rows = {str(row["id"]): guids("code", row) for row in project.query(GUIDS_OF_CODES)}
    for code in codebook(project):
        yield ExchangeCode(
            rows[code.id], rows.get(code.parent or "", ""), code.name.in_language(language),
            code.definition.in_language(language) if code.definition.by_language else "",
            code.colour, not code.category, code.memo, coders.get(code.coder, ""),
        )  # fmt: skip


class _Gathering:
    """The records of one project; `_names`: guids by target ("document:3")."""

    def __init__(self, project: Project, documents: set[str], language: str) -> None:
        self._project, self._wanted, self._language = project, documents, language
        self._found = Exchange(_name(project), ORIGIN)
        self._guids = _guids(project)
        self._coders: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._own = seen_coder(project)

    def all(self) -> Exchange:
        """Everything."""
        for row in self._project.query(CODERS):
            self._coders[row["name"]] = row["guid"]
            self._found.coders.append(ExchangeCoder(row["guid"], row["name"]))
        self._found.codes = list(_codes(self._project, self._guids, self._language, self._coders))
        for row in self._project.query(GUIDS_OF_CODES):
            self._names[f"code:{row['id']}"] = self._guids("code", row)
        self._documents()
        self._codings()
        self._cases()
        self._notes()
        self._links()
        self._left_out()
        return self._found

    def _documents(self) -> None:
        self._unseen = unseen_memos(self._project)
        groups: dict[int, list[str]] = {}
        translated: list[tuple[str, str, str]] = []
        for row in self._project.query(DOCUMENTS_WITH_TEXT):
            if str(row["id"]) not in self._wanted:
                continue
            guid = self._names[f"document:{row['id']}"] = self._guids("document", row)
            text = from_bytes(self._project.read_object(row["parsed_ref"])).text
            coder = self._coders.get(row["coder"], "")
            memo = "" if str(row["id"]) in self._unseen else row["memo"]
            self._found.sources.append(ExchangeSource(guid, row["name"], text, memo, coder, row["language"]))
            if row["translates"] is not None:
                translated.append((guid, f"document:{row['translates']}", row["translator"]))
            if row["document_group"]:
                groups.setdefault(row["document_group"], []).append(guid)
        self._found.translations = [
            ExchangeTranslation(guid, self._names[original], translator)
            for guid, original, translator in translated
            if original in self._names
        ]
        for row in self._project.query(GROUPS):
            if row["id"] in groups:
                self._found.groups.append(ExchangeGroup(row["guid"], row["name"], tuple(groups[row["id"]])))

    def _codings(self) -> None:
        for row in self._project.query(SEGMENTS_IN_ORDER):
            source = self._names.get(f"document:{row['document']}")
            if source is not None and self._own in (None, row["coder"]):
                guid = self._names[f"segment:{row['id']}"] = self._guids("segment", row)
                code, coder = self._names[f"code:{row['code']}"], self._coders.get(row["coder"], "")
                self._found.codings.append(
                    ExchangeCoding(guid, source, code, coder, row["start"], row["stop"], row["memo"] or "")
                )

    def _cases(self) -> None:
        refused = refused_cases(self._project)
        members: dict[int, list[ExchangeMember]] = {}
        for row in self._project.query(MEMBERS_OF_CASES):
            source = self._names.get(f"document:{row['document']}")
            guid = members.setdefault(row["case_"], [])
            if source is not None:
                guid.append(ExchangeMember("", source, row["speaker"]))
        for row in self._project.query(CASES):
            held = members.get(row["id"], [])
            if (row["id"] in members and not held) or row["name"] in refused:
                continue  # only documents that stay out, or survey rows; whoever refused
            self._names[f"case:{row['id']}"] = row["guid"]
            self._found.cases.append(ExchangeCase(row["guid"], row["name"], row["kind"]))
            self._found.members += [one._replace(case=row["guid"]) for one in held]
            for value in self._project.query(ATTRIBUTES_OF_CASE, (row["id"],)):
                self._found.values.append(ExchangeValue(row["guid"], value["name"], value["kind"], value["value"]))

    def _notes(self) -> None:
        for row in self._project.query(MEMOS):
            target = self._names.get(row["target"], "")
            everybodys = row["target"].startswith(("code:", "project"))
            if (target or row["target"] == "project") and (everybodys or self._own in (None, row["coder"])):
                self._names[f"memo:{row['id']}"] = row["guid"]
                coder = self._coders.get(row["coder"], "")
                self._found.notes.append(ExchangeNote(row["guid"], target, row["title"], row["text"], coder))
        for table in ("annotation", "paraphrase"):
            for row in self._project.query(notes_in_order(table)):
                source = self._names.get(f"document:{row['document']}")
                if source is not None and self._own in (None, row["coder"]):
                    coder = self._coders.get(row["coder"], "")
                    title = PARAPHRASE if table == "paraphrase" else ""
                    place = (source, row["start"], row["stop"])
                    self._found.notes.append(ExchangeNote(row["guid"], "", title, row["text"], coder, *place))

    def _links(self) -> None:
        for row in self._project.query(LINKS):
            a, b = self._names.get(row["a"]), self._names.get(row["b"])
            if a and b:
                self._found.links.append(ExchangeLink(row["guid"], a, b))

    def _left_out(self) -> None:
        messages = codebook_left_out(with_shortcuts(self._project, codebook(self._project)), self._language)
        for what, sql in _NOT_CARRIED:
            n = self._project.query(sql)[0]["n"]
            messages += [msg(f"exchange.no_place.{what}", n=n)] if n else []
        if self._found.sources:
            messages.append(msg("exchange.no_place.consents"))
        self._found.messages = messages
