# SPDX-License-Identifier: MIT
"""Free answers become documents of their rows; a code is split and counted; a bulk yes names its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.cases.code_usage import split_code, usage
from projects.interviews.queries import load_document, segments
from projects.interviews.segments import apply_code
from projects.store import Project
from tests.projects.cases.conftest import PASSPHRASE
from wording import Labels, Problem
from workbench.cli import main

STORIES = (
    "respondent,consent,story\n"
    "A1,yes,He took my papers and kept them in a drawer.\n"
    "A2,yes,Nothing.\n"
    "A3,yes,We left at night and walked to the border.\n"
    "A4,yes,He took my papers and kept them in a drawer.\n"
)


@pytest.fixture
def stories(folder: Path, tmp_path: Path) -> Path:
    """A survey with a free-text question."""
    path = tmp_path / "stories.csv"
    path.write_text(STORIES, encoding="utf-8")
    assert main(["import", str(folder), str(path)]) == 0
    return folder


@pytest.mark.slow
def test_answers_become_documents_linked_to_their_rows(stories: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["consent", str(stories), "row:stories:1", "quotation=yes"]) == 0
    command = ["transcripts", str(stories), "--from-answers", "stories", "story", "--fewest-words", "3"]
    capsys.readouterr()
    assert main(command) == 0
    assert "1 answer was too short" in capsys.readouterr().out
    with Project.open(stories, PASSPHRASE) as project:
        rows = project.query("SELECT * FROM document WHERE row_id IS NOT NULL ORDER BY row_id")
        assert [(row["row_id"], row["consent_quotation"]) for row in rows] == [(1, 1), (3, None), (4, None)]
        assert load_document(project, str(rows[1]["id"])).document.text.startswith("We left at night")
        assert project.check().findings == []
    assert main(command) == 2  # all of them are there
    assert main(["erase", str(stories), "row:stories:3", "--reason", "asked", "--yes"]) in (0, 2)
    with Project.open(stories, PASSPHRASE) as project:
        left = project.query("SELECT row_id FROM document WHERE row_id IS NOT NULL ORDER BY row_id")
        assert [row["row_id"] for row in left] in ([1, 4], [1, 3, 4])


@pytest.mark.slow
def test_only_free_text_becomes_documents(stories: Path) -> None:
    assert main(["transcripts", str(stories), "--from-answers", "people", "age"]) == 2


def test_a_code_is_split_by_choosing_segments(folder: Path) -> None:
    with Project.open(folder, PASSPHRASE) as project:
        (row,) = project.query("SELECT id FROM code WHERE key = 'ACT.REC'")
        (talk,) = project.query("SELECT id FROM document WHERE name = 'FGD 04'")
        code, document = str(row["id"]), load_document(project, str(talk["id"])).document
        spans = [(40, 60), (70, 90)]
        for coder, span in (("Ana", spans[0]), ("Ana", spans[1]), ("Marc", spans[0])):
            project.do(apply_code(code, document, [span], coder=coder))
        held = usage(project)[code]
        assert (held.total, held.documents, held.coders) == (3, {document.id: 3}, {"Ana": 2, "Marc": 1})
        chosen = [one.id for one in segments(project, code_ids=[code]) if one.start == 40]
        made = str(project.do(split_code(code, chosen, Labels({"en": "Offer of work"}))).result)
        assert usage(project)[made].coders == {"Ana": 1, "Marc": 1}
        assert usage(project)[code].total == 1
        with pytest.raises(Problem):
            project.do(split_code(code, chosen, Labels({"en": "Another"})))
        with pytest.raises(Problem):
            split_code(code, [], Labels({"en": "Empty"}))
        project.undo()
        assert usage(project)[code].total == 3
        assert project.check().findings == []


def test_a_bulk_yes_asks_its_source(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    things = ["document:IDI 07", "document:FGD 04", "row:people:1", "row:people:2"]
    capsys.readouterr()
    assert main(["consent", str(folder), *things, "quotation=yes"]) == 2
    assert "--source" in capsys.readouterr().err
    assert main(["consent", str(folder), *things, "quotation=no"]) == 0
    assert main(["consent", str(folder), *things, "quotation=yes", "--source", "signed forms, binder 2"]) == 0
    with Project.open(folder, PASSPHRASE) as project:
        (row,) = project.query("SELECT consent_quotation, consent_source FROM document WHERE name = 'IDI 07'")
        assert row["consent_quotation"] == 1
        assert row["consent_source"] == "quotation=yes · signed forms, binder 2"
