# SPDX-License-Identifier: MIT
"""The table of entities: people under pseudonyms unless their names are asked for, and history tells who asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from coding.entities.records import Kind
from projects.assistance.entities import project_entities
from projects.assistance.parses import in_place
from projects.store.project import Project
from projects.worker import TextProcess
from tests.projects.assistance.conftest import PASSPHRASE
from workbench.cli import main


def test_mentions_of_one_person_are_one_line(project: Project, text_process: TextProcess) -> None:
    people = [one for one in project_entities(in_place(project), text_process) if one.kind is Kind.PERSON]
    assert [(one.name, len(one.mentions)) for one in people] == [("Hawa Kiprop", 2)]


def test_the_command_prints_pseudonyms_unless_names_are_asked(
    project: Project, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder: Path = project.folder
    project.close()
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")
    assert main(["entities", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "Person 1" in told
    assert "Hawa" not in told
    assert "722" not in told
    assert main(["entities", str(folder), "--names", "--json"]) == 0
    named = json.loads(capsys.readouterr().out)
    assert {"kind": "person", "name": "Hawa Kiprop", "mentions": 2, "documents": 1} in named
    with Project.open(folder, PASSPHRASE) as opened:
        assert any(line.message.key == "assistance.names_shown" for line in opened.history())
        assert not opened.query("SELECT 1 FROM journal WHERE after LIKE '%Hawa%' AND tbl = 'parse'")
    assert main(["entities", str(folder), "--kind", "animal"]) == 2
