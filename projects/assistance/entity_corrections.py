# SPDX-License-Identifier: MIT
"""Correcting entities: their kind for all places at once, names of one entity, no entity, an office's own lists.

Each is one action that can be undone; history names nobody. All raise LinkLocked while the link key is closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coding.entities.recognition import plain_name
from coding.entities.records import EntityKind, Key, corrected
from projects.assistance import entity_queries as queries
from projects.assistance.entity_table import insist_on, read_corrections, regroup
from projects.store.actions import Action
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from collections.abc import Callable

    from projects.store.ports import Transaction

INSERT_CORRECTION = (
    "INSERT INTO entity_correction (kind, known, what, to_kind, to_known) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)

_LONGEST = 120  # characters of a name of an own list


class _Correcting:
    """The entities as they are within an open action, and what is said of them."""

    def __init__(self, transaction: Transaction) -> None:
        insist_on(transaction)
        self.link = transaction.link
        self._numbers = {row["id"]: row for row in transaction.query(queries.ENTITIES)}
        self._keys = {row["id"]: (EntityKind(row["kind"]), str(row["known"])) for row in self.link.query(queries.NAMES)}
        self.corrections, _ = read_corrections(self.link.query(queries.CORRECTIONS))
        self.dismissed: set[Key] = set()

    def key(self, entity: str) -> Key:
        """The key of `person:3`. Raises Problem where there is none."""
        kind, _, number = entity.strip().partition(":")
        for row in self._numbers.values():
            if row["kind"] == kind and str(row["number"]) == number:
                return self._keys[row["id"]]
        raise Problem(msg("entities.no_such", entity=entity))

    def raw(self, key: Key) -> set[tuple[Key, str]]:
        """The keys under which the mentions of an entity were found, each with its plain name."""
        return {
            (held, row["plain"])
            for row in self.link.query(queries.MENTIONS)
            if corrected(held := (EntityKind(row["kind"]), row["known"]), row["plain"], self.corrections) == key
        }

    def forget(self, what: str, keys: Iterable[Key]) -> None:
        """Forget what was said of these keys."""
        gone = set(keys)
        for row in self.link.query(queries.CORRECTIONS):
            if row["what"] == what and (EntityKind(row["kind"]), row["known"]) in gone:
                self.link.execute(queries.DELETE_CORRECTION, (row["id"],))

    def say(self, what: str, key: Key, to: Key | None = None) -> None:
        """Keep what is said of a key."""
        to_kind, to_known = (str(to[0]), to[1]) if to is not None else ("", "")
        self.link.execute(INSERT_CORRECTION, (str(key[0]), key[1], what, to_kind, to_known))


def set_kind(entities: Sequence[str], kind: EntityKind) -> Action:
    """These entities are of another kind, in all their places and where they are found later."""

    def perform(correcting: _Correcting) -> None:
        for key in [correcting.key(one) for one in entities]:
            probes = {key} | {(raw[0], plain) for raw, plain in correcting.raw(key)}
            correcting.forget("kind", probes)
            correcting.forget("dropped", probes)
            for probe in probes:
                if probe[0] is not kind:
                    correcting.say("kind", probe, (kind, ""))

    said = msg("entities.kind_set", n=len(entities), kind=msg(f"entities.kind.{kind}"))
    return _action("assistance.entity_kind", said, perform)


def merge(entities: Sequence[str], into: str) -> Action:
    """These are other names of `into`. Raises Problem where nothing but `into` is named."""

    def perform(correcting: _Correcting) -> None:
        target = correcting.key(into)
        keys = [key for one in entities if (key := correcting.key(one)) != target]
        if not keys:
            raise Problem(msg("entities.two_wanted"))
        correcting.forget("same", [target])
        for key in keys:
            names = {key, *(raw for raw, _ in correcting.raw(key))} - {target}
            correcting.forget("same", names)
            for name in names:
                correcting.say("same", name, target)

    return _action("assistance.entity_merge", msg("entities.merged", n=len(set(entities) | {into})), perform)


def take_apart(entity: str) -> Action:
    """The names that were said to be one are entities of their own again. Raises Problem where there are none."""

    def perform(correcting: _Correcting) -> None:
        target = correcting.key(entity)
        joined = [
            (EntityKind(row["kind"]), str(row["known"]))
            for row in correcting.link.query(queries.CORRECTIONS)
            if row["what"] == "same" and (EntityKind(row["to_kind"]), row["to_known"]) == target
        ]
        if not joined:
            raise Problem(msg("entities.not_merged"))
        correcting.forget("same", joined)

    return _action("assistance.entity_apart", msg("entities.taken_apart"), perform)


def keep_apart(one: str, other: str) -> Action:
    """Two names that look alike are two entities: nobody is asked again."""

    def perform(correcting: _Correcting) -> None:
        first, second = correcting.key(one), correcting.key(other)
        if first == second:
            raise Problem(msg("entities.two_wanted"))
        correcting.say("apart", first, second)

    return _action("assistance.entity_two", msg("entities.kept_apart"), perform)


def drop(entities: Sequence[str]) -> Action:
    """These are no entities, wherever they are found, but as a speaker's label or after a title."""

    def perform(correcting: _Correcting) -> None:
        for key in [correcting.key(one) for one in entities]:
            correcting.dismissed.add(key)
            for probe in {key} | {(raw[0], plain) for raw, plain in correcting.raw(key)}:
                correcting.say("dropped", probe)

    return _action("assistance.entity_drop", msg("entities.dropped", n=len(entities)), perform)


def read_list(file: Path) -> list[str]:
    """The names of an own list, one a line. Raises Problem for what is no text in UTF-8."""
    try:
        return file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(msg("entities.list_unread", file=file.name)) from error


def list_names(kind: EntityKind, names: Sequence[str]) -> Action:
    """An office's own names of a kind; they are found from the next search on. The list takes the place of the last."""
    wanted = list(dict.fromkeys(" ".join(name.split()) for name in names if name.strip()))

    def perform(correcting: _Correcting) -> None:
        for name in wanted:
            if len(name) > _LONGEST or not plain_name(name):
                raise Problem(msg("entities.list_line", n=wanted.index(name) + 1))
        for row in correcting.link.query(queries.CORRECTIONS):
            if row["what"] == "listed" and row["kind"] == str(kind) and row["to_known"] not in wanted:
                correcting.link.execute(queries.DELETE_CORRECTION, (row["id"],))
        for name in wanted:
            correcting.say("listed", (kind, plain_name(name)), (kind, name))

    return _action("assistance.entity_list", msg("entities.listed", n=len(wanted)), perform)


def _action(kind: str, said: Message, change: Callable[[_Correcting], None]) -> Action:
    def perform(transaction: Transaction) -> None:
        correcting = _Correcting(transaction)
        change(correcting)
        regroup(transaction)
        there = {(EntityKind(row["kind"]), row["known"]) for row in transaction.link.query(queries.NAMES)}
        if correcting.dismissed & there:
            transaction.set_message(msg("entities.titled_stays"))

    return Action(kind, said, perform)
