# SPDX-License-Identifier: MIT
"""A packed project: whole, verified, encrypted as it is; bad packages leave nothing behind."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from projects.store.actions import Action
from projects.store.backup.handover_file import pack, unpack, verify_package
from projects.store.integrity.integrity_check import check_folder
from projects.store.model import Model
from projects.store.problems import BadPackage, FolderTaken, WrongPassphrase
from projects.store.project import Project
from wording import msg

MODEL = Model()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "P.pwb", "words", name="Canary name", user="Canary user", model=MODEL) as made:
        made.do(
            Action("t.put", msg("store.created"), lambda t: t.set_setting("ref", t.put_object(b"canary" * 500_000)))
        )
        made.do(Action("t.put", msg("store.created"), lambda t: t.set_setting("link", t.put_link_object(b"canary"))))
        yield made


def packed(project: Project, path: Path) -> Path:
    with path.open("w+b") as stream:
        assert pack(project, stream) == 5
    return path


def test_a_packed_project_opens_elsewhere_and_goes_on(project: Project, tmp_path: Path) -> None:
    package = packed(project, tmp_path / "P.pwbz")
    assert verify_package(package) == 5
    assert b"anary" not in package.read_bytes()
    with pytest.raises(FolderTaken):
        unpack(package, project.folder, "words")
    with pytest.raises(WrongPassphrase):
        unpack(package, tmp_path / "Q.pwb", "other")
    assert not (tmp_path / "Q.pwb").exists()
    unpack(package, tmp_path / "Q.pwb", "words")
    with Project.open(tmp_path / "Q.pwb", "words", model=MODEL) as other:
        assert other.read_object(other.setting("ref")) == b"canary" * 500_000
        assert other.read_object(other.setting("link")) == b"canary"
        other.set_setting("more", 1)
    assert check_folder(tmp_path / "Q.pwb", "words", MODEL).findings == []
    for path in (tmp_path / "Q.pwb").rglob("*"):
        assert os.name != "posix" or path.stat().st_mode & 0o077 == 0
    assert project.history()[0].kind == "store.pack"


def test_damaged_and_foreign_packages_are_refused(project: Project, tmp_path: Path) -> None:
    package = packed(project, tmp_path / "P.pwbz")
    whole = package.read_bytes()
    other = whole[:3000] + bytes([whole[3000] ^ 1]) + whole[3001:]  # a set letter may be there already
    for damaged in (whole[:-200], whole[: len(whole) // 2], other, b"", b"PK"):
        package.write_bytes(damaged)
        with pytest.raises(BadPackage):
            unpack(package, tmp_path / "Q.pwb", "words")
        with pytest.raises(BadPackage):
            verify_package(package)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["P.pwb", "P.pwbz"]


@pytest.mark.parametrize("name", ["../evil", "/etc/evil", "objects/ab/../../evil", "notes.txt", "C:\\evil"])
def test_a_package_cannot_write_elsewhere(tmp_path: Path, name: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("keys.json", "{}")
        package.writestr(name, "x")
        package.writestr("contents.json", "{}")
    (tmp_path / "evil.pwbz").write_bytes(stream.getvalue())
    with pytest.raises(BadPackage):
        unpack(tmp_path / "evil.pwbz", tmp_path / "Q.pwb", "words")
    assert [path.name for path in tmp_path.iterdir()] == ["evil.pwbz"]


def test_a_package_that_cannot_be_read_again_gets_no_name(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from projects.export_gate import export_file
    from projects.store.backup import handover_file
    from projects.store.problems import BadPackage

    target = tmp_path / "hand over.pwbz"
    target.write_bytes(b"the good one of last week")
    monkeypatch.setattr(handover_file, "_take", lambda *_args: "another digest")
    with pytest.raises(BadPackage):
        export_file(project, target, lambda stream: handover_file.pack(project, stream) and None, overwrite=True)
    assert target.read_bytes() == b"the good one of last week"
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".pwb"] == ["hand over.pwbz"]
    assert "store.pack" not in [line.kind for line in project.history(3)]


def _made_again(package: Path, target: Path, compression: int = zipfile.ZIP_STORED, **instead: bytes) -> Path:
    """The package with some files exchanged, packed by another program."""
    with zipfile.ZipFile(package) as held, zipfile.ZipFile(target, "w", compression) as made:
        for name in held.namelist():
            made.writestr(name, instead.get(name.split(".")[0], held.read(name)))
    return target


@pytest.mark.parametrize(
    "listed", [b"[]", b"5", b"null", b"[" * 400, b"[" * 100_000, b'{"a": "' + b"b" * 10**6 + b'"}']
)
def test_a_list_of_contents_that_is_none_is_a_bad_package(project: Project, tmp_path: Path, listed: bytes) -> None:
    package = _made_again(packed(project, tmp_path / "P.pwbz"), tmp_path / "Q.pwbz", contents=listed)
    with pytest.raises(BadPackage):
        unpack(package, tmp_path / "Q.pwb", "words")
    assert not (tmp_path / "Q.pwb").exists()


@pytest.mark.slow
@pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_nothing_in_a_package_grows_when_unpacked(project: Project, tmp_path: Path, compression: int) -> None:
    package = _made_again(packed(project, tmp_path / "P.pwbz"), tmp_path / "Q.pwbz", compression)
    with pytest.raises(BadPackage):
        unpack(package, tmp_path / "Q.pwb", "words")


@pytest.mark.parametrize(("place", "byte"), [(8, 0x1), (10, 12), (10, 8), (24, 0x7F)])
def test_a_package_whose_table_lies_is_a_bad_one(project: Project, tmp_path: Path, place: int, byte: int) -> None:
    """Said to be enciphered, compressed, or larger than it is (APPNOTE 4.3.12: flags, method, size)."""
    package = packed(project, tmp_path / "P.pwbz")
    whole = bytearray(package.read_bytes())
    at = whole.find(b"PK\x01\x02") + place
    whole[at] ^= byte
    package.write_bytes(whole)
    with pytest.raises(BadPackage):
        verify_package(package)
