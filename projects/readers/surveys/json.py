# SPDX-License-Identifier: MIT
"""Exports of KoboToolbox as JSON."""

from __future__ import annotations

from projects.readers.file_kinds import FileKind
from projects.readers.survey_files import SurveyFile, SurveyReader


def _claims(source: SurveyFile) -> bool:
    return source.kind in (FileKind.JSON,)


READER = SurveyReader(
    "json", (".json",), "projects.readers.tabular.reader_selection:read_json_file", _claims, rank=53, form_beside=True
)
