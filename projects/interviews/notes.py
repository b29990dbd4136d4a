# SPDX-License-Identifier: MIT
"""Actions on memos, annotations, paraphrases, links, bookmarks and saved queries: made, changed, removed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from coding.records import Document
from coding.spans import quote_of
from projects.interviews.attached_notes import forget_targets
from projects.interviews.coders import note_coder
from projects.interviews.segments import apply_code
from projects.people.withdrawn_words import applicable_code
from projects.store.actions import Action
from projects.stored_interviews import queries as sql
from projects.stored_interviews.guids import new_guid
from projects.stored_interviews.note_tables import TARGETS
from projects.stored_interviews.row_records import document_row, no_change, one
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

DELETE_LINK = "DELETE FROM link WHERE id = ?"
TEXT_AND_TITLE_OF_MEMO = "SELECT text, title FROM memo WHERE id = ?"

SET_CODE_OF_PARAPHRASE = "UPDATE paraphrase SET code = ? WHERE id = ?"
PARAPHRASE_BY_ID = "SELECT * FROM paraphrase WHERE id = ?"
SET_SAVED_QUERY = "UPDATE saved_query SET json = ?, version = ? WHERE id = ?"
DELETE_BOOKMARK = "DELETE FROM bookmark WHERE id = ?"
SET_TEXT_AND_TITLE_OF_MEMO = "UPDATE memo SET text = ?, title = ? WHERE id = ?"
DELETE_MEMO = "DELETE FROM memo WHERE id = ?"
DELETE_SAVED_QUERY = "DELETE FROM saved_query WHERE id = ?"
NAME_OF_SAVED_QUERY = "SELECT name FROM saved_query WHERE id = ?"
SAVED_QUERY_CALLED = "SELECT id FROM saved_query WHERE name = ? AND coder = ?"
LINK_BY_ID = "SELECT id FROM link WHERE id = ?"
LINK_EITHER_WAY_EXISTS = "SELECT 1 FROM link WHERE (a = ? AND b = ?) OR (a = ? AND b = ?)"
BOOKMARK_AT = "SELECT id FROM bookmark WHERE document = ? AND start = ? AND coder = ?"

_TABLES = {"document": "document", "code": "code", "segment": "segment", "case": "case_", "memo": "memo"}


def add_memo(target: str, text: str, *, coder: str, title: str = "") -> Action:
    """Write a memo on "project", "document:3", "code:7", "segment:12" or "case:2"; the result is its id.

    Raises `Problem` for an empty text and where the target is gone, KeyError for a target there is not.
    """

    def perform(transaction: Transaction) -> str:
        _refuse_empty(text)
        values = (new_guid(), target, owner(transaction, target), title.strip(), text, coder, transaction.seq)
        note_coder(transaction, coder)
        return _insert(transaction, "memo", "guid, target, document, title, text, coder, since", values)

    return Action("interviews.add_memo", msg("notes.memo_added"), perform)


def change_memo(memo_id: str, text: str, title: str = "") -> Action:
    """Write a memo anew; an empty text removes it, with the links to it."""

    def perform(transaction: Transaction) -> None:
        row = one(transaction, TEXT_AND_TITLE_OF_MEMO, memo_id)
        if (row["text"], row["title"]) == (text, title.strip()):
            raise no_change()
        if not text.strip():
            forget_targets(transaction, "memo", [memo_id])
            transaction.execute(DELETE_MEMO, (memo_id,))
            transaction.set_message(msg("notes.memo_removed"))
        else:
            values = (text, title.strip(), memo_id)
            transaction.execute(SET_TEXT_AND_TITLE_OF_MEMO, values)

    return Action("interviews.change_memo", msg("notes.memo_changed"), perform)


def annotate(document: Document, start: int, end: int, text: str, *, coder: str) -> Action:
    """Write a note on a stretch of text without coding it; the result is its id."""
    return _on_text("annotation", document, start, end, text, coder)


def paraphrase(document: Document, start: int, end: int, text: str, *, coder: str) -> Action:
    """Say a stretch in one's own words before it is coded; the result is its id."""
    return _on_text("paraphrase", document, start, end, text, coder)


def change_note(table: str, note_id: str, text: str) -> Action:
    """Write an annotation or a paraphrase anew; an empty text removes it."""
    _require_note_table(table)

    def perform(transaction: Transaction) -> None:
        row = one(transaction, sql.text_of_note(table), note_id)
        if row["text"] == text:
            raise no_change()
        if text.strip():
            transaction.execute(sql.set_text_of_note(table), (text, note_id))
        else:
            transaction.execute(sql.delete_row_of(table), (note_id,))

    return Action(f"interviews.change_{table}", msg(f"notes.{table}_changed"), perform)


def sort_paraphrase(paraphrase_id: str, code_id: str, document: Document, *, coder: str) -> Action:
    """Put a paraphrase under a code, which codes its passage too.

    Raises `Problem` where it is gone or stands under the code already, and for a code that cannot be applied.
    """

    def perform(transaction: Transaction) -> None:
        row = one(transaction, PARAPHRASE_BY_ID, paraphrase_id)
        name = applicable_code(transaction, code_id).name
        if str(row["code"] or "") == code_id:
            raise no_change()
        transaction.execute(SET_CODE_OF_PARAPHRASE, (code_id, paraphrase_id))
        start, stop = row["start"], row["stop"]
        there = transaction.query(sql.STRETCHES_OF_CODE_WITHIN, (document.id, start, start, code_id, coder))
        if stop not in [held["stop"] for held in there]:
            apply_code(code_id, document, [(start, stop)], coder=coder).perform(transaction)
        transaction.set_message(msg("notes.paraphrase_sorted", code=name))

    return Action("interviews.sort_paraphrase", msg("notes.paraphrase_changed"), perform)


def add_bookmark(document: Document, position: int, name: str = "", *, coder: str) -> Action:
    """Mark a place of a document; a second time there takes the mark away. The result is its id, or None."""

    def perform(transaction: Transaction) -> str | None:
        document_row(transaction, document.id, document.digest)
        if not 0 <= position <= len(document.text):
            raise Problem(msg("coding.bad_span", start=position, end=position, length=len(document.text)))
        there = BOOKMARK_AT
        rows = transaction.query(there, (document.id, position, coder))
        if rows:
            transaction.execute(DELETE_BOOKMARK, (rows[0]["id"],))
            transaction.set_message(msg("notes.bookmark_removed", document=document.name))
            return None
        values = (new_guid(), document.id, position, name.strip(), coder, transaction.seq)
        note_coder(transaction, coder)
        return _insert(transaction, "bookmark", "guid, document, start, name, coder, since", values)

    return Action("interviews.bookmark", msg("notes.bookmark_added", document=document.name), perform)


def add_link(a: str, b: str) -> Action:
    """Link two things, each named as a memo's target is; the result is its id. Raises `Problem` for one twice."""

    def perform(transaction: Transaction) -> str:
        known = LINK_EITHER_WAY_EXISTS
        if a == b or transaction.query(known, (a, b, b, a)):
            raise no_change()
        values = (new_guid(), a, b, owner(transaction, a), owner(transaction, b), transaction.seq)
        return _insert(transaction, "link", "guid, a, b, a_document, b_document, since", values)

    return Action("interviews.add_link", msg("notes.link_added"), perform)


def remove_link(link_id: str) -> Action:
    """Take a link away."""

    def perform(transaction: Transaction) -> None:
        one(transaction, LINK_BY_ID, link_id)
        transaction.execute(DELETE_LINK, (link_id,))

    return Action("interviews.remove_link", msg("notes.link_removed"), perform)


def save_query(name: str, query: Mapping[str, object], version: int, *, coder: str) -> Action:
    """Keep a query under a name; one of that name and coder is replaced. The result is its id."""
    wanted = name.strip()

    def perform(transaction: Transaction) -> str:
        if not wanted:
            raise Problem(msg("notes.query_without_name"))
        stored = json.dumps(query, ensure_ascii=False, sort_keys=True)
        note_coder(transaction, coder)
        rows = transaction.query(SAVED_QUERY_CALLED, (wanted, coder))
        if rows:
            values = (stored, version, rows[0]["id"])
            transaction.execute(SET_SAVED_QUERY, values)
            return str(rows[0]["id"])
        fresh = (new_guid(), wanted, stored, version, coder, transaction.seq)
        return _insert(transaction, "saved_query", "guid, name, json, version, coder, since", fresh)

    return Action("interviews.save_query", msg("notes.query_saved", name=wanted), perform)


def delete_query(query_id: str) -> Action:
    """Remove a saved query."""

    def perform(transaction: Transaction) -> None:
        row = one(transaction, NAME_OF_SAVED_QUERY, query_id)
        transaction.execute(DELETE_SAVED_QUERY, (query_id,))
        transaction.set_message(msg("notes.query_deleted", name=row["name"]))

    return Action("interviews.delete_query", msg("interviews.changed"), perform)


def owner(transaction: Transaction, target: str) -> int | None:
    """The document a target belongs to, if any. Raises `Problem` when the target is gone, KeyError for an odd one."""
    kind, _, number = target.partition(":")
    if kind not in TARGETS:
        raise KeyError(f"no such target: {kind}")
    if kind == "project":
        return None
    row = one(transaction, sql.row_of(_TABLES[kind]), number)
    if kind == "document":
        return int(row["id"])
    return row["document"] if kind in ("segment", "memo") else None


def _on_text(table: str, document: Document, start: int, end: int, text: str, coder: str) -> Action:
    quote_of(document.text, start, end)

    def perform(transaction: Transaction) -> str:
        _refuse_empty(text)
        document_row(transaction, document.id, document.digest)
        note_coder(transaction, coder)
        values = (new_guid(), document.id, start, end, text, coder, transaction.seq)
        return _insert(transaction, table, "guid, document, start, stop, text, coder, since", values)

    return Action(f"interviews.add_{table}", msg(f"notes.{table}_added", document=document.name), perform)


def _require_note_table(table: str) -> None:
    if table not in ("annotation", "paraphrase"):
        raise KeyError(f"no such note: {table}")


def _insert(transaction: Transaction, table: str, columns: str, values: tuple[object, ...]) -> str:
    places = ", ".join("?" * len(values))
    return str(transaction.execute(sql.insert_into(table, columns, places), values).lastrowid)


def _refuse_empty(text: str) -> None:
    if not text.strip():
        raise Problem(msg("notes.empty"))
