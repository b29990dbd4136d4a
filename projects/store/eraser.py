# SPDX-License-Identifier: MIT
"""Carrying out Erase: preview, the one transaction, then files, free pages, snapshots. It has no undo."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from projects.store.blanking import Blanked, blank, count_rows, delete_rows, refs_in_use, traced_images
from projects.store.erasing import Belongings, Erasable, Erased, ErasePreview, Subject
from projects.store.objects import REF, ObjectFolder
from projects.store.problems import LinkLocked
from projects.store.sealed import forget_images, forget_marks
from projects.store.snapshots import FOLDER as SNAPSHOTS
from projects.store.transaction import Transaction
from projects.store.writing import PENDING
from wording import Message, msg

if TYPE_CHECKING:
    from projects.store.project import Project
    from projects.store.writing import Writer


def erase_preview(project: Project, subject: Subject) -> ErasePreview:
    """Everything `erase` would remove, and the places it cannot reach. Changes nothing. Raises LinkLocked."""
    with project.locked() as opened:
        writer = opened.writer
        link = _link(writer)
        belongings = _erasable(project, subject).belongings(project, subject.id)
        writer.connection.execute("PRAGMA query_only = OFF")  # for a temporary table of the keys concerned
        try:
            images = traced_images(writer.connection, belongings.traces)
            link_images = traced_images(link.connection, belongings.link_traces)
        finally:
            writer.connection.execute("PRAGMA query_only = ON")
        named = {ref for row in (*images, *link_images) for ref in REF.findall(f"{row['before']} {row['after']}")}
        rows = count_rows(writer.connection, belongings.traces)
        link_rows = count_rows(link.connection, belongings.link_traces)
        preview = ErasePreview(
            rows=rows,
            link_rows=link_rows,
            past_images=len(images) + len(link_images),
            objects=len(named | set(belongings.refs)),
            history_lines=len(_lines_to_blank(writer.connection, {row["seq"] for row in images}, belongings.words)),
            snapshots=len(list((project.folder / SNAPSHOTS).glob("[0-9]*"))),
            notes=belongings.notes,
            unreachable=_unreachable(project),
        )
    return _with_lines(preview)


def erase(project: Project, subject: Subject, reason: str) -> Erased:
    """Remove `subject` everywhere, now and in the past, and leave one chained line "erased" with date and reason.

    Undo does not reach behind it. `reason` is kept: it must name nobody. Raises LinkLocked, DiskFull; then nothing has
    changed. A crash after the transaction is made good at the next opening.
    """
    with project.locked() as opened:
        _link(opened.writer)
        erasable = _erasable(project, subject)
        belongings = erasable.belongings(project, subject.id)
        writer = opened.writer
        done = project.write_erasure(
            msg("store.erased", kind=msg(f"store.erase_kind.{subject.kind}"), reason=reason),
            lambda transaction: _perform(transaction, writer, erasable, belongings, subject.id),
        )
        images, refs = cast("tuple[int, list[str]]", done.result)
        snapshots = finish_erasing(project)
    return Erased(done, images, len(refs), snapshots, _unreachable(project))


def finish_erasing(project: Project) -> int:
    """After the transaction, or after a crash that followed it: files, free pages, search index, snapshots.

    How many snapshots were replaced. Waits, for what lies under the link key, until that is open.
    """
    with project.locked() as opened:
        writer = opened.writer
        held = writer.connection.execute("SELECT value FROM store_meta WHERE name = ?", (PENDING,)).fetchone()
        if held is None or writer.link is None or project.read_only:
            return 0
        pending = json.loads(held[0])
        for ref in pending["refs"]:
            writer.objects.remove(ref)
            writer.link.objects.remove(ref)
        for ref in pending["moved"]:
            writer.objects.remove(ref)
        writer.connection.execute("PRAGMA query_only = OFF")
        for connection in (writer.connection, writer.link.connection):
            connection.execute("VACUUM")  # pages that once held it are given back and written anew
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        _, gone = project.snapshots.replace_all("erase")
        _clean_second_place(project, [*pending["refs"], *pending["moved"]])
        writer.connection.execute("PRAGMA query_only = OFF")
        writer.connection.execute("DELETE FROM store_meta WHERE name = ?", (PENDING,))
        writer.connection.execute("PRAGMA query_only = ON")
        return gone


def _perform(
    transaction: Transaction, writer: Writer, erasable: Erasable, belongings: Belongings, subject_id: Any
) -> tuple[int, list[str]]:
    link = _link(writer)
    transaction.touch_link()
    mark, link_mark = writer.journal.last(), link.journal.last()
    delete_rows(writer.connection, belongings.traces)
    delete_rows(link.connection, belongings.link_traces)
    if erasable.rewrite is not None:
        erasable.rewrite(transaction, subject_id)
    blanked = blank(writer.journal, belongings.traces, mark)
    link_blanked = blank(link.journal, belongings.link_traces, link_mark)
    forget_images(link, blanked.sealed, belongings.traces)
    forget_marks(writer.connection, link)
    refs = _forget_objects(writer, transaction, blanked, link_blanked, belongings.refs)
    lines = _lines_to_blank(writer.connection, blanked.seqs, belongings.words)
    writer.connection.executemany(
        "UPDATE action_args SET salt = NULL, args = NULL WHERE seq = ?", [(n,) for n in lines]
    )
    for observer in writer.model.observers:
        observer.rebuild(transaction)
    for table in writer.model.tables:
        if "fts5" in table.ddl.lower():  # deleted words stay in old parts of an index until they are merged
            writer.connection.execute(f'INSERT INTO "{table.name}" ("{table.name}") VALUES (\'optimize\')')
    writer.note_clearing(refs, [])
    return blanked.images + link_blanked.images, refs


def _forget_objects(
    writer: Writer, transaction: Transaction, blanked: Blanked, link_blanked: Blanked, more: Sequence[str]
) -> list[str]:
    """The objects named only by what was erased; their lines in the indexes go."""
    link = _link(writer)
    kept = refs_in_use(writer.journal) | refs_in_use(link.journal) | set(transaction.refs) | set(transaction.link_refs)
    refs = sorted((blanked.refs | link_blanked.refs | set(more)) - kept)
    for connection in (writer.connection, link.connection):
        connection.executemany("DELETE FROM object_index WHERE ref = ?", [(ref,) for ref in refs])
    return refs


def _lines_to_blank(connection: Any, seqs: set[int], words: Sequence[str]) -> list[int]:
    """Lines of history whose details go: those that hold one of the words, and those that keep no image."""
    found = set()
    for seq in seqs:
        kept = connection.execute(
            "SELECT count(*) FROM action JOIN journal ON journal.id BETWEEN action.first AND action.last"
            " WHERE action.seq = ? AND digest IS NULL AND tbl <> 'object_index'",
            (seq,),
        ).fetchone()[0]
        if not kept:
            found.add(seq)
    for word in words:
        quoted = json.dumps(word, ensure_ascii=False)[1:-1]
        rows = connection.execute("SELECT seq FROM action_args WHERE instr(args, ?)", (quoted,))
        found.update(row[0] for row in rows)
    return sorted(found)


def _clean_second_place(project: Project, refs: list[str]) -> None:
    """Where the second place is at hand: its old snapshots and the erased objects go too, and a fresh copy comes."""
    place = project.setting("second_place")
    target = Path(place) / f"{project.folder.stem}-copies" if place else None
    if target is None or not target.is_dir():
        return
    shutil.rmtree(target / SNAPSHOTS, ignore_errors=True)
    for folder in (*target.glob("objects*"), *target.glob("link-objects*")):
        for ref in refs:
            ObjectFolder(folder, b"", b"").remove(ref)
    project.snapshots.copy_to(Path(place))


def _unreachable(project: Project) -> tuple[Message, ...]:
    found = []
    place = project.setting("second_place")
    if place and not (Path(place) / f"{project.folder.stem}-copies").is_dir():
        found.append(msg("store.unreachable_second_place", place=place))
    exports = len(project.history(limit=10_000, kind="export")) + len(project.history(limit=10_000, kind="store.pack"))
    if exports:
        found.append(msg("store.unreachable_exports", n=exports))
    return (*found, msg("store.unreachable_copies"), msg("store.unreachable_disk"))


def _with_lines(preview: ErasePreview) -> ErasePreview:
    counted = (
        ("store.erase_rows", sum(preview.rows.values())),
        ("store.erase_link_rows", sum(preview.link_rows.values())),
        ("store.erase_images", preview.past_images),
        ("store.erase_objects", preview.objects),
        ("store.erase_lines", preview.history_lines),
        ("store.erase_snapshots", preview.snapshots),
    )
    lines = (*(msg(key, n=number) for key, number in counted if number), *preview.notes, msg("store.erase_no_undo"))
    return ErasePreview(**{**vars(preview), "lines": lines})


def _erasable(project: Project, subject: Subject) -> Erasable:
    return next(one for one in project.model.erasables if one.kind == subject.kind)


def _link(writer: Writer) -> Any:
    if writer.link is None:
        raise LinkLocked()
    return writer.link
