# SPDX-License-Identifier: MIT
"""Damage and tampering: bits flipped, files cut short, ranges zeroed, old pages put back; `check` must report each."""

from __future__ import annotations

import hashlib
import random
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from projects.schema import MODEL
from projects.store.database import connect
from projects.store.integrity.integrity_check import check_folder
from projects.store.keys.key_file import open_slots, read_key_file
from tests.benchmarks import workload
from wording import Problem

PAGE = 4096


@dataclass
class Damages:
    """How many were done, how many `check` did not report, and whether it ever changed a file."""

    done: int = 0
    missed: list[str] = field(default_factory=list)
    changed: int = 0


def sample(folder: Path, steps: int = 120) -> Path:
    """A project with a history, objects, both keys and snapshots, closed."""
    chance = random.Random(2)
    with workload.create(folder) as project:
        for _ in range(steps):
            workload.step(project, chance)
        project.snapshots.make()
        assert project.check().findings == []
    return folder


def damage(folder: Path, kind: str, count: int, seed: int) -> Damages:
    """Do `kind` ("flip", "cut", "zero") `count` times at random places, each on the whole project again."""
    chance, told = random.Random(seed), Damages()
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "lock"]
    while told.done < count:
        path = files[told.done % len(files)] if told.done < len(files) else chance.choice(files)
        whole = path.read_bytes()
        at = chance.randrange(len(whole))
        damaged = bytearray(whole)
        if kind == "flip":
            damaged[at] ^= 1 << chance.randrange(8)
        elif kind == "cut":
            del damaged[at:]
        else:
            end = min(len(whole), at + chance.choice((16, 512, PAGE)))
            damaged[at:end] = bytes(end - at)
        if bytes(damaged) != whole:
            _put(folder, path, bytes(damaged), whole, told, f"{kind} {path.name} at {at}")
    return told


def old_pages(folder: Path, tables: tuple[str, ...], count: int, seed: int) -> Damages:
    """Put back earlier pages of `tables` (and their indexes), one at a time, into a database that went on since."""
    chance, told = random.Random(seed), Damages()
    from projects.store.project import Project

    while told.done < count:
        path = folder / read_key_file(folder).database
        earlier = path.read_bytes()
        with Project.open(folder, workload.PASSPHRASE) as project:
            for _ in range(40):
                workload.step(project, chance)
        later = path.read_bytes()
        places = [
            (number - 1) * PAGE
            for number in _pages_of(folder, tables)
            if earlier[(number - 1) * PAGE : number * PAGE] not in (b"", later[(number - 1) * PAGE : number * PAGE])
        ]
        for at in chance.sample(places, min(len(places), count - told.done)):
            old = later[:at] + earlier[at : at + PAGE] + later[at + PAGE :]
            if _rows(folder, old, tables) == _rows(folder, later, tables):
                continue  # the same rows in another layout, after an undo: nothing was put back
            _put(folder, path, old, later, told, f"old page at {at}")
    return told


def _rows(folder: Path, database: bytes, tables: tuple[str, ...]) -> object:
    """All rows of `tables` in a database of these bytes and what its own check says, or the error of reading them."""
    keys, _, _ = open_slots(read_key_file(folder), workload.PASSPHRASE)
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "copy.db"
        path.write_bytes(database)
        try:
            connection = connect(path, keys.key("database"))
        except Problem as problem:
            return str(problem)
        try:
            wanted = [*(f'SELECT * FROM "{table}"' for table in tables), "PRAGMA integrity_check"]
            return [[tuple(row) for row in connection.execute(sql)] for sql in wanted]
        except sqlite.Error as error:
            return str(error)
        finally:
            connection.close()


def _pages_of(folder: Path, tables: tuple[str, ...]) -> list[int]:
    """The numbers of the leaf pages that hold rows of `tables` now, walked from their roots."""
    keys, _, _ = open_slots(read_key_file(folder), workload.PASSPHRASE)
    path = folder / read_key_file(folder).database
    connection = connect(path, keys.key("database"))
    roots = [
        row[0]
        for table in tables
        for row in connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE tbl_name = ? AND rootpage > 0", (table,)
        )
    ]
    connection.close()
    clear = decrypted_pages(path.read_bytes(), keys.key("database"))
    found, waiting = [], list(roots)
    while waiting:
        number = waiting.pop()
        page = clear[number - 1]
        found.append(number)
        if page[0] in (2, 5):  # an interior page: four bytes of each cell, and the last four of its head, name children
            cells = int.from_bytes(page[3:5], "big")
            starts = [int.from_bytes(page[12 + 2 * n : 14 + 2 * n], "big") for n in range(cells)]
            waiting += [int.from_bytes(page[start : start + 4], "big") for start in starts]
            waiting.append(int.from_bytes(page[8:12], "big"))
    return found


def decrypted_pages(data: bytes, key: bytes) -> list[bytes]:
    """All pages of a database in clear, free ones too: SQLCipher 4 pages end with IV (16) and HMAC (64)."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    clear = []
    for start in range(0, len(data), PAGE):
        page = data[start : start + PAGE]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(page[-80:-64])).decryptor()
        clear.append(b"\x00" * (16 if start == 0 else 0) + decryptor.update(page[16 if start == 0 else 0 : -80]))
    return clear


def _put(folder: Path, path: Path, damaged: bytes, whole: bytes, told: Damages, what: str) -> None:
    path.write_bytes(damaged)
    before = _fingerprint(folder)
    if not check_folder(folder, workload.PASSPHRASE, MODEL).findings:
        told.missed.append(what)
    told.changed += _fingerprint(folder) != before
    told.done += 1
    path.write_bytes(whole)


def _fingerprint(folder: Path) -> dict[str, str]:
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}
