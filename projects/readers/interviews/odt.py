# SPDX-License-Identifier: MIT
"""OpenDocument text (.odt)."""

from __future__ import annotations

import zipfile

from projects.readers.transcripts import InterviewReader, SourceFile


def _claims(source: SourceFile) -> bool:
    return "content.xml" in source.parts


def _is_text(package: zipfile.ZipFile) -> bool:
    return "mimetype" in package.namelist() and b"opendocument.text" in package.open("mimetype").read(100)


READER = InterviewReader("odt", (".odt",), "projects.readers.documents.odt:read", _claims, package=_is_text, rank=10)
