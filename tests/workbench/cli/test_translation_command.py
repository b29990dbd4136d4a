# SPDX-License-Identifier: MIT
"""`transcripts --translation`, `--beside`, `--align`: told in words and JSON, undone, refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects.store import Project
from tests.coding.test_alignment import ENGLISH, SWAHILI
from tests.projects.interviews.test_translations import code_words
from tests.workbench.cli.test_commands import PASSPHRASE, environment, folder
from workbench.cli import main

__all__ = ["environment", "folder"]


def test_a_translation_on_the_command_line(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in (("FGD", SWAHILI), ("FGD-en", ENGLISH)):
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    command = ["transcripts", str(folder)]
    assert main(["import", str(folder), str(tmp_path / "FGD.txt"), str(tmp_path / "FGD-en.txt")]) == 0
    assert main([*command, "--translation", "FGD-en", "FGD", "--translator", "T2"]) == 0
    assert main([*command, "--translation", "FGD", "FGD-en"]) == 2
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        from projects.interviews.codes import add_code
        from wording import Labels

        project.do(add_code(Labels({"en": "Papers kept", "fr": "Papiers retenus"})))
        code_words(project, "1", "Alichukua vitambulisho vyetu.")
    capsys.readouterr()
    assert main([*command, "--beside", "--json"]) == 0
    (facts,) = json.loads(capsys.readouterr().out)
    assert (facts["document"], facts["translation_of"], facts["translator"]) == ("FGD-en", "FGD", "T2")
    assert facts["turns"][5:] == [{"original": 6, "translation": None}, {"original": 7, "translation": 6}]
    (coding,) = facts["codings"]
    assert (coding["code"], coding["coded_on"]) == ("Papers kept", "original")
    assert ENGLISH[slice(*coding["seen_on_other"])] == "He took our cards."
    (tmp_path / "turn.txt").write_text(
        "When we wanted to leave, he said the police were his friends.\n", encoding="utf-8"
    )
    assert main([*command, "FGD-en", "--translate", "6", str(tmp_path / "turn.txt")]) == 0
    assert main([*command, "FGD-en", "--translate", "6", str(tmp_path / "turn.txt")]) == 2  # it has one now
    capsys.readouterr()
    assert main([*command, "--beside", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["turns"][5:] == [
        {"original": 6, "translation": 6}, {"original": 7, "translation": 7}
    ]  # fmt: skip
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        project.undo()
    assert main([*command, "FGD-en", "--align", "6", "6"]) == 0
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "fr")
    capsys.readouterr()
    assert main([*command, "--beside"]) == 0
    told = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
    assert "FGD-en : traduction de FGD, traduit par T2 ; 6 tours alignés sur 7 ; 1 codage" in told
    assert "  7 : 7 | –" in told
    assert "Papiers retenus (Ana), codé sur l’original, vu sur les deux" in told
    assert "vitambulisho" not in told
    assert main([*command, "--no-translation", "FGD-en"]) == 0
    assert main([*command, "FGD-en", "--align", "1", "none"]) == 2
