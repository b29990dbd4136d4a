# SPDX-License-Identifier: MIT
"""Plain text (.txt, .md): what no other reader of interviews claims."""

from __future__ import annotations

from projects.readers.transcripts import InterviewReader, SourceFile


def _claims(source: SourceFile) -> bool:
    return not source.data.startswith(b"PK")


READER = InterviewReader(
    "txt", (".txt", ".text", ".md"), "projects.readers.plain_text:read", _claims, empty_allowed=True, rank=90
)
