# SPDX-License-Identifier: MIT
"""Workbooks: Excel and OpenDocument sheets."""

from __future__ import annotations

from projects.readers.file_kinds import FileKind
from projects.readers.survey_files import SurveyFile, SurveyReader


def _claims(source: SurveyFile) -> bool:
    return source.kind in (FileKind.WORKBOOK,)


READER = SurveyReader(
    "workbook",
    (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
    "projects.readers.tabular.reader_selection:read_workbook_file",
    _claims,
    rank=50,
    form_beside=True,
)
