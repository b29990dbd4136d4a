# SPDX-License-Identifier: MIT
"""The open project: performs, undoes and reads.

One connection, used by one thread at a time (a lock keeps others waiting); the window gives it a thread of its own.
"""

from __future__ import annotations

import contextlib
import copy
import datetime as dt
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2 as sqlite

from projects.store import project_folder
from projects.store.actions import Action, Changes, HistoryLine
from projects.store.backup.read_only_copy import Copy, is_project, open_newest_snapshot, open_read_only_media, writable
from projects.store.backup.second_place import finish_erasing
from projects.store.backup.snapshot_service import SMALL, SnapshotKeeper
from projects.store.database import database_problem
from projects.store.erasure.erase_transaction import complete_erasing
from projects.store.history import JUMP, HistoryFilter, message_of, read_history, words_of
from projects.store.identifier_reconciliation import reconcile_older_version, upgrade_once
from projects.store.integrity.integrity_check import check_open_project
from projects.store.integrity.integrity_report import CheckReport
from projects.store.key_management.keyring import KeyRing
from projects.store.key_table import CREATED, created_message, storing_key_table
from projects.store.link_database import LinkPart, is_under_link_key
from projects.store.model import Model, program_model
from projects.store.ports import Connection, DatabaseRow, Kept, Params, UnseenWork
from projects.store.private_files import harden_process
from projects.store.problems import (
    CannotUndo,
    DamagedObject,
    DiskFull,
    LinkLocked,
    NothingToUndo,
    ReadOnlyMedia,
    ReadOnlyProject,
    StoreProblem,
)
from projects.store.project_folder import Opened
from projects.store.schema import stored_settings
from projects.store.snapshots import sweep_parts
from projects.store.transaction import ActionTransaction, Perform
from wording import DEFAULT_LANGUAGE, Message, NoProgress, Progress, msg

if TYPE_CHECKING:
    from projects.store.unit_of_work import Writer


class StateCache:
    """The part of an open project that remembers readings; any row written, undone or put back drops them all."""

    _connection: Connection
    _writer: Writer
    _kept_at: tuple[object, ...] = ()

    def per_state(self, name: str, make: Callable[[], Kept]) -> Kept:
        """What `make` reads, made once for each state of the journal; within an action it is made anew each time."""
        try:
            within, changes = self._connection.in_transaction, self._connection.total_changes
        except sqlite.Error:  # closed: the reading itself says so
            return make()
        if within:
            return make()
        state = (self._connection, changes, self._writer.link)
        if state != self._kept_at:
            self._kept_at, self._kept = state, dict[str, Any]()
        kept = self._kept
        if name not in kept:
            kept[name] = make()
        found: Kept = kept[name]
        return found


class Project(StateCache):
    """A project on disk. Make one with `create` or `open`; close it, or use it as a context manager."""

    def __init__(self, opened: Opened, model: Model) -> None:
        self._lock = threading.RLock()
        self._opened, self.model = opened, model
        self.folder = opened.folder
        self.snapshot_time: dt.datetime | None = None
        self.read_only = False
        self._closed = False
        self._copy: Copy | None = None
        self.on_written: Callable[[Changes], object] | None = None  # told of every line of the log, on its thread
        self.snapshots = SnapshotKeeper(self)
        self.keys = KeyRing(self)
        self.reopened()
        self._writer.user = self.user

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        *,
        name: str,
        user: str = "",
        language: str = DEFAULT_LANGUAGE,
        link_passphrase: str | None = None,
        model: Model | None = None,
    ) -> Project:
        """A new encrypted project in `folder`, which must not exist or be empty.

        The link key opens with the same passphrase unless it has its own. Raises FolderTaken, WeakPassphrase, DiskFull.
        """
        model = model or program_model()
        harden_process()
        opened = project_folder.create(Path(folder), passphrase, link_passphrase, model, user)
        project = cls(opened, model)
        project._writer.user = user
        opened.note_holder()

        def settings(transaction: ActionTransaction) -> None:
            storing_key_table(opened.file)(transaction)
            for key, value in (("name", name), ("user", user), ("language", language)):
                transaction.set_setting(key, value)

        project._writer.write(CREATED, "log", created_message(opened.file), settings)
        return project

    @classmethod
    def open(
        cls,
        folder: Path,
        passphrase: str,
        *,
        user: str | None = None,
        link: bool = True,
        model: Model | None = None,
        copy_later: bool = False,
    ) -> Project:
        """The project in `folder`, for writing, alone; `link` also tries the passphrase on the link key.

        `copy_later`: who opens asks `snapshots.due()` soon, and the snapshot of changes without one waits for that.
        Who works is `user`, else the name the passphrase was given to, else the project's own user name.
        Raises WrongPassphrase, DamagedProject, ForeignFolder, ProjectInUse, NewerVersion.
        """
        model, folder = model or program_model(), Path(folder)
        harden_process()
        if is_project(folder) and not writable(folder):
            raise ReadOnlyMedia()
        project = cls(project_folder.open_folder(folder, passphrase, link, model), model)
        project._writer.user = user or project.keys.my_name() or project.user
        project._opened.note_holder()
        complete_erasing(project)
        upgrade_once(project)
        project._snapshot_at_opening(copy_later)
        return project

    @classmethod
    def open_to_read(cls, folder: Path, passphrase: str, *, link: bool = True, model: Model | None = None) -> Project:
        """The project read only: from read-only media as it is, else its newest verified snapshot (`snapshot_time`).

        For a second opener, after `open` raised ProjectInUse or ReadOnlyMedia. Raises NoSnapshot, WrongPassphrase.
        """
        model, folder = model or program_model(), Path(folder)
        harden_process()
        open_copy = open_newest_snapshot if writable(folder) else open_read_only_media
        copy = open_copy(folder, passphrase, link, model)
        project = cls(copy.opened, model)
        project.folder, project._copy = folder, copy
        project.read_only, project.snapshot_time = True, copy.snapshot_time
        return project

    def _snapshot_at_opening(self, later: bool) -> None:
        """A snapshot when there are changes without one; a large database waits until `snapshots.due()` is asked."""
        sweep_parts(self.folder)
        large = (self.folder / self._opened.file.database).stat().st_size >= SMALL
        self.snapshots.wanted = later or large
        if not self.snapshots.wanted and self.snapshots.changed():
            with contextlib.suppress(DiskFull):  # a full disk must not keep anybody from reading
                self.snapshots.make("open")

    def close(self) -> None:
        """Close the databases and let others write; sweep objects of actions that never were. Twice does no harm."""
        with self._lock:
            if not self._closed and not self.read_only:
                with contextlib.suppress(sqlite.Error, OSError):  # the next closing sweeps as well
                    self._writer.sweep_objects()
            self._closed = True
            if self._copy is not None:
                self._copy.close()
            else:
                self._opened.close()

    def reopened(self) -> None:
        """Use the databases that are open now: a new key exchanges them."""
        self._writer = self._opened.writer
        self._connection = self._writer.connection

    def writable(self) -> None:
        """Raises ReadOnlyProject unless the project can be changed, FolderMoved where its folder is elsewhere now."""
        if self.read_only:
            raise ReadOnlyProject()
        self._opened.stay_in_place()

    @contextlib.contextmanager
    def locked(self) -> Iterator[Opened]:
        """The open folder, while nobody else uses it: for the store's own parts."""
        with self._lock, self._opened.saying_why_closed():
            yield self._opened

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # Doing

    def do(self, action: Action) -> Changes:
        """Perform `action`: durable when this returns; if it raises, nothing has changed."""
        if action.needs_snapshot and not self.read_only and self.snapshots.changed():
            self.snapshots.make("before")
        return self._write(action.kind, "do", action.message, action.perform)

    def log(self, kind: str, message: Message) -> Changes:
        """Note a fact that cannot be undone: an export, a backup, a change of keys."""
        return self._write(kind, "log", message, lambda _: None)

    def checkpoint(self, name: str) -> Changes:
        """A named point of history to come back to."""
        return self._write("store.checkpoint", "checkpoint", msg("store.checkpoint", name=name), lambda _: None)

    def write_lasting(self, kind: str, role: str, message: Message, perform: Perform) -> Changes:
        """What changes rows and has no undo: Erase, and what `identifier_reconciliation` moves."""
        return self._write(kind, role, message, perform)

    def undo(self) -> Changes:
        """Undo the last action in force. Raises NothingToUndo, CannotUndo, LinkLocked."""
        with self._lock:
            return self._reverse(self._writer.stacks.done, "undo")

    def redo(self) -> Changes:
        """Do again what was last undone. Raises NothingToUndo, CannotUndo, LinkLocked."""
        with self._lock:
            return self._reverse(self._writer.stacks.undone, "redo")

    def jump_back(self, seq: int) -> Changes:
        """Return to the state right after action `seq` by one appended action, which can itself be undone."""
        with self._lock:
            last, _ = self._writer.head()
            if self.query("SELECT 1 FROM action WHERE seq > ? AND role = 'erase'", (seq,)):
                raise CannotUndo()
            return self._write(
                JUMP,
                "do",
                msg("store.jumped_back", to=message_of(self._connection, seq), seq=seq),
                lambda transaction: self._writer.replay_back(transaction, seq + 1, last),
            )

    def undo_text(self) -> Message | None:
        """What `undo` would reverse."""
        with self._lock:
            return words_of(self._connection, self._writer.stacks.done)

    def redo_text(self) -> Message | None:
        """What `redo` would do again."""
        with self._lock:
            return words_of(self._connection, self._writer.stacks.undone)

    def done_by(self, *, redo: bool = False) -> tuple[str, str, int]:
        """Kind and person of the action that `undo` (or `redo`) would take, and the line that it would reverse."""
        stack = self._writer.stacks.undone if redo else self._writer.stacks.done
        rows = self.query("SELECT kind, user FROM action WHERE seq = ?", (stack[-1][1],)) if stack else []
        return (rows[0]["kind"], rows[0]["user"], stack[-1][0]) if rows else ("", "", 0)

    def _reverse(self, stack: list[tuple[int, int]], role: str) -> Changes:
        if not stack:
            raise NothingToUndo()
        seq, origin = stack[-1]
        return self._write(
            f"store.{role}",
            role,
            message_of(self._connection, origin),
            lambda transaction: self._writer.replay_back(transaction, seq, seq, origin if role == "redo" else None),
            undoes=seq,
        )

    def _write(self, kind: str, role: str, message: Message, perform: Perform, undoes: int | None = None) -> Changes:
        with self._lock, self._opened.saying_why_closed():
            self.writable()
            try:
                changes = self._writer.write(kind, role, message, perform, undoes)
                if self._writer.clears_away:
                    self._writer.clears_away = False
                    finish_erasing(self)
                if self.on_written is not None:
                    self.on_written(changes)
                return changes
            except sqlite.IntegrityError as error:
                if role in ("undo", "redo") or kind == JUMP:
                    raise CannotUndo() from error
                raise

    def refresh_derived(self) -> None:
        """Bring up the derived tables that wait until they are asked for (the index of answers)."""
        waiting = [observer.refresh for observer in self.model.observers if observer.refresh is not None]
        if waiting:
            with self._lock:
                self._writer.write_derived(waiting)

    # Reading

    def query(self, sql: str, params: Params = ()) -> list[DatabaseRow]:
        """The rows of a SELECT (`row["column"]`). It cannot write."""
        with self._lock:
            try:
                return self._connection.execute(sql, params).fetchall()
            except sqlite.DatabaseError as error:
                raise database_problem(error, "project.db") from error

    def query_link(self, sql: str, params: Params = ()) -> list[DatabaseRow]:
        """The rows of a SELECT on the link database. Raises LinkLocked."""
        with self._lock:
            return self._linked().connection.execute(sql, params).fetchall()

    def read_object(self, ref: str) -> bytes:
        """The bytes of an object, under the project key or the link key. Raises DamagedObject, LinkLocked."""
        objects, link = self._writer.objects, self._writer.link
        if objects.has(ref):
            return objects.read(ref)
        if link is not None:
            return link.objects.read(ref)
        if ref.startswith("l-") or is_under_link_key(self.folder, ref):
            raise LinkLocked()
        raise DamagedObject(object=ref[:12])

    def history(
        self, limit: int = 200, before: int | None = None, kind: str | None = None, *, role: str | None = None,
        subject: tuple[str, object] | None = None, text: str | None = None, language: str = DEFAULT_LANGUAGE,
        user: str | None = None, touched: tuple[Mapping[str, object], ...] | None = None,
        unseen: UnseenWork | None = None,
    ) -> list[HistoryLine]:  # fmt: skip
        """Lines of the log, newest first.

        `subject`: a table and a key, as ("document", 3): lines that changed that row or a row that names it in a
        column called like the table. `text`: part of the sentence in `language`. `user`: who did it.
        `touched`: what columns of a changed row hold, as {"table_id": "t1", "row_id": 3}; one of them is enough.
        `unseen`: whose work is left out.
        """
        with self._lock:
            wanted = HistoryFilter(kind, role, subject, text, language, user, touched, unseen)
            return read_history(self._connection, limit, before, wanted)

    def setting(self, key: str, default: object = None) -> Any:
        """A setting of the project, asked of the database once for each state of the journal."""
        return copy.deepcopy(self.per_state(f"setting.{key}", lambda: stored_settings(self, (key,))).get(key, default))

    def set_setting(self, key: str, value: object) -> Changes:
        """Change a setting of the project, as an action."""
        said = msg("store.setting_changed")
        return self.do(Action("store.setting", said, lambda transaction: transaction.set_setting(key, value)))

    @property
    def name(self) -> str:
        """The project's name."""
        return str(self.setting("name", self.folder.stem))

    @property
    def user(self) -> str:
        """Who works: the name each action is stored under."""
        return self._writer.user or str(self.setting("user", ""))

    @property
    def slot_id(self) -> str:
        """Which passphrase opened it."""
        return self._opened.slot_id

    @property
    def abandoned(self) -> bool:
        """Whether whoever had it open before was cut off (a crash, a power cut): all that was stored is here."""
        return self._opened.lock is not None and self._opened.lock.abandoned

    @property
    def head(self) -> tuple[int, str]:
        """Number and hash of the last action: printed in exports, an anchor for `check`."""
        with self._lock:
            return self.per_state("head", self._writer.head)

    @property
    def last_change(self) -> tuple[int, str]:
        """Number and hash of the last change: the same in every export of one state, however often it leaves."""
        with self._lock:
            return self.per_state("last change", self._writer.last_change)

    def check(self, progress: Progress | None = None, printed_heads: tuple[tuple[int, str], ...] = ()) -> CheckReport:
        """Whether the project is what its log says, on a private copy. `printed_heads`: heads seen in exports."""
        return check_open_project(self, progress or NoProgress(), printed_heads)

    @property
    def link_open(self) -> bool:
        """Whether identifiers can be read."""
        return self._writer.link is not None

    @property
    def link_problem(self) -> StoreProblem | None:
        """Why the identifiers could not be opened although the passphrase opens them: their file is damaged."""
        return self._opened.link_problem

    def open_link(self, passphrase: str) -> None:
        """Open the link part. Raises WrongPassphrase, DamagedProject."""
        with self._lock:
            if self._writer.link is None:
                self._opened.open_link(passphrase, self.model)
                self._writer.sweep_link()
                self._writer.sweep_moved()
                complete_erasing(self)
                reconcile_older_version(self)

    def close_link(self) -> None:
        """Lock identifiers again; the project stays open."""
        with self._lock:
            self._opened.close_link()

    def _linked(self) -> LinkPart:
        if self._writer.link is None:
            raise LinkLocked()
        return self._writer.link
