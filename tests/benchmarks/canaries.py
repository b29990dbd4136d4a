# SPDX-License-Identifier: MIT
"""Canaries: words put into every corner of a project by the real window, then looked for in every file it may leave.

Looked at: project, home, settings, caches of fonts and plots, temporary files, reports, recent files, core files; UTF-8
and UTF-16 in three cases; inside zips and gzips, and in the names of files.
"""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from projects.store.objects import ObjectFolder
from projects.store.project import Project
from projects.store.project_folder import object_store
from projects.stored_tables.stored_table import data_tables
from tests.benchmarks.damage import decrypted_pages
from tests.benchmarks.remnants import decoded

NAME, ANSWER, CODE = "Kanyarwunga", "vuvuzelament", "Zibimbalisation"
USER, PERSON, PASSPHRASE = "Ndabaruhutse", "Gwizakurema", "quetzal-obsidian-marmalade-tundra"
LINKED, PHONE = "Nshimirimbere", "+257 79 555 0175"
LISTED, LATER = "Mukanyongana", "Bizimungura"  # answers a form lists: of an identifier, of one made so later
ALL = (NAME, ANSWER, CODE, USER, PERSON, PASSPHRASE, LINKED, PHONE, LISTED, LATER)
ROOT = Path(__file__).parents[2]
_PYTHON = (sys.executable, "-P")
CLEAR = ("sources", "exports")  # brought in and exported: clear by their nature


@dataclass
class Planted:
    """What a workflow left: files looked at, canaries in them; a control; and what the project key alone shows."""

    files: int = 0
    hits: list[str] = field(default_factory=list)
    control: int = 0
    link_places: int = 0
    link_hits: list[str] = field(default_factory=list)
    cores: int = 0
    cores_possible: bool = False


def run_workflow(home: Path) -> Planted:
    """The whole workflow in the window, with a home of its own below `home`; then the search."""
    from tests.benchmarks import canary_window

    canary_window.put_sources(home)
    environment = own_environment(home)
    command = [sys.executable, "-P", "-X", "faulthandler", "-m", "tests.benchmarks.canary_window", str(home)]
    done = subprocess.run(command, env=environment, cwd=home, capture_output=True, check=False, timeout=300)
    (home / "output.log").write_bytes(done.stdout + done.stderr)
    if done.returncode:
        raise RuntimeError((done.stdout + done.stderr).decode()[-2000:])
    told = Planted(cores=_cores(home), cores_possible=writes_cores(home))
    told.files = sum(1 for path in files_below(home))
    told.hits = hits_in_files(home, ALL)
    told.control = len(hits_in_files(home / "sources", ALL, skip=()))
    told.link_places, told.link_hits = with_project_key(home / f"{canary_window.PROJECT}.pwb")
    return told


def own_environment(home: Path) -> dict[str, str]:
    """Home, settings, caches and temporary files below `home`."""
    names = ("TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "MPLCONFIGDIR")
    places = {name: str(home / name.lower()) for name in names}
    for place in places.values():
        Path(place).mkdir(parents=True)
    return {
        "PATH": "/usr/bin:/bin",
        "HOME": str(home),
        "LANG": "C.UTF-8",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(ROOT),
        **places,
    }


def writes_cores(folder: Path) -> bool:
    """Whether this computer writes core files at all: a plain process is ended the same way."""
    import resource  # cores and their limits are of Linux and macOS

    def allow() -> None:
        hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    command = [*_PYTHON, "-c", "import os; os.abort()"]
    subprocess.run(command, env={"PATH": "/usr/bin:/bin"}, cwd=folder, check=False, preexec_fn=allow)
    found = _cores(folder)
    for path in folder.glob("core*"):
        path.unlink()
    return bool(found)


def _cores(folder: Path) -> int:
    return len([path for path in folder.rglob("core*") if path.is_file()])


def files_below(root: Path, skip: tuple[str, ...] = CLEAR) -> Iterator[Path]:
    """The files below a folder, but for what lies in clear by its nature."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.relative_to(root).parts[0] not in skip:
            yield path


def hits_in_files(root: Path, words: tuple[str, ...] = ALL, skip: tuple[str, ...] = CLEAR) -> list[str]:
    """Files below `root` that hold one of the words in clear."""
    found = []
    for path in files_below(root, skip):
        for place, data in _unpacked(path.name, path.read_bytes()):
            found += [f"{place}: {word}" for word in words if holds(data, word)]
        own = Path(*path.relative_to(root).parts[1:]) if path.relative_to(root).parts[0].endswith(".pwb") else path.name
        found += [f"name {own}: {word}" for word in words if word in str(own)]
    return found


def _unpacked(name: str, data: bytes, depth: int = 0) -> Iterator[tuple[str, bytes]]:
    """The bytes, and those of what is packed in them, four deep."""
    yield name, data
    if depth > 3:
        return
    if data[:2] == b"PK" and zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.namelist():
                yield f"{name}!{member}", member.encode()
                yield from _unpacked(f"{name}!{member}", package.read(member), depth + 1)
    elif data[:2] == b"\x1f\x8b":
        try:
            yield from _unpacked(f"{name}!gz", gzip.decompress(data), depth + 1)
        except (OSError, EOFError, zlib.error):
            return


def holds(data: bytes, word: str) -> bool:
    """Whether the word stands there: UTF-8 or UTF-16, as it is, in capitals or without."""
    forms = {word, word.lower(), word.upper()}
    return any(form.encode(code) in data for form in forms for code in ("utf-8", "utf-16-le", "utf-16-be"))


def with_project_key(folder: Path) -> tuple[int, list[str]]:
    """Identifiers looked for with the project key only: every page of the databases, every object, decrypted."""
    with Project.open(folder, PASSPHRASE, link=False) as project:
        opened = project._opened
        held: dict[str, bytes] = {}
        for path in sorted(folder.rglob("*.db")):
            if not path.name.startswith("link"):
                held[str(path.name)] = b"".join(decrypted_pages(path.read_bytes(), opened.keys.key("database")))
        store: ObjectFolder = object_store(folder, opened.file, opened.keys)
        held |= {ref: decoded(store.read(ref)) for ref in store.refs()}
    assert any(holds(data, ANSWER) for data in held.values())  # the control: answers are there to be read
    with Project.open(folder, PASSPHRASE) as project:  # and names, with both keys
        listed = str([table.variables for table in data_tables(project)])
        assert LISTED in listed
        assert LATER in listed
    secret = (LINKED, PHONE, LISTED, LATER)
    return len(held), [f"{place}: {word}" for place, data in held.items() for word in secret if holds(data, word)]


__all__ = ["ALL", "Planted", "hits_in_files", "run_workflow"]
