# SPDX-License-Identifier: MIT
"""One action = one transaction = one chained line of the log."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import secrets
import uuid
from collections.abc import Callable, Iterable, Sequence

from sqlcipher3 import dbapi2 as sqlite

from projects.store.actions import Changes
from projects.store.database import database_problem
from projects.store.erase_request import Naming
from projects.store.hash_chain import SEALED, START, action_hash, args_digest, canonical
from projects.store.history import Stacks
from projects.store.journal import Journaled, RowJournal
from projects.store.journal_images import BLANK_IMAGES, blank, forget
from projects.store.link_database import LinkPart
from projects.store.log_anchors import HeadFile
from projects.store.model import Model, follow, merge_deleted_words
from projects.store.objects import ObjectFolder
from projects.store.ports import Connection, DatabaseRow, Trace
from projects.store.private_files import disk_problem
from projects.store.schema import DELETE_REF, FORGOTTEN, INSERT_REF, LAST_ACTION, NOTE, OBJECT_INDEX, REFS, SET_NOTE
from projects.store.transaction import ActionTransaction, Perform
from wording import Message, text_to_json

_SEALED = "SELECT id FROM sealed_image"
_DELETE = "DELETE FROM sealed_image WHERE id = ?"


def move_images(journal: RowJournal, link: LinkPart, traces: list[Trace], action_id: str) -> None:
    """Within the open action: keep the images under the link key, blank them in the project, note what was moved."""

    def keep(rows: list[DatabaseRow]) -> None:
        link.connection.executemany(
            "INSERT INTO sealed_image VALUES (?, ?, ?, ?, ?)",
            [(row["id"], row["tbl"], row["before"], row["after"], row["salt"]) for row in rows],
        )

    journal.allow_erasure()
    blank(journal, traces, 0, keep)
    stored = json.dumps([[trace.table, trace.column, trace.value, list(trace.more)] for trace in traces])
    link.connection.execute("INSERT INTO sealed_traces VALUES (?, ?)", (action_id, stored))


def moved_by(link: LinkPart, action_id: str) -> list[Trace]:
    """What an action moved: doing it again moves the same."""
    row = link.connection.execute("SELECT traces FROM sealed_traces WHERE action = ?", (action_id,)).fetchone()
    if row is None:
        return []
    return [
        Trace(table, column, value, tuple((name, held) for name, held in more))
        for table, column, value, more in json.loads(row["traces"])
    ]


def forget_unmoved(connection: Connection, link: LinkPart, known_ids: set[str]) -> None:
    """Undo what was kept here for actions that the project never got: its own images are all still there.

    `known_ids`: of the actions that wrote under the link key. Done again it changes nothing, as after a crash.
    """
    traces = [row[0] for row in link.connection.execute("SELECT action FROM sealed_traces")]
    orphans = [action for action in traces if action not in known_ids]
    if not orphans:
        return
    moved = {row[0] for row in connection.execute("SELECT id FROM journal WHERE digest LIKE '%' || ?", (SEALED,))}
    kept = [row[0] for row in link.connection.execute(_SEALED)]
    link.connection.execute("BEGIN IMMEDIATE")
    link.connection.executemany(_DELETE, [(number,) for number in kept if number not in moved])
    link.connection.executemany("DELETE FROM sealed_traces WHERE action = ?", [(action,) for action in orphans])
    link.connection.execute("COMMIT")


def forget_marks(connection: Connection, link: LinkPart) -> None:
    """Within Erase: rows of the journal whose images are no longer under the link key count as erased, not as moved."""
    there = {row[0] for row in link.connection.execute(_SEALED)}
    marked = connection.execute("SELECT id, digest FROM journal WHERE digest LIKE '%' || ?", (SEALED,)).fetchall()
    connection.executemany(
        BLANK_IMAGES,
        [(digest.removesuffix(SEALED), number) for number, digest in marked if number not in there],
    )


def forget_images(link: LinkPart, numbers: Iterable[int], traces: Iterable[Trace], words: Iterable[str]) -> None:
    """Erase reaches here too: images by number, and those that bear a trace or hold one of `words`."""
    naming = Naming(json.dumps(word, ensure_ascii=False)[1:-1] for word in words)
    held = link.connection.execute("SELECT id, before, after FROM sealed_image").fetchall()
    named = [row["id"] for row in held if naming.in_text(f"{row['before']} {row['after']}")]
    link.connection.executemany(_DELETE, [(number,) for number in (*numbers, *named)])
    for trace in traces:
        conditions = [
            " AND ".join(f"json_extract({image}, '$.\"{column}\"') = ?" for column, _ in trace.pairs())
            for image in ("before", "after")
        ]
        values = [value for _, value in trace.pairs()]
        link.connection.execute(
            f"DELETE FROM sealed_image WHERE tbl = ? AND (({conditions[0]}) OR ({conditions[1]}))",
            (trace.table, *values, *values),
        )


LAST_CHANGE = "SELECT seq, hash FROM action WHERE role <> 'log' ORDER BY seq DESC LIMIT 1"

PENDING = "clearing"  # the name of what still has to be cleared away after an action
CLEARED = "cleared"  # the number of the last action after which copies of before had to go


class Writer:
    """Writes actions to an open database. The caller holds the project's lock."""

    def __init__(
        self, connection: Connection, model: Model, objects: ObjectFolder, chain_key: bytes, stacks: Stacks
    ) -> None:
        self.connection, self.model, self.objects = connection, model, objects
        self.chain_key, self.stacks = chain_key, stacks
        self.journal = RowJournal(connection, model.journaled())
        self.link: LinkPart | None = None
        self.head_file: HeadFile | None = None
        self.user = ""
        self._busy = self._unswept = self.clears_away = False

    def head(self) -> tuple[int, str]:
        """The number and hash of the last action."""
        row = self.connection.execute(LAST_ACTION).fetchone()
        return (row["seq"], row["hash"]) if row else (0, START)

    def last_change(self) -> tuple[int, str]:
        """The number and hash of the last action that changed what the project says: no export, copy or key."""
        row = self.connection.execute(LAST_CHANGE).fetchone()
        return (row["seq"], row["hash"]) if row else (0, START)

    def write(
        self,
        kind: str,
        role: str,
        message: Message,
        perform: Perform,
        undoes: int | None = None,
    ) -> Changes:
        """Perform and store one action, durable when this returns. On any error nothing has changed."""
        if self._busy:
            raise RuntimeError("an action is already being performed")
        self._busy = True
        if self._unswept:
            self._sweep_late()
        self.connection.execute("PRAGMA query_only = OFF")
        seq, previous = self.head()
        erasing = role == "erase"
        transaction = ActionTransaction(self.connection, self.objects, self.link, seq + 1, message, erasing, self.user)
        changes: Changes | None = None
        try:
            changes = self._written(transaction, kind, role, perform, undoes, previous)
            return changes
        except sqlite.Error as error:
            raise database_problem(error, "project.db") from error
        except OSError as error:
            raise disk_problem(error) from error
        finally:
            if changes is None:
                self._roll_back(transaction)
            self.connection.execute("PRAGMA query_only = ON")
            self._busy = False

    def _written(
        self,
        transaction: ActionTransaction,
        kind: str,
        role: str,
        perform: Perform,
        undoes: int | None,
        previous: str,
    ) -> Changes:
        self.connection.execute("BEGIN IMMEDIATE")
        self.journal.begin(transaction.seq, role == "erase")
        result = perform(transaction)
        if self.model.observers:
            watched = frozenset[str]().union(*(observer.sources for observer in self.model.observers))
            follow(self.model.observers, transaction, self.journal.changed(watched))
        action_id = str(uuid.uuid4())
        written, changed, link_digest = self._collected(transaction, action_id)
        undoable = role == "do" and bool(changed or transaction.link_touched)
        action_hash = self._insert_action(
            transaction,
            {
                "id": action_id,
                "kind": kind,
                "role": role,
                "undoes": undoes,
                "undoable": int(undoable),
                "linked": int(transaction.link_touched),
                "first": written.first,
                "last": written.last,
                "rows_digest": written.digest,
                "link_digest": link_digest,
                "previous": previous,
            },
        )
        self.connection.execute("COMMIT")
        self.stacks.note(transaction.seq, role, undoable)
        self._after(transaction, action_hash)
        return Changes(transaction.seq, transaction.message, changed, result)

    def _collected(
        self, transaction: ActionTransaction, action_id: str
    ) -> tuple[Journaled, dict[str, tuple[object, ...]], str]:
        """Close the journals, the link part's first: what was written here, the keys changed, the link digest."""
        self._index_objects(transaction)
        if transaction.sealing and self.link is not None:
            move_images(self.journal, self.link, transaction.sealing, action_id)
            for observer in self.model.observers:
                if observer.forget is not None:
                    observer.forget(transaction)
            merge_deleted_words(self.connection, self.model.tables)
            self.note_cleanup([], transaction.moved_refs)
        if transaction.forgetting is not None:
            self._forget(transaction, transaction.forgetting, action_id)
        written = self.journal.end()
        changed, link_digest = dict(written.changed), ""
        if transaction.link_touched and self.link is not None:
            linked = self.link.commit(transaction.seq, action_id, transaction.link_refs)
            changed |= linked.changed
            link_digest = linked.digest
        changed.pop(OBJECT_INDEX.name, None)
        return written, changed, link_digest

    def _forget(self, transaction: ActionTransaction, traces: Sequence[Trace], action_id: str) -> None:
        """Take images out of the journal, the link part's behind the commit; note what is to be cleared away.

        `check` asks for the setting.
        """
        transaction.set_setting(FORGOTTEN, transaction.seq)
        refs = forget(self.journal, [trace for trace in traces if trace.table in self.journal.tables])
        if transaction.link_touched and self.link is not None:
            self.link.note_to_forget(traces, action_id)
        self.connection.executemany(DELETE_REF, [(ref,) for ref in refs])
        self.note_cleanup(sorted(refs), transaction.moved_refs)

    def _after(self, transaction: ActionTransaction, action_hash: str) -> None:
        """What follows the commit; none of it can fail the action, and the next opening makes up for it."""
        self.clears_away = bool(transaction.sealing) or transaction.forgetting is not None
        if transaction.forgetting is not None and transaction.link_touched:
            try:
                self.sweep_link()
            except sqlite.Error:  # a full disk: it comes before the next action or at the next opening
                self.clears_away = False
                self._unswept = True
                if self.link is not None:
                    self.link.roll_back()
        with contextlib.suppress(OSError):
            if self.head_file is not None:
                self.head_file.write(transaction.seq, action_hash)
            for ref in transaction.moved_refs:
                self.objects.remove(ref)

    def write_derived(self, steps: Sequence[Callable[[ActionTransaction], None]]) -> None:
        """Run steps that only write derived tables, outside any action."""
        self.connection.execute("PRAGMA query_only = OFF")
        self.connection.execute("BEGIN IMMEDIATE")
        try:
            for step in steps:
                step(ActionTransaction(self.connection, self.objects, self.link, 0, Message(""), False))
            self.connection.execute("COMMIT")
        finally:
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
            self.connection.execute("PRAGMA query_only = ON")

    def _insert_action(self, transaction: ActionTransaction, row: dict[str, object]) -> str:
        args = canonical(text_to_json(transaction.message)["args"])
        salt, now = secrets.token_hex(16), dt.datetime.now(dt.UTC)
        row |= {
            "seq": transaction.seq,
            "message": transaction.message.key,
            "user": self.user,
            "utc": now.isoformat(timespec="microseconds"),
            "local": now.astimezone().isoformat(timespec="seconds"),
            "schema": self.model.version,
            "args_digest": args_digest(salt, args),
        }
        row["hash"] = action_hash(self.chain_key, row)
        names = ", ".join(row)
        self.connection.execute(f"INSERT INTO action ({names}) VALUES ({', '.join(':' + name for name in row)})", row)
        self.connection.execute("INSERT INTO action_args VALUES (?, ?, ?)", (transaction.seq, salt, args))
        return str(row["hash"])

    def note_cleanup(self, refs: list[str], moved: list[str], token: str = "") -> None:
        """Note within the action what must be cleared away after it, also after a crash: see `finish_erasing`."""
        row = self.connection.execute(NOTE, (PENDING,)).fetchone()  # what waits for the link key, say
        waiting = {"refs": [], "moved": [], "token": ""} | (json.loads(row["value"]) if row else {})
        pending = {
            "refs": [*waiting["refs"], *refs],
            "moved": [*waiting["moved"], *moved],
            "token": token or waiting["token"],
        }
        held = {PENDING: json.dumps(pending), CLEARED: str(self.head()[0] + 1)}
        self.connection.executemany(
            SET_NOTE,
            list(held.items()),
        )

    def _index_objects(self, transaction: ActionTransaction) -> None:
        """Note the objects stored; the journal covers them, undo passes over them: redo needs them."""
        for ref in dict.fromkeys(transaction.refs):
            self.connection.execute(
                INSERT_REF,
                (ref, transaction.seq, self.objects.path(ref).stat().st_size),
            )

    def _roll_back(self, transaction: ActionTransaction) -> None:
        """After an error: forget the open transactions, and what the link part already stored of this action."""
        with contextlib.suppress(sqlite.OperationalError):  # a full disk may have rolled back by itself
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")
        if self.link is not None and transaction.link_touched:
            self.link.roll_back()
            try:
                self.sweep_link()
            except sqlite.OperationalError:  # no room for that either: it comes before the next action
                self.link.roll_back()
                self._unswept = True

    def sweep_link(self) -> int:
        """Undo under the link key what belongs to actions the project never got; finish those that it has."""
        if self.link is None:
            return 0
        known = {row[0] for row in self.connection.execute("SELECT id FROM action WHERE linked")}
        forget_unmoved(self.connection, self.link, known)
        self.link.forget_noted(known, self.head()[0])
        return self.link.sweep(known, self.head()[0])

    def sweep_objects(self) -> int:
        """Delete objects that no action refers to: those of actions that failed or were cut off; how many."""
        known = {row[0] for row in self.connection.execute(REFS)}
        gone = self.objects.sweep(known)
        return gone + (self.link.sweep_objects() if self.link is not None else 0)

    def sweep_moved(self) -> None:
        """Finish a move under the link key that was cut off right after its action was stored."""
        if self.link is not None:
            head = self.head()[0]
            for (ref,) in self.link.connection.execute(
                "SELECT ref FROM object_index WHERE seq = ? AND ref LIKE 'o-%'", (head,)
            ).fetchall():
                self.objects.remove(ref)

    def _sweep_late(self) -> None:
        try:
            self.sweep_link()
            self._unswept = False
        except sqlite.Error as error:
            if self.link is not None:
                self.link.roll_back()
            self._busy = False
            raise database_problem(error, "project.db") from error

    def replay_back(
        self, transaction: ActionTransaction, first_seq: int, last_seq: int, origin: int | None = None
    ) -> None:
        """Replay backwards the rows of actions `first_seq` to `last_seq`, here and under the link key.

        `origin`: the action that is thereby done again; what it moved under the link key is moved again.
        """
        if origin is not None and self.link is not None:
            row = self.connection.execute("SELECT id FROM action WHERE seq = ?", (origin,)).fetchone()
            traces = moved_by(self.link, row["id"])
            if traces:
                transaction.seal_images(traces)
        spans = self.connection.execute(
            "SELECT id, first, last, linked, schema FROM action WHERE seq BETWEEN ? AND ? ORDER BY seq DESC",
            (first_seq, last_seq),
        ).fetchall()
        for span in spans:
            sealed = self.link.sealed if self.link is not None else None
            self.journal.replay_back(span["first"], span["last"], sealed)
            if span["linked"]:
                self._replay_link_back(transaction, span["id"])
        older = any(span["linked"] or span["schema"] < self.model.version for span in spans)
        if older and self.link is not None and self.model.reconcile is not None:
            self.model.reconcile(transaction)  # what was in clear then may belong under the link key now

    def _replay_link_back(self, transaction: ActionTransaction, action_id: str) -> None:
        transaction.touch_link()
        span = self.link.span(action_id) if self.link is not None else None
        if self.link is not None and span is not None:
            self.link.journal.replay_back(*span)
