# SPDX-License-Identifier: MIT
"""An open project with two invented interviews that name people, and a codebook with rules on grammar."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from coding.codebook_table import codes_from_rows
from coding.spacy_pipelines import pipeline_name
from projects.interviews.codes import import_codebook
from projects.interviews.documents import NewDocument, import_documents
from projects.store.project import Project
from projects.stored_interviews.parsed_document import parse_text
from projects.worker import TextProcess

PASSPHRASE = "quiet lantern over 7 rivers"
ENGLISH = (
    "Interviewer: Did they take your passport?\n"
    "P1: Mrs Hawa Kiprop took all our passports at the gate. They never took my phone.\n"
    "P1: Hawa paid nobody. Call me on +254 722 555 140."
)
FRENCH = "Enquêteur : Et ensuite ?\nP2 : Le passeport, il l’a confisqué. On dit qu’on confisque les passeports partout."
CODES = [
    {
        "code_id": "MEA.DOC",
        "name_en": "Papers kept",
        "name_fr": "Papiers gardés",
        "keywords_en": "phrase: take passport/card",
        "keywords_fr": "phrase: confisquer passeport",
    },
    {
        "code_id": "MEA.PHO",
        "name_en": "Phone taken",
        "name_fr": "Téléphone pris",
        "keywords_en": "phrase[hit,negated]: take phone",
    },
]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Documents "1" (English) and "2" (French)."""
    if not (pipeline_name("en") and pipeline_name("fr")):
        pytest.skip("no spaCy pipelines for English and French are installed")
    with Project.create(tmp_path / "p.pwb", PASSPHRASE, name="Test", user="Ana") as opened:
        texts = (("IDI 01", "en", ENGLISH), ("IDI 02", "fr", FRENCH))
        opened.do(
            import_documents(
                [NewDocument(name, language, parse_text(text), text.encode(), "txt") for name, language, text in texts]
            )
        )
        columns = sorted({column for row in CODES for column in row})
        opened.do(
            import_codebook(codes_from_rows([{c: row.get(c, "") for c in columns} for row in CODES], "codes.csv"))
        )
        yield opened


@pytest.fixture(scope="session")
def text_process() -> Iterator[TextProcess]:
    """One warm process for all tests of this folder: loading the pipelines takes seconds."""
    with TextProcess() as process:
        yield process
