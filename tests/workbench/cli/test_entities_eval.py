# SPDX-License-Identifier: MIT
"""`entities-eval`: its JSON, its bars on the shared transcripts, and what it says of a wrong folder."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects.assistance.entities_eval import KINDS, Marked, score
from workbench.cli import main


def test_the_scores_are_those_of_a_hand_calculation() -> None:
    spans = ((0, 5, "PII.PER"), (10, 15, "PII.PER"), (20, 25, "PII.ALI"), (30, 35, "PII.LOC"), (40, 45, "ENT.PLC"))
    text = Marked("a.txt", "en", "x" * 60, spans, (((0, 5),), ((0, 5), (10, 15))))
    scored = score(
        [text], [[(1, 3, "person"), (20, 22, "person"), (50, 55, "person"), (40, 41, "place"), (10, 12, "possible")]]
    )
    assert scored.kinds["person"].recall == 1 / 2
    assert scored.kinds["person"].precision == pytest.approx(2 / 3)  # a nickname is no error
    assert scored.kinds["place"].recall == 1 / 2
    assert scored.kinds["small_place"].recall == 0
    assert scored.kinds["phone"].recall is None
    assert scored.people_whole == 1 / 2
    assert (scored.possible.recall, scored.possible.precision, scored.possible.n) == (1, 1, 1)


@pytest.mark.slow
def test_json_on_the_shared_transcripts_meets_its_bars(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["entities-eval", str(shared / "assistance" / "transcripts"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert set(told) == {"kinds", "people_whole", "possible"}
    kinds = told["kinds"]
    assert set(kinds) == set(KINDS)
    bars = {"person": 0.95, "place": 0.90, "small_place": 0.85, "phone": 0.95, "id": 0.95, "email": 0.95, "date": 0.95}
    assert all(kinds[kind]["recall"] >= bar for kind, bar in {**bars, "age": 0.90, "money": 0.90}.items()), kinds
    assert kinds["person"]["precision"] >= 0.85
    assert kinds["place"]["precision"] >= 0.70
    assert told["people_whole"] >= 0.95
    assert kinds["person"]["n"] == 184


@pytest.mark.slow
def test_persons_of_invented_talk_are_told_from_fillers(capsys: pytest.CaptureFixture[str]) -> None:
    folder = Path(__file__).resolve().parents[2] / "coding" / "gold"
    for part in ("speech", "speech_kept_aside"):
        assert main(["entities-eval", str(folder / part), "--json"]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["kinds"]["person"]["recall"] >= 0.80
        assert told["kinds"]["person"]["precision"] >= 0.75
        assert told["kinds"]["id"]["precision"] is None  # dates, years and sums are no document numbers


def test_a_wrong_folder_is_told_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def refused(said: str) -> None:
        assert main(["entities-eval", str(tmp_path)]) == 2
        told = capsys.readouterr()
        assert said in told.err
        assert "Traceback" not in told.err

    refused("gold_spans.json")
    gold = tmp_path / "gold_spans.json"
    gold.write_text("[1, 2]", encoding="utf-8")
    refused("could not be read")
    gold.write_text(json.dumps({"a": {"lang": "en", "spans": []}}), encoding="utf-8")
    refused("a.txt")
    (tmp_path / "a.txt").write_text("Anna left.", encoding="utf-8")
    wrong = [{"start": 0, "end": 4, "code": "PII.PER", "text": "Zita"}]
    gold.write_text(json.dumps({"a": {"lang": "en", "spans": wrong}}), encoding="utf-8")
    refused("from 0 to 4")
