# SPDX-License-Identifier: MIT
"""Zips of text with separators."""

from __future__ import annotations

from projects.readers.file_kinds import FileKind
from projects.readers.survey_files import SurveyFile, SurveyReader


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
