# SPDX-License-Identifier: MIT
"""A project with a survey of three people, two interviews and the act – means – purpose codebook. All is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.interviews.documents import NewDocument, import_documents
from projects.interviews.parsed_document import parse_text
from projects.store import Project
from workbench.cli import main

PASSPHRASE = "lantern-harbour-maple-quiet"
ANSWERS = (
    "respondent,age,offered_work,work_as_promised,papers_taken,born,debt\n"
    "P07,24,yes,no,no,1999-05-02,400\n"
    "p 08 ,16,no,yes,refused,2008-01-01,0\n"
    "P99,40,yes,yes,yes,1980-01-01,0\n"
)
TALK = (
    "Interviewer: How did it begin?\n"
    "F2: She bought my tomatoes and offered me work.\n"
    "F3: They kept my passport in the drawer.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's folder; commands open it with the passphrase of the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")
    made = tmp_path / "p.pwb"
    survey = tmp_path / "people.csv"
    survey.write_text(ANSWERS, encoding="utf-8")
    assert main(["new", str(made), "--user", "Ana", "--codebook", "act_means_purpose"]) == 0
    assert main(["import", str(made), str(survey)]) == 0
    with Project.open(made, PASSPHRASE) as project:
        texts = [NewDocument("IDI 07", "en", parse_text("P07: He said the debt grows.\n"), roles={})]
        texts.append(NewDocument("FGD 04", "en", parse_text(TALK)))
        project.do(import_documents(texts))
    return made
