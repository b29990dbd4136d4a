# SPDX-License-Identifier: MIT
"""A register of cases leaves the team only with consent to share, and its pathway from the command line."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from workbench.cli import main

_CSV = "Case code,Status,Services,Date requested,Date provided,Referred to,Outcome,Consent to share\n" + "".join(
    f"C-{n:02},Displaced,Shelter,2024-01-{n % 28 + 1:02},2024-02-{n % 28 + 1:02},Clinic,done,"
    f"{'yes' if n % 3 else 'no'}\n"
    for n in range(30)
)


@pytest.fixture
def cases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("WORKBENCH_PASSWORD", "lantern-harbour-maple-quiet")
    (tmp_path / "cases.csv").write_text(_CSV, encoding="utf-8")
    folder = tmp_path / "Cases.pwb"
    assert main(["new", str(folder), "--user", "Field officer"]) == 0
    assert main(["import", str(folder), str(tmp_path / "cases.csv")]) == 0
    assert main(["variables", str(folder), "--sensitive-looked"]) == 0
    assert main(["variables", str(folder), "--table", "cases", "--register", "cases"]) == 0
    capsys.readouterr()
    return folder


def test_only_rows_with_consent_to_share_leave(cases: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for destination, rows in (("inside", 30), ("partner", 20)):
        out = tmp_path / f"{destination}.csv"
        assert main(["export", str(cases), str(out), "--destination", destination]) == 0
        assert len(out.read_text("utf-8-sig").splitlines()) == rows + 1
    assert main(["variables", str(cases), "--table", "cases", "--part", "Consent to share", "none"]) == 0
    capsys.readouterr()
    out = tmp_path / "none.csv"
    assert main(["export", str(cases), str(out), "--destination", "partner"]) == 2
    assert "consent to share" in capsys.readouterr().err
    assert not out.exists()


def test_a_tile_counts_the_cases_of_its_period_and_withholds_few(cases: Path, tmp_path: Path) -> None:
    for period, said, not_said in (
        ("2024-01-01..2024-01-10", "12 presumed cases", "30 presumed cases"),  # C-00 … C-09, C-28, C-29
        ("2024-01-05..2024-01-07", "an undisclosed number of presumed cases", "3 presumed cases"),
    ):
        path = tmp_path / f"{period[-2:]}.pdf"
        told = ["--template", "infosheet", "--period", period, "--destination", "public", "--language", "en"]
        assert main(["export", str(cases), str(path), *told]) == 0
        text = " ".join(pypdfium2.PdfDocument(path.read_bytes())[0].get_textpage().get_text_bounded().split())
        assert said in text
        assert not_said not in text
        assert "‡" not in text
