# SPDX-License-Identifier: MIT
"""Looking for words everywhere a project could still hold them, with all keys in hand. It changes nothing.

Looked at: every file as it lies, every page of every database in clear (free pages, search index and snapshots among
them), every page waiting in a write-ahead log, every object in clear (columns decoded), here and in copies elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from projects.store.objects import ObjectFolder
from projects.store.snapshots import LINK
from tests.benchmarks.damage import PAGE, decrypted_pages

if TYPE_CHECKING:
    from projects.store.project import Project

_WAL_HEAD, _FRAME_HEAD = 32, 24


def remnants(project: Project, words: Sequence[str], *copies: Path) -> tuple[int, list[str]]:
    """How many places were looked at, and where one of the words stands. The project must be closed."""
    opened = project._opened
    keys, link_keys = opened.keys, opened.link_keys or opened.keys
    wanted = {word: _forms(word) for word in words}
    places, hits = 0, []
    for root in (project.folder, *copies):
        for place, data in _held(root, keys, link_keys):
            places += 1
            hits += [f"{place}: {word}" for word, forms in wanted.items() if any(form in data for form in forms)]
    return places, hits


def _held(root: Path, keys: Any, link_keys: Any) -> Iterator[tuple[str, bytes]]:
    for path in sorted(root.rglob("*")):
        if not path.is_file():
            continue
        data = path.read_bytes()
        yield str(path), data
        own = link_keys if path.name.startswith(("link", LINK)) else keys
        if path.suffix == ".db":
            yield f"{path} in clear", b"".join(decrypted_pages(data, own.key("database")))
        elif path.name.endswith("-wal") and len(data) > _WAL_HEAD:
            yield f"{path} in clear", b"".join(_waiting(data, own.key("database")))
    for folder in (*root.glob("objects*"), *root.glob("link-objects*")):
        own, mark = (link_keys, "l") if folder.name.startswith("link") else (keys, "o")
        held = ObjectFolder(folder, own.key("objects"), b"", mark)
        for ref in held.refs():
            yield f"{folder.name}/{ref}", decoded(held.read(ref))


def _waiting(data: bytes, key: bytes) -> Iterator[bytes]:
    """The pages of a write-ahead log in clear."""
    for start in range(_WAL_HEAD, len(data) - PAGE + 1, _FRAME_HEAD + PAGE):
        page = data[start + _FRAME_HEAD : start + _FRAME_HEAD + PAGE]
        if len(page) == PAGE:
            yield decrypted_pages(b"\x00" * PAGE + page, key)[1]


def decoded(data: bytes) -> bytes:
    """An object's bytes, and the values of a column it may hold."""
    import pyarrow as pa

    try:
        batch = pa.ipc.open_stream(pa.py_buffer(data)).read_next_batch()
    except (pa.ArrowInvalid, StopIteration, OSError):
        return data
    dictionaries = [
        str(column.dictionary.to_pylist()) for column in batch.columns if pa.types.is_dictionary(column.type)
    ]
    return data + (str(batch.to_pydict()) + "".join(dictionaries)).encode()


def _forms(word: str) -> list[bytes]:
    cases = {word, word.lower(), word.upper()}
    return [form for case in cases for form in (case.encode(), case.encode("utf-16-le"))]
