# SPDX-License-Identifier: MIT
"""The text of a Word transcript: what a reader sees with tracked changes accepted, notes at their place.

It reads the document's own XML parts one by one; pictures, macros and embedded files are never touched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from coding.speaker_labels import is_column_of_speakers
from projects.readers.bold_speakers import MARKS, marked_opening, with_colons
from projects.readers.transcript_problems import transcript_problem
from projects.readers.transcripts import Comment, SourceFile, TranscriptText
from projects.readers.zipped_documents import Package, XmlElement
from wording import Message, msg

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_R = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_SKIPPED = frozenset(
    ("del", "moveFrom", "instrText", "delText", "pPr", "rPr", "sectPr", "tblPr", "Fallback", "txbxContent")
)
_MARK = re.compile("\0([SE])(h?\\d+)\1")  # of a comment or a heading; no XML holds these two characters
_HEADING_STYLE = re.compile(
    r"(?:heading|title|subtitle|toc heading)\b", re.IGNORECASE
)  # Word's own names, in any language
_DEEPEST = 20  # styles based on one another
_SPECIAL = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "", "ptab": "\t"}


def read(source: SourceFile) -> TranscriptText:
    """The text of a Word file. Raises TranscriptProblem."""
    return read_docx(source.path, source.data)


def read_docx(path: Path, data: bytes | None = None) -> TranscriptText:
    """The text, one paragraph a line, cells of a table row parted by tabs; comments with their places; what to tell.

    Raises TranscriptProblem.
    """
    with Package(path, data) as package:
        main = main_part(package)
        root = package.xml(main)
        if local(root) != "document":
            raise transcript_problem("damaged", file=path.name)
        folder = main.rpartition("/")[0] + "/"
        notes = {kind: _notes(package, f"{folder}{kind}s.xml", kind) for kind in ("footnote", "endnote")}
        said = _comments(package, f"{folder}comments.xml")
        styles = _heading_styles(package, f"{folder}styles.xml")
    reader = _Reader(notes, styles)
    body = next((child for child in root if local(child) == "body"), None)
    lines, colons = with_colons(list(reader.blocks(body)) if body is not None else [])
    text, places = without_marks("\n".join(lines))
    warnings = reader.warnings()
    if colons:
        warnings.append(msg("coding.file.bold_names", n=colons))
    comments = tuple(
        Comment(start, end, *said[number])
        for number, (start, end) in places.items()
        if number in said and said[number][0] and start < end
    )
    if comments:
        warnings.append(msg("coding.file.comments", n=len(comments)))
    return TranscriptText(text, tuple(warnings), comments=comments, headings=headings_among(text, places))


def headings_among(text: str, places: Mapping[str, tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Where the headings among marked stretches stand, in order; none that is blank."""
    held = (stretch for number, stretch in places.items() if number.startswith("h"))
    return tuple(sorted((start, end) for start, end in held if text[start:end].strip()))


def marked_heading(line: str, number: int) -> str:
    """A line marked as a heading, without the blanks around it."""
    said = line.strip()
    return line.replace(said, f"\0Sh{number}\1{said}\0Eh{number}\1") if said else line


def _heading_styles(package: Package, part: str) -> frozenset[str]:
    """The ids of the styles that are headings, or are based on one."""
    if part not in package.parts:
        return frozenset()
    named: dict[str, str] = {}
    based: dict[str, str] = {}
    found = set[str]()
    for style in package.xml(part):
        if local(style) != "style" or word_attribute(style, "type") not in ("", "paragraph"):
            continue
        known = word_attribute(style, "styleId")
        for child in style:
            if local(child) == "name":
                named[known] = word_attribute(child, "val")
            elif local(child) == "basedOn":
                based[known] = word_attribute(child, "val")
            elif local(child) == "pPr" and _outlined(child):
                found.add(known)
    found |= {known for known, name in named.items() if _HEADING_STYLE.match(name)}
    for known in based:
        above = known
        for _ in range(_DEEPEST):  # a file may name itself
            above = based.get(above, "")
            if above in found:
                found.add(known)
                break
    return frozenset(found)


def _outlined(properties: XmlElement) -> bool:
    """Whether properties of a paragraph give it a level of the outline."""
    levels = (word_attribute(child, "val") for child in properties if local(child) == "outlineLvl")
    return any(level in set("012345678") for level in levels)


def _comments(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """The text and the author of each comment by id."""
    if part not in package.parts:
        return {}
    found = {}
    for comment in package.xml(part):
        if local(comment) == "comment":
            text = MARKS.sub("", "\n".join(line.strip() for line in _Reader({}).blocks(comment))).strip()
            found[word_attribute(comment, "id")] = (without_marks(text)[0], word_attribute(comment, "author"))
    return found


def without_marks(marked: str) -> tuple[str, dict[str, tuple[int, int]]]:
    """The text without the marks of comments and headings, and the stretch of each by its id."""
    parts, place, length = [], 0, 0
    starts: dict[str, int] = {}
    stretches: dict[str, tuple[int, int]] = {}
    for mark in _MARK.finditer(marked):
        parts.append(marked[place : mark.start()])
        length += len(parts[-1])
        place = mark.end()
        if mark[1] == "S":
            starts[mark[2]] = length
        elif mark[2] in starts:
            stretches[mark[2]] = (starts[mark[2]], length)
    return "".join([*parts, marked[place:]]), stretches


def main_part(package: Package) -> str:
    """The path of the main document, from the package's relations, else the usual one."""
    if "_rels/.rels" in package.parts:
        for relation in package.xml("_rels/.rels").iter(f"{_R}Relationship"):
            if (relation.get("Type") or "").endswith("/officeDocument"):
                target = (relation.get("Target") or "").lstrip("/")
                if target in package.parts:
                    return target
    if "word/document.xml" not in package.parts:
        raise transcript_problem("damaged", file=package.name)
    return "word/document.xml"


def _notes(package: Package, part: str, kind: str) -> dict[str, str]:
    """The text of each footnote or endnote by id; separators left out."""
    if part not in package.parts:
        return {}
    found = {}
    for note in package.xml(part):
        if local(note) == kind and not word_attribute(note, "type"):
            text = " ".join(line.strip() for line in _Reader({}).blocks(note))
            found[word_attribute(note, "id")] = text.strip()
    return found


class _Reader:
    """Walks a body and remembers what it met that the user should know; without styles it looks for no headings."""

    def __init__(self, notes: dict[str, dict[str, str]], heading_styles: frozenset[str] | None = None) -> None:
        self._notes, self._heading_styles = notes, heading_styles
        self._tracked = self._noted = self._headings = self._within = 0

    def warnings(self) -> list[Message]:
        """What was met, as sentences."""
        said = []
        if self._tracked:
            said.append(msg("coding.file.tracked_changes", n=self._tracked))
        if self._noted:
            said.append(msg("coding.file.notes_in_text", n=self._noted))
        return said

    def blocks(self, parent: XmlElement) -> Iterator[str]:
        """The paragraphs below `parent` in order, tables row by row."""
        for child in parent:
            name = local(child)
            if name == "p":
                yield self._paragraph(child)
            elif name == "tbl":
                yield from self._rows(child)
            elif name in ("commentRangeStart", "commentRangeEnd"):
                continue  # a comment over whole paragraphs: its stretch is that of the runs within
            elif name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
                yield from self.blocks(child)

    def _rows(self, table: XmlElement) -> Iterator[str]:
        for row in table.iter():
            if local(row) != "tr" or _inner_table(row, table):
                continue
            self._within += 1  # a heading in a cell is part of its row
            cells = [
                " ".join(line for line in self.blocks(cell) if line.strip()) for cell in row if local(cell) == "tc"
            ]
            self._within -= 1
            if any(cell.strip() for cell in cells):
                yield as_turn(cells)

    def _paragraph(self, paragraph: XmlElement) -> str:
        line = "".join(self.runs(paragraph))
        if self._heading_styles is None or self._within:
            return line
        if not self._is_heading(paragraph, self._heading_styles):
            return marked_opening(line, _bold_opening(paragraph))
        self._headings += 1
        return marked_heading(line, self._headings)

    @staticmethod
    def _is_heading(paragraph: XmlElement, heading_styles: frozenset[str]) -> bool:
        for properties in paragraph:
            if local(properties) == "pPr":
                styles = (word_attribute(child, "val") for child in properties if local(child) == "pStyle")
                return _outlined(properties) or any(style in heading_styles for style in styles)
        return False

    def runs(self, parent: XmlElement) -> Iterator[str]:
        """The parts of the text below `parent`, marks of comments among them."""
        for child in parent:
            name = local(child)
            if name in ("ins", "del", "moveFrom", "moveTo"):
                self._tracked += 1
            if name in _SKIPPED:
                continue
            if name == "t":
                yield child.text or ""
            elif name in _SPECIAL:
                yield _SPECIAL[name]
            elif name in ("commentRangeStart", "commentRangeEnd"):
                number = word_attribute(child, "id")
                if number.isascii() and number.isdigit():
                    yield f"\0{'S' if name.endswith('Start') else 'E'}{number}\1"
            elif name == "sym":
                yield "\ufffd"
            elif name in ("footnoteReference", "endnoteReference"):
                yield self._note(name.removesuffix("Reference"), word_attribute(child, "id"))
            else:
                yield from self.runs(child)

    def _note(self, kind: str, number: str) -> str:
        text = self._notes.get(kind, {}).get(number, "")
        self._noted += bool(text)
        return f" [{text}]" if text else ""


def _bold_opening(paragraph: XmlElement) -> str:
    """The words in bold that a paragraph begins with."""
    found = ""
    for run in paragraph:
        if local(run) == "r":
            words = "".join(part.text or "" for part in run if local(part) == "t")
            if words.strip() and not _is_bold(run):
                break
            found += words
    return found


def _is_bold(run: XmlElement) -> bool:
    for properties in run:
        if local(properties) == "rPr":
            for one in properties:
                if local(one) == "b":
                    return word_attribute(one, "val") not in ("0", "false", "off")
                if local(one) == "rStyle" and word_attribute(one, "val") == "Strong":
                    return True
    return False


def as_turn(cells: list[str]) -> str:
    """A table row as a line: a transcript in two columns, speaker and words, reads like one with colons.

    In a row of three or more (a translation beside the words) the first cell is marked: it gets a colon where it names
    a speaker by coming back beside another.
    """
    filled = [cell.strip() for cell in cells]
    if len(filled) == 2 and filled[0] and len(filled[0]) <= 40 and filled[1]:
        return filled[0].rstrip(" :") + ": " + filled[1]
    line = "\t".join(filled)
    if len(filled) < 3 or not any(map(str.isalpha, "".join(filled[1:]))):
        return line
    line, name = MARKS.sub("", line), MARKS.sub("", filled[0])
    return line if is_column_of_speakers(name) else marked_opening(line, name)


def _inner_table(row: XmlElement, table: XmlElement) -> bool:
    """Whether the row belongs to a table within a cell: its text is read with that cell."""
    above = row.getparent()
    while above is not None and above is not table:
        if local(above) == "tbl":
            return True
        above = above.getparent()
    return False


def paragraph_text(paragraph: XmlElement) -> str:
    """The text of one paragraph, tracked changes accepted, notes and marks of comments left out."""
    return without_marks("".join(_Reader({}).runs(paragraph)))[0]


def local(element: XmlElement) -> str:
    """The name of an element without its namespace."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def word_attribute(element: XmlElement, name: str) -> str:
    """An attribute of Word's own, "" where it is not there."""
    return str(element.get(f"{_W}{name}") or element.get(f"{_STRICT}{name}") or "")
