# SPDX-License-Identifier: MIT
"""Reads the cells of an xlsx one by one.

For a sheet that claims to be far larger than it is, or that holds damaged cells.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path
from xml.parsers import expat

from projects.imported.problems import damaged, import_problem
from projects.imported.zip_guard import open_zip

_BUILT_IN = frozenset((*range(14, 23), *range(45, 48)))  # ECMA-376 part 1, 18.8.30
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


def date_styles(container: zipfile.ZipFile) -> frozenset[int]:
    """The numbers of the cell formats that show a date or time."""
    if "xl/styles.xml" not in container.namelist():
        return frozenset()
    custom: dict[int, str] = {}
    formats: list[int] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        tag = name.rsplit(":", 1)[-1]
        if tag == "numFmt":
            custom[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            formats.append(int(attributes.get("numFmtId", "0")))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name.rsplit(":", 1)[-1] != "cellXfs"

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.Parse(container.read("xl/styles.xml"), True)
    shown = {number for number, code in custom.items() if re.search("[dmyhs]", _QUOTED.sub("", code.lower()))}
    return frozenset(place for place, number in enumerate(formats) if number in _BUILT_IN or number in shown)


def serial_text(number: str, from_1904: bool) -> str:
    """The ISO date (and time) of a serial number; the number as it stands when it is none."""
    start = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 30)
    try:
        moment = start + dt.timedelta(seconds=round(float(number) * 86_400))
    except (ValueError, OverflowError):
        return number
    return moment.date().isoformat() if moment.time() == dt.time(0) else moment.isoformat(sep=" ")


HUGE = 60_000_000  # cells of the rectangle that a reader would fill
_MOST_CELLS = 3_000_000
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension[^>]*\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_LARGE, _MOST_READ = 100_000_000, 9_000_000  # bytes of a part from which its cells are counted; cells that fit
_BLOCK = 1 << 22
_REFERENCE = re.compile(r"([A-Z]+)(\d+)$")


def huge_sheets(path: Path) -> dict[str, str]:
    """The sheets of an xlsx whose declared rectangle is huge: sheet name → part of the container."""
    found: dict[str, str] = {}
    with open_zip(path) as container:
        for name, part in _sheet_parts(container).items():
            with container.open(part) as stream:
                declared = _DIMENSION.search(stream.read(4096))
            if declared:
                first_column, first_row, last_column, last_row = declared.groups()
                width = column_number(last_column.decode()) - column_number(first_column.decode()) + 1
                if width * (int(last_row) - int(first_row) + 1) > HUGE:
                    found[name] = part
    return found


def refuse_too_many_cells(path: Path) -> None:
    """Raises ImportProblem for a sheet with more cells than the memory of an import holds."""
    with open_zip(path) as container:
        for name, part in _sheet_parts(container).items():
            if container.getinfo(part).file_size < _LARGE:
                continue
            cells = _count_cells(container, part)
            if cells > _MOST_READ:
                raise import_problem("too_many_cells", sheet=name, file=path.name, n=round(cells / 1e6))


def _count_cells(container: zipfile.ZipFile, part: str) -> int:
    count, tail = 0, b""
    with container.open(part) as stream:
        while block := stream.read(_BLOCK):
            window = tail + block
            count += window.count(b"<c ") + window.count(b"<c>")
            tail = window[-2:]
    return count


def column_number(letters: str) -> int:
    """The number of a column, A = 1."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _sheet_parts(container: zipfile.ZipFile) -> dict[str, str]:
    names = set(container.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    targets = {
        tag["Id"]: tag["Target"]
        for tag in _tags(container.read("xl/_rels/workbook.xml.rels"), "Relationship")
        if "Id" in tag
    }
    parts: dict[str, str] = {}
    for tag in _tags(container.read("xl/workbook.xml"), "sheet"):
        target = next((targets.get(value, "") for key, value in tag.items() if key.endswith(":id")), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if part in names:
            parts[tag.get("name", part)] = part
    return parts


def _tags(content: bytes, wanted: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rsplit(":", 1)[-1] == wanted:
            found.append(attributes)

    parser.StartElementHandler = start
    parser.Parse(content, True)
    return found


class _Cells:
    """Collects the cells of a worksheet, or the texts of the shared strings, while it is parsed."""

    def __init__(self, shared: list[str], dates: frozenset[int], from_1904: bool, file: str) -> None:
        self.unreadable = 0
        self._dates, self._from_1904, self._style = dates, from_1904, 0
        self.cells: dict[tuple[int, int], str] = {}
        self.texts: list[str] = []
        self._shared, self._file = shared, file
        self._place: tuple[int, int] | None = None
        self._kind = ""
        self._text: list[str] = []
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rsplit(":", 1)[-1]
        if tag == "c":
            found = _REFERENCE.match(attributes.get("r", ""))
            self._place = (int(found[2]), column_number(found[1])) if found else None
            self._kind, self._text = attributes.get("t", ""), []
            self._style = int(attributes.get("s", "0") or 0)
        elif tag == "si":
            self._text = []
        self._inside = tag in ("v", "t")

    def end(self, name: str) -> None:
        tag = name.rsplit(":", 1)[-1]
        self._inside = False
        if tag == "c" and self._place is not None and self._text:
            text = "".join(self._text)
            self.cells[self._place] = self._value(text)
            if len(self.cells) > _MOST_CELLS:
                raise import_problem("unpacks_too_large", file=self._file)
        elif tag == "si":
            self.texts.append("".join(self._text))

    def _value(self, text: str) -> str:
        if self._kind == "s":
            if text.isdigit() and int(text) < len(self._shared):
                return self._shared[int(text)]
            self.unreadable += 1
            return ""
        if self._kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        return serial_text(text, self._from_1904) if self._kind in ("", "n") and self._style in self._dates else text

    def characters(self, text: str) -> None:
        if self._inside:
            self._text.append(text)


def sheet_parts(path: Path) -> dict[str, str]:
    """The sheets of an xlsx: name → part of the container; empty for other workbooks."""
    with open_zip(path) as container:
        return _sheet_parts(container)


def read_sparse(path: Path, part: str) -> tuple[list[list[str]], int]:
    """The rows that hold something, over the columns that hold something, and how many cells could not be read.

    Raises ImportProblem for a damaged part.
    """
    with open_zip(path) as container:
        shared: list[str] = []
        from_1904 = counts_from_1904(container)
        if "xl/sharedStrings.xml" in container.namelist():
            shared = _parse(
                container, "xl/sharedStrings.xml", _Cells([], frozenset(), False, path.name), path.name
            ).texts
        reader = _Cells(shared, date_styles(container), from_1904, path.name)
        found = _parse(container, part, reader, path.name)
    rows = sorted({row for row, _ in found.cells})
    columns = sorted({column for _, column in found.cells})
    return [[found.cells.get((row, column), "") for column in columns] for row in rows], found.unreadable


def counts_from_1904(container: zipfile.ZipFile) -> bool:
    """Whether the workbook's dates start in 1904."""
    if "xl/workbook.xml" not in container.namelist():
        return False
    return re.search(rb'date1904\s*=\s*"(?:1|true)"', container.read("xl/workbook.xml")) is not None


def _parse(container: zipfile.ZipFile, part: str, cells: _Cells, file: str) -> _Cells:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = cells.start, cells.end
    parser.CharacterDataHandler = cells.characters
    try:
        with container.open(part) as stream:
            parser.ParseFile(stream)
    except (expat.ExpatError, zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
        raise damaged(file) from error
    return cells
