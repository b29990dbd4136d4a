# SPDX-License-Identifier: MIT
"""Actions on documents: import, name, case, language, consents, correction, removal. None writes its own inverse."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

from coding.parsing import digest, word_count
from projects.interviews.attached_notes import forget_document, forget_targets
from projects.interviews.cases import case_named, cases_of_document, drop_empty, move_to_case
from projects.interviews.coders import note_coder, unseen_memos
from projects.interviews.groups import group_named
from projects.store.actions import Action
from projects.stored_interviews import queries
from projects.stored_interviews.guids import new_guid
from projects.stored_interviews.parsed_document import ParsedText, parse_text, to_bytes
from projects.stored_interviews.queries import INSERT_MEMBER
from projects.stored_interviews.row_records import document_row
from projects.stored_interviews.tables import CONSENTS
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from projects.interviews.transcript_reading import ReadTranscript
    from projects.readers.transcripts import Comment
    from projects.store.ports import Reader, Rows, Transaction

INSERT_SPEAKER = "INSERT INTO speaker (document, name, role, since) VALUES (?, ?, ?, ?)"

SEGMENTS_OF_DOCUMENT = "SELECT id FROM segment WHERE document = ?"

TEXTS_BY_DIGEST = (
    "SELECT digest, name FROM document JOIN document_version ON document_version.id = document.version WHERE "
    "characters > 0"
)
DELETE_DOCUMENT = "DELETE FROM document WHERE id = ?"
FORGET_TRANSLATIONS = "UPDATE document SET translates = NULL WHERE translates = ?"
INSERT_VERSION = (
    "INSERT INTO document_version (document, number, parsed_ref, digest, characters, words, turns, reason, "
    "since) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
INSERT_ANNOTATION = (
    "INSERT INTO annotation (guid, document, start, stop, text, coder, since) VALUES (?, ?, ?, ?, ?, ?, ?)"
)


@dataclass(frozen=True)
class NewDocument:
    """A transcript about to be imported; `original` are the bytes of its file, kept as they came.

    `consents`: "interview", "recording", "quotation", "sharing", "recontact" → given or not; absent: not recorded.
    """

    name: str
    language: str
    parsed: ParsedText
    original: bytes = b""
    original_kind: str = ""
    kind: str = ""  # "individual", "group", "key_informant" or the user's word
    case_name: str = ""
    consents: Mapping[str, bool] = field(default_factory=dict)
    coder: str = ""  # who brought it in
    guid: str = ""  # of the document elsewhere; a fresh one where there is none
    group: str = ""  # the name of a document group
    row: tuple[str, int] | None = None  # the survey row whose answers it holds: table, row id
    memo: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)  # speaker → interviewer, interpreter, participant
    speaker_cases: Mapping[str, str] = field(default_factory=dict)  # speaker → name of a case, made where there is none
    comments: tuple[Comment, ...] = ()  # of the file, kept as annotations


def new_document(read: ReadTranscript, original: bytes, **known: object) -> NewDocument:
    """A transcript as read, ready to import; `known` are further fields of `NewDocument`."""
    details: dict[str, Any] = {"name": read.name, "language": read.language, "original_kind": read.kind, **known}
    details.setdefault("comments", read.comments)
    parsed = parse_text(read.text, read.turns, numbering=read.numbering)
    return NewDocument(parsed=parsed, original=original, **details)


class StoredInterviews(list[str]):
    """The ids of interviews stored; `twins` names those left out because the project holds their text.

    `left_out`: their places among the interviews given.
    """

    def __init__(self) -> None:
        super().__init__()
        self.twins: list[Message] = []
        self.left_out: set[int] = set()


def import_documents(documents: Sequence[NewDocument]) -> Action:
    """Store interviews; the result is their ids, as `StoredInterviews`. A name already taken gets a number.

    A text that the project holds already is left out and named; raises `Problem` where that leaves none.
    """

    def perform(transaction: Transaction) -> StoredInterviews:
        taken = {row["name"] for row in transaction.query(queries.DOCUMENT_NAMES)}
        first = transaction.query(queries.NEXT_DOCUMENT_POSITION)[0]["next"]
        ids, stored = StoredInterviews(), []
        store_objects(transaction, documents)
        known = names_by_text(transaction)
        for place, document in enumerate(documents):
            mark = digest(document.parsed.text)
            if mark in known:
                ids.left_out.add(place)
                ids.twins.append(msg("interviews.already_there", document=document.name, known=known[mark]))
                continue
            if document.parsed.text:
                known[mark] = document.name
            name = _free_name(document.name, taken)
            taken.add(name)
            ids.append(insert_document(transaction, document, name, first + len(ids)))
            stored.append(document)
        if ids.twins and not ids:
            raise Problem(ids.twins[0])
        transaction.set_message(_imported(stored))
        return ids

    return Action("interviews.import", _imported(documents), perform)


def rename_document(document_id: str, name: str) -> Action:
    """Give a document another name. Raises `Problem` for an empty one."""
    return _update(document_id, {"name": name.strip()}, "interviews.document_renamed", name=name.strip())


def set_case(document_id: str, case_name: str) -> Action:
    """Say which case a document belongs to, made where there is none of that name; an empty name takes it out."""
    wanted = case_name.strip()

    def perform(transaction: Transaction) -> None:
        row = document_row(transaction, document_id)
        move_to_case(transaction, document_id, wanted, row["case_name"])
        transaction.set_message(msg("interviews.case_set", document=row["name"]))

    return Action("interviews.case_set", msg("interviews.changed"), perform)


def set_language(document_id: str, language: str) -> Action:
    """Set the language of a document, which decides the keyword rules that apply."""
    return _update(document_id, {"language": language}, "interviews.language_set")


def set_document_memo(document_id: str, memo: str) -> Action:
    """Write the memo of a document; empty removes it. Raises `Problem` where it is another's and all code blind."""

    def perform(transaction: Transaction) -> None:
        row = document_row(transaction, document_id)
        if str(row["id"]) in unseen_memos(cast("Reader", transaction)):
            raise Problem(msg("interviews.memo_unseen", document=row["name"]))
        transaction.execute(queries.set_document("memo = ?"), (memo, document_id))
        transaction.set_message(msg("interviews.document_memo", document=row["name"]))

    return Action("interviews.document_memo", msg("interviews.changed"), perform)


def set_consents(document_id: str, consents: Mapping[str, bool | None]) -> Action:
    """Record consents: given, refused, or None for not recorded. Raises KeyError for one that does not exist."""
    unknown = set(consents) - set(CONSENTS)
    if unknown:
        raise KeyError(f"no such consent: {sorted(unknown)[0]}")
    columns = {f"consent_{name}": None if given is None else int(given) for name, given in consents.items()}
    return _update(document_id, columns, "interviews.consent_set")


def delete_documents(document_ids: Iterable[str]) -> Action:
    """Remove documents with their segments and suggestions. Undo brings them back; erasing is another thing."""
    wanted = tuple(document_ids)

    def perform(transaction: Transaction) -> int:
        segments = 0
        for document_id in wanted:
            document_row(transaction, document_id)
            coded = transaction.query(SEGMENTS_OF_DOCUMENT, (document_id,))
            forget_targets(transaction, "segment", [row["id"] for row in coded])
            forget_targets(transaction, "document", [document_id])
            cases = cases_of_document(transaction, document_id)
            segments += forget_document(transaction, document_id)
            transaction.execute(FORGET_TRANSLATIONS, (document_id,))
            transaction.execute(DELETE_DOCUMENT, (document_id,))
            drop_empty(transaction, cases)
        transaction.set_message(msg("interviews.documents_deleted", n=len(wanted), segments=segments))
        return segments

    return Action(
        "interviews.delete_documents", msg("interviews.documents_deleted", n=len(wanted), segments=0), perform,
        snapshot=True,
    )  # fmt: skip


def store_objects(transaction: Transaction, documents: Sequence[NewDocument]) -> None:
    """Store the texts and files of interviews side by side; `insert_document` finds them there."""
    contents = [data for one in documents for data in (one.original, to_bytes(one.parsed)) if data]
    transaction.put_objects(contents)


def insert_document(transaction: Transaction, document: NewDocument, name: str, position: int) -> str:
    """Store one interview under a name that is free; the result is its id."""
    note_coder(transaction, document.coder)
    table_id, row_id = document.row or (None, None)
    values: dict[str, object] = {
        "name": name,
        "language": document.language,
        "kind": document.kind,
        "position": position,
        "version": 0,
        "original_ref": transaction.put_object(document.original) if document.original else None,
        "original_kind": document.original_kind,
        "memo": document.memo,
        "since": transaction.seq,
        "guid": document.guid or new_guid(),
        "coder": document.coder,
        "document_group": group_named(transaction, document.group),
        "table_id": table_id,
        "row_id": row_id,
    }
    for consent in CONSENTS:
        given = document.consents.get(consent)
        values[f"consent_{consent}"] = None if given is None else int(given)
    columns, places = ", ".join(values), ", ".join("?" * len(values))
    made = transaction.execute(queries.insert_document(columns, places), tuple(values.values()))
    document_id = str(made.lastrowid)
    version = insert_version(transaction, document_id, document.parsed, 1, "")
    transaction.execute(queries.SET_DOCUMENT_VERSION, (version, document_id))
    move_to_case(transaction, document_id, document.case_name.strip())
    transaction.executemany(
        INSERT_SPEAKER,
        [(document_id, speaker, role, transaction.seq) for speaker, role in document.roles.items() if role],
    )
    for speaker, case in document.speaker_cases.items():
        if case.strip():
            joined = (case_named(transaction, case.strip()), document_id, speaker, None, None, transaction.seq)
            transaction.execute(INSERT_MEMBER, joined)
    for comment in document.comments:
        author = comment.author or document.coder
        note_coder(transaction, author)
        transaction.execute(
            INSERT_ANNOTATION,
            (new_guid(), document_id, comment.start, comment.end, comment.text, author, transaction.seq),
        )
    return document_id


def insert_version(transaction: Transaction, document_id: object, parsed: ParsedText, number: int, reason: str) -> int:
    """Store a version of a document's text; the result is its id."""
    version: int = transaction.execute(
        INSERT_VERSION,
        (
            document_id,
            number,
            transaction.put_object(to_bytes(parsed)),
            digest(parsed.text),
            len(parsed.text),
            word_count(parsed.text),
            len(parsed.turns),
            reason,
            transaction.seq,
        ),
    ).lastrowid
    return version


def names_by_text(reads: Rows) -> dict[str, str]:
    """The names of the documents by the digest of their text."""
    return {row["digest"]: row["name"] for row in reads.query(TEXTS_BY_DIGEST)}


def _imported(documents: Sequence[NewDocument]) -> Message:
    return msg("interviews.imported", n=len(documents))


def _free_name(name: str, taken: set[str]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free


def _update(document_id: str, columns: Mapping[str, object], key: str, **args: object) -> Action:
    if columns.get("name") == "":
        raise Problem(msg("interviews.document_without_name"))

    def perform(transaction: Transaction) -> None:
        row = document_row(transaction, document_id)
        settings = ", ".join(f"{column} = ?" for column in columns)
        transaction.execute(queries.set_document(settings), (*columns.values(), document_id))
        transaction.set_message(msg(key, document=row["name"], **args))

    return Action(key, msg("interviews.changed"), perform)
