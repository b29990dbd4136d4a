# SPDX-License-Identifier: MIT
"""The text of a PDF: letters with their boxes from pdfium, put in reading order. Nothing of the file is run.

A scan, which holds pictures of pages, has no text: it is refused with what to do.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from typing import TYPE_CHECKING

import pypdfium2
from pypdfium2 import raw

from coding.numbering import Numbering, NumberMarks, counted
from projects.readers.documents.pdf_layout import lay_out
from projects.readers.documents.pdf_lines import Letter
from projects.readers.transcript_problems import transcript_problem
from projects.readers.transcripts import SourceFile, TranscriptText
from wording import msg

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

_END = 4096  # bytes
_ACTIVE = re.compile(rb"/(?:JavaScript|JS|Launch|RichMedia|EmbeddedFile)\b")
_NO_PAGE = re.compile(rb"/Type\s*/Pages\b[^>]{0,200}/Count\s+0\b")
_MOST_PAGES, _MOST_LETTERS = 3_000, 20_000_000


def read(source: SourceFile) -> TranscriptText:
    """The text of a PDF with the numbers of its lines and pages. Raises TranscriptProblem."""
    if b"%%EOF" not in source.data[-_END:]:
        raise transcript_problem("damaged", file=source.name)  # cut short: what is missing nobody can tell
    try:
        document = pypdfium2.PdfDocument(source.data)
    except pypdfium2.PdfiumError as error:
        if _NO_PAGE.search(source.data):
            return TranscriptText("", (msg("coding.file.scan", file=source.name),))
        key = "password" if "password" in str(error).lower() else "damaged"
        raise transcript_problem(key, file=source.name) from error
    scripts = _has_scripts(document, source.data)
    try:
        pages, empty = _pages(document, source.name)
    except (pypdfium2.PdfiumError, ValueError, OverflowError) as error:
        raise transcript_problem("damaged", file=source.name) from error
    finally:
        document.close()
    if not any(pages):
        return TranscriptText("", (msg("coding.file.scan", file=source.name),))
    laid = lay_out(pages)
    warnings = [msg("coding.file.running_heads", n=laid.heads)] if laid.heads else []
    warnings += [msg("coding.file.notes_in_text", n=laid.notes)] if laid.notes else []
    warnings += [msg("coding.file.pages_without_text", n=empty)] if empty else []
    warnings += [msg("coding.file.pdf_scripts", file=source.name)] if scripts else []
    warnings += [msg("coding.file.pdf_repaired", file=source.name)] if not _is_sound(source.data) else []
    starts, numbers = [start for start, _ in laid.pages], [number for _, number in laid.pages]
    numbering = Numbering(given_lines=counted(laid.lines), pages=NumberMarks(starts, numbers))
    return TranscriptText(laid.text, tuple(warnings), numbering=numbering)


def _has_scripts(document: PdfDocument, data: bytes) -> bool:
    """Whether a file would run something in another reader; here nothing of it is."""
    return bool(raw.FPDFDoc_GetJavaScriptActionCount(document.raw) > 0 or _ACTIVE.search(data))


def _is_sound(data: bytes) -> bool:
    """Whether the file's table of contents stands where the file says; else it is read as far as it can be."""
    named = re.findall(rb"startxref\s+(\d{1,12})", data[-_END:])
    at = data[int(named[-1]) :][:40].lstrip() if named else b""
    return at.startswith(b"xref") or re.match(rb"\d+\s+\d+\s+obj", at) is not None


def _pages(document: PdfDocument, file: str) -> tuple[list[list[Letter]], int]:
    """The letters of each page, and how many pages have none but something drawn."""
    if len(document) > _MOST_PAGES:
        raise transcript_problem("too_large", file=file)
    pages, empty, total = [], 0, 0
    for number in range(len(document)):
        page = document[number]
        letters = _letters(page)
        total += len(letters)
        if total > _MOST_LETTERS:
            raise transcript_problem("too_large", file=file)
        if not letters and next(iter(page.get_objects(max_depth=2)), None) is not None:
            empty += 1
        pages.append(letters)
        page.close()
    return pages, empty


def _letters(page: PdfPage) -> list[Letter]:
    """The letters in the file's order, turned so that most of them stand upright, whichever way the page is shown."""
    text = page.get_textpage()
    turned, (width, height) = _turn(text, page.get_rotation()), page.get_size()
    if (turned - page.get_rotation()) % 180:
        width, height = height, width
    rectangle = raw.FS_RECTF()  # the loose box: of the letter's advance and the line's height
    letters: list[Letter] = []
    pending = ""
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text.raw, place)
        sign = _sign(code)
        if 0xD800 <= code < 0xDC00:
            pending = chr(code)
            continue
        if pending:
            sign = (pending + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            pending = ""
        raw.FPDFText_GetLooseCharBox(text.raw, place, ctypes.byref(rectangle))
        box = (rectangle.left, rectangle.bottom, rectangle.right, rectangle.top)
        letters.append(Letter(sign, *_turned(box, turned, width, height)))
    text.close()
    return letters if any(letter.text.strip() for letter in letters) else []


def _turn(text: PdfTextPage, shown: int) -> int:
    """By how many degrees most letters must be turned to stand upright; as the page is shown where they do not say."""
    angles = Counter[int]()
    for place in range(text.count_chars()):
        angle = raw.FPDFText_GetCharAngle(text.raw, place)
        if angle >= 0 and raw.FPDFText_GetUnicode(text.raw, place) > 32:
            angles[round(math.degrees(angle)) % 360] += 1
    most = angles.most_common(1)[0][0] if angles else -shown % 360
    return -most % 360 if most in (0, 90, 180, 270) else shown


def _sign(code: int) -> str:
    if code in (0x02, 0xFFFE):
        return "\u0002"  # pdfium's mark for a hyphen at the end of a line
    if code < 32 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return " "
    return chr(code)


def _turned(
    box: tuple[float, float, float, float], degrees: int, width: float, height: float
) -> tuple[float, float, float, float]:
    """A box as it stands on the page when that is turned clockwise by a quarter or more."""
    left, bottom, right, top = box
    if degrees == 90:
        return bottom, height - right, top, height - left
    if degrees == 180:
        return width - right, height - top, width - left, height - bottom
    if degrees == 270:
        return width - top, left, width - bottom, right
    return box
