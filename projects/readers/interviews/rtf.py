# SPDX-License-Identifier: MIT
"""Rich Text (.rtf): what a reader of the page sees, tracked deletions left out, notes at their place."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from coding.parsing import normalise
from coding.text_headings import HEADING_MARK, without_heading_marks
from projects.readers.bold_speakers import with_colons
from projects.readers.rtf_bold import with_bold_marks
from projects.readers.transcript_problems import transcript_problem
from projects.readers.transcripts import InterviewReader, SourceFile, TranscriptText
from wording import Message, msg

_OPENING = re.compile(rb"\s*\{\\rtf")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{1,5})")
_BRACE = re.compile(r"\\[\\{}]|[{}]")  # a brace with a backslash before it is one of the text
_MOST_DEPTH = 200  # groups within groups; real files stay below 40
_NOTE = re.compile(r"\{\\footnote(?![a-z])")
_LETTER = re.compile(r"\\u(-?\d+)")
_OBJECT = re.compile(r"\{\\object(?![a-z])")
_NUMBER = re.compile(r"\{[^{}]*\\chftn[^{}]*\}\s*|\\chftn(?![a-z]) ?")  # of a note, in its text
_DELETED = re.compile(r"\\deleted(?![a-z0])")
_STYLES = re.compile(r"\{\\stylesheet(?![a-z])")
_STYLE = re.compile(r"\{\\s(\d{1,5})(?![a-z])([^{};]*);\}")
_HEADING_NAME = re.compile(r"(?:\\[a-z]+-?\d*\s?)*(?:heading|title|subtitle)\b", re.IGNORECASE)
_PARAGRAPH_WORD = re.compile(r"(?<!\\)\\(pard|par|sect|intbl|s|outlinelevel)(\d{1,5})?(?![a-z0-9])")
_LEVELS = frozenset("012345678")  # 9 is text
_CELL = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:nest)?cell(?![a-z])")


def read(source: SourceFile) -> TranscriptText:
    """The text, one paragraph a line, cells of a table row parted by tabs. Raises TranscriptProblem."""
    from striprtf.striprtf import remove_pict_groups, rtf_to_text  # only the process that reads such a file needs it

    try:
        rtf = remove_pict_groups(_decoded(source.data))
        rtf, missing = _closed(rtf, source.name)
        rtf, deletions = _without_deletions(rtf)
        rtf, notes = _with_notes(rtf)
        objects = len(_OBJECT.findall(rtf))
        rtf = _with_heading_marks(with_bold_marks(rtf))
        text = rtf_to_text(_CELL.sub(r"\1\\tab", _LETTER.sub(_known_letter, rtf)), errors="replace")
    except (ValueError, TypeError, LookupError, OverflowError) as error:
        raise transcript_problem("damaged", file=source.name) from error
    # a letter beyond the first plane stands there as two halves
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    lines, colons = with_colons(normalise(whole.replace("\t\n", "\n")).split("\n"))
    warnings = _warnings(source.name, missing, deletions, notes, objects, whole.count("\ufffd"), colons)
    words, headings = without_heading_marks("\n".join(lines))
    return TranscriptText(words, tuple(warnings), headings=headings)


def _claims(source: SourceFile) -> bool:
    return _OPENING.match(source.data) is not None


def _decoded(data: bytes) -> str:
    """The file as text: its letters beyond ASCII, where it has any, are of the code page that it names."""
    named = _CODE_PAGE.search(data)
    page = f"cp{int(named[1])}" if named else "cp1252"
    try:
        codecs.lookup(page)
    except LookupError:
        page = "cp1252"
    return data.decode(page, "replace")


def _closed(rtf: str, name: str) -> tuple[str, bool]:
    """The file with all its groups closed, and whether they were not: then its end is missing.

    Raises TranscriptProblem where groups are nested as no word processor does.
    """
    depth = 0
    for brace in _BRACE.finditer(rtf):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if depth > _MOST_DEPTH:
            raise transcript_problem("too_deep", file=name)
        if depth <= 0:
            return rtf, False
    return rtf + "}" * depth, True


def _known_letter(code: re.Match[str]) -> str:
    """A letter by its number as it stands; one that is no letter becomes U+FFFD."""
    return code[0] if -0x8000 <= int(code[1][:8]) <= 0xFFFF else r"\u65533"


def _end_of_group(rtf: str, start: int) -> int | None:
    """The place of the brace that closes the group `start` lies in; None where none does."""
    depth = 1
    for brace in _BRACE.finditer(rtf, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return brace.start()
    return None


def _without_deletions(rtf: str) -> tuple[str, int]:
    """Tracked deletions taken out, as if accepted; how many."""
    parts, place, number = [], 0, 0
    for found in _DELETED.finditer(rtf):
        end = _end_of_group(rtf, found.end()) if found.start() >= place else None
        if end is None:
            continue
        parts.append(rtf[place : found.start()])
        place, number = end, number + 1
    return "".join([*parts, rtf[place:]]), number


def _with_notes(rtf: str) -> tuple[str, int]:
    """Footnotes and endnotes in square brackets where their number stands; how many."""
    parts, place, number = [], 0, 0
    for found in _NOTE.finditer(rtf):
        end = _end_of_group(rtf, found.end()) if found.start() >= place else None
        if end is None:
            continue
        inner = _NUMBER.sub("", rtf[found.end() : end]).strip()
        parts.append(f"{rtf[place : found.start()]}{{ [{inner}]")
        place, number = end, number + 1
    return "".join([*parts, rtf[place:]]), number


def _heading_styles(rtf: str) -> tuple[set[str], tuple[int, int]]:
    """The numbers of the paragraph styles that are headings, and where the list of styles stands in the file."""
    opened = _STYLES.search(rtf)
    end = _end_of_group(rtf, opened.end()) if opened is not None else None
    if opened is None or end is None:
        return set(), (0, 0)
    numbers = {found[1] for found in _STYLE.finditer(rtf, opened.end(), end) if _HEADING_NAME.match(found[2].strip())}
    return numbers, (opened.start(), end)


def _with_heading_marks(rtf: str) -> str:
    """A mark at the end of each paragraph that is a heading by its style or its outline level; none in tables."""
    rtf = rtf.replace(HEADING_MARK, "")
    numbers, (start, end) = _heading_styles(rtf)
    parts, place, heading, table = [], 0, False, False
    for word in _PARAGRAPH_WORD.finditer(rtf):
        if start <= word.start() < end:
            continue
        name, number = word[1], word[2]
        if name == "pard":
            heading = table = False
        elif name == "intbl":
            table = True
        elif name == "s":
            heading = heading or number in numbers
        elif name == "outlinelevel":
            heading = heading or number in _LEVELS
        elif heading and not table:
            parts += [rtf[place : word.start()], HEADING_MARK]
            place = word.start()
    return "".join([*parts, rtf[place:]])


def _warnings(
    name: str, missing: bool, deletions: int, notes: int, objects: int, replaced: int, colons: int
) -> Iterator[Message]:
    if missing:
        yield msg("reader.rtf.cut_short", file=name)
    if colons:
        yield msg("coding.file.bold_names", n=colons)
    if notes:
        yield msg("coding.file.notes_in_text", n=notes)
    if deletions:
        yield msg("coding.file.tracked_changes", n=deletions)
    if objects:
        yield msg("reader.rtf.objects", file=name, n=objects)
    if replaced:
        yield msg("coding.file.replaced", file=name, n=replaced)


READER = InterviewReader("rtf", (".rtf",), "projects.readers.interviews.rtf:read", _claims, _OPENING, rank=30)
