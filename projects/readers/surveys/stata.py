# SPDX-License-Identifier: MIT
"""Stata (.dta)."""

from __future__ import annotations

from projects.readers.survey_files import SurveyFile, SurveyReader
from projects.readers.tabular.file_kinds import FileKind


def _claims(source: SurveyFile) -> bool:
    return source.kind in (FileKind.STATA,)


READER = SurveyReader(
    "stata", (".dta",), "projects.readers.tabular.reader_selection:read_statistical_file", _claims, rank=55
)
