# SPDX-License-Identifier: MIT
"""SAS (.sas7bdat, .xpt)."""

from __future__ import annotations

from projects.importing.kinds import FileKind
from projects.readers.survey_files import SurveyFile, SurveyReader


def _claims(source: SurveyFile) -> bool:
    return source.kind in (
        FileKind.SAS,
        FileKind.SAS_TRANSPORT,
    )


READER = SurveyReader(
    "sas", (".sas7bdat", ".xpt"), "projects.importing.formats:read_statistical_file", _claims, rank=56
)
