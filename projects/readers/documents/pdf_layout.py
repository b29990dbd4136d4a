# SPDX-License-Identifier: MIT
"""Lays out the letters of PDF pages as paragraphs in reading order.

Lengths are points, y grows upwards. A page is cut into bands: rows over its whole width, and between them columns.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from projects.readers.documents.pdf_lines import GUTTER, HYPHENS, Letter, LetterLine, has_columns, lines_of

_MARGIN_ROWS = 2  # rows at the top and bottom that may be running heads
_SAME_HEIGHT = 7.0  # points by which a running head may wander
_LABEL = re.compile(r"[^\W\d_][^:\n]{0,40}\s?:(?:\s|$)")
_NUMBER_AT_AN_END = re.compile(r"^\W*(?:\d+|[ivxlc]+)\b|\b(?:\d+|[ivxlc]+)\W*$")
_PAGE_NUMBER = re.compile(
    r"[\W_]*(?:page|p\.)?\s*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:/|of|de|sur)\s*\d{1,4})?[\W_]*", re.I
)


@dataclass
class ReadLayout:
    """What was read: the text; where lines and pages begin; how many running heads and footnotes there were."""

    text: str
    lines: list[int]
    pages: list[tuple[int, int]]  # start, page number
    heads: int
    notes: int


@dataclass
class _Writer:
    """Paragraphs in the making."""

    parts: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    length: int = 0
    open: bool = False

    def add(self, text: str, *, joined: bool) -> None:
        """A line, behind the one before or in a new paragraph."""
        if self.open and not joined:
            self._append("\n")
        elif self.open and not self._join_word(text):
            self._append(" ")
        self.lines.append(self.length)
        self._append(text)
        self.open = True

    def _join_word(self, text: str) -> bool:
        """Join a word parted at the end of a line; a hyphen before a capital letter is one of the word's own."""
        last = self.parts[-1]
        if last[-1:] not in HYPHENS or not last[-2:-1].isalpha() or not text[:1].isalpha():
            return False
        if text[0].islower():
            self.parts[-1] = last[:-1]
            self.length -= 1
        elif last[-1] != "-":
            self.parts[-1] = last[:-1] + "-"
        return True

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def lay_out(pages: Sequence[Sequence[Letter]]) -> ReadLayout:
    """The text of pages, each with its letters in the file's order."""
    lines = [list(lines_of(letters)) for letters in pages]
    heads = _running_heads(lines)
    writer, starts, notes = _Writer(), list[tuple[int, int]](), 0
    waiting: list[str] = []
    for number, found in enumerate(lines, start=1):
        kept = [line for line in found if id(line) not in heads]
        body, below = _footnotes(kept)
        ordered = list(_in_reading_order(body))
        mark = len(writer.lines)
        for line, joined in _paragraphs(ordered):
            if waiting and not joined:
                _put_notes(writer, waiting)
            writer.add(line.text, joined=joined and writer.open)
        if len(writer.lines) > mark:
            starts.append((writer.lines[mark], number))
        waiting += below
        notes += len(below)
    _put_notes(writer, waiting)
    text = "".join(writer.parts)
    for hyphen in HYPHENS[3:]:
        text = text.replace(hyphen, "-")
    return ReadLayout(text, writer.lines, starts, len(heads), notes)


def _put_notes(writer: _Writer, notes: list[str]) -> None:
    for note in notes:
        writer.add(f"[{note}]", joined=False)
    notes.clear()


def _running_heads(pages: Sequence[Sequence[LetterLine]]) -> set[int]:
    """The lines at the top and bottom of pages that come again at the same height, and page numbers."""
    seen: dict[tuple[str, int], list[tuple[int, LetterLine]]] = defaultdict(list)
    said: dict[str, set[str]] = defaultdict(set)
    for lines in pages:
        for line in lines:
            said[_speaker(line)].add(_NUMBER_AT_AN_END.sub("#", line.text.casefold()))
    for number, lines in enumerate(pages):
        for line in _outer(lines):
            key = _NUMBER_AT_AN_END.sub("#", line.text.casefold())
            for height in {round(line.middle / _SAME_HEIGHT), round(line.middle / _SAME_HEIGHT + 0.5)}:
                seen[key, height].append((number, line))
    enough = max(2, min(3, len(pages) // 2))
    repeated = [line for held in seen.values() if len({n for n, _ in held}) >= enough for _, line in held]
    heads = {id(line) for line in repeated if not _is_spoken(line, said)}
    if len(pages) > 1:
        for lines in pages:
            heads |= {id(line) for line in _outer(lines)[-_MARGIN_ROWS:] if _PAGE_NUMBER.fullmatch(line.text)}
    return heads


def _speaker(line: LetterLine) -> str:
    label = _LABEL.match(line.text)
    return label[0].rstrip().casefold() if label else ""


def _is_spoken(line: LetterLine, said: Mapping[str, set[str]]) -> bool:
    """Whether a line that comes again is the interview's: cut within a word, or of one who says other things, too."""
    speaker = _speaker(line)
    return line.text.rstrip()[-1:] in HYPHENS or bool(speaker and len(said[speaker]) > 1)


def _outer(lines: Sequence[LetterLine]) -> list[LetterLine]:
    """The rows at the top and bottom that stand apart from the rest by more than the rows do from one another."""
    heights = sorted({round(line.middle) for line in lines})
    gaps = [other - one for one, other in zip(heights, heights[1:], strict=False)]
    if not gaps:
        return []
    wide = 1.25 * sorted(gaps)[len(gaps) // 4]
    below = next((n + 1 for n in reversed(range(min(_MARGIN_ROWS, len(gaps)))) if gaps[n] > wide), 0)
    above = next((n + 1 for n in reversed(range(min(_MARGIN_ROWS, len(gaps)))) if gaps[-n - 1] > wide), 0)
    outer = {*heights[:below], *(heights[-above:] if above else ())}
    return sorted((line for line in lines if round(line.middle) in outer), key=lambda line: -line.middle)


def _footnotes(lines: list[LetterLine]) -> tuple[list[LetterLine], list[str]]:
    """The lines without the small ones at the bottom that begin with a number, and these as notes."""
    if len(lines) < 4:
        return lines, []
    usual = median(line.height for line in lines)
    by_place = sorted(lines, key=lambda line: line.bottom)
    small = []
    for line in by_place:
        if line.height > 0.92 * usual:
            break
        small.append(line)
    ordered = sorted(small, key=lambda line: (-round(line.middle), line.left))
    notes: list[str] = []
    for line in ordered:
        if re.match(r"\d{1,3}(?!\d)|[*†‡]", line.text) or not notes:
            notes.append(line.text)
        else:
            notes[-1] += f" {line.text}"
    if not notes or not re.match(r"\d{1,3}|[*†‡]", notes[0]):
        return lines, []
    gone = {id(line) for line in small}
    return [line for line in lines if id(line) not in gone], notes


def _in_reading_order(lines: list[LetterLine]) -> Iterator[list[LetterLine]]:
    """Runs of lines that read downwards: a whole-width row, or one column of a band."""
    gutters = _gutters(lines)
    band: list[LetterLine] = []
    for line in sorted(lines, key=lambda one: -one.middle):
        if any(line.left < middle < line.right for middle in gutters):
            yield from _columns(band, gutters)
            band = []
            yield [line]
        else:
            band.append(line)
    yield from _columns(band, gutters)


def _columns(band: list[LetterLine], gutters: Sequence[float]) -> Iterator[list[LetterLine]]:
    columns: dict[int, list[LetterLine]] = defaultdict(list)
    for line in band:
        columns[sum(line.left >= gutter - 1 for gutter in gutters)].append(line)
    for column in sorted(columns):
        held = sorted(columns[column], key=lambda line: (-round(line.middle / 3), line.left))
        yield list(_rows_joined(held))


def _rows_joined(lines: Sequence[LetterLine]) -> Iterator[LetterLine]:
    """Pieces of one row within a column (a table, a wide gap) as one line, parted by tabs."""
    current: LetterLine | None = None
    for line in lines:
        if current is not None and abs(current.middle - line.middle) < 0.45 * current.height:
            current.text += f"\t{line.text}"
            current.right = max(current.right, line.right)
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current


def _gutters(lines: Sequence[LetterLine]) -> list[float]:
    """Where columns are parted: stretches of width that hardly a line crosses, with enough lines on both sides."""
    if len(lines) < 8:
        return []
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    crossing = Counter[int]()
    for line in lines:
        for place in range(int(line.left), int(line.right) + 1):
            crossing[place] += 1
    few = max(1, len(lines) // 16)
    found, start = [], None
    for place in range(int(left), int(right) + 2):
        if crossing[place] <= few and place <= right:
            start = place if start is None else start
            continue
        if start is not None and place - start >= GUTTER and has_columns(lines, (start + place) / 2):
            found.append((start + place) / 2)
        start = None
    return found


def _paragraphs(runs: Iterable[list[LetterLine]]) -> Iterator[tuple[LetterLine, bool]]:
    """Each line with whether it goes on the paragraph of the one before, also over columns and pages."""
    before: LetterLine | None = None
    edge, width = 0.0, 0.0
    for run in runs:
        if not run:
            continue
        gaps = [one.middle - other.middle for one, other in zip(run, run[1:], strict=False)]
        pitch = median(gaps) if gaps else 0.0
        left, right = min(line.left for line in run), max(line.right for line in run)
        alike = abs((right - left) - width) < 0.25 * max(width, right - left)  # else a title, or other columns
        width = right - left
        for number, line in enumerate(run):
            gap = run[number - 1].middle - line.middle if number else None
            there = before is not None and (number > 0 or alike)
            joined = there and before is not None and _goes_on(before, line, edge, left, gap, pitch)
            yield line, joined
            before, edge = line, right


def _goes_on(before: LetterLine, line: LetterLine, edge: float, left: float, gap: float | None, pitch: float) -> bool:
    ended = before.text.rstrip('"”’»)').endswith((".", "!", "?", "…", ":"))
    label = _LABEL.match(line.text)
    if label and not ended and line.text[0].islower() and " " in label[0].strip(" :"):
        label = None  # “… on the second day he / took out a notebook and wrote each thing: the bus”
    if label or "\t" in line.text or abs(before.height - line.height) > 0.3 * before.height:
        return False
    if before.text[-1:] in HYPHENS and line.text[:1].islower():
        return True
    if gap is not None and pitch and gap > 1.35 * pitch:
        return False
    if gap is None:  # the top of a column or page
        return not ended and line.text[:1].islower()
    short = before.right < edge - 4 * before.height
    indented = line.left > left + 0.8 * line.height
    return not (ended and (short or indented)) and not (short and not line.text[:1].islower())
