# SPDX-License-Identifier: MIT
"""PDF (.pdf): its words in reading order, columns, running heads and hyphens taken into account."""

from __future__ import annotations

import re

from projects.readers.transcripts import InterviewReader, SourceFile

_OPENING = re.compile(rb"\s*%PDF-")


def _claims(source: SourceFile) -> bool:
    return b"%PDF-" in source.data[:1024]


READER = InterviewReader("pdf", (".pdf",), "projects.readers.documents.pdf:read", _claims, _OPENING, rank=30)
