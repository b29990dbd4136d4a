# SPDX-License-Identifier: MIT
"""SAS (.sas7bdat, .xpt)."""

from __future__ import annotations

from projects.readers.file_kinds import FileKind
from projects.readers.survey_files import SurveyFile, SurveyReader


def _claims(source: SurveyFile) -> bool:
    return source.kind in (
        FileKind.SAS,
        FileKind.SAS_TRANSPORT,
    )


READER = SurveyReader(
    "sas", (".sas7bdat", ".xpt"), "projects.readers.tabular.reader_selection:read_statistical_file", _claims, rank=56
)
