# SPDX-License-Identifier: MIT
"""Subtitle files (SubRip, WebVTT, SubViewer) as a transcript: cues joined to sentences, with speakers and times.

pysubs2 1.9 loses or adds words of interviews, so it only checks the times in the tests. It drops who speaks
(`<v Amina>`), a caption's last line when that is a number (an age), marks such as `<unclear>` and `{pause}`,
what stands before the first time and the hundreds of hours; it takes WebVTT's notes, styles and cue names,
and a time that cannot be read, for speech; it has no SubViewer.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from coding.parsing import find_turns, normalise
from coding.records import Turn
from projects.readers.plain_text import decode
from projects.readers.transcript_problems import TranscriptProblem
from projects.readers.transcripts import SourceFile, TranscriptText
from wording import Message, msg

_CLOCK = r"(?:(?P<h{0}>\d{{1,3}}):)?(?P<m{0}>\d{{1,2}}):(?P<s{0}>\d{{1,2}})[.,](?P<f{0}>\d{{1,3}})"
_TIMING = re.compile(rf"^\s*{_CLOCK.format(1)}\s*-->\s*{_CLOCK.format(2)}(?:\s+.*)?$")
_SBV = re.compile(rf"^\s*{_CLOCK.format(1).replace('[.,]', '[.]')},{_CLOCK.format(2)}\s*$")
_SBV_BROKEN = re.compile(r"^\s*\d+:\d\d:\w\w[.]\w+,\d+:\d\d:\w\w[.]\w+\s*$")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]+)>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:b|i|u|s|c|v|font|lang|ruby|rt)(?:[.\s][^<>]*)?>|<\d[\d:.]*>|\{\\[a-z0-9]+[^{}]*\}", re.IGNORECASE
)
_LABEL = re.compile(r"^[^\W_][^:\n]{0,40}:\s")
_DASH = re.compile(r"^[-–—]\s?(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…][\"”’»)\]]*$")
_BEGINNING = 1 << 16  # bytes: the first 4,000 letters in any encoding
_LONG_LINE = 400  # characters: captions without punctuation are broken there
_SKIPPED_BLOCK = re.compile(r"^(?:(?:NOTE|STYLE|REGION)(?:\s|$)|X-TIMESTAMP-MAP=)")


@dataclass(frozen=True)
class _Cue:
    """What is said at one time; `speaker` from a voice tag. Without a readable time, `time` is empty."""

    time: str
    lines: tuple[str, ...]
    speaker: str = ""


def looks_like_subtitles(text: str) -> bool:
    """Whether a text is a subtitle file: the WebVTT mark, or a timing among its first lines."""
    first = text[:4000].lstrip("\ufeff")
    return first.startswith("WEBVTT") or any(_TIMING.match(line) or _SBV.match(line) for line in first.split("\n")[:60])


def is_subtitle_file(source: SourceFile) -> bool:
    """Whether the beginning of a file is one of subtitles, in whatever encoding."""
    try:
        text, _ = decode(source.data[:_BEGINNING], source.name)
    except TranscriptProblem:
        return False  # no text at all: the reader of texts says so
    return looks_like_subtitles(normalise(text))


def read(source: SourceFile) -> TranscriptText:
    """The cues of a subtitle file as a transcript. Raises TranscriptProblem."""
    raw, warnings = decode(source.data, source.name)
    spoken, turns, more = read_subtitles(normalise(raw), source.name)
    return TranscriptText(spoken, (*warnings, *more), turns)


def read_subtitles(text: str, name: str) -> tuple[str, tuple[Turn, ...], list[Message]]:
    """Text, turns with times, and what to tell, from a normalised text."""
    cues, untimed = _cues(text)
    warnings = [msg("coding.file.cues_without_time", file=name, n=untimed)] if untimed else []
    if not cues:
        return "", (), [*warnings, msg("coding.file.no_cues", file=name)]
    if any(cue.speaker for cue in cues):
        spoken, turns = _by_voice(cues)
    else:
        spoken, turns = _by_label(cues)
    return spoken, turns, warnings


def _cues(text: str) -> tuple[list[_Cue], int]:
    """The cues in order, and how many had no time that can be read."""
    cues: list[_Cue] = []
    untimed = 0
    web = text.lstrip("\ufeff").startswith("WEBVTT")
    for number, block in enumerate(_blocks(text)):
        if web and (number == 0 or _SKIPPED_BLOCK.match(block[0])):
            continue
        found = [place for place, line in enumerate(block) if _time(line) is not None]
        if found:
            lost, timed = _timed(block, found, named=web)
            untimed += len(lost)
            cues += [*lost, *timed]
            continue
        untimed += 1
        words = [line for line in block if not _is_broken_timing(line)]
        cue = _cue("", words)
        if cue:
            cues.append(cue)
    return cues, untimed


def _timed(block: list[str], places: list[int], named: bool) -> tuple[list[_Cue], list[_Cue]]:
    """What stands before the first time of a block, and its cues: several where the blank line between them is missing.

    The line before a time is the cue's number; in WebVTT (`named`) it may be any name.
    """
    before = block[: places[0]]
    if before and (named or before[-1].strip().isdigit()):
        before = before[:-1]
    lost = _cue("", before)
    timed: list[_Cue] = []
    for place, following in zip(places, [*places[1:], len(block)], strict=True):
        lines = block[place + 1 : following]
        if following < len(block) and lines and lines[-1].strip().isdigit():
            lines = lines[:-1]
        cue = _cue(_time(block[place]) or "", lines)
        if cue:
            timed.append(cue)
    return [lost] if lost else [], timed


def _blocks(text: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in text.split("\n"):
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _time(line: str) -> str | None:
    """The start as "00:01:12"; None for no timing, for 99 seconds, for an end before its start."""
    match = _TIMING.match(line) or _SBV.match(line)
    if not match:
        return None
    part = {name: int(value or 0) for name, value in match.groupdict().items()}
    if max(part["m1"], part["s1"], part["m2"], part["s2"]) > 59:
        return None
    start, end = ((part[f"h{n}"], part[f"m{n}"], part[f"s{n}"], part[f"f{n}"]) for n in (1, 2))
    return f"{start[0]:02d}:{start[1]:02d}:{start[2]:02d}" if start <= end else None


def _is_broken_timing(line: str) -> bool:
    """Whether a line is no words but a time that cannot be read, or the number of a caption."""
    return "-->" in line or line.strip().isdigit() or bool(_SBV_BROKEN.match(line))


def _cue(time: str, lines: list[str]) -> _Cue | None:
    voice = _VOICE.search(" ".join(lines))
    plain = [html.unescape(_TAG.sub("", _VOICE.sub("", line))).strip() for line in lines]
    kept = tuple(" ".join(line.split()) for line in plain if line)
    return _Cue(time, kept, " ".join(voice[1].split()) if voice else "") if kept else None


def _by_voice(cues: list[_Cue]) -> tuple[str, tuple[Turn, ...]]:
    """One turn for each change of voice."""
    text: list[str] = []
    turns: list[Turn] = []
    length = 0
    for cue in cues:
        said = " ".join(cue.lines)
        if turns and turns[-1].speaker == cue.speaker:
            text.append(" " + said)
            length += 1 + len(said)
            turns[-1] = replace(turns[-1], end=length)
            continue
        opening = ("\n" if turns else "") + (f"{cue.speaker}: " if cue.speaker else "")
        text.append(opening + said)
        start = length + len(opening)
        length = start + len(said)
        turns.append(Turn(start, length, cue.speaker, cue.time))
    return "".join(text), tuple(turns)


def _by_label(cues: list[_Cue]) -> tuple[str, tuple[Turn, ...]]:
    """Cues run on until a sentence ends, a dash or a label opens a new line; turns are then found in the text."""
    lines: list[str] = []
    times: list[str] = []
    for cue in cues:
        dialogue = sum(1 for line in cue.lines if _DASH.match(line)) > 1
        for part in cue.lines if dialogue else (" ".join(cue.lines),):
            opens = (
                not lines
                or _DASH.match(part)
                or _LABEL.match(part)
                or _SENTENCE_END.search(lines[-1])
                or len(lines[-1]) > _LONG_LINE
            )
            if opens:
                lines.append(part)
                times.append(cue.time)
            else:
                lines[-1] += " " + part
    text = "\n".join(lines)
    starts, place = {}, 0
    for line, time in zip(lines, times, strict=True):
        starts[place] = time
        place += len(line) + 1
    return text, tuple(
        replace(turn, time=turn.time or starts.get(text.rfind("\n", 0, turn.start) + 1, ""))
        for turn in find_turns(text)
    )
