# SPDX-License-Identifier: MIT
"""Kinds of analysis are found by their folder, bring no science with them, and reach plans and the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import analysis.analyses.kinds
from analysis.analyses import declarations
from projects.results.plans import known_columns
from wording import LANGUAGES, discovery, msg
from wording.catalogue import has_message
from workbench.cli.entry import main

FOLDER = Path(analysis.analyses.kinds.__file__).parent
HEAVY = {"numpy", "pandas", "scipy", "statsmodels", "PySide6", "matplotlib", "docx"}


def test_each_file_of_the_folder_is_an_analysis() -> None:
    assert {one.id for one in declarations()} == {path.stem for path in FOLDER.glob("*.py")} - {"__init__"}
    assert [one.rank for one in declarations()] == sorted(one.rank for one in declarations())
    for one in declarations():
        assert callable(discovery.resolve(one.work))
        words = [one.label, one.help, *(option.label for option in one.options)]
        words += [msg(f"choice.{option.name}.{choice}") for option in one.options for choice in option.choices]
        for word in words:
            assert all(has_message(word.key, language) for language in LANGUAGES), word.key


def test_records_bring_no_science_and_no_window() -> None:
    code = "import sys; from analysis.analyses import declarations as d; d(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert not HEAVY & {name.split(".")[0] for name in done.stdout.split()}


def test_no_list_of_kinds_is_kept_by_hand() -> None:
    """No file names more than half of the kinds: whoever needs them all asks for what is found."""
    kinds = {one.id for one in declarations()}
    root = FOLDER.parents[1]
    for package in ("analysis", "projects", "workbench"):
        for path in (root / package).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            named = {kind for kind in kinds if f'"{kind}"' in text}
            assert len(named) <= len(kinds) // 2, f"{path} names {sorted(named)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_lists_what_is_found(
    language: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_LANGUAGE", language)
    assert main(["analyses", "--list"]) == 0
    lines = capsys.readouterr().out
    assert all(f"{one.id}" in lines for one in declarations())
    assert main(["analyses", "--list", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in told] == [one.id for one in declarations()]
    assert main(["analyses"]) == 2


def test_a_plan_may_have_every_option_as_a_column() -> None:
    assert {option.name for one in declarations() for option in one.options} <= known_columns()
