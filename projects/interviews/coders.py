# SPDX-License-Identifier: MIT
"""Coders: who codes, known by name in the project and by guid elsewhere. Every action that codes notes its coder."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from projects.people.effective_consent import refused
from projects.people.withdrawn_words import shown_message
from projects.store.actions import Action
from projects.store.ports import Rows, UnseenWork
from projects.store.schema import stored_setting
from projects.stored_interviews import code_queries as queries
from projects.stored_interviews.guids import new_guid
from projects.stored_interviews.row_records import as_json, no_change
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.ports import Reader, Transaction
    from projects.store.project import Project
    from wording import Message

CODERS = "SELECT id, guid, name FROM coder ORDER BY id"

# who wrote the memo a document has now; a memo that came with its document is its coder's
MEMOS_BY_OTHERS = (
    "SELECT id FROM (SELECT id, coalesce((SELECT action.user FROM journal JOIN action USING (seq)"
    " WHERE journal.tbl = 'document' AND journal.key = document.id AND action.role = 'do'"
    " AND json_extract(journal.before, '$.id') IS NOT NULL"
    " AND json_extract(journal.after, '$.memo') = document.memo"
    " AND json_extract(journal.before, '$.memo') IS NOT document.memo ORDER BY seq DESC LIMIT 1), coder) AS author"
    " FROM document WHERE memo <> '') WHERE author NOT IN ('', ?)"
)
RENAME_WHO_DECIDED = "UPDATE suggestion SET decided_by = ? WHERE decided_by = ?"
RENAME_CODER = "UPDATE coder SET name = ? WHERE id = ?"
NAME_OF_CODER = "SELECT name FROM coder WHERE id = ?"
SEGMENTS_BY_CODER = (
    "SELECT coder, count(*) FROM segment WHERE document NOT IN (SELECT value FROM json_each(?)) GROUP BY coder"
)
CODER_EXISTS = "SELECT 1 FROM coder WHERE name = ?"
CODERS_NOT_YET_LISTED = (
    "SELECT DISTINCT coder FROM segment WHERE coder <> '' AND coder NOT IN (SELECT name FROM coder) ORDER BY id"
)

BLIND = "interviews.blind"
_ROOMS = ("interviews", "assistance")
_BY_NAME = (
    "document",
    "code",
    "segment",
    "memo",
    "annotation",
    "paraphrase",
    "bookmark",
    "saved_query",
    "framework_cell",
)
# options that count only some coders: queries, analyses, variables made of codes, what a report is made of
_IN_OPTIONS = (
    ("saved_query", "json"),
    ("saved_analysis", "options"),
    ("variable", "recipe"),
    ("report_block", "content"),
)


@dataclass(frozen=True)
class Coder:
    """Somebody who codes; `segments`: how many codings are theirs, without those of interviews held back."""

    id: str
    guid: str
    name: str
    segments: int


def coders(reads: Rows) -> list[Coder]:
    """Every coder by the order in which they came."""
    out = as_json(sorted(map(int, refused(reads))))
    counts = {row[0]: row[1] for row in reads.query(SEGMENTS_BY_CODER, (out,))}
    rows = reads.query(CODERS)
    return [Coder(str(row["id"]), row["guid"], row["name"], counts.get(row["name"], 0)) for row in rows]


def note_coder(transaction: Transaction, name: str) -> None:
    """Make sure a coder of that name is known; no name is nobody."""
    if name and not transaction.query(CODER_EXISTS, (name,)):
        _insert(transaction, name, new_guid())


def note_coders(transaction: Transaction) -> bool:
    """Note everybody who has coded so far; whether somebody was not known."""
    rows = transaction.query(CODERS_NOT_YET_LISTED)
    for row in rows:
        note_coder(transaction, row["coder"])
    return bool(rows)


def add_coder(name: str, guid: str = "") -> Action:
    """A coder who has not coded yet; the result is the id. Raises `Problem` without a name or with a known one."""
    wanted = name.strip()

    def perform(transaction: Transaction) -> str:
        _refuse_name(transaction, wanted)
        return _insert(transaction, wanted, guid or new_guid())

    return Action("interviews.add_coder", msg("coders.added", coder=wanted), perform)


def rename_coder(coder_id: str, name: str) -> Action:
    """Give a coder another name, on everything of theirs. Raises `Problem` for an empty or known one."""
    wanted = name.strip()

    def perform(transaction: Transaction) -> None:
        rows = transaction.query(NAME_OF_CODER, (coder_id,))
        if not rows:
            raise Problem(msg("interviews.gone"))
        if rows[0]["name"] == wanted:
            raise no_change()
        _refuse_name(transaction, wanted)
        transaction.execute(RENAME_CODER, (wanted, coder_id))
        for table in _BY_NAME:
            transaction.execute(queries.rename_coder_in(table), (wanted, rows[0]["name"]))
        transaction.execute(RENAME_WHO_DECIDED, (wanted, rows[0]["name"]))
        _rename_in_options(transaction, rows[0]["name"], wanted)
        transaction.set_message(msg("coders.renamed", coder=rows[0]["name"], name=wanted))

    return Action("interviews.rename_coder", msg("interviews.changed"), perform)


def _rename_in_options(transaction: Transaction, name: str, fresh: str) -> None:
    """Let what counts only some coders, named with ";" between them, go on counting the same people."""

    def renamed(part: object, key: str = "") -> object:
        if isinstance(part, dict):
            return {one: renamed(value, str(one)) for one, value in part.items()}
        if isinstance(part, list):
            return [renamed(value, key) for value in part]
        if key != "coder" or not isinstance(part, str):
            return part
        names = [one.strip() for one in part.split(";")]
        return "; ".join(fresh if one == name else one for one in names) if name in names else part

    for table, column in _IN_OPTIONS:
        for row in transaction.query(queries.options_with_a_coder(table, column)):
            kept = json.loads(row["options"])
            follows = renamed(kept)
            if follows != kept:
                transaction.execute(queries.set_options(table, column), (as_json(follows), row["id"]))


def is_blind(reads: Rows) -> bool:
    """Whether everybody sees only their own codings, and no suggestion."""
    return stored_setting(reads, BLIND, False)


def seen_coder(reads: Reader) -> str | None:
    """Whose codings, memos and summaries are seen: in blind coding one's own, else everybody's (None)."""
    return reads.user if is_blind(reads) else None


def unseen_work(reads: Reader) -> UnseenWork | None:
    """What history leaves out while everybody codes blind: what others did to interviews and suggestions."""
    return UnseenWork(_ROOMS, reads.user) if is_blind(reads) else None


def undo_words(project: Project, *, redo: bool = False) -> Message | None:
    """What undo (or redo) would do; of what another coder did unseen, only that it is another's."""
    words = project.redo_text() if redo else project.undo_text()
    unseen = words is not None and _unseen(project, redo)
    return msg("coders.unseen_action") if unseen else shown_message(project, words)


def undo_seen(project: Project, *, redo: bool = False) -> Changes:
    """Undo (or redo) the last action. Raises Problem where another coder did it unseen, as `Project.undo` does."""
    if _unseen(project, redo):
        raise Problem(msg("coders.undo_unseen"))
    changes = project.redo() if redo else project.undo()
    return replace(changes, message=shown_message(project, changes.message) or changes.message)


def _unseen(project: Project, redo: bool) -> bool:
    unseen, (kind, user, _line) = unseen_work(project), project.done_by(redo=redo)
    return unseen is not None and user != unseen.user and kind.partition(".")[0] in unseen.rooms


def unseen_memos(reads: Reader) -> frozenset[str]:
    """Ids of documents whose own memo another coder wrote last, while everybody codes blind."""
    if not is_blind(reads):
        return frozenset()
    return frozenset(str(row["id"]) for row in reads.query(MEMOS_BY_OTHERS, (reads.user,)))


def set_blind(on: bool) -> Action:
    """Let everybody code blind, or release: then all codings and suggestions are seen again."""

    def perform(transaction: Transaction) -> None:
        transaction.set_setting(BLIND, on)

    return Action("interviews.blind", msg("coders.blind_on" if on else "coders.blind_off"), perform)


def _refuse_name(transaction: Transaction, name: str) -> None:
    if not name:
        raise Problem(msg("coders.without_name"))
    if transaction.query(CODER_EXISTS, (name,)):
        raise Problem(msg("coders.name_taken", coder=name))


def _insert(transaction: Transaction, name: str, guid: str) -> str:
    made = transaction.execute(queries.INSERT_CODER, (guid, name, transaction.seq))
    return str(made.lastrowid)
