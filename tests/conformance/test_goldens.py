# SPDX-License-Identifier: MIT
"""Every case file agrees with R: the compact part kept here, and the whole shared set where it is at hand."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import pytest

from tests.conformance.compare import Explained, compare
from tests.conformance.conditions import UnreadableCondition, rows_where
from tests.conformance.runner import collect, run_goldens
from wording import Problem

EXPECTED = Path(__file__).resolve().parent.parent / "expected"


@pytest.fixture(scope="module")
def kept() -> tuple[bool, str]:
    out = io.StringIO()
    return run_goldens(EXPECTED, out, "en"), out.getvalue()


def test_the_kept_cases_agree_with_r(kept: tuple[bool, str]) -> None:
    held, report = kept
    assert held, report
    assert "FAILED" not in report
    assert "survey/quantile" in report
    assert "base/groups" in report
    assert "indices/fcs" in report


def test_the_kept_cases_stay_small() -> None:
    assert sum(file.stat().st_size for file in EXPECTED.rglob("*") if file.is_file()) < 300_000


def test_the_shared_cases_agree_with_r(shared: Path) -> None:
    reports = collect(shared / "survey_golden")
    failures = [line for report in reports.values() for line in report.lines if line[0] == "failed"]
    assert failures == []
    assert sum(report.passed for report in reports.values()) >= 295
    assert sum(report.unsupported for report in reports.values()) == 0


def test_a_wrong_figure_is_reported_and_an_unknown_task_named(tmp_path: Path) -> None:
    shutil.copytree(EXPECTED / "survey", tmp_path / "survey")
    for file in (tmp_path / "survey").glob("*.json"):
        if file.name not in ("manifest.json", "ratio.json"):
            file.unlink()
    stored = json.loads((tmp_path / "survey" / "ratio.json").read_text("utf-8"))
    stored["cases"][0]["result"]["se"] *= 1 + 1e-6
    stored["cases"][1]["task"]["stat"] = "crystal ball"
    (tmp_path / "survey" / "ratio.json").write_text(json.dumps(stored), "utf-8")
    out = io.StringIO()
    assert not run_goldens(tmp_path, out, "en")
    assert "FAILED  survey/ratio" in out.getvalue()
    assert "not supported  survey/ratio" in out.getvalue()
    assert "crystal ball" in out.getvalue()
    french = io.StringIO()
    run_goldens(tmp_path, french, "fr")
    assert "ÉCHEC" in french.getvalue()


@pytest.mark.parametrize(
    ("part", "changes"),
    [("task", {"deff": True}), ("task", {"na_rm": False}), ("design", {"calibrated": "~x"}),
     ("design", {"nest": "yes"}), ("design", {"lonely_psu": "guess"}),
     ("task", {"num": ["a", "b"]}), ("design", {"subset": 5})],
)  # fmt: skip
def test_what_a_task_knows_no_use_for_is_not_supported(part: str, changes: dict[str, object], tmp_path: Path) -> None:
    shutil.copytree(EXPECTED / "survey" / "data", tmp_path / "survey" / "data")
    shutil.copy(EXPECTED / "survey" / "manifest.json", tmp_path / "survey")
    stored = json.loads((EXPECTED / "survey" / "ratio.json").read_text("utf-8"))
    stored["cases"] = stored["cases"][:1]
    stored["cases"][0][part].update(changes)
    (tmp_path / "survey" / "ratio.json").write_text(json.dumps(stored), "utf-8")
    (report,) = collect(tmp_path).values()
    assert (report.passed, report.failed, report.unsupported) == (0, 0, 1), report.lines


def test_a_folder_without_cases_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(Problem):
        run_goldens(tmp_path, io.StringIO(), "en")


def test_the_comparison_is_strict() -> None:
    assert compare({"a": 1.0}, {"a": 1.0 + 1e-9}, "mean").failures == []
    assert compare({"a": 1.0}, {"a": 1.0 + 1e-7}, "mean").failures
    assert compare({"a": 1.0}, {}, "mean").failures == ["a: not computed"]
    assert compare({"a": 1.0}, {"a": float("nan")}, "mean").failures
    assert compare({"a": "NaN"}, {"a": 0.0}, "mean").failures
    assert compare({"a": [1, 2]}, {"a": [1]}, "mean").failures
    assert compare({"a": 1.0}, {"a": Explained("wrong", agrees=False)}, "mean").failures
    # a total that calibration fixes: both errors are rounding
    assert compare({"total": 1e6, "total_se": 3e-10}, {"total": 1e6, "total_se": 8e-7}, "mean").failures == []
    assert compare({"total": 1e6, "total_se": 3e-10}, {"total": 1e6, "total_se": 0.1}, "mean").failures
    assert compare({"total": 1e6, "total_se": 3e-4}, {"total": 1e6, "total_se": 2e-4}, "mean").failures


def test_conditions_are_parsed_and_never_run() -> None:
    import numpy as np

    columns = {"a b": np.array([1.0, 2.0, np.nan]), "t": np.array(["x", "y", ""], dtype=object)}
    assert rows_where("`a b`==1 | `t`=='y'", columns).tolist() == [True, True, False]
    assert rows_where("`a b` in [1,2] & t!='x'", columns).tolist() == [False, True, False]
    for hostile in ("__import__('os')", "@x", "a b==1", "`t`==open('x')"):
        with pytest.raises(UnreadableCondition):
            rows_where(hostile, columns)
