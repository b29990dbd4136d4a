# SPDX-License-Identifier: MIT
"""A project with a survey of three people, two interviews and the act – means – purpose codebook. All is invented."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from projects.interviews.documents import NewDocument, import_documents
from projects.store import Project
from projects.stored_interviews.parsed_document import parse_text
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


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, made once: each test works on a copy."""
    place = tmp_path_factory.mktemp("cases")
    made, survey = place / "p.pwb", place / "people.csv"
    survey.write_text(ANSWERS, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        _speak(patch)
        assert main(["new", str(made), "--user", "Ana", "--codebook", "act_means_purpose"]) == 0
        assert main(["import", str(made), str(survey)]) == 0
    with Project.open(made, PASSPHRASE) as project:
        texts = [NewDocument("IDI 07", "en", parse_text("P07: He said the debt grows.\n"), roles={})]
        texts.append(NewDocument("FGD 04", "en", parse_text(TALK)))
        project.do(import_documents(texts))
    return made


@pytest.fixture(scope="session")
def cased_once(made_once: Path) -> Path:
    """The project with P07, who has an interview, a speaker of a group talk and a survey row joined by key."""
    made = made_once.with_name("cased.pwb")
    shutil.copytree(made_once, made)
    with pytest.MonkeyPatch.context() as patch:
        _speak(patch)
        for words in (
            ("P07", "--new", "person"),
            ("P08", "--new", "person"),
            ("P07", "--join", "document:IDI 07", "speaker:F2@FGD 04"),
            ("--rows", "people", "respondent"),
        ):
            assert main(["cases", str(made), *words]) == 0
    return made


@pytest.fixture
def folder(made_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's folder; commands open it with the passphrase of the environment."""
    _speak(monkeypatch)
    return Path(shutil.copytree(made_once, tmp_path / "p.pwb"))


@pytest.fixture
def cased(cased_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project's folder with the case of P07."""
    _speak(monkeypatch)
    return Path(shutil.copytree(cased_once, tmp_path / "p.pwb"))


def _speak(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    patch.setenv("WORKBENCH_LANGUAGE", "en")
