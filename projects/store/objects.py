# SPDX-License-Identifier: MIT
"""Write-once sealed files named by keyed HMAC of their content."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from projects.store.byte_pieces import Pieces, pieces_of
from projects.store.encryption import SealBroken, seal_pieces, unseal_pieces
from projects.store.private_files import disk_problems, private_folder, read_plain, sync_folder, write_whole
from projects.store.problems import DamagedObject

_AT_ONCE = 16  # files written side by side
REF = re.compile(r"[a-z]-[0-9a-f]{64}")


class ObjectFolder:
    """The objects of one key, `folder/ab/<ref>`. A ref tells nothing without the key; same bytes, same ref."""

    def __init__(self, folder: Path, sealing_key: bytes, naming_key: bytes, letter: str = "o") -> None:
        self.folder, self._sealing, self._naming, self._letter = folder, sealing_key, naming_key, letter

    def ref(self, data: bytes | Pieces) -> str:
        """The name of `data`."""
        named = hmac.new(self._naming, digestmod=hashlib.sha256)
        for piece in pieces_of(data):
            named.update(piece)
        return f"{self._letter}-{named.hexdigest()}"

    def path(self, ref: str) -> Path:
        """Where the object lies. Raises DamagedObject for what is no ref."""
        if not REF.fullmatch(ref):
            raise DamagedObject(object=ref[:12])
        return self.folder / ref[2:4] / ref

    def has(self, ref: str) -> bool:
        """Whether the file is there, as far as can be seen."""
        path = self.path(ref)
        try:
            return path.is_file()
        except PermissionError:
            return False

    def put(self, data: bytes | Pieces, ref: str = "") -> str:
        """Store `data`, durable when this returns; `ref` keeps another name. Raises DiskFull, CannotWrite."""
        ref = ref or self.ref(data)
        path = self.path(ref)
        if path.is_file():
            return ref
        with disk_problems():
            if not path.parent.is_dir():
                private_folder(path.parent)
                sync_folder(path.parent.parent)
                sync_folder(path.parent.parent.parent)
            self._write(data, ref)
            sync_folder(path.parent)
        return ref

    def put_many(self, contents: Sequence[bytes]) -> list[str]:
        """Store many contents at once, all durable when this returns; their refs. Raises DiskFull, CannotWrite.

        Disks take many small files several times as fast side by side; each folder is made durable once.
        """
        refs = [self.ref(data) for data in contents]
        missing = {ref: data for ref, data in zip(refs, contents, strict=True) if not self.path(ref).is_file()}
        folders = {self.path(ref).parent for ref in missing}
        with disk_problems():
            fresh = [folder for folder in folders if not folder.is_dir()]
            for folder in fresh:
                private_folder(folder)
            if fresh:
                sync_folder(self.folder)
                sync_folder(self.folder.parent)
            with ThreadPoolExecutor(_AT_ONCE) as pool:
                list(pool.map(self._write, missing.values(), missing))
                list(pool.map(sync_folder, folders))
        return refs

    def _write(self, data: bytes | Pieces, ref: str) -> None:
        """Write one file whole, its bytes durable; its name is so once its folder is."""
        write_whole(self.path(ref), seal_pieces(self._sealing, data, ref.encode()))

    def read(self, ref: str) -> bytes:
        """The bytes of an object. Raises DamagedObject when it is missing or not what was written."""
        try:
            return unseal_pieces(self._sealing, read_plain(self.path(ref)), ref.encode())
        except (OSError, SealBroken) as error:
            raise DamagedObject(object=ref[:12]) from error

    def remove(self, ref: str) -> None:
        """Delete the file, if it is there."""
        path = self.path(ref)
        if path.is_file():
            path.unlink()
            sync_folder(path.parent)

    def refs(self) -> Iterator[str]:
        """The refs of all files there are."""
        if self.folder.is_dir():
            for path in sorted(self.folder.glob("??/?-*")):
                if REF.fullmatch(path.name):
                    yield path.name

    def sweep(self, known: set[str]) -> int:
        """Delete objects that no action refers to and parts of broken writes; how many."""
        gone = 0
        if self.folder.is_dir():
            for path in sorted(self.folder.glob("??/*")):
                if path.name not in known:
                    path.unlink()
                    gone += 1
        return gone
