# SPDX-License-Identifier: MIT
"""SPSS (.sav, .zsav, .por)."""

from __future__ import annotations

from projects.readers.file_kinds import FileKind
from projects.readers.survey_files import SurveyFile, SurveyReader


def _claims(source: SurveyFile) -> bool:
    return source.kind in (
        FileKind.SPSS,
        FileKind.SPSS_PORTABLE,
    )


READER = SurveyReader(
    "spss",
    (".sav", ".zsav", ".por"),
    "projects.readers.tabular.reader_selection:read_statistical_file",
    _claims,
    rank=54,
)
