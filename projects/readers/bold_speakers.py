# SPDX-License-Identifier: MIT
"""Names of speakers in bold with no colon after them: each gets one, so that the text itself says who speaks."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coding.speaker_labels import speakers_among

BEGIN, END = "\0[", "\0]"  # around the words in bold at the start of a line; no text of a file holds them
_OPENING = re.compile(
    r"(?P<before>\s*)\0\[\s*+(?P<label>[^\0]*?)\s*\0\](?P<time>\s*[\[(]\s*\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?\s*[\])])?"
    r"(?P<colon>\s*(?::|[-\u2013\u2014](?=\s)))?"
)
_MARKDOWN = re.compile(r"^(\s*)(\*\*|__)(?=\S)([^*_\0]{1,48}?)(?<=\S)\2(?![\w*_])")
_LONGEST = 48  # characters of a name
MARKS = re.compile(r"\0[\[\]]")


def marked_opening(line: str, bold: str) -> str:
    """The line with the words in bold marked that it begins with; as it is where they are none, or too long."""
    name = bold.strip()
    if not name or len(name) > _LONGEST or "\n" in name or not line.lstrip().startswith(name):
        return line
    at = line.index(name)
    return f"{line[:at]}{BEGIN}{name}{END}{line[at + len(name) :]}"


def markdown_opening(line: str) -> str:
    """A line of Markdown with the words in bold marked that it begins with, without their own signs."""
    return _MARKDOWN.sub(rf"\1{BEGIN}\3{END}", line)


def with_colons(lines: Sequence[str]) -> tuple[list[str], int]:
    """The lines without the marks, a colon after each name in bold that had none; how many colons were set."""
    opened = [_OPENING.match(line) for line in lines]
    labels = [match["label"].rstrip(" :") for match in opened if match]
    named = speakers_among(labels)
    found, colons = [], 0
    for line, match in zip(lines, opened, strict=True):
        if match and match["colon"] is None and match["label"] in named:
            colons += 1
            line = f"{match['before']}{match['label']}{match['time'] or ''}:{line[match.end() :]}"
        found.append(MARKS.sub("", line))
    return found, colons
