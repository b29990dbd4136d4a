# SPDX-License-Identifier: MIT
"""The text of an OpenDocument transcript: paragraphs, lists, tables and notes as a reader sees them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from projects.readers.bold_speakers import marked_opening, with_colons
from projects.readers.documents.docx import as_turn, headings_among, local, marked_heading, without_marks
from projects.readers.transcript_problems import transcript_problem
from projects.readers.transcripts import Comment, SourceFile, TranscriptText
from projects.readers.zipped_documents import Package, XmlElement
from wording import msg

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SKIPPED = frozenset(("tracked-changes", "annotation", "annotation-end", "note-citation", "sequence-decls", "frame"))
_MOST_SPACES = 1000


def read(source: SourceFile) -> TranscriptText:
    """The text of an OpenDocument file. Raises TranscriptProblem."""
    return read_odt(source.path, source.data)


def read_odt(path: Path, data: bytes | None = None) -> TranscriptText:
    """The text, one paragraph a line, cells of a table row parted by tabs; comments with their places; what to tell.

    Raises TranscriptProblem.
    """
    with Package(path, data) as package:
        if "META-INF/manifest.xml" in package.parts and _is_encrypted(package):
            raise transcript_problem("password", file=path.name)
        root = package.xml("content.xml")
    body = next((element for element in root.iter() if local(element) == "text" and _in_body(element)), None)
    if body is None:
        raise transcript_problem("damaged", file=path.name)
    notes = sum(1 for element in body.iter(f"{_TEXT}note"))
    tracked = sum(1 for element in body.iter(f"{_TEXT}changed-region"))
    warnings = [msg("coding.file.notes_in_text", n=notes)] if notes else []
    if tracked:
        warnings.append(msg("coding.file.tracked_changes", n=tracked))
    reader = _OdtReader(body, _bold_styles(root))
    lines, colons = with_colons(list(reader.blocks(body)))
    text, places = without_marks("\n".join(lines))
    if colons:
        warnings.append(msg("coding.file.bold_names", n=colons))
    comments = tuple(
        Comment(start, end, *reader.said[number])
        for number, (start, end) in places.items()
        if number in reader.said and reader.said[number][0] and start < end
    )
    if comments:
        warnings.append(msg("coding.file.comments", n=len(comments)))
    return TranscriptText(text, tuple(warnings), comments=comments, headings=headings_among(text, places))


def _is_encrypted(package: Package) -> bool:
    return any(local(element) == "encryption-data" for element in package.xml("META-INF/manifest.xml").iter())


def _in_body(element: XmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent) == "body"


class _OdtReader:
    """Walks a body; the stretches of comments are marked in the text, their words kept by number in `said`."""

    def __init__(self, body: XmlElement, bold: frozenset[str]) -> None:
        self._bold = bold
        self.said: dict[str, tuple[str, str]] = {}
        self._ended = {element.get(f"{_OFFICE}name") for element in body.iter(f"{_OFFICE}annotation-end")}
        self._numbers: dict[str | None, str] = {}
        self._headings = self._within = 0
        self._points: list[str] = []  # comments of the paragraph at hand that stand at a point

    def blocks(self, parent: XmlElement) -> Iterator[str]:
        """The paragraphs below `parent` in order, tables row by row."""
        for child in parent:
            name = local(child)
            if name in ("p", "h"):
                line = self._paragraph(child)
                self._headings += name == "h"
                if self._within:
                    yield line
                elif name == "h":
                    yield marked_heading(line, self._headings)
                else:
                    yield marked_opening(line, _bold_opening(child, self._bold))
            elif name == "table-row":
                kinds = ("table-cell", "covered-table-cell")
                self._within += 1  # a heading in a cell is part of its row
                cells = [" ".join(self.blocks(cell)) for cell in child if local(cell) in kinds]
                self._within -= 1
                if any(cell.strip() for cell in cells):
                    yield as_turn(cells)
            elif name and name not in _SKIPPED:
                yield from self.blocks(child)

    def _paragraph(self, element: XmlElement) -> str:
        """A comment at a point is about what follows in its paragraph, at the end about the whole of it."""
        outer, self._points = self._points, []
        text = "".join(self._inline(element))
        for number in self._points:
            begin, end = f"\0S{number}\1", f"\0E{number}\1"
            if not without_marks(text[text.index(begin) :])[0].strip():
                text = begin + text.replace(begin, "")
            text += end
        self._points = outer
        return text

    def _inline(self, element: XmlElement) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            name = local(child)
            if name == "s":
                yield " " * _spaces(child)
            elif name == "tab":
                yield "\t"
            elif name == "line-break":
                yield "\n"
            elif name == "annotation":
                yield self._begun(child)
            elif name == "annotation-end":
                number = self._numbers.get(child.get(f"{_OFFICE}name"))
                yield f"\0E{number}\1" if number else ""
            elif name == "note":
                bodies = (line.strip() for body in child if local(body) == "note-body" for line in self.blocks(body))
                yield f" [{' '.join(bodies)}]"
            elif name and name not in _SKIPPED:
                yield from self._inline(child)
            yield child.tail or ""

    def _begun(self, element: XmlElement) -> str:
        number, name = str(len(self.said) + 1), element.get(f"{_OFFICE}name")
        author = next((str(part.text or "") for part in element if local(part) == "creator"), "")
        lines = ["".join(part.itertext()).strip() for part in element if local(part) in ("p", "list")]
        self.said[number] = ("\n".join(line for line in lines if line), author.strip())
        if name is not None and name in self._ended:
            self._numbers[name] = number
        else:
            self._points.append(number)
        return f"\0S{number}\1"


def _bold_styles(root: XmlElement) -> frozenset[str]:
    """The names of the styles of the file itself that set words in bold."""
    found = set[str]()
    for style in root.iter(f"{_STYLE}style"):
        for properties in style.iter(f"{_STYLE}text-properties"):
            if properties.get(f"{_FO}font-weight") in ("bold", "700", "800", "900"):
                found.add(str(style.get(f"{_STYLE}name")))
    return frozenset((*found, "Strong_20_Emphasis"))


def _bold_opening(paragraph: XmlElement, bold: frozenset[str]) -> str:
    """The words in bold that a paragraph begins with."""
    found = ""
    for child in paragraph if not (paragraph.text or "").strip() else ():
        if local(child) != "span" or child.get(f"{_TEXT}style-name") not in bold:
            break
        found += "".join(child.itertext())
        if (child.tail or "").strip():
            break
    return found


def _spaces(element: XmlElement) -> int:
    count = str(element.get(f"{_TEXT}c") or "1")
    return min(int(count), _MOST_SPACES) if count.isascii() and count.isdigit() and len(count) < 7 else 1
