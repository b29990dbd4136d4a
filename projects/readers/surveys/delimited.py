# SPDX-License-Identifier: MIT
"""Text with separators (.csv, .tsv)."""

from __future__ import annotations

from projects.readers.file_kinds import FileKind
from projects.readers.survey_files import SurveyFile, SurveyReader


def _claims(source: SurveyFile) -> bool:
    return source.kind in (FileKind.DELIMITED,)


READER = SurveyReader(
    "delimited",
    (".csv", ".tsv"),
    "projects.readers.tabular.reader_selection:read_delimited_file",
    _claims,
    rank=51,
    form_beside=True,
)
