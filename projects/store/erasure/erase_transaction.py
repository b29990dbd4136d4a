# SPDX-License-Identifier: MIT
"""Carrying out Erase: one transaction for all that was asked, then files, free pages, snapshots.

An erasure cannot be undone. The link part commits first. What was asked is noted there in the same transaction, so that
a crash between the two commits leaves no half: the next opening that has both keys carries it to its end.
"""

from __future__ import annotations

import contextlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, cast

from projects.store.backup.second_place import ASKED, finish_erasing, former_places, has_copies, noted, second_place
from projects.store.drafts import forget_all_drafts
from projects.store.erase_request import Belongings, Erasable, Erased, EraseReason, Naming, Subject
from projects.store.journal_images import BlankedImages, blank, delete_rows, images_kept, refs_in_use
from projects.store.model import merge_deleted_words
from projects.store.ports import Connection
from projects.store.problems import ErasureCutShort, LinkLocked, StoreProblem
from projects.store.schema import DELETE_REF, SET_NOTE
from projects.store.transaction import ActionTransaction
from projects.store.ui_state import forget_ui_state
from projects.store.unit_of_work import PENDING, forget_images, forget_marks
from wording import Message, NoProgress, PartOf, Problem, Progress, Stopped, msg

if TYPE_CHECKING:
    from projects.store.actions import HistoryLine
    from projects.store.link_database import LinkPart
    from projects.store.ports import OpenProject
    from projects.store.unit_of_work import Writer

MOST = 200  # exports named one by one


def unreachable_copies(project: OpenProject) -> tuple[Message, ...]:
    """Copies elsewhere: the second place when it is not at hand, exports and packages by name, paper, e-mail, disks."""
    found = []
    place = second_place(project)
    if place is not None and not place.is_dir():
        found.append(msg("store.unreachable_second_place", place=str(place.parent)))
    for folder in former_places(project):
        if not has_copies(project, folder):
            found.append(msg("store.unreachable_former_place", place=str(folder.parent)))
    left = [line for kind in ("export", "store.pack") for line in project.history(limit=10_000, kind=kind)]
    left.sort(key=lambda line: -line.seq)
    found += [_named(line) for line in left[:MOST]]
    if len(left) > MOST:
        found.append(msg("store.unreachable_exports", n=len(left) - MOST))
    return (*found, *(msg(f"store.unreachable_{name}") for name in ("copies", "paper", "sources", "disk")))


def _named(line: HistoryLine) -> Message:
    when = line.local.strftime("%Y-%m-%d")
    if line.kind == "store.pack":
        return msg("store.unreachable_package", when=when, seq=line.seq)
    if "file" in line.message.args:
        return msg("store.unreachable_file", file=line.message.args["file"], when=when, seq=line.seq)
    return msg("store.unreachable_export", when=when, seq=line.seq)


@dataclass(frozen=True)
class ErasePlan:
    """All that is to be erased at once: the subjects with their parts, and what belongs to them."""

    asked: tuple[Subject, ...]
    steps: tuple[tuple[Erasable, Any], ...]
    belongings: Belongings


def plan(project: OpenProject, subjects: Subject | Iterable[Subject]) -> ErasePlan:
    """The subjects with their parts, each once, and all that belongs to them. Raises Problem for none."""
    asked = (subjects,) if isinstance(subjects, Subject) else tuple(subjects)
    if not asked:
        raise Problem(msg("store.erase_nothing"))
    by_kind: dict[str, list[Any]] = {}
    waiting = list(asked)
    while waiting:
        subject = waiting.pop(0)
        held = by_kind.setdefault(subject.kind, [])
        if subject.id not in held:
            held.append(subject.id)
            parts = _erasable(project, subject.kind).parts
            waiting += parts(project, subject.id) if parts is not None else ()
    steps, whole = [], Belongings()
    for erasable in project.model.erasables:  # in this order: rows before single answers
        ids = by_kind.get(erasable.kind, [])
        for one in erasable.together(ids) if erasable.together is not None and ids else ids:
            steps.append((erasable, one))
            whole += erasable.belongings(project, one)
    return ErasePlan(asked, tuple(steps), whole)


NO_RETURN = 0.7  # how far it is when it can be stopped no more


def erase(
    project: OpenProject, subjects: Subject | Iterable[Subject], reason: EraseReason, progress: Progress | None = None
) -> Erased:
    """Remove `subjects` everywhere, now and in the past, and leave one chained line "erased" with date and reason.

    Several are one action: all or none. Undo does not reach behind it. It stops where `progress` asks it to, up to
    `NO_RETURN`: then nothing has changed. Raises Stopped, LinkLocked, DiskFull, and Problem for a
    reason that names what is erased; then nothing has changed. Raises ErasureCutShort where the identifiers went
    and the rest could not: it is finished at the next opening. What cannot be cleared away now is told in `unfinished`.
    """
    progress = progress or NoProgress()
    progress.report(0.0, msg("store.erasing.rows"))
    with project.locked() as opened:
        link = link_of(opened.writer)
        planned = plan(project, subjects)
        reason.insist(planned.belongings.words)
        before = noted(link.connection, ASKED)
        outside = unreachable_copies(project)
        try:
            done = project.write_lasting(
                "store.erase",
                "erase",
                _message(planned, reason),
                lambda transaction: _perform(transaction, project, planned, reason, progress),
            )
        except Problem as problem:
            if noted(link.connection, ASKED) != before:  # it will be carried to its end
                raise ErasureCutShort() from problem
            raise
        images, refs = cast("tuple[int, list[str]]", done.result)
        finished = finish_erasing(project, PartOf(progress, NO_RETURN, 1.0))
    return Erased(done, images, len(refs), finished.snapshots, outside, finished.unfinished)


def complete_erasing(project: OpenProject) -> None:
    """At opening: carry to its end what a crash or a full disk cut off. What cannot be done yet waits for the next."""
    with contextlib.suppress(StoreProblem):
        _resume(project)
        finish_erasing(project)


def _resume(project: OpenProject) -> None:
    """Erase again what a crash cut off after the identifiers went and before the rest did."""
    with project.locked() as opened:
        link = opened.writer.link
        asked = noted(link.connection, ASKED) if link is not None and not project.read_only else None
        pending = noted(opened.writer.connection, PENDING)
        if asked is None or (pending is not None and json.loads(pending).get("token") == json.loads(asked)["token"]):
            return
        held = json.loads(asked)
        subjects = [Subject(kind, _as_key(one)) for kind, one in held["subjects"]]
        erase(project, subjects, EraseReason(**held["reason"]))


def _message(planned: ErasePlan, reason: EraseReason) -> Message:
    kinds = {subject.kind for subject in planned.asked}
    if len(planned.asked) == 1 or kinds == {"row"}:
        kind = msg(f"store.erase_kind.{planned.asked[0].kind}")
    else:
        kind = msg("store.erase_kind.several", n=len(planned.asked))
    return msg("store.erased", kind=kind, reason=reason.reason_message())


def _perform(
    transaction: ActionTransaction, project: OpenProject, planned: ErasePlan, reason: EraseReason, progress: Progress
) -> tuple[int, list[str]]:
    with project.locked() as opened:
        writer = opened.writer
    link, whole = link_of(writer), planned.belongings
    transaction.touch_link()
    mark, link_mark = writer.journal.last(), link.journal.last()
    delete_rows(writer.connection, whole.traces)
    delete_rows(link.connection, whole.link_traces)
    for number, (erasable, one) in enumerate(planned.steps):
        _step(progress, 0.4 * number / len(planned.steps))
        if erasable.rewrite is not None:
            erasable.rewrite(transaction, one)
    _step(progress, 0.4, msg("store.erasing.past"))
    blanked = blank(writer.journal, whole.traces, mark, words=whole.words)
    link_blanked = blank(link.journal, whole.link_traces, link_mark, words=whole.words)
    _step(progress, 0.5)
    forget_images(link, blanked.sealed, whole.traces, whole.words)
    forget_marks(writer.connection, link)
    forget_ui_state(writer.connection)
    refs = _forget_objects(writer, transaction, blanked, link_blanked, whole.refs)
    lines = lines_to_blank(writer.connection, blanked.seqs, whole.words)
    writer.connection.executemany(
        "UPDATE action_args SET salt = NULL, args = NULL WHERE seq = ?", [(n,) for n in lines]
    )
    _step(progress, 0.6, msg("store.erasing.words"))
    for observer in writer.model.observers:
        observer.rebuild(transaction)
    merge_deleted_words(writer.connection, writer.model.tables)
    _note_what_follows(writer, link, planned, reason, refs)
    _step(progress, NO_RETURN, msg("store.erasing.away"))
    forget_all_drafts(project.folder)
    return blanked.images + link_blanked.images, refs


def _step(progress: Progress, fraction: float, text: Message | None = None) -> None:
    """Say how far it is. Raises Stopped, and nothing has changed."""
    if progress.stop_requested():
        raise Stopped
    progress.report(fraction, text)


def _note_what_follows(
    writer: Writer, link: LinkPart, planned: ErasePlan, reason: EraseReason, refs: list[str]
) -> None:
    token = str(uuid.uuid4())
    asked = {
        "token": token,
        "subjects": [(subject.kind, subject.id) for subject in planned.asked],
        "reason": asdict(reason),
    }
    link.connection.execute(
        SET_NOTE,
        (ASKED, json.dumps(asked)),
    )
    writer.note_cleanup(refs, [], token)


def _forget_objects(
    writer: Writer,
    transaction: ActionTransaction,
    blanked: BlankedImages,
    link_blanked: BlankedImages,
    more: Sequence[str],
) -> list[str]:
    """The objects named only by what was erased, those written on the way too; their lines in the indexes go."""
    link = link_of(writer)
    kept = refs_in_use(writer.journal) | refs_in_use(link.journal)
    refs = sorted((blanked.refs | link_blanked.refs | set(more)) - kept)
    for connection in (writer.connection, link.connection):
        connection.executemany(DELETE_REF, [(ref,) for ref in refs])
    for written in (transaction.refs, transaction.link_refs):
        written[:] = [ref for ref in written if ref not in set(refs)]
    return refs


def lines_to_blank(connection: Connection, seqs: set[int], words: Sequence[str]) -> list[int]:
    """Lines of history whose details go: those that hold one of the words, and those that keep no image."""
    found = set()
    for seq in seqs:
        kept = images_kept(connection, seq)
        if not kept:
            found.add(seq)
    if words:
        naming = Naming(json.dumps(word, ensure_ascii=False)[1:-1] for word in words)
        for seq, args in connection.execute("SELECT seq, args FROM action_args WHERE args IS NOT NULL"):
            if naming.in_text(args):
                found.add(seq)
    return sorted(found)


def link_of(writer: Writer) -> LinkPart:
    """The open link part. Raises LinkLocked."""
    if writer.link is None:
        raise LinkLocked()
    return writer.link


def _erasable(project: OpenProject, kind: str) -> Erasable:
    erasables: tuple[Erasable, ...] = project.model.erasables
    return next(one for one in erasables if one.kind == kind)


def _as_key(stored: object) -> Any:
    """An id as it was before JSON: lists were tuples, but for the list of row ids within."""
    return tuple(stored) if isinstance(stored, list) else stored
