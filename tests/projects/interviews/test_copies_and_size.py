# SPDX-License-Identifier: MIT
"""Words leave for the clipboard unless quoting was refused, with a line in history; a text of 50 MB is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects.intake.file_intake import prepare_import
from projects.interviews.documents import set_consents
from projects.interviews.reading_process import read_transcript_apart
from projects.readers.plain_text import MOST_TEXT
from projects.store.project import Project
from wording import Problem, render
from workbench.interviews.reading.guarded_editor import noted


def test_words_are_copied_unless_quoting_was_refused(tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.write_text("I: How are you?\nR: We are well.\n" * 3, encoding="utf-8")
    with Project.create(tmp_path / "p.pwb", "seven fictitious rivers", name="P", user="A") as project:
        project.do(prepare_import(file).action)
        (row,) = project.query("SELECT id FROM document")
        document = str(row["id"])
        project.do(set_consents(document, {"quotation": False}))
        before = project.head
        with pytest.raises(Problem) as refused:
            noted(project, document, 12)
        assert refused.value.message.key == "kinds.quote_refused"
        assert project.head == before
        project.do(set_consents(document, {"quotation": None}))
        told = render(noted(project, document, 12).message, "en")
        assert "12 characters" in told
        assert "well" not in told, "the words themselves are not kept"
        project.do(set_consents(document, {"interview": False}))
        with pytest.raises(Problem):
            noted(project, document, 12)


def test_a_text_larger_than_any_interview_is_refused_before_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "all.txt"
    with file.open("wb") as stream:
        stream.truncate(MOST_TEXT + 1)
    with Project.create(tmp_path / "p.pwb", "seven fictitious rivers", name="P", user="A") as project:
        before = project.head
        for read in (read_transcript_apart, lambda path: project.do(prepare_import(path).action)):
            with pytest.raises(Problem) as refused:  # by import too, which reads all files in one process
                read(file)
            assert refused.value.message.key == "kinds.text_too_large"
        assert project.head == before
