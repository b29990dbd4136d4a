# SPDX-License-Identifier: MIT
"""Slots, recovery phrases and new keys."""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from mnemonic import Mnemonic

from projects.store import project_folder
from projects.store.actions import Action
from projects.store.integrity.integrity_check import check_folder
from projects.store.key_management import rekeying
from projects.store.keys.key_file import open_slots, read_key_file
from projects.store.keys.passphrases import (
    is_recovery_phrase,
    new_recovery_phrase,
    plain_recovery_phrase,
    strength,
)
from projects.store.model import Model
from projects.store.problems import DamagedKeys, LastSlot, WrongPassphrase
from projects.store.project import Project
from projects.store.schema import SETTINGS, Table
from wording import Stopped, msg

NOTE = Table("note", "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT)")
MODEL = Model(tables=(SETTINGS, NOTE), link_tables=(Table("secret", "CREATE TABLE secret (id TEXT PRIMARY KEY)"),))


@pytest.fixture
def project(tmp_path: Path) -> Any:
    made = Project.create(tmp_path / "P.pwb", "first", name="P", user="M", model=MODEL)
    made.do(Action("t.do", msg("store.created"), _fill))
    yield made
    made.close()


def _fill(transaction: Any) -> None:
    transaction.execute("INSERT INTO note VALUES (1, ?)", (transaction.put_object(b"one" * 99),))
    transaction.link.execute("INSERT INTO secret VALUES (?)", (transaction.put_link_object(b"two" * 99),))


def opens(folder: Path, passphrase: str) -> bool:
    try:
        with Project.open(folder, passphrase, model=MODEL) as project:
            ref = project.query("SELECT text FROM note")[0]["text"]
            assert project.read_object(ref) == b"one" * 99
            return True
    except WrongPassphrase:
        return False


def test_several_people_open_the_project(project: Project) -> None:
    project.keys.add_passphrase("Marie", "second", link=True)
    project.keys.add_passphrase("Jean", "third")
    names = [(slot.name, slot.link, slot.mine) for slot in project.keys.slots()]
    assert names == [("M", True, True), ("Marie", True, False), ("Jean", False, False)]
    assert b"Marie" not in (project.folder / "keys.json").read_bytes()
    project.close()
    for passphrase, link in (("first", True), ("second", True), ("third", False)):
        with Project.open(project.folder, passphrase, model=MODEL) as opened:
            assert opened.link_open == link
    with pytest.raises(WrongPassphrase):
        Project.open(project.folder, "fourth", model=MODEL)


def test_changing_and_removing_slots(project: Project) -> None:
    marie = project.keys.add_passphrase("Marie", "second", link=True)
    project.keys.change_passphrase(marie.id, "better")
    assert [slot.name for slot in project.keys.slots()] == ["M", "Marie"]
    first = next(slot for slot in project.keys.slots() if slot.mine)
    project.keys.remove(first.id)
    with pytest.raises(LastSlot):
        project.keys.remove(project.keys.slots()[0].id)
    assert [slot.name for slot in project.keys.slots()] == ["Marie"]
    project.close()
    assert not opens(project.folder, "first")
    assert not opens(project.folder, "second")
    assert opens(project.folder, "better")


def test_identifiers_may_have_a_passphrase_of_their_own(project: Project) -> None:
    slot = project.keys.add_link_passphrase("Coordinator", "only names")
    project.keys.add_passphrase("Jean", "third")
    project.keys.new_key()
    assert [one.name for one in project.keys.link_only_slots()] == ["Coordinator"]
    project.close()
    with Project.open(project.folder, "third", model=MODEL) as opened:
        assert not opened.link_open
        with pytest.raises(WrongPassphrase):
            opened.open_link("third")
        opened.open_link("only names")
        assert opened.query_link("SELECT id FROM secret")
        opened.keys.remove(slot.id)
        assert opened.keys.link_only_slots() == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits and masks are those of POSIX")
def test_core_dumps_are_off_and_files_private(project: Project) -> None:
    import os
    import resource

    assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
    mask = os.umask(0o077)
    assert mask == 0o077


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_recovery_phrase_opens_the_project(project: Project, language: str) -> None:
    phrase = project.keys.add_recovery(language)
    assert len(phrase.split()) == 12
    project.close()
    assert opens(project.folder, "  " + phrase.upper().replace(" ", "\n "))
    words = phrase.split()
    assert not opens(project.folder, " ".join(words[1:] + words[:1]))


def test_a_slip_in_a_recovery_phrase_is_noticed() -> None:
    assert is_recovery_phrase(new_recovery_phrase("fr"))
    assert not is_recovery_phrase("zebra " * 12)
    assert not is_recovery_phrase("four plain words here")


def test_a_french_phrase_is_known_without_its_accents(project: Project) -> None:
    phrase = project.keys.add_recovery("fr")
    while phrase.isascii():
        phrase = project.keys.add_recovery("fr")
    project.close()
    bare = unicodedata.normalize("NFKD", phrase).encode("ascii", "ignore").decode()
    assert bare != phrase
    assert opens(project.folder, bare.upper())
    words = Mnemonic("french").wordlist
    assert len({unicodedata.normalize("NFKD", word).encode("ascii", "ignore") for word in words}) == len(words) == 2048


def test_an_english_phrase_is_not_given_french_accents() -> None:
    """Words such as "video" are in both lists, in one of them with an accent."""
    phrase = Mnemonic("english").to_mnemonic(bytes(range(16)))
    assert plain_recovery_phrase(phrase.upper()) == phrase
    assert is_recovery_phrase(phrase)


def test_strength_is_told_in_five_levels() -> None:
    assert strength("").level == 0
    assert strength("password").level <= 1
    assert strength("Bujumbura", known=("Bujumbura",)).level <= 1
    assert strength("orchid tractor seven velvet").level >= 3


def test_a_damaged_slot_leaves_the_others_and_is_told_from_a_wrong_passphrase(project: Project) -> None:
    project.keys.add_passphrase("Marie", "second")
    project.close()
    path = project.folder / "keys.json"
    whole = path.read_bytes()
    at = whole.rindex(b'"wrapped"') + 20
    path.write_bytes(whole[:at] + (b"A" if whole[at : at + 1] != b"A" else b"B") + whole[at + 1 :])
    assert opens(project.folder, "first")
    with pytest.raises(DamagedKeys):
        Project.open(project.folder, "second", model=MODEL)


def test_a_new_key_locks_out_who_kept_the_old_one(project: Project) -> None:
    jean = project.keys.add_passphrase("Jean", "third", link=True)
    project.snapshots.make()
    folder = project.folder
    old_keys, _, _ = open_slots(read_key_file(folder), "third")
    project.keys.remove(jean.id)
    change = project.keys.new_key()
    assert change.snapshots == 2  # the one asked for, which stays, and the one before the change
    assert change.still_readable
    assert project.query_link("SELECT id FROM secret")
    project.undo()
    project.redo()
    project.close()
    assert sorted(path.name for path in folder.iterdir()) == [
        "keys.json", "link-2.db", "link-objects-2", "lock", "objects-2", "project-2.db", "snapshots",
    ]  # fmt: skip
    assert opens(folder, "first")
    assert not opens(folder, "third")
    new_keys, _, _ = open_slots(read_key_file(folder), "first")
    assert new_keys.data != old_keys.data
    assert new_keys.lifetime == old_keys.lifetime
    assert check_folder(folder, "first", MODEL).findings == []
    for snapshot in (folder / "snapshots").iterdir():
        assert read_key_file(snapshot).generation == 2


class Killed(BaseException):
    """Stands for the process ending here."""


@pytest.mark.parametrize(
    ("module", "name"),
    [
        (rekeying, "_copy_objects"),
        (rekeying, "_copy_database"),
        (rekeying, "_settle_stages"),
        (rekeying.snapshots, "stage_reencrypted"),
        (rekeying.KeyFile, "write"),
        (project_folder.Opened, "change_generation"),
    ],
)
@pytest.mark.parametrize("after", [False, True])
def test_a_key_change_cut_anywhere_opens_with_the_old_or_the_new(
    project: Project, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, after: bool
) -> None:
    """The step is cut before or after it ran; the files are left as they lie, as a killed process would."""
    project.snapshots.make()
    whole = getattr(module, name)

    def cut(*args: Any, **options: Any) -> None:
        if after:
            whole(*args, **options)
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(module, name, cut)
        with pytest.raises(Killed):
            project.keys.new_key()
    project.close()
    assert opens(project.folder, "first")
    assert opens(project.folder, "first")
    assert check_folder(project.folder, "first", MODEL).findings == []
    generations = {path.name for path in project.folder.glob("project-*.db")}
    assert len(generations) == 1


def test_work_goes_on_while_everything_is_encrypted_anew(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is stored, erased from the disk or given to somebody meanwhile is in the new generation as it is then."""
    import threading

    project.snapshots.make()
    begun, go_on = threading.Event(), threading.Event()
    stage = rekeying.snapshots.stage_reencrypted

    def slowly(*args: Any, **options: Any) -> None:
        begun.set()
        assert go_on.wait(20)
        stage(*args, **options)

    monkeypatch.setattr(rekeying.snapshots, "stage_reencrypted", slowly)
    worker = threading.Thread(target=project.keys.new_key)
    worker.start()
    assert begun.wait(20)
    project.set_setting("meanwhile", True)
    project.keys.add_passphrase("Late", "a late passphrase")
    late = project.snapshots.make("asked")
    go_on.set()
    worker.join(30)
    assert not worker.is_alive()
    assert project.setting("meanwhile") is True
    folder = project.folder
    project.close()
    assert opens(folder, "a late passphrase")
    assert check_folder(folder, "first", MODEL).findings == []
    assert late.name in [path.name for path in (folder / "snapshots").iterdir()]


def test_a_new_key_that_is_stopped_leaves_the_old_one_and_nothing_else(project: Project) -> None:
    class Stop:
        def stop_requested(self) -> bool:
            return True

        def report(self, fraction: float, text: object = None) -> None:
            del fraction, text

    project.snapshots.make()
    before = sorted(path.relative_to(project.folder) for path in project.folder.rglob("*"))
    with pytest.raises(Stopped):
        project.keys.new_key(Stop())
    assert sorted(path.relative_to(project.folder) for path in project.folder.rglob("*")) == before
    project.set_setting("goes on", True)
    project.close()
    assert opens(project.folder, "first")


def test_removing_somebody_says_what_stays_readable(project: Project) -> None:
    jean = project.keys.add_passphrase("Jean", "third")
    project.snapshots.make()
    project.keys.remove(jean.id)
    told = {message.key: message for message in project.keys.without_new_key()}
    assert told["store.still_snapshots"].args["n"] == len(project.snapshots.list())
    assert "store.still_project" in told


MALFORMED = [
    ("slots", lambda slot: slot["kdf"].pop("memory_kib")),
    ("slots", lambda slot: slot["kdf"].update(memory_kib=7)),
    ("slots", lambda slot: slot["kdf"].update(memory_kib="x")),
    ("slots", lambda slot: slot["kdf"].update(passes=0)),
    ("slots", lambda slot: slot["kdf"].update(passes=1_000_000)),
    ("slots", lambda slot: slot["kdf"].update(salt="%%%")),
    ("slots", lambda slot: slot.update(kdf=[])),
    ("slots", lambda slot: slot.update(public="QQ==")),
    ("slots", lambda slot: slot.update(wrapped="")),
    ("slots", lambda slot: slot.update(private=5)),
    ("link_slots", lambda slot: slot.update(wrapped="QQ==")),
]


@pytest.mark.parametrize(("part", "change"), MALFORMED)
def test_a_key_file_made_by_somebody_else_is_refused_at_once(project: Project, part: str, change: Any) -> None:
    """Its checksums are right and its slots hold what no slot can: no crash, and no stretching for hours."""

    def digest(content: Any) -> str:
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()

    body = json.loads((project.folder / "keys.json").read_bytes())
    change(body[part][0])
    for slot in (*body["slots"], *body["link_slots"]):
        slot["checksum"] = digest({name: held for name, held in slot.items() if name != "checksum"})
    (project.folder / "keys.json").write_text(json.dumps(body))
    with pytest.raises(DamagedKeys):
        open_slots(read_key_file(project.folder), "first")
