# SPDX-License-Identifier: MIT
"""Words in bold at the start of a paragraph of Rich Text: marked, so that a speaker named by them alone is found."""

from __future__ import annotations

import re

from projects.readers.bold_speakers import BEGIN, END

_TOKEN = re.compile(r"\\([a-zA-Z]+)(-?\d+)? ?|\\'[0-9a-fA-F]{2}|\\[^a-zA-Z]|[{}]|[\r\n]+|[^\\{}\r\n]+")
_NEW_LINE = frozenset(("par", "sect", "line", "page", "row", "nestrow", "cell", "nestcell", "tab"))
_UNSEEN = frozenset(
    ("fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "fldinst", "listtable", "listoverridetable")
)
_UNSEEN_BEGINNINGS = ("header", "footer")


def with_bold_marks(rtf: str) -> str:
    """The file with the words in bold marked that a paragraph begins with (see `bold_speakers`).

    Bold ends with its group, with `b0` and with `plain`; words of tables of fonts, styles and the like are left alone.
    """
    marks = _Marks()
    for token in _TOKEN.finditer(rtf):
        marks.take(token)
    marks.end_line()
    return "".join(marks.parts)


class _Marks:
    """The tokens so far, and whether the next words begin a paragraph, are in bold, are seen at all."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._groups: list[tuple[bool, bool]] = []
        self._bold = self._unseen = False
        self._begins = True
        self._end: int | None = None  # behind the last bold words, while the opening of a line is in bold

    def take(self, token: re.Match[str]) -> None:
        """Take the next token."""
        text, word = token[0], token[1]
        if text == "{":
            self._groups.append((self._bold, self._unseen))
        elif text == "}":
            self._bold, self._unseen = self._groups.pop() if self._groups else (False, False)
        elif text == r"\*":
            self._unseen = True
        elif word and word != "u":
            self._follow(word, token[2])
        elif not text.isspace() and not self._unseen:
            self._words(text)
            return
        self.parts.append(text)

    def end_line(self) -> None:
        """The opening in bold ends at the latest with its line."""
        if self._end is not None:
            self.parts.insert(self._end, END)
        self._end, self._begins = None, True

    def _follow(self, word: str, number: str | None) -> None:
        if word == "b":
            self._bold = number != "0"
        elif word == "plain":
            self._bold = False
        elif word in _UNSEEN or word.startswith(_UNSEEN_BEGINNINGS):
            self._unseen = True
        elif word in _NEW_LINE and not self._unseen:
            self.end_line()

    def _words(self, text: str) -> None:
        if not self._bold and self._end is not None:
            self.parts.insert(self._end, END)
            self._end = None
        if self._bold and self._begins:
            self.parts.append(BEGIN)
        if self._bold and (self._begins or self._end is not None):
            self.parts.append(text)
            self._end = len(self.parts)
        else:
            self.parts.append(text)
        self._begins = False
