# SPDX-License-Identifier: MIT
"""An open project with two invented interviews and a small codebook."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from coding.codebook_table import codes_from_rows
from projects.interviews.codes import import_codebook
from projects.interviews.documents import NewDocument, import_documents
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text

ENGLISH = (
    "Interviewer: Was there a debt?\n"
    "P1: He took my passport 👩\u200d👧. Then he said I had a debt. I began to worry.\n"
    "P1: The debt grew every month."
)
FRENCH = "Enquêteur : Et ensuite ?\nP2 : Il a confisqué mon passeport. E\u0301videmment, la dette ne finissait pas."
CODES = [
    {"code_id": "ACT", "name_en": "Act", "name_fr": "Acte"},
    {"code_id": "MEA", "name_en": "Means", "name_fr": "Moyen"},
    {
        "code_id": "MEA.DEBT",
        "parent_id": "MEA",
        "name_en": "Debt bondage",
        "name_fr": "Servitude pour dette",
        "keywords_en": "debt*",
        "keywords_fr": "dette*",
    },
    {
        "code_id": "MEA.DOC",
        "parent_id": "MEA",
        "name_en": "Document confiscation",
        "name_fr": "Confiscation de documents",
        "keywords_en": "passport",
        "keywords_fr": "passeport;confisqu*",
    },
]


def _fill(opened: Project) -> None:
    opened.do(
        import_documents(
            [
                NewDocument("IDI 01", "en", parse_text(ENGLISH), ENGLISH.encode(), "txt", consents={"quotation": True}),
                NewDocument("IDI 02", "fr", parse_text(FRENCH), FRENCH.encode(), "txt"),
            ]
        )
    )
    columns = sorted({column for row in CODES for column in row})
    opened.do(import_codebook(codes_from_rows([{c: row.get(c, "") for c in columns} for row in CODES], "codes.csv")))


@pytest.fixture
def project(tmp_path: Path, copied_project: Callable[..., Project]) -> Iterator[Project]:
    """Documents "1" (English) and "2" (French); codes by key through `code`."""
    with copied_project(tmp_path / "p.pwb", "quiet lantern over 7 rivers", _fill, name="Test", user="Ana") as opened:
        yield opened
