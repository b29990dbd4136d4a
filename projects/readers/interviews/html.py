# SPDX-License-Identifier: MIT
"""Web pages (.html): blocks as lines; nothing is run and nothing is fetched."""

from __future__ import annotations

import re

from projects.readers.plain_text import decode
from projects.readers.transcript_problems import transcript_problem
from projects.readers.transcripts import InterviewReader, SourceFile, TranscriptText
from wording import Message, msg

_OPENING = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{1,40})", re.IGNORECASE)


def read(source: SourceFile) -> TranscriptText:
    """The text of a page. Raises TranscriptProblem."""
    named = _CHARSET.search(source.data[:4096])
    if named:
        try:
            text = source.data.decode(named[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            named = None
    if not named:
        text, warnings = decode(source.data, source.name)
        return _words(text, source.name, tuple(warnings))
    return _words(text, source.name)


def _words(page: str, name: str, warnings: tuple[Message, ...] = ()) -> TranscriptText:
    """The text of a page that has any, with its headings. Raises TranscriptProblem."""
    from projects.readers.html_text import page_text  # lxml: only the process that reads such a file needs it

    text, headings, colons = page_text(page)
    if not text.strip():
        raise transcript_problem("page_without_words", file=name)
    if colons:
        warnings = (*warnings, msg("coding.file.bold_names", n=colons))
    return TranscriptText(text, warnings, headings=headings)


def _claims(source: SourceFile) -> bool:
    return _OPENING.match(source.data.removeprefix(b"\xef\xbb\xbf")) is not None


READER = InterviewReader(
    "html", (".html", ".htm", ".xhtml"), "projects.readers.interviews.html:read", _claims, _OPENING, rank=40
)
