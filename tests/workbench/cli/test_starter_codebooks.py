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
    for code in read.codes:
        assert all(code.name.by_language.get(language) for language in LANGUAGES), code.id
        defined = {language for language in LANGUAGES if code.definition.by_language.get(language)}
        assert defined in (set(), set(LANGUAGES)), code.id


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
    assert main(["export", str(folder), str(tmp_path / "book.csv"), "--overwrite"]) == 2
    assert "written with --codebook" in capsys.readouterr().err


def test_beside_survey_data_it_is_told_which_codebook_is_which(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSWORD", "quiet lantern over 7 rivers")
    folder = str(tmp_path / "both.pwb")
    assert main(["new", folder, "--codebook", "act_means_purpose"]) == 0
    files = [tmp_path / "visits.csv", tmp_path / "homes.csv"]
    for file, column in zip(files, ("water", "roof"), strict=True):
        file.write_text(f"site,{column}\nA,12\nB,7\n", encoding="utf-8")
    assert main(["import", folder, *map(str, files), "--as-new"]) == 0
    book = tmp_path / "codebook.csv"
    capsys.readouterr()
    assert main(["export", folder, str(book)]) == 2
    said = capsys.readouterr().err
    assert "--codebook" in said
    assert "visits" in said
    assert not book.exists()
    assert main(["export", folder, str(book), "--codebook"]) == 0
    assert "This is the codebook of the interviews" in capsys.readouterr().out
    assert len(read_codebook(book).codes) == len(read_codebook(STARTERS["act_means_purpose"]).codes)
    workbook = str(tmp_path / "codebook.xlsx")
    assert main(["export", folder, workbook, "--codebook"]) == 0
    assert "--codebook --interviews" in capsys.readouterr().out
    assert main(["export", folder, workbook, "--codebook", "--interviews", "--overwrite"]) == 0
    assert "This is" not in capsys.readouterr().out
    assert len(read_codebook(Path(workbook)).codes) == len(read_codebook(book).codes)
