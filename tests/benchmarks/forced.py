# SPDX-License-Identifier: MIT
"""Each kind of error forced with canaries at hand; then what was logged, written down or said about it is searched.

Looked at: Python's log at its finest with tracebacks, every error of the store as text, reports of bugs on the disk,
and what the command line and the helper processes write on their standard error.
"""

from __future__ import annotations

import io
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from projects.intake.import_process import import_survey_in_worker
from projects.interviews import documents
from projects.interviews.documents import NewDocument
from projects.interviews.reading_process import read_transcript_apart
from projects.store import cleartext_sources, problems
from projects.store.backup import handover_file, snapshot_service
from projects.store.database import connect
from projects.store.erase_request import EraseReason, Subject
from projects.store.erasure.erase_transaction import erase
from projects.store.keys import key_file
from projects.store.printed_log_head import read_head
from projects.store.private_files import disk_problems
from projects.store.project import Project
from projects.store.staging_folder import claimed
from projects.stored_interviews.parsed_document import parse_text
from tests.benchmarks import canaries, cut_erasure, workload
from wording import Problem
from workbench.crash import save_report

NAME, ANSWER, PASSPHRASE = canaries.NAME, canaries.ANSWER, canaries.PASSPHRASE
ROOT = Path(__file__).parents[2]


def forced_errors(scratch: Path) -> tuple[int, list[str], set[str]]:
    """How many attempts failed as they should, the words found, and the store's own errors that none of them was."""
    workload.quick_keys()
    stream, said, seen = io.StringIO(), [], set()
    handler = logging.StreamHandler(stream)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        for attempt in _attempts(scratch):
            try:
                attempt()
            except (Problem, sqlite3.Error) as error:
                logging.getLogger("bench").exception("refused")
                seen |= {kind.__name__ for kind in type(error).__mro__}
                said.append(f"{error!s} {error!r}")
    finally:
        root.removeHandler(handler)
        root.setLevel(level)
    everything = stream.getvalue() + "\n".join(said) + _reported(scratch) + _commands(scratch)
    hits = [word for word in canaries.ALL if word.lower() in everything.lower()]
    return len(said), hits, _known() - seen


def _known() -> set[str]:
    """The names of the store's own errors."""
    kinds = [kind for kind in vars(problems).values() if isinstance(kind, type)]
    return {kind.__name__ for kind in kinds if issubclass(kind, problems.StoreProblem)} - {"StoreProblem"}


def _attempts(scratch: Path) -> Iterator[Callable[[], object]]:
    folder = scratch / "F.pwb"
    project = Project.create(folder, PASSPHRASE, name=NAME, user=canaries.USER)
    made = project.snapshots.make("time")
    yield lambda: project.snapshots.remove(made.name)
    new = NewDocument(NAME, "en", parse_text(f"{ANSWER}.\n"))
    project.do(documents.import_documents([new]))
    ref = project.query("SELECT parsed_ref FROM document_version")[0]["parsed_ref"]
    yield lambda: Project.open(folder, PASSPHRASE)
    yield lambda: Project.create(folder, PASSPHRASE, name=NAME)
    yield lambda: Project.create(scratch / "weak.pwb", "", name=NAME)
    yield lambda: project.do(documents.import_documents([new]))
    yield lambda: project.read_object(ref[:-1] + ("0" if ref[-1] != "0" else "1"))
    yield project.redo
    yield lambda: Project.open(scratch, PASSPHRASE)
    yield lambda: project.snapshots.restore("none", scratch / "Q.pwb")
    yield lambda: project.keys.remove(project.keys.slots()[0].id)
    yield lambda: erase(project, Subject("document", "1"), EraseReason("other", NAME))
    project.snapshots.make()
    seq = project.head[0]
    erase(project, Subject("document", "1"), EraseReason("withdrawn"))
    yield lambda: project.jump_back(seq - 1)
    yield lambda: _too_many(project)
    yield lambda: _twice_at_once(project, scratch / f"{NAME} busy.pwb")
    project.close_link()
    yield lambda: erase(project, Subject("document", "1"), EraseReason("withdrawn"))
    with Project.open_to_read(folder, PASSPHRASE) as reader:
        yield lambda: reader.checkpoint(ANSWER)
    project.close()
    yield lambda: _cut_short(scratch / "cut.pwb")
    yield lambda: _renamed(scratch / "renamed.pwb")
    for act in (_gone, _full, _refusing):
        yield lambda act=act: _second_place(scratch / f"{act.__name__}.pwb", act)  # type: ignore[misc]
    yield from _broken(scratch, folder)
    yield from _files(scratch)


def _too_many(project: Project) -> None:
    for number in range(key_file.MOST_SLOTS):
        project.keys.add_passphrase(f"{NAME} {number}", f"{ANSWER} {number}")


def _twice_at_once(project: Project, target: Path) -> None:
    """A snapshot is restored into a folder in which somebody lays out another."""
    with claimed(target):
        project.snapshots.restore(project.snapshots.list()[0].name, target)


def _cut_short(folder: Path) -> None:
    with Project.create(folder, PASSPHRASE, name=NAME) as project:
        project.do(documents.import_documents([NewDocument(NAME, "en", parse_text(f"{ANSWER}.\n"))]))
        cut_erasure.force(project, Subject("document", "1"))


def _renamed(folder: Path) -> None:
    """Work goes on in a project whose folder is elsewhere now, under a name that holds a canary."""
    with Project.create(folder, PASSPHRASE, name=NAME) as project:
        folder.rename(folder.with_name(f"{NAME}.pwb"))
        project.checkpoint(ANSWER)


def _second_place(folder: Path, act: Callable[[Path], object]) -> None:
    """Something happens to a second place, whose path holds a canary, between two copies."""
    place, whole = folder.with_name(f"{folder.stem} {NAME}"), snapshot_service._copy_snapshot
    place.mkdir()
    with Project.create(folder, PASSPHRASE, name=NAME) as project:
        copies = project.snapshots.copy_to(place)
        try:
            act(copies)
            project.snapshots.copy_to(place)
        finally:
            snapshot_service._copy_snapshot = whole


def _gone(copies: Path) -> None:
    copies.parent.rename(copies.parent.with_name(f"{copies.parent.name} away"))


def _full(_copies: Path) -> None:
    def full(*_: object) -> None:
        raise problems.DiskFull  # a small disk: tests/projects/store/test_second_place.py

    snapshot_service._copy_snapshot = full


def _refusing(copies: Path) -> None:
    (copies / "keys.json").unlink()
    (copies / "keys.json").mkdir()


def _broken(scratch: Path, folder: Path) -> Iterator[Callable[[], object]]:
    yield lambda: Project.open(folder, PASSPHRASE + canaries.PERSON)
    file = key_file.read_key_file(folder)
    replace(file, mac=file.link_mac).write(folder)
    yield lambda: Project.open(folder, PASSPHRASE)
    file.write(folder)
    yield lambda: _after_a_new_key(scratch / f"{NAME} earlier.pwb")
    database = next(folder.glob("project*.db"))
    whole = database.read_bytes()
    with Project.open(folder, PASSPHRASE) as project:
        key = project._opened.keys.key("database")
    connection = connect(database, key)
    connection.execute("UPDATE store_meta SET value = '99999' WHERE name IN ('version', 'schema', 'model')")
    connection.close()
    yield lambda: Project.open(folder, PASSPHRASE)
    database.write_bytes(whole[: len(whole) // 2])
    yield lambda: Project.open(folder, PASSPHRASE)
    later = database.with_name(f"project-{file.generation + 1}.db")
    database.rename(later)
    yield lambda: Project.open(folder, PASSPHRASE)
    later.rename(database)
    database.write_bytes(b"")
    yield lambda: Project.open(folder, PASSPHRASE)
    held = (folder / "keys.json").read_bytes()
    (folder / "keys.json").write_bytes(held[: len(held) // 2])
    yield lambda: Project.open(folder, PASSPHRASE)
    (folder / "keys.json").unlink()
    yield lambda: Project.open(folder, PASSPHRASE)
    (folder / "keys.json").write_bytes(held[: len(held) // 2])
    package = scratch / "broken.pwbz"
    package.write_bytes(f"{NAME} {ANSWER}".encode())
    yield lambda: handover_file.unpack(package, scratch / "U.pwb", PASSPHRASE)


def _after_a_new_key(folder: Path) -> None:
    """The key file from before a new key is put back."""
    with Project.create(folder, PASSPHRASE, name=NAME) as project:
        earlier = key_file.read_key_file(folder)
        project.keys.new_key()
    earlier.write(folder)
    Project.open(folder, PASSPHRASE)


def _files(scratch: Path) -> Iterator[Callable[[], object]]:
    def refused(number: int) -> None:
        with disk_problems():
            raise OSError(number, os.strerror(number))

    yield lambda: refused(28)
    yield lambda: refused(13)
    yield _no_media
    yield _no_rights
    yield lambda: read_head(f"{NAME} {ANSWER}")
    brought = scratch / "brought.csv"
    brought.write_text(f"{NAME},{ANSWER}\n", encoding="utf-8")
    (source,) = cleartext_sources.cleartext_files([brought])
    brought.write_text(f"{NAME},{ANSWER},more\n", encoding="utf-8")
    yield lambda: cleartext_sources.delete_source(source)
    for name in ("broken.xlsx", "broken.sav", "broken.dta", "broken.docx", "broken.odt", "broken.csv"):
        path = scratch / name
        path.write_bytes(b"PK\x03\x04" + f"{NAME}\x00{ANSWER}".encode() * 50)
        yield lambda path=path: import_survey_in_worker(path)  # type: ignore[misc]
        yield lambda path=path: read_transcript_apart(path)  # type: ignore[misc]


def _no_media() -> None:
    raise problems.ReadOnlyMedia  # a mounted one is opened in tests/projects/store/test_snapshots.py


def _no_rights() -> None:
    raise problems.CannotRead  # another user opens it in tests/projects/store/test_refused_files.py


def _reported(scratch: Path) -> str:
    """The report of a bug whose words and whose local values are canaries."""

    def fails(name: str) -> None:
        raise ValueError(f"{name} said {ANSWER}") from KeyError(NAME)

    try:
        fails(NAME)
    except ValueError as bug:
        return save_report(bug, scratch / "reports").read_text(encoding="utf-8")
    return ""


def _commands(scratch: Path) -> str:
    """What commands that fail say on the standard error."""
    said = ""
    path = scratch / "broken.csv"
    environment = {**os.environ, "WORKBENCH_PASSWORD": PASSPHRASE, "QT_QPA_PLATFORM": "offscreen"}
    for command in (
        ["info", str(scratch / "F.pwb"), "--json"],
        ["check", str(scratch / "F.pwb")],
        ["import", str(scratch / "F.pwb"), str(path)],
    ):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "workbench", *command],
            capture_output=True, text=True, check=False, env=environment, cwd=ROOT, timeout=120,
        )  # fmt: skip
        said += done.stderr
    return said
