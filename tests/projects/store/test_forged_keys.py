# SPDX-License-Identifier: MIT
"""Whoever can write a project's files, and even whoever was in it once, gains nothing by it, and it is reported."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from projects.store import key_table
from projects.store.backup.handover_file import pack, unpack
from projects.store.backup.snapshot_service import restore_from
from projects.store.integrity.integrity_check import check_folder
from projects.store.key_management.keyring import repair_key_file, restored_to
from projects.store.keys import key_file
from projects.store.keys.key_file import KeyFile, open_slot, open_slots, parse_key_file, read_key_file
from projects.store.problems import (
    DamagedKeys,
    EarlierKeys,
    ForgedKeys,
    LinkLocked,
    StoreProblem,
    TooManySlots,
    WrongPassphrase,
)
from projects.store.project import Project

from .noted import MODEL, add, project_of_notes

THIEF = X25519PrivateKey.generate()
Forge = Callable[[dict[str, Any]], None]


@pytest.fixture
def project(tmp_path: Path, quick_keys: None) -> Iterator[Project]:
    with project_of_notes(tmp_path) as made:
        made.keys.add_passphrase("Marie", "second", link=True)
        yield made


def forge(path: Path, change: Forge) -> None:
    """Change a key file and set all its plain checksums right, as somebody without a data key can."""

    def digest(content: Any) -> str:
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    body = json.loads(path.read_bytes())
    change(body)
    for slot in (*body["slots"], *body["link_slots"]):
        slot["checksum"] = digest({name: held for name, held in slot.items() if name != "checksum"})
    body["slot_ids"] = [slot["id"] for slot in (*body["slots"], *body["link_slots"])]
    names = ["format", "version", "project", "generation", "link_generation", "slot_ids", "extra"]
    names += ["serial", "mac", "link_mac"] if body["version"] > 1 else []
    body["checksum"] = digest({name: body[name] for name in names})
    path.write_text(json.dumps(body, indent=1, sort_keys=True))


def of_thief(slot: dict[str, Any]) -> None:
    slot["public"] = base64.b64encode(THIEF.public_key().public_bytes_raw()).decode()


def exchange(body: dict[str, Any]) -> None:
    of_thief(body["slots"][1])


def exchange_link(body: dict[str, Any]) -> None:
    of_thief(body["link_slots"][1])


def add_slot(body: dict[str, Any]) -> None:
    slot = dict(body["slots"][1], id="00" * 8)
    of_thief(slot)
    body["slots"].append(slot)


def remove_slot(body: dict[str, Any]) -> None:
    del body["slots"][1]


def remove_link_slot(body: dict[str, Any]) -> None:
    del body["link_slots"][1]


def as_version_1(body: dict[str, Any]) -> None:
    exchange(body)
    body["version"] = 1
    for name in ("serial", "mac", "link_mac"):
        del body[name]


def without_link_mac(body: dict[str, Any]) -> None:
    exchange_link(body)
    body["link_mac"] = ""


FORGERIES = [exchange, exchange_link, add_slot, remove_slot, remove_link_slot, as_version_1, without_link_mac]


def refused(folder: Path, passphrase: str = "first") -> bool:
    """Whether opening refuses the key file, and `check` reports it without changing anything."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(ForgedKeys):
        Project.open(folder, passphrase, model=MODEL)
    findings = check_folder(folder, passphrase, MODEL).findings
    assert {path: path.read_bytes() for path in before} == before
    return "keys" in {finding.part for finding in findings}


def thief_gets_in(file: KeyFile) -> bool:
    private = THIEF.private_bytes_raw()
    slots = [("project", slot) for slot in file.slots] + [("link", slot) for slot in file.link_slots]
    return any(open_slot(file, slot, private, part) is not None for part, slot in slots)


@pytest.mark.parametrize("change", FORGERIES)
def test_a_forged_file_is_refused_reported_and_repaired(project: Project, change: Forge) -> None:
    folder = project.folder
    project.snapshots.make()
    whole = read_key_file(folder)
    project.close()
    forge(folder / "keys.json", change)
    assert refused(folder)
    with pytest.raises(ForgedKeys):
        restore_from(folder, next((folder / "snapshots").iterdir()).name, "first", folder.with_name("R.pwb"))
    assert not folder.with_name("R.pwb").exists()
    asked: list[str] = []

    def agree(people: list[Any], yes: bool) -> bool:
        asked.extend(one.name for one in people)
        return yes

    assert not repair_key_file(folder, "first", lambda people: agree(people, False))
    assert repair_key_file(folder, "first", lambda people: agree(people, True))
    assert asked == ["M", "Marie"] * 2
    assert read_key_file(folder) == whole
    with Project.open(folder, "second", model=MODEL) as opened:
        opened.keys.new_key()
        assert opened.check().findings == []
    assert not thief_gets_in(read_key_file(folder))


@pytest.mark.parametrize("change", FORGERIES)
def test_a_file_forged_while_the_project_is_open_gets_no_key(project: Project, change: Forge) -> None:
    forge(project.folder / "keys.json", change)
    assert "keys" in {finding.part for finding in project.check().findings}
    project.keys.new_key()
    assert not thief_gets_in(read_key_file(project.folder))
    assert project.check().findings == []


def test_a_slot_that_is_ones_own_and_forged_is_no_wrong_passphrase(project: Project) -> None:
    project.close()
    forge(project.folder / "keys.json", lambda body: of_thief(body["slots"][0]))
    assert refused(project.folder)
    assert not refused_only(project.folder)


def refused_only(folder: Path) -> bool:
    try:
        Project.open(folder, "second", model=MODEL).close()
    except ForgedKeys:
        return False
    return True


def test_an_earlier_file_put_back_is_refused_also_to_the_one_it_lets_in(project: Project) -> None:
    """Marie is removed; she puts back the file that she kept. The lifetime key, which she knows, does not help."""
    folder = project.folder
    earlier = (folder / "keys.json").read_bytes()
    project.keys.remove(project.keys.slots()[1].id)
    project.close()
    (folder / "keys.json").write_bytes(earlier)
    assert refused(folder)
    assert refused(folder, "second")
    assert repair_key_file(folder, "first", lambda _: True)
    with pytest.raises(WrongPassphrase):
        repair_key_file(folder, "second", lambda _: True)
    with Project.open(folder, "first", model=MODEL) as opened:
        assert [slot.name for slot in opened.keys.slots()] == ["M"]


def test_who_was_removed_cannot_make_a_file_after_a_new_key(project: Project) -> None:
    folder = project.folder
    old, _, _ = open_slots(read_key_file(folder), "second")
    project.keys.remove(project.keys.slots()[1].id)
    project.keys.new_key()
    project.close()
    file = read_key_file(folder)
    slots = (*file.slots, replace(file.slots[0], id="00" * 8, public=base64.b64encode(bytes(32)).decode()).checked())
    key_table.sealed(replace(file, slots=slots), old, None).write(folder)
    assert refused(folder)


def test_a_file_from_before_a_new_key_is_named_as_that_and_not_as_a_damaged_database(project: Project) -> None:
    folder = project.folder
    earlier = (folder / key_file.FILE).read_bytes()
    project.keys.new_key()
    project.close()
    now = (folder / key_file.FILE).read_bytes()
    (folder / key_file.FILE).write_bytes(earlier)
    with pytest.raises(EarlierKeys):
        Project.open(folder, "second", model=MODEL)
    report = check_folder(folder, "first", MODEL)
    assert [finding.message.key for finding in report.findings] == ["store.earlier_keys"]
    (folder / key_file.FILE).write_bytes(now)
    Project.open(folder, "first", model=MODEL).close()


def copies_at_each_file(folder: Path, place: Path) -> list[str]:
    """The files of a project that an attacker can put back one by one."""
    shutil.copytree(folder, place)
    return [str(path.relative_to(place)) for path in sorted(place.rglob("*")) if path.is_file() and path.name != "lock"]


STEPS: list[Callable[[Project], object]] = [
    lambda project: project.keys.remove(project.keys.slots()[1].id),
    lambda project: project.keys.new_key(),
    lambda project: add(project, 2),
    lambda project: project.snapshots.make(),
    lambda project: project.keys.add_passphrase("Jean", "third", link=True),
    lambda project: project.keys.change_passphrase(project.keys.slots()[0].id, "first"),
    lambda project: project.keys.new_key(),
]


@pytest.mark.slow
def test_each_file_put_back_at_each_step_lets_nobody_in_and_is_reported(project: Project, tmp_path: Path) -> None:
    """Marie has a copy of the whole project from the time she was in it, and of each step since, and her passphrase."""
    folder = project.folder
    project.snapshots.make()
    project.close()
    kept = [tmp_path / "kept 0"]
    copies_at_each_file(folder, kept[0])
    for number, step in enumerate(STEPS, 1):
        with Project.open(folder, "first", model=MODEL) as opened:
            step(opened)
        kept.append(tmp_path / f"kept {number}")
        copies_at_each_file(folder, kept[-1])
        for earlier in dict.fromkeys((kept[0], kept[-2])):
            for name in sorted(str(path.relative_to(earlier)) for path in earlier.rglob("*") if path.is_file()):
                _put_back(earlier, name, kept[-1], tmp_path / "attacked")


def _put_back(earlier: Path, name: str, now: Path, place: Path) -> None:
    """Put one file back, or add one that is gone: it is reported, or it changes nothing that anybody can open."""
    held = (earlier / name).read_bytes()
    if Path(name).name == "lock" or ((now / name).is_file() and (now / name).read_bytes() == held):
        return
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(now, place)
    (place / name).parent.mkdir(parents=True, exist_ok=True)
    (place / name).write_bytes(held)
    try:
        found = bool(check_folder(place, "first", MODEL).findings)
    except StoreProblem:
        found = True
    try:
        with Project.open(place, "second", model=MODEL):
            pytest.fail(f"{name} lets in who was removed")
    except StoreProblem:
        pass
    if not found:  # an old generation that nothing names, or a file that holds the same in other pages
        assert state(place) == state(now), name


def state(folder: Path) -> object:
    """What a user finds in a copy of the project."""
    copy = folder.with_name("looked at")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    with Project.open(copy, "first", model=MODEL) as project:
        slots = [(slot.name, slot.link) for slot in project.keys.slots()]
        notes = [tuple(row) for row in project.query("SELECT * FROM note")]
        return slots, notes, [tuple(row) for row in project.query_link("SELECT * FROM secret")], project.head


def test_a_restored_snapshot_opens_to_who_can_open_the_project_today(project: Project, tmp_path: Path) -> None:
    made = project.snapshots.make()
    project.keys.remove(project.keys.slots()[1].id)
    project.keys.add_passphrase("Jean", "third")
    restored = project.snapshots.restore(made.name, tmp_path / "R.pwb")
    with Project.open(restored, "third", model=MODEL) as copy:
        assert [slot.name for slot in copy.keys.slots()] == ["M", "Jean"]
        assert copy.check().findings == []
    with pytest.raises(WrongPassphrase):
        Project.open(restored, "second", model=MODEL)
    project.close()
    assert [one.name for one in restored_to(project.folder, "first")] == ["M", "Jean"]
    again = restore_from(project.folder, made.name, "first", tmp_path / "S.pwb")
    with pytest.raises(WrongPassphrase):
        Project.open(again, "second", model=MODEL)
    Project.open(again, "third", model=MODEL).close()


def test_a_second_place_with_an_earlier_key_file_restores_nothing(project: Project, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    place = project.snapshots.copy_to(tmp_path / "stick")
    earlier = (place / "keys.json").read_bytes()
    project.keys.remove(project.keys.slots()[1].id)
    add(project, 3)
    project.snapshots.make()
    project.snapshots.copy_along()
    name = project.snapshots.list()[0].name
    restore_from(place, name, "first", tmp_path / "R.pwb")
    (place / "keys.json").write_bytes(earlier)
    for passphrase in ("first", "second"):
        with pytest.raises(ForgedKeys):
            restore_from(place, name, passphrase, tmp_path / "S.pwb")


class Killed(BaseException):
    """Stands for the process ending here."""


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("fresh", [False, True])
def test_a_change_cut_off_at_either_point_is_finished(
    project: Project, monkeypatch: pytest.MonkeyPatch, after: bool, fresh: bool
) -> None:
    """The digest is logged, the file not renamed; or it is renamed, and the line that says so not written."""
    folder, write = project.folder, KeyFile.write
    marie = project.keys.slots()[1].id

    def cut(file: KeyFile, place: Path) -> None:
        if after:
            write(file, place)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(KeyFile, "write", cut)
        with pytest.raises(Killed):
            project.keys.add_passphrase("Jean", "third") if fresh else project.keys.remove(marie)
    project.close()
    assert check_folder(folder, "first", MODEL).findings == []
    if not fresh and not after:
        with pytest.raises(ForgedKeys):
            Project.open(folder, "second", model=MODEL)  # she is in the file still, and not in the next one
    with Project.open(folder, "first", model=MODEL) as opened:
        assert [slot.name for slot in opened.keys.slots()] == (["M", "Marie", "Jean"] if fresh else ["M"])
        assert opened.history(1)[0].message.key == "store.key_change_finished"
        assert opened.check().findings == []
    if fresh:
        Project.open(folder, "third", model=MODEL).close()


def test_a_change_that_cannot_be_written_is_not_carried_on_later(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from projects.store.problems import DiskFull

    def full(*_: object) -> None:
        raise DiskFull()

    with monkeypatch.context() as patch:
        patch.setattr(KeyFile, "write", full)
        with pytest.raises(DiskFull):
            project.keys.add_passphrase("Jean", "third")
    project.close()
    with Project.open(project.folder, "first", model=MODEL) as opened:
        assert [slot.name for slot in opened.keys.slots()] == ["M", "Marie"]
        assert opened.check().findings == []


def test_without_the_link_key_its_table_is_carried_over_byte_for_byte(project: Project) -> None:
    folder = project.folder
    project.keys.add_passphrase("Jean", "third")
    project.close()
    table = json.loads((folder / "keys.json").read_bytes())
    with Project.open(folder, "third", model=MODEL) as opened:
        opened.keys.remove(opened.keys.slots()[1].id)  # Marie, who has the identifiers too
        with pytest.raises(LinkLocked):
            opened.keys.withdraw_link(opened.keys.slots()[0].id)
        opened.keys.new_key()
        report = opened.check()
        assert report.findings == []
        assert "store.not_checked_link_table" in [text.key for text in report.not_checked]
    now = json.loads((folder / "keys.json").read_bytes())
    for name in ("link_slots", "link_mac", "link_generation"):
        assert now[name] == table[name]
    with Project.open(folder, "first", model=MODEL) as opened:
        assert len(opened._opened.file.link_slots) == 1, "what Marie had there goes when the link part opens"
        report = opened.check()
        assert report.findings == []
        assert "store.not_checked_link_table" not in [text.key for text in report.not_checked]


def test_the_link_table_of_somebody_without_its_key_opens_no_identifiers(project: Project) -> None:
    """Jean may open the project, not the identifiers: he can log what he likes, and has not their data key."""
    folder = project.folder
    project.keys.add_passphrase("Jean", "third")
    project.close()
    with Project.open(folder, "third", model=MODEL) as opened, opened.locked() as inside:
        file = inside.file
        slots = (file.link_slots[0], replace(file.link_slots[1], made="2020-01-01").checked())
        forged = key_table.sealed(replace(file, link_slots=slots, serial=file.serial + 1), inside.keys, None)
        key_table.log_table(inside.writer, forged, file)
        forged.write(folder)
        inside.file = forged
        opened.log("store.keys", key_table.msg("store.slot_added"))
    assert "keys" in {found.part for found in check_folder(folder, "first", MODEL).findings}
    with Project.open(folder, "first", model=MODEL) as opened:
        assert not opened.link_open
        assert isinstance(opened.link_problem, ForgedKeys)


def test_a_package_holds_the_file_that_its_log_knows(project: Project, tmp_path: Path) -> None:
    import zipfile

    with (tmp_path / "P.pwbz").open("w+b") as stream:
        pack(project, stream)
    unpack(tmp_path / "P.pwbz", tmp_path / "whole.pwb", "first")
    Project.open(tmp_path / "whole.pwb", "second", model=MODEL).close()
    forge(project.folder / "keys.json", exchange)
    forged = (project.folder / "keys.json").read_bytes()
    with zipfile.ZipFile(tmp_path / "P.pwbz") as old, zipfile.ZipFile(tmp_path / "F.pwbz", "w") as new:
        digests = json.loads(old.read("contents.json")) | {"keys.json": hashlib.sha256(forged).hexdigest()}
        for name in old.namelist():
            held = {"keys.json": forged, "contents.json": json.dumps(digests).encode()}.get(name, old.read(name))
            new.writestr(name, held)
    with pytest.raises(ForgedKeys):
        unpack(tmp_path / "F.pwbz", tmp_path / "forged.pwb", "first")
    assert not (tmp_path / "forged.pwb").exists()


def test_slots_and_their_cost_are_bounded(project: Project) -> None:
    folder = project.folder
    for number in range(len(project.keys.slots()), key_file.MOST_SLOTS):
        project.keys.add_passphrase(f"Person {number}", f"words {number}")
    with pytest.raises(TooManySlots):
        project.keys.add_passphrase("One more", "more words")
    assert len(project.keys.slots()) == key_file.MOST_SLOTS
    project.close()
    Project.open(folder, "words 63", model=MODEL).close()
    forge(folder / "keys.json", lambda body: body["slots"].append(dict(body["slots"][0], id="00" * 8)))
    with pytest.raises(DamagedKeys):
        read_key_file(folder)
    with pytest.raises(DamagedKeys):
        parse_key_file(b" " * (1 << 21))


def test_a_dear_slot_is_refused_before_it_is_stretched(project: Project) -> None:
    project.close()

    def dear(body: dict[str, Any]) -> None:
        for slot in body["slots"]:
            slot["kdf"] |= {"memory_kib": 1024 * 1024, "passes": 8, "lanes": 4}
        body["slots"] *= 8
        for number, slot in enumerate(body["slots"]):
            body["slots"][number] = dict(slot, id=f"{number:016d}")

    forge(project.folder / "keys.json", dear)
    with pytest.raises(DamagedKeys):
        read_key_file(project.folder)


def test_a_file_of_version_1_is_taken_once_and_fixed(project: Project) -> None:
    """As a project of an earlier version lies there: no HMAC, and a log that knows no digest."""
    folder = project.folder
    project.close()
    earlier_format = folder.with_name("old.pwb")
    _as_earlier_version(folder, earlier_format)
    report = check_folder(earlier_format, "first", MODEL)
    assert report.findings == []
    assert "store.not_checked_key_file" in [text.key for text in report.not_checked]
    earlier = (earlier_format / "keys.json").read_bytes()
    with Project.open(earlier_format, "second", model=MODEL) as opened:
        assert read_key_file(earlier_format).version == key_file.VERSION
        assert opened.check().findings == []
    (earlier_format / "keys.json").write_bytes(earlier)
    assert refused(earlier_format)


def test_an_erasure_that_blanks_the_line_of_the_digest_locks_nobody_out(project: Project) -> None:
    """A person may be called like anything; the HMAC tells then, and the file is fixed anew."""
    from projects.store.database import connect

    folder = project.folder
    project.close()
    file = read_key_file(folder)
    held, _, _ = open_slots(file, "first")
    connection = connect(folder / file.database, held.key("database"))
    guard = connection.execute("SELECT sql FROM sqlite_schema WHERE name = 'args_stay'").fetchone()[0]
    connection.execute("DROP TRIGGER args_stay")
    connection.execute(
        "UPDATE action_args SET args = NULL, salt = NULL WHERE seq IN (SELECT seq FROM action WHERE kind = ?)",
        (key_table.PREPARED,),
    )
    connection.execute(guard)
    connection.close()
    whole = (folder / "keys.json").read_bytes()
    for change in (exchange, as_version_1):
        forge(folder / "keys.json", change)
        with pytest.raises(ForgedKeys):
            Project.open(folder, "first", model=MODEL)
        (folder / "keys.json").write_bytes(whole)
    with Project.open(folder, "first", model=MODEL) as opened, opened.locked() as inside:
        logged = key_table.logged_table(inside.writer.connection, inside.keys)
        assert logged is not None
        assert logged.digest == key_table.digest_of(inside.file)


def _as_earlier_version(folder: Path, target: Path) -> None:
    from projects.store.database import connect

    shutil.copytree(folder, target)
    file = read_key_file(folder)
    held, _, _ = open_slots(file, "first")
    replace(file, version=1, mac="", link_mac="", serial=1).write(target)
    connection = connect(target / file.database, held.key("database"))
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE name IN ('action_stays', 'args_stay')"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    from projects.store.hash_chain import START, action_hash, args_digest

    previous = START
    for row in connection.execute("SELECT action.*, salt, args FROM action JOIN action_args USING (seq)").fetchall():
        args = json.loads(row["args"])
        for name in ("digest", "before", "serial"):
            args.pop(name, None)
        plain = json.dumps(args, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        now = dict(row) | {"args_digest": args_digest(row["salt"], plain), "previous": previous}
        previous = action_hash(held.lasting("chain"), now)
        connection.execute("UPDATE action_args SET args = ? WHERE seq = ?", (plain, row["seq"]))
        connection.execute(
            "UPDATE action SET args_digest = ?, previous = ?, hash = ? WHERE seq = ?",
            (now["args_digest"], now["previous"], previous, row["seq"]),
        )
    for _, sql in triggers:
        connection.execute(sql)
    connection.execute("DELETE FROM store_meta WHERE name = 'key_file'")
    connection.execute("UPDATE store_meta SET value = 'another line' WHERE name = 'line'")
    connection.close()
