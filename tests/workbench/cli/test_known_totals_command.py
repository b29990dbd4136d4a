# SPDX-License-Identifier: MIT
"""`weights --totals`: looked at, adjusted, undone; what cannot be is said and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.declarations.study import Study
from projects.datasets.table.frames import load_frame
from projects.design.known_totals import known_totals_of
from projects.store import Project
from tests.workbench.cli.conftest import Copied
from workbench.cli import main

pytestmark = pytest.mark.slow

PASSPHRASE = "lantern-harbour-maple-quiet"
EXPORT = "site,sex,age,water\n" + "".join(
    f"{site},{'f' if n % 3 else 'm'},{20 + n},yes\n" for site, rows in (("a", 6), ("b", 3)) for n in range(rows)
)
TOTALS = "variable,category,total\nsite,a,60\nsite,B,120\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copied: Copied) -> Path:
    """A project with nine invented households: six of site a, three of site b."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")

    def make(place: Path) -> None:
        (place / "export.csv").write_text(EXPORT, encoding="utf-8")
        assert main(["new", str(place / "p.pwb")]) == 0
        assert main(["import", str(place / "p.pwb"), str(place / "export.csv")]) == 0

    copied("households of two sites", tmp_path, make)
    return tmp_path / "p.pwb"


def sheet(tmp_path: Path, text: str) -> str:
    (tmp_path / "totals.csv").write_text(text, encoding="utf-8")
    return str(tmp_path / "totals.csv")


def weights(folder: Path) -> list[float]:
    with Project.open(folder, PASSPHRASE) as project:
        found: list[float] = Study(load_frame(project, "t1", [])).design.weights.tolist()
    return found


def test_totals_are_looked_at_used_and_undone(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["weights", str(folder), "--totals", sheet(tmp_path, TOTALS), "--source", "register"]
    capsys.readouterr()
    assert main([*words, "--preview"]) == 0
    said = capsys.readouterr().out
    assert "site, a: 6 rows, weights 6.0, known total 60.0, adjusted 60.0" in said
    assert "New to old weight 10.000–40.000" in said
    assert "(Kish) 1.000 before, 1.500 after" in said  # 9 · (6·10² + 3·40²) / 180²
    assert weights(folder) == [1] * 9
    assert main(words) == 0
    assert "post-stratification" in capsys.readouterr().out
    assert weights(folder) == [10] * 6 + [40] * 3
    with Project.open(folder, PASSPHRASE) as project:
        known = known_totals_of(project, "t1")
    assert known is not None
    assert (known.method, known.source) == ("poststratify", "register")
    assert main(["weights", str(folder), "--take-back"]) == 0
    assert weights(folder) == [1] * 9
    assert main(["weights", str(folder), "--take-back"]) == 2


def test_methods_distances_and_limits(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    both = sheet(tmp_path, TOTALS.replace("B,120", "b,30") + "sex,f,60\nsex,m,30\n")
    words = ["weights", str(folder), "--totals", both]
    assert main([*words, "--distance", "logit", "--bounds", "0,20", "--preview"]) == 0
    assert main([*words, "--method", "calibrate", "--bounds", "0,5;20", "--preview"]) == 0
    assert main([*words, "--trim", "8,12", "--strict"]) == 0
    assert weights(folder) == pytest.approx([10] * 9)
    share = sheet(tmp_path, "variable,category,share\nsite,a,40\nsite,b,60\n")
    assert main(["weights", str(folder), "--totals", share]) == 2
    assert "percentages need the number of the whole population" in capsys.readouterr().err
    assert main(["weights", str(folder), "--totals", share, "--population", "100"]) == 0
    assert weights(folder) == pytest.approx([40 / 6] * 6 + [20] * 3)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_cannot_be_changes_nothing(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("WORKBENCH_LANGUAGE", language)
    good = sheet(tmp_path, TOTALS)
    bad = tmp_path / "bad.csv"
    bad.write_text(TOTALS + "site,c,4\n", encoding="utf-8")
    empty = tmp_path / "empty.csv"
    empty.write_text("a,b\n1,2\n", encoding="utf-8")
    for words in (
        ["--totals", str(bad)], ["--totals", str(empty)], ["--totals", good, "--trim", "x"], [good, "--totals", good],
        ["--totals", good, "--bounds", "2,3"], ["--totals", good, "--table", "nowhere"], [],
    ):  # fmt: skip
        capsys.readouterr()
        assert main(["weights", str(folder), *words]) == 2
        said = capsys.readouterr().err
        assert said.strip()
        assert "Traceback" not in said
        assert "adjusting." not in said
    assert weights(folder) == [1] * 9
