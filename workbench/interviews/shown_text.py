# SPDX-License-Identifier: MIT
"""Text of a transcript as Qt shows it: without labels and blank lines, and its positions there and back.

A transcript counts code points of its whole text; Qt counts UTF-16 units of the text shown. No other file of the
program knows Qt's positions. `Transcript.show_document` shows what is made ready here.
"""

from __future__ import annotations

import re
import time
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QTextCursor, QTextDocument

from coding.records import Turn
from projects.stored_interviews.parsed_document import LoadedDocument

_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Offsets:
    """Maps code points of `text` to Qt's positions in `shown`, the text without the stretches `left_out`, and back.

    Where the text has no character beyond U+FFFF, the step through UTF-16 costs nothing.
    """

    def __init__(self, text: str, left_out: Sequence[tuple[int, int]] = ()) -> None:
        self.text = text
        self._starts, self._places = array("q"), array("q")
        pieces: list[str] = []
        place, length = 0, 0
        for start, end in [*left_out, (len(text), len(text))]:
            if start > place or not pieces:
                self._starts.append(place)
                self._places.append(length)
                pieces.append(text[place:start])
                length += start - place
            place = end
        self._length = length
        self.shown = "".join(pieces)
        self._wide = _wide_places(self.shown)
        self._wide_units = array("q", (at + number for number, at in enumerate(self._wide)))

    def span_to_qt(self, start: int, end: int) -> tuple[int, int]:
        """Qt's positions of `text[start:end]`; empty where all of it is left out."""
        first, last = self._shown_start(start), self._shown_end(end)
        return self._to_units(first), self._to_units(max(first, last))

    def to_qt(self, position: int) -> int:
        """Qt's position of a code point; behind it where it is left out."""
        return self._to_units(self._shown_start(position))

    def to_text(self, unit: int) -> int:
        """The code point at Qt's position; the start of the character where it lies inside one."""
        return self._real(self._from_units(unit))

    def span_to_text(self, first: int, last: int) -> tuple[int, int]:
        """The stretch `[start, end)` of the text that Qt's selection `[first, last)` stands for.

        Half a surrogate pair counts as the whole character.
        """
        if last <= first:
            place = self.to_text(first)
            return place, place
        start, end = self._from_units(first), self._from_units(last)
        if self._to_units(end) < last:
            end += 1
        return self._real(start), self._real(end - 1) + 1 if end > start else self._real(start)

    def _real(self, place: int) -> int:
        """The code point of the whole text for one of the shown text."""
        place = min(max(place, 0), self._length)
        piece = bisect_right(self._places, place) - 1
        return self._starts[piece] + place - self._places[piece]

    def _shown_start(self, position: int) -> int:
        """The shown place of the first shown code point at or behind `position`."""
        piece = max(bisect_right(self._starts, position) - 1, 0)
        following = self._places[piece + 1] if piece + 1 < len(self._places) else self._length
        return min(self._places[piece] + max(position - self._starts[piece], 0), following)

    def _shown_end(self, position: int) -> int:
        """The shown place behind the last shown code point before `position`."""
        return self._shown_start(position - 1) + (1 if self._is_shown(position - 1) else 0) if position > 0 else 0

    def _is_shown(self, position: int) -> bool:
        piece = bisect_right(self._starts, position) - 1
        if piece < 0:
            return False
        following = self._places[piece + 1] if piece + 1 < len(self._places) else self._length
        return self._places[piece] + position - self._starts[piece] < following

    def _to_units(self, place: int) -> int:
        return place + bisect_left(self._wide, place) if self._wide else place

    def _from_units(self, unit: int) -> int:
        return unit - bisect_left(self._wide_units, unit) if self._wide else unit


def _wide_places(text: str) -> array[int]:
    """The places of the characters that take two units in UTF-16."""
    if text.isascii() or len(text.encode("utf-16-le")) == 2 * len(text):
        return array("q")
    return array("q", (found.start() for found in _WIDE.finditer(text)))


_LONGEST_LABEL = 200  # characters between two turns: more is text that nobody parsed, and is shown


_BLANK_LINES = re.compile(r"(?:\n[ \t\u00a0\u202f]*)+(?=\n)")


def left_out(text: str, turns: Sequence[Turn]) -> list[tuple[int, int]]:
    """The stretches that are not shown, in order and apart. Between two turns exactly one line end stays."""
    hidden: list[tuple[int, int]] = []
    place = 0
    for number, turn in enumerate(turns):
        hidden += _between(text, place, turn.start, first=number == 0)
        if text.find("\n", turn.start, turn.end) >= 0:
            hidden += [match.span() for match in _BLANK_LINES.finditer(text, turn.start, turn.end)]
        place = turn.end
    if place < len(text) and not text[place:].strip():
        hidden.append((place, len(text)))
    return hidden


def _between(text: str, start: int, end: int, *, first: bool) -> Iterator[tuple[int, int]]:
    """What lies between two turns, but for the line end that keeps them apart."""
    if end - start > _LONGEST_LABEL or start >= end:
        return
    if first:
        yield start, end
        return
    line_end = text.find("\n", start, end)
    if line_end < 0:
        return
    if line_end > start:
        yield start, line_end
    if line_end + 1 < end:
        yield line_end + 1, end


_AT_ONCE = 200_000  # characters


@dataclass(frozen=True)
class ReadyText:
    """The text as Qt holds it, the way between its positions and the transcript's, the sentences of answers."""

    offsets: Offsets
    document: QTextDocument
    answers: Sequence[tuple[int, int]] = ()


def ready_text(loaded: LoadedDocument | None) -> ReadyText:
    """Any thread may call it; the Qt document comes to live on the GUI thread. None: an empty one."""
    text, turns = (loaded.document.text, loaded.document.turns) if loaded else ("", ())
    offsets, document = Offsets(text, left_out(text, turns)), QTextDocument()
    document.setUndoRedoEnabled(False)
    cursor = QTextCursor(document)
    for start in range(0, len(offsets.shown), _AT_ONCE):
        # Qt keeps Python's lock meanwhile: in pieces, so that the window's thread comes to its turn between two
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(offsets.shown[start : start + _AT_ONCE])
        time.sleep(0)
    application = QCoreApplication.instance()
    if application is not None:
        document.moveToThread(application.thread())
    return ReadyText(offsets, document, answer_spans(loaded) if loaded else ())


def answer_spans(loaded: LoadedDocument) -> Sequence[tuple[int, int]]:
    """The sentences of answers, without headings; where speakers are named, without the head lines before them."""
    turns = loaded.document.turns
    first = next((turn.start for turn in turns if turn.speaker), 0)
    return [span for span in loaded.answers if span[0] >= first]
