# SPDX-License-Identifier: MIT
"""A form and the files it reads beside it, stored as one archive and unpacked where it is read.

A form that reads none is kept byte for byte; another as a zip of `form/NAME`, `choices/FILE` (of
`select_one_from_file`) and `lookups/FILE` (of `pulldata()` and `instance()`, which may hold people).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path

FORM, CHOICES, LOOKUPS = "form", "choices", "lookups"


def form_with_files(form: Path, files: Sequence[str]) -> bytes:
    """What is kept of a form; `files` are those it read beside it, as `Form.beside` names them. Raises OSError."""
    if not files:
        return form.read_bytes()
    named = {name: form.with_name(_parted(name)[1]) for name in files}
    return _zipped([(f"{FORM}/{form.name}", form.read_bytes()), *((n, path.read_bytes()) for n, path in named.items())])


def taken_apart(name: str, kept: bytes, *, lookups: bool = True) -> dict[str, bytes]:
    """A kept form called `name`, and the files beside it, by their names; `lookups`: what it looks up too."""
    parts = _parts(kept)
    beside = {
        file: content for (kind, file), content in parts.items() if kind == CHOICES or (kind == LOOKUPS and lookups)
    }
    form = next((content for (kind, _), content in parts.items() if kind == FORM), kept)
    return beside | {Path(name).name: form}


def without_lookups(kept: bytes) -> bytes:
    """A kept form without the files in which it looks things up; the same bytes where it has none."""
    parts = _parts(kept)
    if not any(kind == LOOKUPS for kind, _ in parts):
        return kept
    return _zipped((f"{kind}/{file}", content) for (kind, file), content in parts.items() if kind != LOOKUPS)


def _parts(kept: bytes) -> dict[tuple[str, str], bytes]:
    """The files kept together, by kind and name; empty for a form that is kept alone."""
    if not kept.startswith(b"PK"):
        return {}
    try:
        with zipfile.ZipFile(io.BytesIO(kept)) as container:
            names = container.namelist()
            if not names or not names[0].startswith(f"{FORM}/"):
                return {}
            return {_parted(name): container.read(name) for name in names}
    except zipfile.BadZipFile:
        return {}


def _parted(name: str) -> tuple[str, str]:
    kind, _, file = name.partition("/")
    return kind, Path(file).name


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The files as a zip that is the same whenever it is made."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as container:
        for name, content in files:
            container.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()
