# SPDX-License-Identifier: MIT
"""`agreement`: both figures in words and JSON; blind coding, one coder and nothing shared are said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects.interviews.coders import set_blind
from projects.interviews.codes import add_code
from projects.interviews.queries import load_document
from projects.interviews.segments import add_segment
from projects.store import Project
from tests.workbench.cli.test_commands import PASSPHRASE, environment, folder
from wording import Labels
from workbench.cli import main

__all__ = ["environment", "folder"]
TEXT = "Q: What then?\nP1: He took my card. I owed him. We left at night. Nobody asked.\n"


def test_two_coders_compared(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "talk.txt").write_text(TEXT, encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "talk.txt")]) == 0
    command = ["agreement", str(folder)]
    assert main(command) == 2  # nobody has coded
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        code = str(project.do(add_code(Labels({"en": "Debt", "fr": "Dette"}))).result)
        number = project.query("SELECT id FROM document ORDER BY id DESC LIMIT 1")[0]["id"]
        document = load_document(project, str(number)).document
        for coder, words in (("Ana", ("He took", "I owed")), ("Ben", ("He took", "We left"))):
            for said in words:
                start = document.text.index(said)
                project.do(add_segment(code, document, start, start + len(said), coder=coder))
        suggested = "UPDATE segment SET origin = 'rule:took' WHERE coder = 'Ben' AND quote = 'He took'"
        project.write_lasting("test", "log", project.history()[0].message, lambda t: t.execute(suggested))
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["coders"], facts["documents"], facts["sentences"]) == (["Ana", "Ben"], 1, 4)
    whole, hand = facts["with_suggested"]["by_code"]["Debt"], facts["without_suggested"]["by_code"]["Debt"]
    assert whole == {
        "agreement": 0.5, "kappa": 0.0, "n": 4, "both": 1, "first_only": 1, "second_only": 1, "neither": 1
    }  # fmt: skip
    assert (hand["agreement"], hand["kappa"], hand["n"]) == (pytest.approx(1 / 3), pytest.approx(-0.5), 3)
    assert facts["used_by_one"] == {}
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        alone = str(project.do(add_code(Labels({"en": "Card", "fr": "Carte"}))).result)
        start = document.text.index("He took")
        project.do(add_segment(alone, document, start, start + 7, coder="Ben"))
    assert main([*command, "--json"]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert facts["used_by_one"] == {"Card": "Ben"}
    assert (facts["with_suggested"]["n"], facts["with_suggested"]["second_only"]) == (8, 2)  # it counts in the total
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "Only Ben used this code, which counts in “All codes”: Card." in told
    assert "Card: " not in told
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "fr")
    assert main([*command, "--coders", "Ben", "Ana"]) == 0
    told = capsys.readouterr().out.replace("\u00a0", " ").replace("\u202f", " ")
    assert "Dette : 50 % identiques, κ 0,00 ; sans les segments suggérés 33 %, κ −0,50 (phrases écartées : 1)" in told
    assert main([*command, "--coders", "Ana", "Nobody"]) == 2
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        project.do(set_blind(True))
    assert main(command) == 2
