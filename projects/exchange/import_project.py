# SPDX-License-Identifier: MIT
"""Takes a project of another program into this one: one action, one line of history, undone at once.

Codes, coders and documents that are there already (by guid, name or text) are used, not made twice.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from coding.codebook import Codebook, next_colour
from coding.exchange import Exchange, ExchangeNote, ExchangeSource
from coding.language_guess import guess_language
from coding.parsing import digest
from coding.records import Code
from projects.exchange import exchange_content
from projects.interviews.cases import ATTRIBUTE_KINDS, Attribute, case_named, move_to_case, write_attribute
from projects.interviews.codes import insert_code, stored_codebook
from projects.interviews.documents import NewDocument, StoredInterviews, insert_document
from projects.interviews.groups import group_named
from projects.interviews.segments import INSERT_SEGMENT
from projects.people.consent_tables import RecordedTable, unknown_names
from projects.readers.other_programs.program_identity import ORIGIN, PARAPHRASE
from projects.store.actions import Action
from projects.stored_interviews.code_queries import INSERT_CODER
from projects.stored_interviews.guids import new_guid, new_guids
from projects.stored_interviews.parsed_document import ParsedText, parse_text, to_bytes
from projects.stored_interviews.queries import (
    CASE_CALLED_EXISTS,
    NAME_OF_DOCUMENT,
    NEXT_DOCUMENT_POSITION,
    SET_MEMO_OF_SEGMENT,
)
from projects.transcripts.queries import SPEAKER_IS_IN_CASE, UPDATE_TRANSLATES
from wording import DEFAULT_LANGUAGE, Labels, Message, Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

SEGMENTS_AFTER = "SELECT id, guid FROM segment WHERE id > ?"

LINK_EXISTS = "SELECT 1 FROM link WHERE a = ? AND b = ?"
INSERT_LINK = "INSERT INTO link (guid, a, b, a_document, b_document, since) VALUES (?, ?, ?, ?, ?, ?)"
CASE_NAME_OF_DOCUMENT = "SELECT case_name FROM document WHERE id = ?"
NAME_OF_CASE = "SELECT name FROM case_ WHERE id = ?"
GUIDS_OF_CASES = "SELECT id, guid FROM case_"
LAST_SEGMENT = "SELECT coalesce(max(id), 0) AS n FROM segment"
DOCUMENTS_BY_DIGEST = (
    "SELECT document.id AS id, digest FROM document JOIN document_version ON document_version.id = "
    "document.version WHERE characters > 0"
)
SEGMENTS_OF_ACTION = "SELECT id, guid, document FROM segment WHERE since = ?"
ATTRIBUTE_NAMES_OF_CASE = "SELECT name FROM attribute WHERE case_ = ?"
INSERT_SPEAKER_INTO_CASE = "INSERT INTO case_member (case_, document, speaker, since) VALUES (?, ?, ?, ?)"
SET_GROUP_WHERE_NONE = "UPDATE document SET document_group = ? WHERE id = ? AND document_group IS NULL"
INSERT_MEMO = "INSERT INTO memo (guid, target, document, title, text, coder, since) VALUES (?, ?, ?, ?, ?, ?, ?)"
MEMO_EXISTS = "SELECT 1 FROM memo WHERE target = ? AND text = ?"
FIRST_CASE_OF_DOCUMENT = "SELECT case_ FROM case_member WHERE document = ? ORDER BY id LIMIT 1"
STRETCHES_IN_DOCUMENTS = (
    "SELECT document, code, coder, start, stop FROM segment WHERE document IN (SELECT value FROM json_each(?))"
)
NAMES_AND_GUIDS_OF_DOCUMENTS = "SELECT name, guid FROM document"
TRANSLATED_DOCUMENTS = "SELECT id, translates FROM document WHERE translates IS NOT NULL"


@dataclass(frozen=True)
class ProjectImportResult:
    """What came of it: new documents, codes, segments, memos, cases; and what did not come over, in sentences.

    `first`: the id of the first new document.
    """

    documents: int
    codes: int
    segments: int
    memos: int
    cases: int
    messages: tuple[Message, ...]
    first: str = ""


def not_imported(result: object) -> tuple[Message, ...]:
    """What did not come over: parts of another program's project, texts already there, consents of unknown names."""
    if isinstance(result, StoredInterviews):
        return tuple(result.twins)
    if isinstance(result, RecordedTable):
        return (unknown_names(result.unknown),) if result.unknown else ()
    return result.messages if isinstance(result, ProjectImportResult) else ()


def import_exchange(
    found: Exchange, *, user: str, language: str = DEFAULT_LANGUAGE, original: bytes = b"", kind: str = ""
) -> Action:
    """Store a project of another program; the result is `ProjectImportResult`.

    `user` stands for codings that name nobody; `language`: in which its codes are named; `original`: the file as it
    came, kept with the first document. Raises `Problem` where there is nothing in it.
    """
    if not (found.codes or found.sources or found.notes or found.cases):
        raise Problem(msg("exchange.nothing"))

    def perform(transaction: Transaction) -> ProjectImportResult:
        taking = _Taking(transaction, found, user, language, original, kind)
        done = taking.all()
        counts = {"documents": done.documents, "codes": done.codes, "segments": done.segments}
        transaction.set_message(msg("exchange.taken_in", name=found.name or "?", **counts))
        return done

    return Action("interviews.import_project", msg("interviews.changed"), perform)


class _Taking:
    """The rows of one project on their way in: ids here by guid there."""

    def __init__(
        self, transaction: Transaction, found: Exchange, user: str, language: str, original: bytes, kind: str
    ) -> None:
        self._to, self._found, self._user, self._language = transaction, found, user, language
        self._original, self._kind = original, kind
        self._coders: dict[str, str] = {"": user}
        self._codes: dict[str, str] = {}
        self._documents: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._cases: dict[str, int] = {}
        self._segments: dict[str, str] = {}
        self._guids: set[str] = set()
        self._counts = Counter[str]()
        self._first = ""

    def all(self) -> ProjectImportResult:
        """Everything, in the order in which one leans on the other."""
        self._take_coders()
        self._take_codes()
        self._take_sources()
        self._take_codings()
        self._take_cases()
        self._take_notes()
        self._take_links()
        n = self._counts
        messages = list(self._found.messages)
        messages += [msg(f"exchange.left.{kind}", n=n[kind]) for kind in ("unknown_code", "twice") if n[kind]]
        messages += [msg("exchange.consents_unknown", n=n["documents"])] if n["documents"] else []
        return ProjectImportResult(
            n["documents"], n["codes"], n["segments"], n["memos"], n["cases"], tuple(messages), self._first
        )

    def _take_coders(self) -> None:
        rows = self._to.query(exchange_content.CODERS)
        by_guid, names = {row["guid"]: row["name"] for row in rows}, {row["name"] for row in rows}
        coding = {coding.coder for coding in self._found.codings} | {note.coder for note in self._found.notes}
        for coder in self._found.coders:
            name = by_guid.get(coder.guid) or coder.name.strip() or "?"
            self._coders[coder.guid] = name
            if name not in names and coder.guid in coding:
                self._to.execute(INSERT_CODER, (coder.guid, name, self._to.seq))
                names.add(name)
        if self._user not in names and (self._found.codings or self._found.notes) and "" in coding:
            self._to.execute(INSERT_CODER, (new_guid(), self._user, self._to.seq))

    def _coder(self, guid: str) -> str:
        return self._coders.get(guid, self._user)

    def _take_codes(self) -> None:
        there = stored_codebook(self._to)
        by_guid = {code.guid: code.id for code in there if code.guid}
        by_place = {
            (code.parent, name.casefold()): code.id for code in there for name in code.name.by_language.values()
        }
        used = [code.colour for code in there]
        positions: Counter[str | None] = Counter({parent: there.next_position(parent) for parent in _parents(there)})
        for code in self._found.codes:
            parent = self._codes.get(code.parent)
            known = by_guid.get(code.guid) or by_place.get((parent, code.name.strip().casefold()))
            if known is None:
                colour = code.colour or next_colour(used)
                used.append(colour)
                fresh = Code(
                    "", parent, positions[parent], Labels({self._language: code.name.strip() or "?"}),
                    Labels({self._language: code.definition} if code.definition else {}), colour, {},
                    memo=code.memo, category=not code.codable, guid=code.guid,
                    coder=self._coder(code.coder) if code.coder else "",
                )  # fmt: skip
                positions[parent] += 1
                known = insert_code(self._to, fresh)
                by_place[parent, code.name.strip().casefold()] = known
                self._counts["codes"] += 1
            self._codes[code.guid] = known

    def _take_sources(self) -> None:
        known = {row["digest"]: str(row["id"]) for row in self._to.query(DOCUMENTS_BY_DIGEST)}
        rows = self._to.query(NAMES_AND_GUIDS_OF_DOCUMENTS)
        names, self._guids = {row["name"] for row in rows}, {row["guid"] for row in rows}
        position = self._to.query(NEXT_DOCUMENT_POSITION)[0]["next"]
        parsed = {source.guid: parse_text(source.text) for source in self._found.sources}
        self._to.put_objects([to_bytes(one) for one in parsed.values()])
        for source in self._found.sources:
            self._texts[source.guid] = source.text
            mark = digest(source.text)
            there = known.get(mark) if source.text else None
            if there is None:
                there = self._insert(source, parsed[source.guid], names, position + self._counts["documents"])
                known[mark] = there
                self._first = self._first or there
                self._counts["documents"] += 1
            self._documents[source.guid] = there
        for group in self._found.groups:
            held = group_named(self._to, group.name or "?", group.guid)
            self._to.executemany(
                SET_GROUP_WHERE_NONE,
                [(held, self._documents[one]) for one in group.sources if one in self._documents],
            )

        self._translate()

    def _translate(self) -> None:
        """Which document translates which, where neither has other translations here already."""
        held = {row["id"]: row["translates"] for row in self._to.query(TRANSLATED_DOCUMENTS)}
        for one in self._found.translations:
            here, original = (int(self._documents.get(name) or 0) for name in (one.source, one.original))
            if not here or not original or here == original or held.get(here) or held.get(original):
                continue
            if here not in held.values():
                self._to.execute(UPDATE_TRANSLATES, (original, one.translator.strip(), here))
                held[here] = original

    def _insert(self, source: ExchangeSource, parsed: ParsedText, names: set[str], position: int) -> str:
        name, number = source.name.strip() or "?", 2
        while name in names:
            name, number = f"{source.name.strip()} ({number})", number + 1
        names.add(name)
        language = source.language or guess_language(source.text)
        guid = source.guid if source.guid not in self._guids else new_guid()
        self._guids.add(guid)
        new = NewDocument(
            name, language, parsed, b"" if self._counts["documents"] else self._original, self._kind,
            coder=self._coder(source.coder) if source.coder else "", guid=guid, memo=source.memo,
        )  # fmt: skip
        return insert_document(self._to, new, name, position)

    def _take_codings(self) -> None:
        there = self._stored_stretches()
        rows: list[tuple[Any, ...]] = []
        memos: list[tuple[str, str]] = []
        guids = new_guids(len(self._found.codings))
        for coding, guid in zip(self._found.codings, guids, strict=True):
            document, code = self._documents.get(coding.source), self._codes.get(coding.code)
            if document is None or code is None:
                self._counts["unknown_code"] += 1
                continue
            coder = self._coder(coding.coder)
            place = (document, code, coder, coding.start, coding.end)
            if place in there:
                self._counts["twice"] += 1
                continue
            there.add(place)
            quote = self._texts[coding.source][coding.start : coding.end]
            named = coding.guid or guid
            rows.append((document, code, coding.start, coding.end, quote, coder, "import", self._to.seq, named))
            if coding.memo:
                memos.append((coding.memo, named))
        first = self._to.query(LAST_SEGMENT)[0]["n"]
        self._to.executemany(INSERT_SEGMENT, rows)
        self._counts["segments"] = len(rows)
        if memos:
            self._memos(memos, first)

    def _memos(self, memos: list[tuple[str, str]], first: int) -> None:
        ids = {row["guid"]: row["id"] for row in self._to.query(SEGMENTS_AFTER, (first,))}
        self._to.executemany(SET_MEMO_OF_SEGMENT, [(memo, ids[guid]) for memo, guid in memos])

    def _stored_stretches(self) -> set[tuple[str, str, str, int, int]]:
        documents = json.dumps(list(set(self._documents.values())))
        rows = self._to.query(
            STRETCHES_IN_DOCUMENTS,
            (documents,),
        )
        return {(str(row[0]), str(row[1]), row[2], row[3], row[4]) for row in rows}

    def _take_cases(self) -> None:
        by_guid = {row["guid"]: row["id"] for row in self._to.query(GUIDS_OF_CASES)}
        for case in self._found.cases:
            before = self._to.query(CASE_CALLED_EXISTS, (case.name,))
            kind = case.kind or "person"
            held = by_guid.get(case.guid) or case_named(self._to, case.name, kind, case.guid)
            self._cases[case.guid] = held
            self._counts["cases"] += not before
            if case.memo:
                self._memo(f"case:{held}", None, ExchangeNote(new_guid(), case.guid, "", case.memo))
        for member in self._found.members:
            document, joined = self._documents.get(member.source), self._cases.get(member.case)
            if document is None or joined is None:
                continue
            self._join(document, joined, member.speaker)
        self._take_values()

    def _join(self, document: str, case: int, speaker: str) -> None:
        name = self._to.query(NAME_OF_CASE, (case,))[0]["name"]
        held = self._to.query(CASE_NAME_OF_DOCUMENT, (document,))[0]["case_name"]
        if not held and not speaker:
            move_to_case(self._to, document, name)
            return
        known = SPEAKER_IS_IN_CASE
        if not self._to.query(known, (case, document, speaker)):
            self._to.execute(
                INSERT_SPEAKER_INTO_CASE,
                (case, document, speaker, self._to.seq),
            )

    def _take_values(self) -> None:
        """Attributes of cases; those of a source go to its case, or to one of its name."""
        of_case: dict[int, list[Attribute]] = defaultdict(list)
        for value in self._found.values:
            case = self._cases.get(value.owner)
            if case is None and value.owner in self._documents:
                case = self._case_of_document(self._documents[value.owner])
            if case is not None and value.value:
                kind = value.kind if value.kind in ATTRIBUTE_KINDS else "text"
                of_case[case].append(Attribute(value.name, value.value, kind, "file"))
        for case, values in of_case.items():
            rows = self._to.query(ATTRIBUTE_NAMES_OF_CASE, (case,))
            known = {row["name"] for row in rows}
            for one in values:
                if one.name not in known:
                    write_attribute(self._to, str(case), one, known=False)
                    known.add(one.name)

    def _case_of_document(self, document: str) -> int:
        rows = self._to.query(FIRST_CASE_OF_DOCUMENT, (document,))
        if rows:
            return int(rows[0]["case_"])
        name = self._to.query(NAME_OF_DOCUMENT, (document,))[0]["name"]
        move_to_case(self._to, document, name)
        self._counts["cases"] += 1
        return case_named(self._to, name)

    def _take_notes(self) -> None:
        for note in self._found.notes:
            if note.source:
                document = self._documents.get(note.source)
                if document is not None:
                    self._annotation(document, note)
                continue
            target, owner = self._target(note.target)
            if target:
                self._memo(target, owner, note)

    def _annotation(self, document: str, note: ExchangeNote) -> None:
        ours = self._found.origin == ORIGIN and note.title == PARAPHRASE
        table = "paraphrase" if ours else "annotation"
        same = exchange_content.note_exists(table)
        if self._to.query(same, (document, note.start, note.end, note.text)):
            return
        self._to.execute(
            exchange_content.insert_note(table),
            (note.guid or new_guid(), document, note.start, note.end, note.text, self._coder(note.coder), self._to.seq),
        )
        self._counts["memos"] += 1

    def _memo(self, target: str, owner: str | None, note: ExchangeNote) -> None:
        if self._to.query(MEMO_EXISTS, (target, note.text)):
            return
        self._to.execute(
            INSERT_MEMO,
            (note.guid or new_guid(), target, owner, note.title, note.text, self._coder(note.coder), self._to.seq),
        )
        self._counts["memos"] += 1

    def _target(self, guid: str) -> tuple[str, str | None]:
        if not guid:
            return "project", None
        if guid in self._documents:
            return f"document:{self._documents[guid]}", self._documents[guid]
        if guid in self._codes:
            return f"code:{self._codes[guid]}", None
        if guid in self._cases:
            return f"case:{self._cases[guid]}", None
        if not self._segments:
            rows = self._to.query(SEGMENTS_OF_ACTION, (self._to.seq,))
            self._segments = {row["guid"]: f"{row['id']} {row['document']}" for row in rows} or {"": ""}
        number, _, document = self._segments.get(guid, "").partition(" ")
        return (f"segment:{number}", document) if number else ("", None)

    def _take_links(self) -> None:
        for link in self._found.links:
            (a, first), (b, second) = self._target(link.a), self._target(link.b)
            if a and b and a != b and not self._to.query(LINK_EXISTS, (a, b)):
                self._to.execute(
                    INSERT_LINK,
                    (link.guid or new_guid(), a, b, first, second, self._to.seq),
                )


def _parents(codebook: Codebook) -> Mapping[str | None, None]:
    return dict.fromkeys([None, *(code.id for code in codebook)])
