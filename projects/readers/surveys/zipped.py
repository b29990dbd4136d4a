# SPDX-License-Identifier: MIT
"""Zips of text with separators."""

from __future__ import annotations

from projects.readers.survey_files import SurveyFile, SurveyReader
from projects.readers.tabular.file_kinds import FileKind


def _claims(source: SurveyFile) -> bool:
    return source.kind in (FileKind.DELIMITED_ZIP,)


READER = SurveyReader(
    "zipped",
    (".zip",),
    "projects.readers.tabular.reader_selection:read_zipped_file",
    _claims,
    rank=52,
    form_beside=True,
)
