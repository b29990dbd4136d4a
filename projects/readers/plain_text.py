# SPDX-License-Identifier: MIT
"""Decodes the bytes of a text file: its encoding, and what was guessed or repaired."""

from __future__ import annotations

import codecs
from pathlib import Path

from coding.parsing import normalise
from coding.text_headings import Spans, plain_headings, without_heading_marks, without_markdown
from projects.readers.bold_speakers import markdown_opening, with_colons
from projects.readers.transcript_problems import transcript_problem
from projects.readers.transcripts import SourceFile, TranscriptText, interview_readers
from wording import Message, Problem, msg

MOST_BYTES = 100_000_000
MOST_TEXT = 20_000_000  # bytes of a plain text: three million words
_PACKED = (b"PK", b"%PDF", b"{\\rt", b"\xd0\xcf\x11\xe0")  # their readers have limits of their own
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_EIGHT_BIT = ("cp1252", "latin-1", "mac_roman")
_USUAL = frozenset("àâäáãåæçéèêëîïíìôöóòõøœùûüúÿñßÀÂÄÁÃÅÆÇÉÈÊËÎÏÍÌÔÖÓÒÕØŒÙÛÜÚÑ’‘“”«»‹›–—…€£°·\u00a0")
_RARE = 0.25  # Mac Roman, which gives a sign to each byte, must be better by so much
_SAMPLE = 200_000  # bytes that decide
_NAMES = {
    "cp1252": "Windows-1252",
    "latin-1": "Latin-1",
    "mac_roman": "Mac Roman",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
}
_CONTROL = frozenset(range(32)) - {9, 10, 11, 12, 13, 27}
_MOST_CONTROL = 0.02  # share of control bytes above which it is no text


def read_bytes(path: Path) -> bytes:
    """The file's bytes. Raises TranscriptProblem when it cannot be read or is larger than any transcript."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise transcript_problem("too_large", file=path.name)
        return path.read_bytes()
    except OSError as error:
        raise transcript_problem("cannot_read", file=path.name) from error


def refuse_large(name: str, head: bytes, size: int) -> None:
    """Raise a Problem for a plain text larger than any interview: it is read whole, several times over.

    `head`: its first bytes, `size`: how many it has.
    """
    if size > MOST_TEXT and not head.startswith(_PACKED):
        raise Problem(msg("kinds.text_too_large", file=name, most=MOST_TEXT // 1_000_000))


def read(source: SourceFile) -> TranscriptText:
    """The text of a file without any format, in whatever encoding. Raises TranscriptProblem."""
    text, warnings = decode(source.data, source.name)
    if any(source.suffix in reader.suffixes for reader in interview_readers() if reader.timed):
        warnings.append(msg("coding.file.no_cues", file=source.name))
    text, colons = normalise(text), 0
    marked: Spans = ()
    if source.suffix == ".md":
        lines, colons = with_colons([markdown_opening(line) for line in text.split("\n")])
        text, marked = without_heading_marks(without_markdown("\n".join(lines)))
    if colons:
        warnings.append(msg("coding.file.bold_names", file=source.name, n=colons))
    headings = tuple(sorted({*marked, *plain_headings(text)}))
    return TranscriptText(text, tuple(warnings), headings=headings)


def decode(data: bytes, name: str) -> tuple[str, list[Message]]:
    """The text and what to tell: a guessed encoding, characters that were replaced. Raises TranscriptProblem."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], encoding, name)
    encoding = _utf16_without_mark(data)
    if encoding:
        text, warnings = _decoded(data, encoding, name)
        return text, [msg("coding.file.guessed_encoding", file=name, encoding=_NAMES[encoding]), *warnings]
    if sum(data.count(byte) for byte in _CONTROL) > _MOST_CONTROL * len(data) + 2:
        raise transcript_problem("no_text", file=name)
    try:
        return _cleaned(data.decode("utf-8"), name)
    except UnicodeDecodeError:
        return _eight_bit(data, name)


def _decoded(data: bytes, encoding: str, name: str) -> tuple[str, list[Message]]:
    try:
        return _cleaned(data.decode(encoding), name)
    except UnicodeDecodeError:
        text, warnings = _cleaned(data.decode(encoding, "replace"), name)
        return text, warnings or [_replaced(text, name)]


def _eight_bit(data: bytes, name: str) -> tuple[str, list[Message]]:
    """Mostly UTF-8 with a few broken bytes, else Windows-1252, Mac Roman or Latin-1, whichever gives usual signs."""
    repaired = data.decode("utf-8", "replace")
    accented = sum(1 for letter in repaired if ord(letter) > 127 and letter != "\ufffd")
    broken = repaired.count("\ufffd")
    if accented > 4 * broken or _is_surrogates(data):
        text, _ = _cleaned(repaired, name)
        return text, [_replaced(text, name)]
    for encoding in sorted(_EIGHT_BIT, key=lambda one: -_usual_share(data, one)):  # a tie: in this order
        try:
            text, warnings = _cleaned(data.decode(encoding), name)
        except UnicodeDecodeError:
            continue
        return text, [msg("coding.file.guessed_encoding", file=name, encoding=_NAMES[encoding]), *warnings]
    raise transcript_problem("no_text", file=name)


def _usual_share(data: bytes, encoding: str) -> float:
    """How many of the signs beyond ASCII are such as people write; -1 where the bytes are none of that encoding."""
    try:
        text = data[:_SAMPLE].decode(encoding)
    except UnicodeDecodeError:
        return -1.0
    pairs = [(before, sign) for before, sign in zip(f" {text}", text, strict=False) if ord(sign) > 127]
    usual = sum(sign in _USUAL and not (sign.isupper() and before.islower()) for before, sign in pairs)
    return usual / max(len(pairs), 1) - (_RARE if encoding == "mac_roman" else 0)


def _is_surrogates(data: bytes) -> bool:
    """Whether all that is broken are surrogates written as UTF-8, which other programs leave behind."""
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _cleaned(text: str, name: str) -> tuple[str, list[Message]]:
    """NUL, which no editor shows, becomes U+FFFD so that nothing is hidden in a transcript."""
    nuls = text.count("\0")
    text = text.replace("\0", "\ufffd")
    return text, [msg("coding.file.nul", file=name, n=nuls)] if nuls else []


def _replaced(text: str, name: str) -> Message:
    return msg("coding.file.replaced", file=name, n=text.count("\ufffd"))


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 shows itself by zero bytes at every second place."""
    sample = data[:4000]
    if len(sample) < 8 or len(data) % 2:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.7 * half and odd < 0.05 * half else ""
