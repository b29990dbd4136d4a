# SPDX-License-Identifier: MIT
"""Compiles the catalogues when the program is set up or packaged: one file for each language, beside its sources.

The program reads the file only while it fits its sources (the SHA-256 at its beginning), and writes none.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

LANGUAGE_FOLDERS = Path(__file__).parent / "languages"
COMPILED = "catalogue.compiled"
DIGEST = 32  # bytes


def sources_of(folder: Path) -> list[Path]:
    """The catalogues of one language, by name."""
    return sorted(folder.glob("*.po"))


def digest_of(sources: Sequence[Path]) -> bytes:
    """The SHA-256 of all catalogues of one language."""
    whole = hashlib.sha256()
    for source in sources:
        whole.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return whole.digest()


def compiled(sources: Sequence[Path], language: str) -> bytes:
    """All catalogues of one language as one, in gettext's own format (GNU MO)."""
    from babel.messages.catalog import Catalog  # 0.1 s: only where nothing is compiled yet
    from babel.messages.mofile import write_mo  # babel, 20 ms: not at start
    from babel.messages.pofile import read_po  # babel, 20 ms: not at start

    whole = Catalog(locale=language)
    for source in sources:
        with source.open("rb") as stream:
            for message in read_po(stream, locale=language):
                if message.id:
                    whole.add(message.id, message.string, flags=message.flags)
    content = io.BytesIO()
    write_mo(content, whole)
    return content.getvalue()


def compile_catalogues(folders: Path = LANGUAGE_FOLDERS) -> list[Path]:
    """Compile each language that has changed, for every user to read. Raises OSError where nothing can be written."""
    written = []
    for folder in sorted(path for path in folders.iterdir() if sources_of(path)):
        sources, target = sources_of(folder), folder / COMPILED
        digest = digest_of(sources)
        if target.is_file() and target.read_bytes()[:DIGEST] == digest:
            continue
        part = target.with_name(f".{COMPILED}.{os.getpid()}")
        part.write_bytes(digest + compiled(sources, folder.name))
        part.chmod(0o644)
        part.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    compile_catalogues(Path(sys.argv[1]) if len(sys.argv) > 1 else LANGUAGE_FOLDERS)
