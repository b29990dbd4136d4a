# SPDX-License-Identifier: MIT
"""Transaction of an action while it is performed: rows, objects, ids. `unit_of_work` commits it."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from itertools import chain, islice

from projects.store.byte_pieces import Pieces
from projects.store.link_database import LinkPart, is_under_link_key
from projects.store.objects import ObjectFolder
from projects.store.ports import Connection, Cursor, DatabaseRow, Params, Trace
from projects.store.problems import LinkLocked
from projects.store.schema import stored_setting
from wording import Message

_REPLACES = re.compile(r"\breplace\s+into\b|\bor\s+replace\b", re.IGNORECASE)
_PLAIN_INSERT = re.compile(r"INSERT INTO [^()]+\([^()]+\) VALUES (\((?:\?(?:, )?)+\))")
_AT_ONCE = 100  # rows of one statement: begun once, a journaled insert costs half


class ActionStatements:
    """Statements on one database within the open action."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def execute(self, sql: str, params: Params = ()) -> Cursor:
        """Run one statement. Raises ValueError for INSERT OR REPLACE, whose deletes would escape the journal."""
        if "eplace" in sql.lower() and _REPLACES.search(sql):
            raise ValueError("INSERT OR REPLACE is not allowed: use ON CONFLICT DO UPDATE")
        return self._connection.execute(sql, params)

    def executemany(self, sql: str, rows: Iterable[Params]) -> Cursor:
        """Run one statement for many rows: the fast way to write thousands."""
        if "eplace" in sql.lower() and _REPLACES.search(sql):
            raise ValueError("INSERT OR REPLACE is not allowed: use ON CONFLICT DO UPDATE")
        plain = _PLAIN_INSERT.fullmatch(sql)
        if plain is None:
            return self._connection.executemany(sql, rows)
        waiting = iter(rows)
        while len(batch := list(islice(waiting, _AT_ONCE))) == _AT_ONCE:
            many = sql + f", {plain[1]}" * (_AT_ONCE - 1)
            self._connection.execute(many, tuple(chain.from_iterable(batch)))
        return self._connection.executemany(sql, batch)

    def query(self, sql: str, params: Params = ()) -> list[DatabaseRow]:
        """The rows of a SELECT; each gives its values by position or `row["column"]`."""
        return self._connection.execute(sql, params).fetchall()


class ActionTransaction(ActionStatements):
    """The open action, as its `perform` sees it."""

    def __init__(
        self,
        connection: Connection,
        objects: ObjectFolder,
        link: LinkPart | None,
        seq: int,
        message: Message,
        erasing: bool,
        user: str = "",
    ) -> None:
        super().__init__(connection)
        self._user = user
        self.seq, self.message = seq, message
        self._objects, self._link, self._erasing = objects, link, erasing
        self._link_rows: ActionStatements | None = None
        self.refs: list[str] = []
        self.link_refs: list[str] = []
        self.moved_refs: list[str] = []
        self.sealing: list[Trace] = []
        self.forgetting: list[Trace] | None = None

    @property
    def user(self) -> str:
        """Who performs it; the project's own name where nobody is named."""
        return self._user or stored_setting(self, "user", "")

    def new_id(self) -> str:
        """A fresh UUID4 as text."""
        return str(uuid.uuid4())

    def set_message(self, message: Message) -> None:
        """Name the action anew, when its numbers are known only now."""
        self.message = message

    def set_setting(self, name: str, value: object) -> None:
        """Store a setting of the project (any JSON value)."""
        self.execute(
            "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, json.dumps(value, ensure_ascii=False)),
        )

    def put_object(self, data: bytes | Pieces) -> str:
        """Store `data` as a sealed object, durable before the action is; its ref."""
        ref = self._objects.put(data)
        self.refs.append(ref)
        self.moved_refs = [one for one in self.moved_refs if one != ref]
        return ref

    def put_objects(self, contents: Sequence[bytes]) -> list[str]:
        """Store many contents as sealed objects at once, durable before the action is; their refs."""
        refs = self._objects.put_many(contents)
        self.refs += refs
        kept = set(refs)
        self.moved_refs = [one for one in self.moved_refs if one not in kept]
        return refs

    def put_link_object(self, data: bytes | Pieces) -> str:
        """Store `data` under the link key; its ref. Raises LinkLocked."""
        link = self._linked()
        ref = link.objects.put(data)
        self.link_refs.append(ref)
        self.touch_link()
        return ref

    def is_unsealed(self, ref: str) -> bool:
        """Whether an object can be read with the project key."""
        return ref not in self.moved_refs and not ref.startswith("l-") and self._objects.has(ref)

    def move_to_link(self, ref: str) -> None:
        """Put an object of the project under the link key, same ref; its file leaves `objects/` with the action.

        `Project.read_object(ref)` still reads it while the link part is open. Raises LinkLocked.
        """
        link = self._linked()
        if self._objects.has(ref):
            link.objects.put(self._objects.read(ref), ref)
        self.link_refs.append(ref)
        self.moved_refs.append(ref)
        self.touch_link()

    def seal_images(self, traces: Sequence[Trace]) -> None:
        """Move all images of rows that bear the traces, past ones and those of this action, under the link key.

        For pseudonymising: rows that held identifiers in clear and do not any more. The journal keeps their digests,
        undo works while the link part is open, snapshots are replaced. Raises LinkLocked.
        """
        self.touch_link()
        self.sealing.extend(traces)

    def forget_images(self, traces: Sequence[Trace]) -> None:
        """Take all images of forgettable rows that bear the traces out of the log, past ones and those of this action.

        For a withdrawal: `perform` deletes the rows. Undo passes over them; objects that no row names any more go, and
        snapshots are replaced. Of forgettable rows under the link key, those that this action changed go so.
        """
        self.forgetting = [*(self.forgetting or ()), *traces]

    def read_object(self, ref: str) -> bytes:
        """The bytes of an object, of the project or under the link key. Raises DamagedObject, LinkLocked."""
        if not self._objects.has(ref):
            if self._link is not None and self._link.objects.has(ref):
                return self._link.objects.read(ref)
            if is_under_link_key(self._objects.folder.parent, ref):
                raise LinkLocked()
        return self._objects.read(ref)

    def query_link(self, sql: str, params: Params = ()) -> list[DatabaseRow]:
        """The rows of a SELECT on the link database, which the action does not write therefore. Raises LinkLocked."""
        return self._linked().connection.execute(sql, params).fetchall()

    @property
    def link(self) -> ActionStatements:
        """Statements on the link database, in the same action. Raises LinkLocked."""
        return self.touch_link()

    @property
    def link_open(self) -> bool:
        """Whether identifiers can be read and written."""
        return self._link is not None

    @property
    def link_touched(self) -> bool:
        """Whether the action wrote under the link key."""
        return self._link_rows is not None

    def touch_link(self) -> ActionStatements:
        """Open the action under the link key too. Raises LinkLocked."""
        link = self._linked()
        if self._link_rows is None:
            link.begin(self.seq, self._erasing)
            self._link_rows = ActionStatements(link.connection)
        return self._link_rows

    def _linked(self) -> LinkPart:
        if self._link is None:
            raise LinkLocked()
        return self._link


Perform = Callable[[ActionTransaction], object]  # what an action does; what it returns becomes `Changes.result`
