# SPDX-License-Identifier: MIT
"""Word (.docx)."""

from __future__ import annotations

import zipfile

from projects.readers.transcripts import InterviewReader, SourceFile


def _claims(source: SourceFile) -> bool:
    others = ("xl/", "ppt/")
    return "[Content_Types].xml" in source.parts and not any(part.startswith(others) for part in source.parts)


def _is_word(package: zipfile.ZipFile) -> bool:
    return "word/document.xml" in package.namelist()


READER = InterviewReader("docx", (".docx",), "projects.readers.documents.docx:read", _claims, package=_is_word, rank=20)
