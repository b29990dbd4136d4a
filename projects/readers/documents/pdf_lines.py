# SPDX-License-Identifier: MIT
"""Lines from the letters of a PDF page, cut where columns and the cells of tables are parted.

Lengths are points, y grows upwards.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

GUTTER = 7.0  # points: the narrowest gap between columns
HYPHENS = "-\u00ad\u2010\u0002\ufffe"
_WORD_GAP, _CELL_GAP = 0.22, 1.6  # of the height of the letters: between words, between cells


@dataclass(frozen=True)
class Letter:
    """A letter and its box."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass
class LetterLine:
    """Letters that stand beside one another without a wide gap."""

    text: str
    left: float
    right: float
    bottom: float
    top: float

    @property
    def height(self) -> float:
        """How high its letters are."""
        return max(self.top - self.bottom, 1.0)

    @property
    def middle(self) -> float:
        """Half of its height."""
        return (self.top + self.bottom) / 2

    def add(self, other: Letter | LetterLine, between: str = "") -> None:
        """Grow by what stands at its right."""
        self.text += between + other.text
        self.right = max(self.right, other.right)
        self.bottom, self.top = min(self.bottom, other.bottom), max(self.top, other.top)


def lines_of(letters: Sequence[Letter]) -> Iterator[LetterLine]:
    """The letters as pieces of lines: file order within a word, then by place."""
    words = list(_words(letters))
    rows: list[list[LetterLine]] = []
    middles: list[float] = []  # negative, so that they grow downwards
    for word in sorted(words, key=lambda one: -one.middle):
        place = bisect_left(middles, -word.middle - 0.35 * word.height)
        if place < len(rows) and abs(rows[place][0].middle - word.middle) < 0.45 * max(
            word.height, rows[place][0].height
        ):
            rows[place].append(word)
        else:
            rows.append([word])
            middles.append(-word.middle)
    for row in rows:
        row.sort(key=lambda word: word.left)
    strips = _narrow_gutters(rows)
    for row in rows:
        yield from _pieces(row, strips)


def _narrow_gutters(rows: Sequence[Sequence[LetterLine]]) -> list[tuple[int, int]]:
    """Stretches of width between columns that hardly a word crosses; LaTeX's are 10 points, less than a cell's gap."""
    words = [word for row in rows for word in row]
    if len(rows) < 8:
        return []
    first = int(min(word.left for word in words))
    steps = [0] * (int(max(word.right for word in words)) - first + 3)
    for word in words:
        steps[int(word.left) - first] += 1
        steps[int(word.right) - first + 1] -= 1
    few, start = max(1, len(rows) // 16), None
    found: list[tuple[int, int]] = []
    for place, crossing in enumerate(accumulate(steps), start=first):
        if crossing <= few:
            start = place if start is None else start
            continue
        if start is not None and place - start >= GUTTER and _is_narrow_gutter(rows, (start, place)):
            found.append((start, place))
        start = None
    return found


def _is_narrow_gutter(rows: Sequence[Sequence[LetterLine]], strip: tuple[int, int]) -> bool:
    """Whether running text stands on both sides: a column of labels or numbers beside a text is none."""
    lines = [line for row in rows for line in _pieces(row, [strip])]
    middle = sum(strip) / 2
    before = [len(line.text) for line in lines if line.right <= middle]
    after = [len(line.text) for line in lines if line.left >= middle]
    return bool(before and after) and min(median(before), median(after)) > 12 and has_columns(lines, middle)


def _words(letters: Sequence[Letter]) -> Iterator[LetterLine]:
    current: LetterLine | None = None
    for letter in letters:
        if not letter.text.strip() and letter.text not in HYPHENS:
            if current is not None:
                yield current
            current = None
            continue
        close = current is not None and abs((letter.top + letter.bottom) / 2 - current.middle) < 0.6 * current.height
        if current is not None and close and -current.height < letter.left - current.right < _WORD_GAP * current.height:
            current.add(letter)
            continue
        if current is not None:
            yield current
        current = LetterLine(letter.text, letter.left, letter.right, letter.bottom, letter.top)
    if current is not None:
        yield current


def _pieces(row: Sequence[LetterLine], strips: Sequence[tuple[int, int]]) -> Iterator[LetterLine]:
    """A row cut at wide gaps, and where its gap takes in a stretch between columns."""
    current: LetterLine | None = None
    for word in row:
        if current is not None and not _parted(current, word, strips):
            current.add(word, " " if word.left - current.right > 0.02 * current.height else "")
            continue
        if current is not None:
            yield current
        current = LetterLine(word.text, word.left, word.right, word.bottom, word.top)
    if current is not None:
        yield current


def _parted(line: LetterLine, word: LetterLine, strips: Sequence[tuple[int, int]]) -> bool:
    wide = word.left - line.right >= _CELL_GAP * max(line.height, word.height)
    return wide or any(line.right <= start + 1 and end <= word.left + 1 for start, end in strips)


def has_columns(lines: Sequence[LetterLine], middle: float) -> bool:
    """Whether a gutter has columns of running text on both sides, side by side."""
    before = [line for line in lines if line.right <= middle]
    after = [line for line in lines if line.left >= middle]
    if min(len(before), len(after)) < max(3, len(lines) // 8):
        return False
    heights = sorted(line.middle for line in before)
    beside = 0
    for line in after:  # half a line more: the rows of two columns need not stand at the same heights
        place = bisect_left(heights, line.bottom - line.height / 2)
        beside += place < len(heights) and heights[place] <= line.top + line.height / 2
    words = [len(line.text) for line in (*before, *after)]
    return beside >= 0.4 * min(len(before), len(after)) and median(words) > 12
