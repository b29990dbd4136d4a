# SPDX-License-Identifier: MIT
"""Parquet."""

from __future__ import annotations

from projects.readers.file_kinds import FileKind
from projects.readers.survey_files import SurveyFile, SurveyReader


def _claims(source: SurveyFile) -> bool:
    return source.kind in (FileKind.PARQUET,)


READER = SurveyReader(
    "parquet", (".parquet",), "projects.readers.tabular.reader_selection:read_parquet_file", _claims, rank=57
)
