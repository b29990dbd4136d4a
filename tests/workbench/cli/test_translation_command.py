# SPDX-License-Identifier: MIT
"""`transcripts --translation`, `--beside`, `--align`: shown in words and JSON, undone, refused in one sentence."""

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
    assert main(["segments", str(folder), "--counterpart", "1", "took our"]) == 0
    assert main(["segments", str(folder), "--counterpart", "1", "never said"]) == 2
    capsys.readouterr()
    assert main([*command, "--beside", "--json"]) == 0
    (coding,) = json.loads(capsys.readouterr().out)[0]["codings"]
    assert ENGLISH[slice(*coding["seen_on_other"])] == "took our"
    assert main(["segments", str(folder), "FGD-en", "--json"]) == 0  # made on the original, seen on its translation
    (seen,) = json.loads(capsys.readouterr().out)
    assert (seen["number"], seen["document"], seen["coded_on"], seen["quote"]) == ("1", "FGD-en", "FGD", "took our")
    assert (seen["paragraph"], seen["page"]) == (len(ENGLISH[: seen["start"]].split("\n\n")), None)
    assert main(["segments", str(folder), "FGD-en"]) == 0
    assert "“took our” (coded on FGD)" in capsys.readouterr().out
    assert main(["segments", str(folder), "FGD"]) == 0
    assert "(coded on" not in capsys.readouterr().out
    assert main(["segments", str(folder), "--json"]) == 0  # of all interviews each coding once
    assert len(json.loads(capsys.readouterr().out)) == 1
    assert main(["consent", str(folder), "document:FGD", "interview=no"]) == 0  # said of one, it holds for both
    capsys.readouterr()
    assert main(["segments", str(folder), "FGD-en"]) == 0
    told = capsys.readouterr().out
    assert "took our" not in told
    assert "not listed: FGD-en" in told
    assert main([*command, "--beside"]) == 0
    assert "refused or withdrawn" in capsys.readouterr().out
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        project.undo()
        project.undo()
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
    assert "Papiers retenus (Ana), codé sur l’original, affiché dans les deux textes" in told
    assert "vitambulisho" not in told
    assert main([*command, "--no-translation", "FGD-en"]) == 0
    capsys.readouterr()
    assert main([*command, "--beside"]) == 0
    assert "Aucun de ces entretiens" in capsys.readouterr().out
    assert main([*command, "FGD-en", "--align", "1", "none"]) == 2


def test_passages_are_paraphrased_annotated_listed_and_sorted(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from projects.interviews.codes import add_code
    from projects.interviews.queries import segments
    from wording import Labels

    (tmp_path / "FGD.txt").write_text(ENGLISH, encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "FGD.txt")]) == 0
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        project.do(add_code(Labels({"en": "Papers kept", "fr": "Papiers retenus"})))
    command = ["transcripts", str(folder)]
    assert main([*command, "FGD", "--paraphrase", "He took our cards.", "no papers"]) == 0
    assert main([*command, "FGD", "--annotate", "our cards", "whose?"]) == 0
    assert main([*command, "FGD", "--paraphrase", "never said", "x"]) == 2
    assert main([*command, "--sort", "77", "Papers kept"]) == 2
    assert "77" in capsys.readouterr().err
    assert main([*command, "--sort", "1", "Papers kept"]) == 0
    capsys.readouterr()
    assert main([*command, "--notes", "--json"]) == 0
    told = [(one["kind"], one["text"], one["code"]) for one in json.loads(capsys.readouterr().out)]
    assert told == [("annotation", "whose?", ""), ("paraphrase", "no papers", "Papers kept")]
    assert main([*command, "--notes"]) == 0
    assert "under “Papers kept”" in capsys.readouterr().out
    assert main([*command, "FGD", "--bookmark", "our cards"]) == 0
    capsys.readouterr()
    assert main([*command, "--notes"]) == 0
    assert "FGD, bookmark: our cards" in capsys.readouterr().out
    assert main([*command, "FGD", "--bookmark", "our cards"]) == 0  # a second time takes it away
    assert main([*command, "FGD", "--bookmark", "never said"]) == 2
    capsys.readouterr()
    assert main([*command, "--notes"]) == 0
    assert "bookmark" not in capsys.readouterr().out
    with Project.open(folder, PASSPHRASE, user="AB") as project:
        assert [one.quote for one in segments(project)] == ["He took our cards."]


def test_roles_are_proposed_and_kept_by_command(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    talk = "Ruth: Why?\nAdaeze: For work, in the mine.\n" * 4
    (tmp_path / "Talk.txt").write_text(talk, encoding="utf-8")
    assert main(["import", str(folder), str(tmp_path / "Talk.txt")]) == 0
    command = ["transcripts", str(folder), "Talk", "--propose-roles"]
    capsys.readouterr()
    assert main([*command, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [(one["speaker"], one["role"], one["by"], one["asking"]) for one in told] == [
        ("Ruth", "interviewer", "turns", 1.0),
        ("Adaeze", "participant", "turns", 0.0),
    ]
    assert main([*command, "--apply"]) == 0
    assert "Ruth" in capsys.readouterr().out
    assert main([*command, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []
