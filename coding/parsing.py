# SPDX-License-Identifier: MIT
"""Splits the text of a transcript into speaker turns, or into paragraphs where nobody is named.

The text is kept as written: only line ends become LF and a byte-order mark goes.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from coding.records import Document, Turn
from coding.speaker_labels import is_code, is_name, is_role
from coding.speaker_roles import is_interviewer

_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_STAMP = rf"[\[(<]?\s*(?:{_TIME})\s*(?:(?:-->|[-–—])\s*{_TIME}\s*)?[\])>]?"
_LINE = re.compile(
    rf"^[ \t\u00a0\u202f]*(?P<before>{_STAMP})?[ \t\u00a0\u202f]*"
    rf"(?P<bold>\*\*|__)?(?P<label>[^\W_][^:\n]{{0,47}}?)(?:\*\*|__)?"
    rf"[ \t\u00a0\u202f]*(?P<after>[\[(]\s*{_TIME}\s*[\])])?(?:\*\*|__)?"
    r"[ \t\u00a0\u202f]*(?P<mark>:(?!//)|[–—]|-(?=[ \t\u00a0\u202f]))(?(bold)(?:\*\*|__)?)[ \t\u00a0\u202f]*"
)
_HEADING = re.compile(rf"^(?P<label>[^\W\d_][^:\n]{{0,47}}?)[ \t\u00a0\u202f]+(?P<time>{_STAMP})[ \t]*$")
_ONLY_TIME = re.compile(
    rf"^[ \t]*(?P<before>[\[(<]\s*{_TIME}\s*[\])>]|\d{{1,2}}:\d{{2}}:\d{{2}}(?:[.,]\d{{1,3}})?)[ \t]+(?=\S)"
)
_TIME_PARTS = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})")
_MINUTES = re.compile(r"[0-5]\d(?!\d)")
_BLANK_LINE = re.compile(r"\n[ \t\u00a0]*\n")


def normalise(text: str) -> str:
    r"""The text with LF line ends and no byte-order mark; nothing else changes (no Unicode normalisation).

    A lone surrogate, which no file can hold, becomes U+FFFD.

    Parameters
    ----------
    text : str
        As decoded from a file.

    Returns
    -------
    str
        What positions of segments count in.

    Examples
    --------
    >>> normalise("\ufeffOne.\r\nTwo.\r")
    'One.\nTwo.\n'
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").removeprefix("\ufeff")
    return text


def digest(text: str) -> str:
    """SHA-256 of the text's UTF-8 bytes, in hex.

    Parameters
    ----------
    text : str
        A normalised text.

    Returns
    -------
    str
        64 hexadecimal digits.

    Examples
    --------
    >>> digest("abc")[:16]  # FIPS 180-2, appendix B.1
    'ba7816bf8f01cfea'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def word_count(text: str) -> int:
    """How many words, as separated by white space.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    int
        A count; "l'argent" is one word, a dash between blanks another.

    Examples
    --------
    >>> word_count("il a gardé l'argent")
    4
    """
    return len(text.split())


@dataclass(frozen=True)
class _Label:
    """A speaker's label at the start of a line; what was said starts at `said`."""

    line: int
    said: int
    speaker: str
    time: str
    sure: bool
    dash: bool = False  # after it, where most write a colon


def find_turns(text: str, named: Collection[str] = ()) -> tuple[Turn, ...]:
    r"""The turns of a normalised text, in order and apart; paragraphs where no speaker is named.

    A label counts when it is a role ("Interviewer:", "Enquêteur :"), a short code ("P1:", "R2 –"), stands beside a
    time ("[00:01:12] NAME:"), or is a capitalised name that opens several lines. Other colons belong to a sentence.

    Parameters
    ----------
    text : str
        A normalised text.
    named : collection of str
        Names that are known to be speakers, however seldom they open a line.

    Returns
    -------
    tuple of Turn
        Code points of what was said, the label left out; times as "00:01:12".

    Examples
    --------
    >>> text = "[1:12] Interviewer: Where?\nP1: In Gitega."
    >>> [(turn.speaker, turn.time, text[turn.start : turn.end]) for turn in find_turns(text)]
    [('Interviewer', '00:01:12', 'Where?'), ('P1', '', 'In Gitega.')]
    """
    candidates = list(_candidates(text))
    labels = _with_answering(text, candidates, _accepted(candidates, named))
    if not labels:
        return tuple(_paragraphs(text, 0, len(text)))
    turns = list(_paragraphs(text, 0, labels[0].line))
    for label, end in zip(labels, [*(label.line for label in labels[1:]), len(text)], strict=True):
        said = _trimmed(text, label.said, end)
        if said:
            turns.append(Turn(*said, speaker=label.speaker, time=label.time))
    return tuple(turns)


def typed_names(old: str, new: str) -> frozenset[str]:
    r"""Names before a colon that open a line of a corrected text and none of the text before.

    Parameters
    ----------
    old, new : str
        The text before and after its correction, both normalised.

    Returns
    -------
    frozenset of str
        As they stand, also one that opens a single line.

    Examples
    --------
    >>> typed_names("Ruth: Why?\nRuth: Where?", "Ruth: Why?\nMarie: Where?\nNote: he wept.")
    frozenset({'Marie'})
    """
    before, now = ({one.speaker for one in _candidates(text) if not one.dash} for text in (old, new))
    return frozenset(now - before - {""})


def with_headings(text: str, turns: Sequence[Turn], headings: Sequence[tuple[int, int]]) -> tuple[Turn, ...]:
    r"""The turns with each heading of the file apart: whoever was speaking goes on after it.

    A line that names a speaker is no heading, however it looks.

    Parameters
    ----------
    text : str
        A normalised text.
    turns : sequence of Turn
        Those of the text, in order and apart.
    headings : sequence of (int, int)
        Code points of the headings, half-open, in order.

    Returns
    -------
    tuple of Turn
        In order and apart; those of headings have no speaker.

    Examples
    --------
    >>> text = "P1: Yes.\nThe road\nI: Why?"
    >>> cut = with_headings(text, find_turns(text), [(9, 17)])
    >>> [(turn.speaker, text[turn.start : turn.end]) for turn in cut]
    [('P1', 'Yes.'), ('', 'The road'), ('I', 'Why?')]
    """
    found: list[Turn] = []
    starts = [start for start, _end in headings]
    for turn in turns:
        place = turn.start
        for start, end in headings[bisect_left(starts, turn.start) : bisect_left(starts, turn.end)]:
            if place <= start < end <= turn.end:
                found += _part(text, turn, place, start)
                found.append(Turn(start, end, heading=True))
                place = end
        found += [turn] if place == turn.start else _part(text, turn, place, turn.end)
    return tuple(found)


def _part(text: str, turn: Turn, start: int, end: int) -> list[Turn]:
    """What of a turn was said between two places, where anything was."""
    said = _trimmed(text, start, end)
    return [replace(turn, start=said[0], end=said[1])] if said else []


def parse(document_id: str, name: str, language: str, text: str) -> Document:
    """A document from raw text: normalised, digested, cut into turns.

    Examples
    --------
    >>> document = parse("d1", "Gitega 1", "en", "Q: Where did you go?\\r\\nA: To the coast.")
    >>> [(turn.speaker, document.text[turn.start : turn.end]) for turn in document.turns]
    [('Q', 'Where did you go?'), ('A', 'To the coast.')]
    """
    clean = normalise(text)
    return Document(document_id, name, language, clean, digest(clean), find_turns(clean))


def as_time(stamp: str) -> str:
    """The stamp "[1:12]" as "00:01:12"; empty for no time.

    Examples
    --------
    >>> as_time("[1:12]"), as_time("01:02:03.450"), as_time("later")
    ('00:01:12', '01:02:03', '')
    """
    parts = _TIME_PARTS.search(stamp)
    if not parts:
        return ""
    return ":".join(f"{int(part or 0):02d}" for part in parts.groups())


def _candidates(text: str) -> Iterator[_Label]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        found = _candidate(text[start : min(end, start + 160)], start, end)
        if found:
            yield found
        start = end + 1


def _candidate(line: str, start: int, end: int) -> _Label | None:
    heading = _HEADING.match(line) if end - start < 160 else None
    if heading and is_name(heading["label"]):
        return _Label(start, end, heading["label"].strip(), as_time(heading["time"]), True)
    match = _LINE.match(line)
    if match and not _is_clock(match, line):
        label, time = match["label"].strip(), as_time(match["before"] or match["after"] or "")
        known = is_role(label)
        if known or (match["mark"] == ":" and is_name(label)):
            sure = known or bool(time)
            return _Label(start, start + match.end(), label, time, sure, match["mark"] != ":" and not time)
    only_time = _ONLY_TIME.match(line)
    if only_time:
        return _Label(start, start + only_time.end(), "", as_time(only_time["before"]), True)
    return None


def _is_clock(match: re.Match[str], line: str) -> bool:
    """Whether what looks like a label is a time that a line broke off: "at\\n10:30", "Day 10:30"."""
    label = match["label"].strip()
    hour = label.split()[-1]
    told = hour.isdecimal() and int(hour) < 25 and (label == hour or not is_role(label))
    return told and match["mark"] == ":" and _MINUTES.match(line, match.end("mark")) is not None


def _accepted(candidates: list[_Label], named: Collection[str]) -> list[_Label]:
    """Those that are sure or known, and names which open several lines beside another speaker.

    One dash among colons belongs to a title: "IDI 05 – Amara".
    """
    dashed = [label for label in candidates if label.dash]
    if len(dashed) == 1 and len(candidates) > 2:
        candidates = [label for label in candidates if not label.dash]
    often = Counter(label.speaker for label in candidates)
    beside = _headings(candidates, often) | _front_matter(candidates, often)
    sure = {label.speaker for label in candidates if label.sure and label.speaker} - beside
    enough = 3 if max(often.values(), default=0) >= _OFTEN else 2
    several = {name for name, count in often.items() if count >= 2} | sure
    return [
        label
        for label in candidates
        if not label.speaker
        or label.speaker in sure
        or label.speaker in named
        or (often[label.speaker] >= enough and len(several) >= 2)
        or often[label.speaker] >= 3
    ]


_OFTEN = 6  # turns of somebody in an interview that is long enough for everybody to be met three times


def _headings(candidates: list[_Label], often: Counter[str]) -> set[str]:
    """Codes such as "RQ5" that open a line once or twice in a long interview: none of a row such as P1, P2, P3."""
    if max(often.values(), default=0) < _OFTEN:
        return set()
    timed = {label.speaker for label in candidates if label.time}
    codes = {name for name in often if is_code(name)}
    rows = Counter(name.rstrip("0123456789") for name in codes)
    return {name for name in codes - timed if often[name] < 3 and rows[name.rstrip("0123456789")] == 1}


def _front_matter(candidates: list[_Label], often: Counter[str]) -> set[str]:
    """Labels that stand once, above a talk of two speakers or more: "Participant: woman, 34", "RQ1: How …", "RQ2: …".

    None of a row of codes that goes on in the talk: P1 introduces herself, P2 speaks later.
    """
    talking = {name for name, count in often.items() if name and count >= 3}
    if len(talking) < 2:
        return set()
    first = next(place for place, label in enumerate(candidates) if label.speaker in talking)
    above = {label.speaker for label in candidates[:first] if often[label.speaker] == 1 and not label.time}
    rows = {name.rstrip("0123456789 ") for name in often if name and name not in above}
    return {name for name in above if name.rstrip("0123456789 ") not in rows}


def _with_answering(text: str, candidates: list[_Label], accepted: list[_Label]) -> list[_Label]:
    """With the names that open the line after a question, where else nobody but the interviewer would speak.

    In "Q: Where?\\nDeo: In the camp." Deo speaks once only, and is yet not the interviewer.
    """
    if not accepted or not all(is_interviewer(label.speaker) for label in accepted):
        return accepted
    asked, answering = set(accepted), set()
    for before, label in pairwise(candidates):
        if before in asked and label not in asked and "\n" not in text[before.said : label.line].strip():
            answering.add(label)
    return [label for label in candidates if label in asked or label in answering]


def _paragraphs(text: str, start: int, end: int) -> Iterator[Turn]:
    gap = _BLANK_LINE if _BLANK_LINE.search(text, start, end) else re.compile("\n")
    while start < end:
        found = gap.search(text, start, end)
        stop = found.start() if found else end
        said = _trimmed(text, start, stop)
        if said:
            yield Turn(*said)
        start = found.end() if found else end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None
