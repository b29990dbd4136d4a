# SPDX-License-Identifier: MIT
"""`suggest-eval`: its figures as JSON and in words, and files of another form."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from workbench.cli import main

pytestmark = pytest.mark.slow

_TOPICS = {
    "Water": ("The well is dry", "We queue for water all morning", "The pump broke"),
    "Threats;Debt": ("He would hurt my mother if I did not pay", "They threatened me over the debt", "Pay or else"),
    "Work": ("I washed dishes from dawn", "We picked coffee without a rest", "They never let us stop working"),
}


def _file(path: Path, documents: int = 10) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["document", "text", "labels"])
        for number in range(documents):
            for labels, sentences in _TOPICS.items():
                writer.writerows([[f"KII-{number}", f"{sentence} ({number})", labels] for sentence in sentences])
        writer.writerow(["KII-0", "Nothing of note", ""])
    return path


def test_figures_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["suggest-eval", str(_file(tmp_path / "coded.csv")), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert {"ours", "tfidf", "commonest", "keywords"} <= result.keys()
    assert result["ours"].keys() == {"50", "100", "500", "all"}
    assert result["ours"]["500"] is None  # there are not so many to learn from
    assert result["ours"]["all"] == result["recall@3"]["ours"]["all"] >= result["commonest"]["all"]
    assert result["segments"] == 90
    assert result["precision"]["all"]["n"] > 0


def test_figures_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "fr")
    assert main(["suggest-eval", str(_file(tmp_path / "coded.csv"))]) == 0
    printed = capsys.readouterr().out
    assert "90 segments codés de 10 documents" in printed
    assert "rappel@3" in printed
    assert "1 ligne sans code" in printed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("document,text\nA,hello\n", "labels"),
        ("document,text,labels\nA,hello,x\nA,there,y\n", "two documents"),
        ("document,text,labels\n", "two documents"),
        (b"\xff\xfe\x00d", "UTF-8"),
    ],
)
def test_another_form_is_refused_in_a_sentence(
    content: str | bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "odd.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["suggest-eval", str(path)]) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""
