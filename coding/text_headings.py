# SPDX-License-Identifier: MIT
"""Headings within a text: lines that a reader of a file marked, and lines of plain text that look like one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

HEADING_MARK = "\x01"  # no text that was decoded cleanly holds it
_HASHES = re.compile(r"#{1,6}[ \t]+\S")
_HASH_MARKS = re.compile(r"^#{1,6}[ \t]+(?=\S)", re.M)
_EMPHASIS = re.compile(r"(?<![\w*_])(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?![\w*_])")
_LONGEST = 100  # characters of a line in capitals
_LEAST_LETTERS = 5
_SENTENCE_ENDS = ".?!…:;,"

Spans = tuple[tuple[int, int], ...]


def without_heading_marks(text: str) -> tuple[str, Spans]:
    r"""Take the marks out of a text, and tell where the lines stood that had one.

    Parameters
    ----------
    text : str
        With `HEADING_MARK` anywhere in each line that is a heading.

    Returns
    -------
    tuple of str and spans
        The text, and the code points of each heading, half-open, without blanks around it.

    Examples
    --------
    >>> without_heading_marks("P1: Yes.\n\x01The road \nI: Why?")
    ('P1: Yes.\nThe road \nI: Why?', ((9, 17),))
    """
    lines, found, place = [], [], 0
    for line in text.split("\n"):
        plain = line.replace(HEADING_MARK, "")
        if plain != line and plain.strip():
            start = place + len(plain) - len(plain.lstrip())
            found.append((start, start + len(plain.strip())))
        lines.append(plain)
        place += len(plain) + 1
    return "\n".join(lines), tuple(found)


def without_markdown(text: str) -> str:
    r"""Take the signs of Markdown out: `**bold**` is bold, and `# Title` a heading with `HEADING_MARK`.

    Parameters
    ----------
    text : str
        A text as it stands in a file of Markdown.

    Returns
    -------
    str
        The text without its signs of emphasis and headings; every word stays.

    Examples
    --------
    >>> without_markdown("# Talk 3\n**I:** Why __then__?")
    '\x01Talk 3\nI: Why then?'
    """
    return _EMPHASIS.sub(r"\2", _HASH_MARKS.sub(HEADING_MARK, text))


def plain_headings(text: str) -> Spans:
    r"""Find the headings of a plain text: `# Title`, and lines alone in capitals that stand once.

    A line in capitals that stands again names a speaker or a page; in a text typed in capitals none is a heading.

    Parameters
    ----------
    text : str
        A normalised text.

    Returns
    -------
    spans
        Code points of each heading, half-open, without blanks around it.

    Examples
    --------
    >>> plain_headings("# The road\nP1: Yes, by night.\n\nLIFE THERE\n\nP1: Hard.")
    ((0, 10), (31, 41))
    """
    lines = text.split("\n")
    stands = Counter(line.strip() for line in lines)
    capitals = _mostly_small(lines)
    found, place = [], 0
    for at, line in enumerate(lines):
        said = line.strip()
        alone = (at == 0 or not lines[at - 1].strip()) and (at + 1 == len(lines) or not lines[at + 1].strip())
        if _HASHES.match(said) or (capitals and alone and stands[said] == 1 and _in_capitals(said)):
            start = place + len(line) - len(line.lstrip())
            found.append((start, start + len(said)))
        place += len(line) + 1
    return tuple(found)


def _in_capitals(line: str) -> bool:
    letters = [sign for sign in line if sign.isalpha()]
    if len(line) > _LONGEST or len(letters) < _LEAST_LETTERS or line[-1] in _SENTENCE_ENDS:
        return False
    return all(sign.isupper() for sign in letters)


def _mostly_small(lines: Sequence[str]) -> bool:
    """Whether lines in capitals are the exception, so that one of them says something."""
    letters = [[sign for sign in line if sign.isalpha()] for line in lines]
    shouted = sum(len(line) for line in letters if all(sign.isupper() for sign in line))
    return 2 * shouted < sum(map(len, letters))
