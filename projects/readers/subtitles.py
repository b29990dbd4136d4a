# SPDX-License-Identifier: MIT
"""Subtitle files (SubRip, WebVTT, SubViewer) as a transcript: cues joined to sentences, with speakers and times.

pysubs2 reads the captions and their times. What it would lose of an interview is settled before and after: it takes a
caption's last line for the next one's number when that is a number (an age), WebVTT's notes, styles and cue names and a
time that cannot be read for speech; it drops who speaks (`<v Amina>`), what stands before the first time and the
hundreds of hours; it has no SubViewer.
"""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pysubs2 import SSAFile
from pysubs2.formats.subrip import SubripFormat
from pysubs2.time import ms_to_times, timestamp_to_ms

from coding.parsing import find_turns, normalise
from coding.records import Turn
from projects.readers.plain_text import decode
from projects.readers.transcript_problems import TranscriptProblem
from projects.readers.transcripts import SourceFile, TranscriptText
from wording import Message, msg

_CLOCK = r"((?:\d{1,3}:)?[0-5]?\d:[0-5]?\d[.,]\d{1,3})"
_TIMING = re.compile(rf"^\s*{_CLOCK}\s*-->\s*{_CLOCK}(?:\s+.*)?$")
_SBV = re.compile(rf"^\s*{_CLOCK.replace('[.,]', '[.]')},{_CLOCK}\s*$")
_SBV_BROKEN = re.compile(r"^\s*\d+:\d\d:\w\w[.]\w+,\d+:\d\d:\w\w[.]\w+\s*$")
_MARK = "\0"  # opens what the preparation wrote: `decode` leaves none in a text
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


class _Captions(SubripFormat):
    """pysubs2's reader of captions, for times that `_prepared` has marked, of any number of hours."""

    TIMESTAMP = re.compile(rf"{_MARK}(?:(\d+):)?(\d+):(\d+)[.,](\d+)")

    @staticmethod
    def timestamp_to_ms(groups: Sequence[str]) -> int:
        return timestamp_to_ms([group or "0" for group in groups])


@dataclass(frozen=True)
class _Cue:
    """What is said at one time; `speaker` from a voice tag. Without a readable time, `time` is empty."""

    time: str
    lines: tuple[str, ...]
    speaker: str = ""


def looks_like_subtitles(text: str) -> bool:
    """Whether a text is a subtitle file: the WebVTT mark, or a timing among its first lines."""
    first = text[:4000].lstrip("\ufeff")
    return first.startswith("WEBVTT") or any(_timing(line) for line in first.split("\n")[:60])


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
        first = next((place for place, line in enumerate(block) if _timing(line)), None)
        if first is None:
            read = [_cue("", _without_broken_timing(block))]
            untimed += 1
        else:
            read = [_cue("", _before_first_time(block[:first], named=web)), *_captions(block[first:])]
            untimed += sum(1 for cue in read if cue and not cue.time)
        cues += [cue for cue in read if cue]
    return cues, untimed


def _timing(line: str) -> re.Match[str] | None:
    return _TIMING.match(line) or _SBV.match(line)


def _before_first_time(lines: list[str], named: bool) -> list[str]:
    """What is said there: the last line is the number of the caption; in WebVTT (`named`) it may be any name."""
    return lines[:-1] if lines and (named or lines[-1].strip().isdigit()) else lines


def _captions(block: list[str]) -> Iterator[_Cue | None]:
    """The captions of a block: several where the blank line between them is missing."""
    read = SSAFile()
    # Its last line may be an age: pysubs2 takes off the number behind it, as that of the next caption.
    prepared = "\n".join([*(_prepared(line) for line in block), "", "0"])
    _Captions.from_file(read, io.StringIO(prepared), "srt", keep_html_tags=True)
    for caption in read:
        hours, minutes, seconds, _ = ms_to_times(caption.start)
        time = f"{hours:02d}:{minutes:02d}:{seconds:02d}" if caption.start <= caption.end else ""
        yield _cue(time, [line.replace(f"{_MARK}s", "\\") for line in caption.text.split(r"\N")])


def _prepared(line: str) -> str:
    """A line as pysubs2 shall read it: only times of captions marked, no backslash that looks like its line break."""
    timing = _timing(line)
    return f"{_MARK}{timing[1]} --> {_MARK}{timing[2]}\n" if timing else line.replace("\\", f"{_MARK}s")


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


def _without_broken_timing(block: list[str]) -> list[str]:
    """The words of a block without a time: neither a time that cannot be read nor the number that opens a caption."""
    words = block[1:] if block[0].strip().isdigit() else block
    return [line for line in words if "-->" not in line and not _SBV_BROKEN.match(line)]


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
