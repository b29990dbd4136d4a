# SPDX-License-Identifier: MIT
"""Paragraph, line and page numbers of a document: fixed at import, the same at every width, kept through corrections.

A paragraph is a line of the text that is not empty; a line is at most so many characters of a paragraph, broken at
white space, or what the file itself says (a PDF's lines). Numbers belong to the words: after a correction each mark
stands where its words went, and what was put in counts with the words before it.
"""

from __future__ import annotations

import functools
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from coding.text_versions import TextMapping

LINE_LENGTH = 80  # characters
_PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")


@dataclass(frozen=True)
class NumberMarks:
    """Where numbers begin: `numbers[i]` holds from `starts[i]` (a code point) on; starts grow."""

    starts: Sequence[int]
    numbers: Sequence[int]

    def at(self, position: int) -> int:
        """The number at a position; that of the first mark before it, 0 where there is none at all.

        Parameters
        ----------
        position : int
            A code point of the text.

        Returns
        -------
        int
            A number; before the first mark that of the first.

        Examples
        --------
        >>> NumberMarks([0, 40, 90], [1, 2, 3]).at(40)
        2
        """
        if not self.starts:
            return 0
        return self.numbers[max(0, bisect_right(self.starts, position) - 1)]

    def moved(self, mapping: TextMapping, old_length: int) -> NumberMarks:
        """The marks in a corrected text; those whose words are all gone are left out.

        Parameters
        ----------
        mapping : TextMapping
            From the old text to the corrected one.
        old_length : int
            Code points of the old text: where the last mark ends.

        Returns
        -------
        NumberMarks
            The same numbers; two marks that fall together leave the first.
        """
        starts, numbers = array("q"), array("q")
        ends = [*self.starts[1:], old_length]
        for start, end, number in zip(self.starts, ends, self.numbers, strict=True):
            span = mapping.lines(start, end) if start < end else None
            if span is not None and (not starts or span[0] > starts[-1]):
                starts.append(span[0])
                numbers.append(number)
        return NumberMarks(starts, numbers)


def counted(starts: Iterable[int]) -> NumberMarks:
    """Marks numbered from 1.

    Parameters
    ----------
    starts : iterable of int
        Code points, growing.

    Returns
    -------
    NumberMarks
        1, 2, 3 … at these starts.
    """
    held = array("q", starts)
    return NumberMarks(held, range(1, len(held) + 1))


def paragraph_marks(text: str) -> NumberMarks:
    r"""A mark at each line of the text that holds more than white space.

    Examples
    --------
    >>> list(paragraph_marks("One.\n\nTwo.\n").starts)
    [0, 6]
    """
    return counted(match.start() for match in _PARAGRAPH.finditer(text))


def line_marks(text: str, length: int = LINE_LENGTH) -> NumberMarks:
    """A mark at each line of at most `length` characters; a longer word is broken.

    Examples
    --------
    >>> list(line_marks("I went there and back.", 10).starts)  # "I went " / "there and " / "back."
    [0, 7, 17]
    """
    return counted(start for match in _PARAGRAPH.finditer(text) for start in _wrapped(text, *match.span(), length))


def _wrapped(text: str, start: int, end: int, length: int) -> Iterator[int]:
    yield start
    while end - start > length:
        space = text.rfind(" ", start + 1, start + length + 1)
        start = space + 1 if space > 0 else start + length
        if start < end:
            yield start


@dataclass(frozen=True)
class Numbering:
    """How a text is numbered. What is not given follows from the text: `paragraphs`, and `lines` of `length`.

    `pages` only where the file had pages.
    """

    length: int = LINE_LENGTH
    given_paragraphs: NumberMarks | None = None
    given_lines: NumberMarks | None = None
    pages: NumberMarks | None = None

    def paragraphs(self, text: str) -> NumberMarks:
        """The marks of paragraphs.

        Parameters
        ----------
        text : str
            The text that is numbered.

        Returns
        -------
        NumberMarks
            Those given, else one at each line that is not empty.
        """
        return self.given_paragraphs or paragraph_marks(text)

    def lines(self, text: str) -> NumberMarks:
        """The marks of lines.

        Parameters
        ----------
        text : str
            The text that is numbered.

        Returns
        -------
        NumberMarks
            Those given, else lines of at most `length` characters.
        """
        return self.given_lines or line_marks(text, self.length)

    def moved(self, old: str, mapping: TextMapping) -> Numbering:
        """The same numbers on a corrected text.

        Parameters
        ----------
        old : str
            The text before the correction.
        mapping : TextMapping
            From `old` to the corrected text.

        Returns
        -------
        Numbering
            All marks given from now on, so that words keep their numbers.
        """
        return Numbering(
            self.length,
            self.paragraphs(old).moved(mapping, len(old)),
            self.lines(old).moved(mapping, len(old)),
            self.pages.moved(mapping, len(old)) if self.pages else None,
        )


class TextNumbers:
    """The numbers of one text, worked out when first asked for."""

    def __init__(self, text: str, numbering: Numbering) -> None:
        self._text, self._numbering = text, numbering

    @functools.cached_property
    def paragraphs(self) -> NumberMarks:
        """The paragraphs."""
        return self._numbering.paragraphs(self._text)

    @functools.cached_property
    def lines(self) -> NumberMarks:
        """The lines."""
        return self._numbering.lines(self._text)

    @property
    def pages(self) -> NumberMarks | None:
        """The pages, where the file had any."""
        return self._numbering.pages

    def cited(self, position: int) -> tuple[int, int]:
        """The numbers by which a place is cited.

        Parameters
        ----------
        position : int
            A code point of the text.

        Returns
        -------
        tuple of int
            Paragraph and page; page 0 where the text has none.

        Examples
        --------
        >>> TextNumbers("Yes.\\nNo.\\n", Numbering()).cited(5)
        (2, 0)
        """
        return self.paragraphs.at(position), 0 if self.pages is None else self.pages.at(position)


def numbering_to_json(numbering: Numbering) -> dict[str, object]:
    """As plain values; `numbering_from_json` reads them back.

    Parameters
    ----------
    numbering : Numbering
        Any numbering.

    Returns
    -------
    dict
        `length`, and for each kind of marks that is given its [starts, numbers].
    """
    stored: dict[str, object] = {"length": numbering.length}
    for name in ("given_paragraphs", "given_lines", "pages"):
        marks: NumberMarks | None = getattr(numbering, name)
        if marks is not None:
            stored[name] = [list(marks.starts), list(marks.numbers)]
    return stored


def numbering_from_json(stored: dict[str, object]) -> Numbering:
    """The numbering that `numbering_to_json` gave.

    Parameters
    ----------
    stored : dict
        As `numbering_to_json` gave it; a kind of marks may be absent.

    Returns
    -------
    Numbering
        The same one.

    Raises
    ------
    ValueError
        Where marks are no list.

    Examples
    --------
    >>> numbering_from_json(numbering_to_json(Numbering(length=60))) == Numbering(length=60)
    True
    """
    marks = {name: _marks(stored[name]) for name in ("given_paragraphs", "given_lines", "pages") if name in stored}
    length = stored.get("length", LINE_LENGTH)
    return Numbering(length if isinstance(length, int) else LINE_LENGTH, **marks)


def _marks(stored: object) -> NumberMarks:
    if not isinstance(stored, list):
        raise ValueError("marks are two lists")
    return NumberMarks(array("q", stored[0]), array("q", stored[1]))
