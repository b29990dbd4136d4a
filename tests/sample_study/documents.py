# SPDX-License-Identifier: MIT
"""Interviews as .docx, .odt and .srt from plain text, with bytes that depend only on the text. Changes no word."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import docx

CREATED = dt.datetime(2025, 10, 1, 8, 0, 0)
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
SPEAKER = re.compile(r"^([A-Z][\w' ]{0,20}?) ?: ", re.UNICODE)
WORDS_PER_SECOND = 2.4
CUE_WORDS = 22

ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODT_SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" '
    'xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"'
)
ODT_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    f'<manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{ODT_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
ODT_STYLES = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-styles {ODT_SPACES}><office:styles>'
    '<style:style style:name="Standard" style:family="paragraph">'
    '<style:paragraph-properties fo:margin-bottom="0.25cm"/><style:text-properties fo:font-size="11pt"/></style:style>'
    '<style:style style:name="Speaker" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    "</office:styles></office:document-styles>"
)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain interview: blank lines part them."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def split_speaker(paragraph: str) -> tuple[str, str]:
    """("P1: ", what was said), or ("", the paragraph) where nobody speaks."""
    found = SPEAKER.match(paragraph)
    return (found.group(0), paragraph[found.end() :]) if found else ("", paragraph)


def write_docx(path: Path, text: str, language: str, title: str) -> None:
    """Write a Word document, speakers in bold, with fixed dates."""
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.last_modified_by, properties.title = "", "", title
    properties.comments, properties.language = "Fictitious", language
    properties.created = properties.modified = CREATED
    for paragraph in paragraphs(text):
        speaker, said = split_speaker(paragraph)
        line = document.add_paragraph()
        if speaker:
            line.add_run(speaker).bold = True
        line.add_run(said)
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as made:
        _write_zip(path, [(name, made.read(name)) for name in made.namelist()])


def write_odt(path: Path, text: str, language: str, title: str) -> None:
    """Write an OpenDocument text, speakers in bold, with fixed dates."""
    lines = []
    for paragraph in paragraphs(text):
        speaker, said = split_speaker(paragraph)
        bold = f'<text:span text:style-name="Speaker">{escape(speaker)}</text:span>' if speaker else ""
        lines.append(f'<text:p text:style-name="Standard">{bold}{escape(said)}</text:p>')
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {ODT_SPACES}><office:body><office:text>'
        f"{''.join(lines)}</office:text></office:body></office:document-content>"
    )
    meta = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta {ODT_SPACES}><office:meta>'
        f"<meta:creation-date>{CREATED.isoformat()}</meta:creation-date><dc:title>{escape(title)}</dc:title>"
        f"<dc:language>{language}</dc:language></office:meta></office:document-meta>"
    )
    parts = {"content.xml": content, "styles.xml": ODT_STYLES, "meta.xml": meta, "META-INF/manifest.xml": ODT_MANIFEST}
    entries = [("mimetype", ODT_TYPE.encode()), *((name, part.encode()) for name, part in parts.items())]
    _write_zip(path, entries, stored="mimetype")


def _write_zip(path: Path, entries: list[tuple[str, bytes]], stored: str = "") -> None:
    with zipfile.ZipFile(path, "w") as made:
        for name, data in entries:
            info = zipfile.ZipInfo(name, ZIP_DATE)
            info.create_system = 3  # the same byte on every system
            info.compress_type = zipfile.ZIP_STORED if name == stored else zipfile.ZIP_DEFLATED
            made.writestr(info, data)


def write_srt(path: Path, text: str) -> None:
    """Write subtitles: cues of at most a few dozen words, each with its speaker, timed by the number of words."""
    cues: list[str] = []
    clock = 1.0
    for paragraph in paragraphs(text):
        speaker, said = split_speaker(paragraph)
        for piece in _pieces(said):
            length = len(piece.split()) / WORDS_PER_SECOND + 0.4
            cues.append(f"{len(cues) + 1}\n{_time(clock)} --> {_time(clock + length)}\n{speaker}{piece}\n")
            clock += length + 0.2
        clock += 0.9
    path.write_bytes("\n".join(cues).encode())


def _pieces(said: str) -> list[str]:
    """Sentences, joined while they stay short; a long sentence stays whole."""
    pieces: list[str] = []
    for sentence in re.split(r"(?<=[.?!\"]) (?=[A-Z\"])", said):
        if pieces and len(pieces[-1].split()) + len(sentence.split()) <= CUE_WORDS:
            pieces[-1] += f" {sentence}"
        else:
            pieces.append(sentence)
    return pieces


def _time(seconds: float) -> str:
    thousandths = round(seconds * 1000)
    whole, rest = divmod(thousandths, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d},{rest:03d}"
