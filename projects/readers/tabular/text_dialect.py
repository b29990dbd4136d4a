# SPDX-License-Identifier: MIT
"""Dialect of a text table: encoding, separator, header. A guess is reported as one."""

from __future__ import annotations

import codecs
import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from projects.imported.findings import finding
from projects.imported.problems import import_problem
from projects.imported.records import Finding, Severity
from projects.importing.options import ImportOptions

SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 200_000
_BLOCK = 8 << 20
_SOMETHING = re.compile(rb"\S")
_UNDEFINED_IN_1252 = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))


@dataclass
class TextFile:
    """A text table's content as UTF-8 bytes without a byte order mark, and how it was written.

    Of a large file in plain UTF-8 only the start is held: the rest lies at `path`, and is read from there in blocks.
    """

    content: bytes
    encoding: str
    findings: list[Finding] = field(default_factory=list)
    path: Path | None = None
    quotes: int = 0  # of the whole file

    def whole(self) -> TextFile:
        """The same with all of its content in memory. Raises OSError."""
        if self.path is None:
            return self
        content = self.path.read_bytes().removeprefix(codecs.BOM_UTF8)
        return TextFile(content, self.encoding, self.findings, quotes=self.quotes)


def read_text_file(path: Path, options: ImportOptions) -> TextFile:
    """The content decoded. Raises ImportProblem when it is empty, or not in the encoding chosen."""
    try:
        if not options.encoding and path.stat().st_size > _BLOCK and (plain := _plain(path)) is not None:
            return plain
        content = path.read_bytes()
    except OSError as error:
        raise import_problem("unreadable", file=path.name) from error
    return decode(content, path.name, options.encoding)


def _plain(path: Path) -> TextFile | None:
    """A large file that is UTF-8 from its start to its end, with its start only; None for every other."""
    decoder, quotes, start = codecs.getincrementaldecoder("utf-8")(), 0, b""
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            start = start or block
            if b"\0" in block:
                return None
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return None
            quotes += block.count(b'"')
    if decoder.getstate()[0] or not _SOMETHING.search(start):
        return None
    marked = start.startswith(codecs.BOM_UTF8)
    content = start.removeprefix(codecs.BOM_UTF8)
    content = content[: content.rfind(b"\n") + 1] or content
    return TextFile(content, "utf-8-sig" if marked else "utf-8", path=path, quotes=quotes)


def decode(content: bytes, name: str, encoding: str | None = None) -> TextFile:
    """The same for content at hand."""
    if encoding:
        try:
            found = TextFile(
                content.decode(encoding).removeprefix("\ufeff").encode("utf-8"), codecs.lookup(encoding).name
            )
        except (UnicodeError, LookupError) as error:
            raise import_problem("unknown_encoding", file=name) from error
    else:
        found = _guessed(content)
    if b"\0" in found.content:
        rows = [number for number, line in enumerate(found.content.split(b"\n")) if b"\0" in line]
        found.content = found.content.replace(b"\0", b"")
        found.findings.append(
            finding(Severity.WARNING, "nul_bytes", rows=(row - 1 for row in rows if row), count=len(rows), n=len(rows))
        )
    if not _SOMETHING.search(found.content):
        raise import_problem("empty", file=name)
    found.quotes = found.content.count(b'"')
    return found


def _guessed(content: bytes) -> TextFile:
    if content.startswith(codecs.BOM_UTF8):
        content = content[3:]
        return TextFile(content, "utf-8-sig") if _is_utf8(content) else _by_line(content)
    for mark in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        if content.startswith(mark):
            return TextFile(content.decode("utf-16", errors="replace").encode("utf-8"), "utf-16")
    head = content[:4096]
    for name, part in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if len(part) > 4 and part.count(0) > 0.7 * len(part):
            return TextFile(content.decode(name, errors="replace").encode("utf-8"), name)
    return TextFile(content, "utf-8") if _is_utf8(content) else _by_line(content)


def _is_utf8(content: bytes) -> bool:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    view = pa.Array.from_buffers(
        pa.binary(), 1, [None, pa.array([0, len(content)], pa.int32()).buffers()[1], pa.py_buffer(content)]
    )
    if len(content) >= 1 << 31:
        return _is_utf8(content[: 1 << 30])
    try:
        view.cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _by_line(content: bytes) -> TextFile:
    """Windows-1252 (or Latin-1) throughout, unless other lines are UTF-8: then each line as it is written."""
    lines = content.split(b"\n")
    bad: list[int] = []
    has_utf8 = False
    for number, line in enumerate(lines):
        if line.isascii():
            continue
        try:
            line.decode("utf-8")
            has_utf8 = True
        except UnicodeDecodeError:
            bad.append(number)
    latin = "latin-1" if any(byte in content for byte in _UNDEFINED_IN_1252) else "cp1252"
    if has_utf8:
        for number in bad:
            lines[number] = lines[number].decode("latin-1" if latin == "latin-1" else "cp1252").encode("utf-8")
        rows = (number - 1 for number in bad if number)
        found = finding(Severity.WARNING, "encoding_mixed", rows=rows, count=len(bad), n=len(bad))
        return TextFile(b"\n".join(lines), "utf-8", [found])
    shown = {"cp1252": "Windows-1252", "latin-1": "Latin-1"}[latin]
    found = finding(Severity.GUESS, "encoding_guessed", encoding=shown)
    return TextFile(content.decode(latin).encode("utf-8"), latin, [found])


def find_separator(content: bytes) -> str:
    """The separator that cuts the first records into the same number of cells, the more the better."""
    sample = content[:_SAMPLE].decode("utf-8", errors="ignore")
    best, best_score = ",", 0.0
    for separator in SEPARATORS:
        widths = [len(row) for row in _records(sample, separator, 40)]
        if not widths:
            continue
        usual = max(set(widths), key=widths.count)
        score = (usual - 1) * widths.count(usual) / len(widths)
        if score > best_score:
            best, best_score = separator, score
    return best


def first_records(text: TextFile, separator: str, count: int) -> list[list[str]]:
    """The first records of a text table, empty lines left out."""
    found = _first(text.content, separator, count)
    return found if len(found) >= count or text.path is None else _first(text.whole().content, separator, count)


def _first(content: bytes, separator: str, count: int) -> list[list[str]]:
    size = _SAMPLE
    while True:
        sample = content[:size].decode("utf-8", errors="ignore")
        records = _records(sample, separator, count)
        if len(records) >= count or size >= len(content) or size > 50_000_000:
            return records
        size *= 8


def _records(sample: str, separator: str, count: int) -> list[list[str]]:
    csv.field_size_limit(1 << 30)
    reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
    records = []
    for row in reader:
        if row:
            records.append(row)
        if len(records) >= count:
            break
    return records
