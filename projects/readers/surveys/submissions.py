# SPDX-License-Identifier: MIT
"""Folders and zips of ODK submissions."""

from __future__ import annotations

from projects.readers.file_kinds import FileKind
from projects.readers.survey_files import SurveyFile, SurveyReader


def _claims(source: SurveyFile) -> bool:
    return source.kind in (FileKind.SUBMISSIONS,)


READER = SurveyReader(
    "submissions", (), "projects.readers.tabular.reader_selection:read_submissions_folder", _claims, rank=58
)
