# SPDX-License-Identifier: MIT
"""Stata (.dta)."""

from __future__ import annotations

from projects.readers.file_kinds import FileKind
from projects.readers.survey_files import SurveyFile, SurveyReader


def _claims(source: SurveyFile) -> bool:
    return source.kind in (FileKind.STATA,)


READER = SurveyReader(
    "stata", (".dta",), "projects.readers.tabular.reader_selection:read_statistical_file", _claims, rank=55
)
