# SPDX-License-Identifier: MIT
"""Preview of Erase, item by item and counted, with what it cannot reach."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from projects.store.backup.second_place import former_places, has_copies, second_place
from projects.store.erase_request import EraseItem, ErasePreview, Subject
from projects.store.erasure.erase_transaction import ErasePlan, lines_to_blank, link_of, plan, unreachable_copies
from projects.store.history import message_of
from projects.store.journal_images import (
    BlankableImages,
    blankable_images,
    count_rows,
    images_kept,
    rows_only_in_journal,
)
from projects.store.ports import Connection
from projects.store.snapshots import FOLDER as SNAPSHOTS
from projects.store.snapshots import list_snapshots
from wording import Message, Text, msg

if TYPE_CHECKING:
    from pathlib import Path

    from projects.store.ports import OpenProject
    from projects.store.project_folder import Opened

_NAMED = 200  # lines of history named one by one


def erase_preview(project: OpenProject, subjects: Subject | Iterable[Subject]) -> ErasePreview:
    """Everything `erase` would remove, and the places it cannot reach. Changes nothing. Raises LinkLocked."""
    with project.locked() as opened:
        writer = opened.writer
        link = link_of(writer)
        planned = plan(project, subjects)
        whole = planned.belongings
        writer.connection.execute("PRAGMA query_only = OFF")  # for a temporary table of the keys concerned
        try:
            gone = blankable_images(writer.journal, whole.traces, whole.rewritten, whole.words)
            link_gone = blankable_images(link.journal, whole.link_traces, (), whole.words)
        finally:
            writer.connection.execute("PRAGMA query_only = ON")
        emptied = _emptied(writer.connection, gone)
        lines = sorted(emptied.union(lines_to_blank(writer.connection, set(), whole.words)))
        snapshots = _snapshots(project, opened)
        return ErasePreview(
            rows=count_rows(writer.connection, whole.traces),
            link_rows=count_rows(link.connection, whole.link_traces),
            past_images=len(gone.images) + len(link_gone.images),
            objects=_objects(gone, link_gone, whole.refs),
            history_lines=len(lines),
            snapshots=len(list((project.folder / SNAPSHOTS).glob("[0-9]*"))),
            items=(*whole.items, *_line_items(writer.connection, lines), *snapshots),
            notes=whole.notes,
            unreachable=unreachable_copies(project),
            lines=_counted(planned, gone, link_gone, lines, snapshots, opened),
        )


def _objects(gone: BlankableImages, link_gone: BlankableImages, more: Sequence[str]) -> int:
    return len((gone.refs | link_gone.refs | set(more)) - gone.kept - link_gone.kept)


def _emptied(connection: Connection, gone: BlankableImages) -> set[int]:
    """The actions all of whose images are among these: their lines lose their details."""
    found = set()
    for seq, number in gone.seqs().items():
        held = images_kept(connection, seq)
        if held <= number:
            found.add(seq)
    return found


def _line_items(connection: Connection, lines: list[int]) -> list[EraseItem]:
    named = [
        EraseItem(msg("store.item.line"), msg("store.item.line_number", seq=seq), message_of(connection, seq))
        for seq in lines[:_NAMED]
    ]
    if len(lines) > _NAMED:
        named.append(EraseItem(msg("store.item.line"), msg("store.item.more_lines"), n=len(lines) - _NAMED))
    return named


def _snapshots(project: OpenProject, opened: Opened) -> list[EraseItem]:
    """Each snapshot that goes, here and in the second place where that is at hand."""
    places: list[tuple[Path, Text]] = [(project.folder, msg("store.item.here"))]
    second = second_place(project)
    if second is not None and second.is_dir():
        places.append((second, msg("store.item.second_place")))
    for former in former_places(project):
        if has_copies(project, former):
            places.append((former, str(former.parent)))
    found = []
    for folder, where in places:
        known = list_snapshots(folder, opened.keys)
        found += [
            EraseItem(msg("store.item.snapshot"), where, one.utc.astimezone().strftime("%Y-%m-%d %H:%M"))
            for one in known
        ]
        others = len(list((folder / SNAPSHOTS).glob("[0-9]*"))) - len(known)
        if others > 0:
            found.append(EraseItem(msg("store.item.snapshot"), where, msg("store.item.other_key"), others))
    return found


def _counted(
    planned: ErasePlan,
    gone: BlankableImages,
    link_gone: BlankableImages,
    lines: list[int],
    snapshots: list[EraseItem],
    opened: Opened,
) -> tuple[Message, ...]:
    """The counts and the notes, as sentences."""
    whole, writer = planned.belongings, opened.writer
    link = link_of(writer)
    counted = (
        ("store.erase_rows", sum(count_rows(writer.connection, whole.traces).values())),
        ("store.erase_link_rows", sum(count_rows(link.connection, whole.link_traces).values())),
        ("store.erase_images", len(gone.images) + len(link_gone.images)),
        ("store.erase_objects", _objects(gone, link_gone, whole.refs)),
        ("store.erase_lines", len(lines)),
        ("store.erase_snapshots", sum(item.n for item in snapshots)),
        ("store.erase_gone", rows_only_in_journal(writer.journal) + rows_only_in_journal(link.journal)),
    )
    messages = [msg(key, n=number) for key, number in counted if number]
    return (*messages, *whole.notes, msg("store.erase_no_undo"))
