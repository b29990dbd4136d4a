# SPDX-License-Identifier: MIT
"""`rules-eval`: its JSON, its bars on the shared sentences, and what it says of a wrong file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects.assistance.rules_eval import LABELS, RuleSentence, score
from workbench.cli import main

HEAD = "id,language,text,phrase,expected,note\n"


def test_the_scores_are_those_of_a_hand_calculation() -> None:
    rows = [RuleSentence("", "en", "", "", label) for label in ("hit", "hit", "hit", "negated", "none")]
    scored = score(rows, ["hit", "hit", "negated", "negated", "hit"])
    assert scored.accuracy == 3 / 5
    assert scored.macro == pytest.approx((2 / 3 + 1 + 0) / 3)
    assert scored.by_label["hit"].recall == pytest.approx(2 / 3)
    assert scored.by_label["hit"].precision == pytest.approx(2 / 3)
    assert scored.by_label["negated"].precision == 1 / 2
    assert scored.by_label["asked"].recall is None
    assert scored.by_label["asked"].n == 0


@pytest.mark.slow
def test_json_on_the_shared_sentences_meets_its_bars(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules-eval", str(shared / "assistance" / "dev.csv"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"accuracy", "macro", "by_label"}
    assert set(told["by_label"]) == set(LABELS)
    assert told["accuracy"] >= 0.85
    assert told["macro"] >= 0.80
    assert all(one["recall"] >= 0.70 for one in told["by_label"].values())
    assert told["by_label"]["hit"]["n"] == 104


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,text\n1,x\n", "lacks the columns"),
        (HEAD, "no row"),
        (HEAD + "1,en,He left.,leave,maybe,\n", "Row 2"),
        (HEAD + "1,xx,He left.,leave,hit,\n", "No sentence could be parsed"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    path = tmp_path / "wrong.csv"
    path.write_text(content, encoding="utf-8")
    assert main(["rules-eval", str(path)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.slow
def test_a_text_without_a_hit_is_gold_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "talk.txt"
    path.write_text(
        "We had tea with the neighbours and she told us of her garden.\n\nHe was kidnapped.\n", encoding="utf-8"
    )
    assert main(["rules-eval", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["language"], told["words"]) == ("en", 16)
    assert told["suggestions"] == len(told["found"]) > 0
    assert {one["text"] for one in told["found"]} == {"kidnapped"}
    assert told["per_1000_words"] == pytest.approx(1000 * told["suggestions"] / 16)
    assert main(["rules-eval", str(path), "--codebook", "identifiers_pseudonymisation"]) == 0
    assert "0 suggestions in 16 words: 0.00 per 1,000 words" in capsys.readouterr().out
    table = tmp_path / "none.csv"
    table.write_text(HEAD + "1,en,We had tea.,,none,\n2,en,He was kidnapped.,,hit,\n", encoding="utf-8")
    assert main(["rules-eval", str(table), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == 1
    path.write_text("", encoding="utf-8")
    assert main(["rules-eval", str(path)]) == 2
    assert "no row to measure on" in capsys.readouterr().err
