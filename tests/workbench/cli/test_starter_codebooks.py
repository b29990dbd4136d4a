# SPDX-License-Identifier: MIT
"""Starter codebooks are read without a warning, named in both languages, and added when a project is made."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from projects.exchange.codebook_files import read_codebook
from wording import LANGUAGES
from wording.catalogue import has_message
from workbench.cli import main
from workbench.starter_codebooks import STARTERS


@pytest.mark.parametrize("name", STARTERS)
def test_each_is_read_whole_and_named(name: str) -> None:
    read = read_codebook(STARTERS[name])
    assert read.codes
    assert read.warnings == ()
    assert all(has_message(f"starter.{name}", language) for language in LANGUAGES)


def test_they_come_with_a_new_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", "quiet lantern over 7 rivers")
    folder = tmp_path / "new.pwb"
    assert len(STARTERS) == 10
    given = ["--codebook", "act_means_purpose", "--codebook", "journey_recruiter"]
    assert main(["new", str(folder), *given]) == 0
    capsys.readouterr()
    assert main(["info", str(folder), "--json"]) == 0
    wanted = sum(len(read_codebook(STARTERS[name]).codes) for name in given[1::2])
    assert json.loads(capsys.readouterr().out)["codes"] == wanted
    assert main(["export", str(folder), str(tmp_path / "book.csv"), "--codebook"]) == 0
    assert len(read_codebook(tmp_path / "book.csv").codes) == wanted
    french = tmp_path / "book.docx"
    assert main(["export", str(folder), str(french), "--codebook", "--language", "fr"]) == 0
    with zipfile.ZipFile(french) as package:
        assert "Définition" in package.read("word/document.xml").decode()
    assert len(read_codebook(french).codes) == wanted
    capsys.readouterr()
    both = [str(tmp_path / "households.xlsx"), "--codebook", "--table", "households", "--interviews"]
    assert main(["export", str(folder), *both]) == 2
    assert "--interviews" in capsys.readouterr().err
    assert not (tmp_path / "households.xlsx").exists()
