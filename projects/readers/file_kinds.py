# SPDX-License-Identifier: MIT
"""Recognises the kind of a file by its content; names only decide between things that look alike."""

from __future__ import annotations

import zipfile
from enum import StrEnum
from pathlib import Path

from projects.imported.problems import damaged, import_problem, unknown_kind


class FileKind(StrEnum):
    """What a file or folder of survey data can be."""

    WORKBOOK = "workbook"  # xlsx, xlsm, xlsb, xls, ods
    DELIMITED = "delimited"  # csv, tsv
    DELIMITED_ZIP = "delimited_zip"  # a zip of csv files
    SPSS = "spss"
    STATA = "stata"
    SAS = "sas"
    SAS_TRANSPORT = "sas_transport"
    SPSS_PORTABLE = "spss_portable"
    PARQUET = "parquet"
    SUBMISSIONS = "submissions"  # a folder or zip of ODK/KoboCollect submissions
    JSON = "json"
    FORM_XML = "form_xml"


_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TABLE_PARTS = (".csv", ".tsv")  # of a zip; the readers, which are asked later, know whole files
_SAS_MAGIC = bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c")
_TEXT_SUFFIXES = frozenset((".csv", ".tsv", ".txt", ".tab", ".dat", ""))


def detect_kind(path: Path) -> FileKind:
    """The kind of a file or folder. Raises ImportProblem for an empty, locked or unknown one."""
    if path.is_dir():
        return FileKind.SUBMISSIONS
    if path.exists() and not path.is_file():
        raise import_problem("no_regular_file", file=path.name)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
    except OSError as error:
        raise import_problem("unreadable", file=path.name) from error
    if not head:
        raise import_problem("empty", file=path.name)
    kind = _by_signature(head, path)
    if kind is None:
        raise unknown_kind(path.name)
    return kind


def _by_signature(head: bytes, path: Path) -> FileKind | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if head.startswith(_OLE):
        return _ole_kind(path)
    for mark, kind in (
        (b"$FL2", FileKind.SPSS),
        (b"$FL3", FileKind.SPSS),
        (b"PAR1", FileKind.PARQUET),
        (b"<stata_dta>", FileKind.STATA),
        (b"HEADER RECORD*******", FileKind.SAS_TRANSPORT),
    ):
        if head.startswith(mark):
            return kind
    if head[:28] == _SAS_MAGIC:
        return FileKind.SAS
    if _is_old_stata(head):
        return FileKind.STATA
    if b"SPSS PORT FILE" in head[:600]:
        return FileKind.SPSS_PORTABLE
    return _text_kind(head, path)


def _is_old_stata(head: bytes) -> bool:
    """Stata 8 to 12: release number, byte order 1 or 2, file type 1, then a zero."""
    return len(head) > 10 and 102 <= head[0] <= 115 and head[1] in (1, 2) and head[2] == 1 and head[3] == 0


def _zip_kind(path: Path) -> FileKind:
    try:
        with zipfile.ZipFile(path) as container:
            names = container.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(path.name) from error
    lower = [name.lower() for name in names]
    if any(name.startswith(("xl/workbook.", "xl/worksheets/")) for name in lower) or _is_ods(path, lower):
        return FileKind.WORKBOOK
    if any(name.endswith(TABLE_PARTS) for name in lower):
        return FileKind.DELIMITED_ZIP
    if any(
        name.endswith(".xml") and "/" in name and not name.startswith(("word/", "ppt/", "_rels/")) for name in lower
    ) and not any(name.startswith(("word/", "meta-inf/")) for name in lower):
        return FileKind.SUBMISSIONS
    if any(name.startswith("ppt/") for name in lower) or path.suffix.lower() == ".odp":
        raise import_problem("slides", file=path.name)
    raise import_problem("zip_without_table", file=path.name)


def _is_ods(path: Path, names: list[str]) -> bool:
    if "mimetype" not in names or "content.xml" not in names:
        return False
    with zipfile.ZipFile(path) as container:
        try:
            return b"spreadsheet" in container.read("mimetype")[:200]
        except (KeyError, zipfile.BadZipFile, RuntimeError):
            return False


def _ole_kind(path: Path) -> FileKind:
    """An old .xls workbook; an encrypted .xlsx hides in the same container."""
    with path.open("rb") as file:
        content = file.read(64 << 20)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise import_problem("password", file=path.name)
    if any(name.encode("utf-16-le") in content for name in ("Workbook", "Book")):
        return FileKind.WORKBOOK
    raise import_problem("old_or_locked", file=path.name)


def _text_kind(head: bytes, path: Path) -> FileKind | None:
    if head.startswith(
        (b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05", b"MZ", b"\x7fELF", b"%PDF", b"SQLite format 3")
    ):
        return None
    text = _as_text(head)
    if text is None:
        return None
    start = text.lstrip("\ufeff \t\r\n")
    if not start:
        raise import_problem("empty", file=path.name)
    if start.startswith("<"):
        return FileKind.FORM_XML if path.suffix.lower() == ".xml" else None
    if start[0] in "[{" and path.suffix.lower() not in (".csv", ".tsv", ".txt"):
        return FileKind.JSON
    if path.suffix.lower() == "":
        return FileKind.DELIMITED if _looks_delimited(start) else None
    return FileKind.DELIMITED if path.suffix.lower() in _TEXT_SUFFIXES else None


def _looks_delimited(text: str) -> bool:
    """Whether the first lines share a separator: a file without a suffix may be anything, such as a script."""
    lines = [line for line in text.splitlines()[:-1][:5] if line.strip()]
    if len(lines) < 2 or lines[0].startswith("#!"):
        return False
    return any(lines[0].count(mark) and len({line.count(mark) for line in lines}) == 1 for mark in ",;\t|")


def _as_text(head: bytes) -> str | None:
    """The head as text, None when it is binary."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    zeros = head.count(0)
    if zeros > len(head) * 0.2:
        for code, part in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
            if part.count(0) > len(part) * 0.7:
                return head.decode(code, errors="replace")
        return None
    odd = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13, 27, 0))
    if odd + zeros > max(2, len(head) * 0.02):
        return None
    return head.decode("utf-8", errors="replace")
