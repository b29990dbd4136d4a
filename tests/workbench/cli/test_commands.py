# SPDX-License-Identifier: MIT
"""Every command of the command line: what it says, its exit status, and that bad input changes nothing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest

from projects import export_gate
from projects.store import Project
from workbench import sample_files
from workbench.cli import main
from workbench.cli.entry import COMMANDS
from workbench.sample import PASSPHRASE as SAMPLE_PASSPHRASE

pytestmark = pytest.mark.slow

PASSPHRASE = "lantern-harbour-maple-quiet"
FIRST = "_id,_uuid,site,age,water\n1,u-1,a,30,yes\n2,u-2,b,41,no\n3,u-3,a,25,yes\n"
SECOND = "_id,_uuid,site,age,water\n1,u-1,a,30,yes\n2,u-2,b,42,no\n4,u-4,b,50,yes\n"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase and the language come from the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty project made by the command."""
    assert main(["new", str(tmp_path / "p.pwb")]) == 0
    return tmp_path / "p.pwb"


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A small export of invented answers."""
    path = tmp_path / "export.csv"
    path.write_text(FIRST, encoding="utf-8")
    return path


def head(folder: Path) -> tuple[int, str]:
    """The last action of a project and its hash."""
    with Project.open(folder, PASSPHRASE) as project:
        return project.head


def facts(folder: Path, capsys: pytest.CaptureFixture[str]) -> dict:
    """What `info --json` tells."""
    capsys.readouterr()
    assert main(["info", str(folder), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def refused(capsys: pytest.CaptureFixture[str], *words: object) -> str:
    """The one line on standard error of a command that cannot be done."""
    capsys.readouterr()
    assert main([str(word) for word in words]) == 2
    err = capsys.readouterr().err
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    assert "cli." not in err
    return err


@pytest.mark.parametrize("language", ["en", "fr"])
def test_help_lists_every_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("WORKBENCH_LANGUAGE", language)
    assert main(["--help"]) == 0
    words = capsys.readouterr().out.replace("·", " ").split()
    assert [command for command in COMMANDS if command not in words] == []


def test_new_and_what_it_refuses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = head(folder)
    refused(capsys, "new", folder)
    assert head(folder) == before
    assert "./run new" in refused(capsys, "new")


def test_wrong_calls_in_both_languages(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = head(folder)
    assert "./run import" in refused(capsys, "import", folder, "x.csv", "--unknown")
    assert "nowhere.csv" in refused(capsys, "import", folder, "nowhere.csv")
    refused(capsys, "info", folder.with_name("absent"))
    refused(capsys, "frobnicate", "--x")
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "fr")
    assert "Il n’y a pas de fichier" in refused(capsys, "import", folder, "nowhere.csv")
    monkeypatch.setenv("WORKBENCH_PASSWORD", "another one")
    refused(capsys, "info", folder)
    assert head(folder) == before


def test_one_bad_file_of_several_changes_nothing(
    folder: Path, first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.sav"
    bad.write_bytes(b"$FL2 nothing")
    before = head(folder)
    refused(capsys, "import", folder, first, bad)
    assert head(folder) == before


def test_survey_interviews_and_codebook_are_told_apart(
    folder: Path, first: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = next(path for path in sample_files.INTERVIEWS if path.suffix == ".docx")
    monkeypatch.chdir(first.parent)
    assert main(["import", str(folder), first.name, str(sample_files.CODEBOOK), str(interview)]) == 0
    told = facts(folder, capsys)
    assert told["data_sets"][0]["tables"][0]["rows"] == 3
    assert told["documents"] == 1
    assert told["codes"] > 5
    assert main(["info", str(folder)]) == 0


def test_relative_paths_of_interviews(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    interview = next(path for path in sample_files.INTERVIEWS if path.suffix == ".docx")
    shutil.copy(interview, tmp_path / "one.bin")
    monkeypatch.chdir(tmp_path)
    assert main(["import", str(folder), "one.bin"]) == 0, capsys.readouterr().err
    assert facts(folder, capsys)["documents"] == 1


def test_a_newer_export_is_never_doubled_by_accident(
    folder: Path, first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    newer = tmp_path / "export_2.csv"
    newer.write_text(SECOND, encoding="utf-8")
    assert "resembles no data set" in refused(capsys, "import", folder, first, "--newer")
    assert main(["import", str(folder), str(first)]) == 0
    before = head(folder)
    said = refused(capsys, "import", folder, newer)
    assert "--newer" in said
    assert "--as-new" in said
    assert head(folder) == before
    assert main(["import", str(folder), str(newer), "--newer"]) == 0
    assert "1 new, 1 changed, 1 vanished" in capsys.readouterr().out
    told = facts(folder, capsys)
    assert len(told["data_sets"]) == 1
    assert told["data_sets"][0]["tables"][0]["rows"] == 4
    assert main(["import", str(folder), str(newer), "--as-new"]) == 0
    assert len(facts(folder, capsys)["data_sets"]) == 2


def test_a_form_joins_later(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused(capsys, "import", folder, "--attach-form", sample_files.FORM)
    assert main(["import", str(folder), str(sample_files.DATA)]) == 0
    bare = facts(folder, capsys)["data_sets"][0]
    assert main(["import", str(folder), "--attach-form", str(sample_files.FORM)]) == 0, capsys.readouterr().err
    with_form = facts(folder, capsys)["data_sets"][0]
    assert [table["rows"] for table in with_form["tables"]] == [table["rows"] for table in bare["tables"]]
    assert bare["languages"] == []
    assert len(with_form["languages"]) == 2
    before = head(folder)
    refused(capsys, "import", folder, sample_files.CODEBOOK, "--attach-form", sample_files.FORM)
    assert head(folder) == before


def test_hand_over_and_back(folder: Path, first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(folder), str(first)]) == 0
    package, copy = tmp_path / "p.pwbz", tmp_path / "copy.pwb"
    assert main(["export", str(folder), str(package)]) == 0
    assert main(["new", str(copy), "--from", str(package)]) == 0
    assert facts(copy, capsys)["data_sets"] == facts(folder, capsys)["data_sets"]
    refused(capsys, "new", copy, "--from", package)
    refused(capsys, "new", tmp_path / "third.pwb", "--from", first)
    assert not (tmp_path / "third.pwb").exists()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".sav", ".dta", ".parquet"])
def test_export_of_data(
    folder: Path, first: Path, tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["import", str(folder), str(first)]) == 0
    out = tmp_path / f"out{suffix}"
    assert main(["export", str(folder), str(out)]) == 0, capsys.readouterr().err
    size = out.stat().st_size
    assert size > 0
    refused(capsys, "export", folder, out)
    assert out.stat().st_size == size
    refused(capsys, "export", folder, tmp_path / "out.exe")


def test_check_says_what_does_not_hold(folder: Path, first: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(folder), str(first)]) == 0
    assert main(["check", str(folder), "--json"]) == 0
    victim = max((folder / "objects").rglob("*-*"), key=lambda path: path.stat().st_size)
    victim.chmod(0o600)
    victim.write_bytes(victim.read_bytes()[:-1] + b"\0")
    assert main(["check", str(folder)]) == 1


def test_goldens_and_nasty_on_tiny_folders(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    hostile = tmp_path / "nasty"
    hostile.mkdir()
    (hostile / "empty.csv").write_bytes(b"")
    entry = {"file": "empty.csv", "importer": "table", "expect": "error"}
    (hostile / "manifest.json").write_text(json.dumps([entry]), encoding="utf-8")
    status = main(["nasty", str(hostile)])
    assert status == 0, capsys.readouterr()
    refused(capsys, "nasty", tmp_path / "absent")
    refused(capsys, "goldens", tmp_path / "absent")
    assert main(["goldens", str(_golden(tmp_path / "right", 0.25))]) == 0
    assert main(["goldens", str(_golden(tmp_path / "wrong", 0.5))]) == 1


def _golden(folder: Path, p_value: float) -> Path:
    """One case: two of two successes, whose exact two-sided p under one half is 2 × 1/4 = 0.5."""
    folder.mkdir()
    result = {"binom_exact": {"statistic": 2, "parameter": 2, "p": 2 * p_value, "estimate": 1.0}}
    case = {"id": "two", "family": "proportion", "dataset": "none", "task": {"x": [2], "n": [2], "p0": 0.5}}
    cases = {"family": "proportion", "n_cases": 1, "cases": [{**case, "r_call": "binom.test", "result": result}]}
    (folder / "proportion.json").write_text(json.dumps(cases), encoding="utf-8")
    (folder / "manifest.json").write_text(json.dumps({"datasets": {}}), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of one demonstration."""
    out = tmp_path_factory.mktemp("demo") / "out"
    assert main(["demo", str(out)]) == 0
    return out


def test_the_demonstration_writes_its_files(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert {"sample.pwb", "report.docx", "tables.xlsx", "codebook.xlsx"} <= {path.name for path in demo.iterdir()}
    assert {"codes_by_site.xlsx", "joint_concerns.docx", "framework.xlsx"} <= {path.name for path in demo.iterdir()}
    told = facts(demo / "sample.pwb", capsys)
    assert (told["documents"], len(told["data_sets"][0]["tables"])) == (4, 2)
    refused(capsys, "demo", demo)


def test_of_several_tables_one_is_to_be_named(demo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    for command in ("variables", "derive"):
        told = refused(capsys, command, demo / "sample.pwb")
        assert "--table" in told
        assert "households, members" in told
    assert "moons" in refused(capsys, "variables", demo / "sample.pwb", "--table", "moons")


@pytest.mark.parametrize("destination", ["inside", "partner"])
def test_a_plan_counts_only_rows_approved_at_the_server(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, destination: str
) -> None:
    project, plan = demo / "sample.pwb", tmp_path / "plan.csv"
    plan.write_text(
        "id,analysis,table,variable,where\nall,proportions,households,safe_at_night,\n"
        "approved,proportions,households,safe_at_night,_validation_status = validation_status_approved\n",
        encoding="utf-8",
    )
    clock, written = [0.0], export_gate.export_tables

    def slowly(*given: Any, **more: Any) -> Any:
        clock[0] += 40.0  # each file
        return written(*given, **more)

    monkeypatch.setattr(export_gate, "export_tables", slowly)
    monkeypatch.setattr("workbench.cli.analyse.time", SimpleNamespace(perf_counter=lambda: clock[0]))
    out = str(tmp_path / "out")  # two who are not approved did not answer: that tells no answer of anybody
    assert main(["analyse", str(project), str(plan), "--out", out, "--destination", destination]) == 0
    assert "made in 80 s" in capsys.readouterr().out, "until the last file is written, not until the last number"
    book = openpyxl.load_workbook(sample_files.DATA, read_only=True)
    heads, *lines = book.worksheets[0].iter_rows(values_only=True)
    book.close()
    names = [str(head).rsplit("/", 1)[-1] for head in heads]
    rows = [dict(zip(names, line, strict=True)) for line in lines]
    answered = [
        one for one in rows if one["consent"] == "yes" and one["safe_at_night"] not in (None, "refused", "dont_know")
    ]
    approved = [one for one in answered if one["_validation_status"] == "validation_status_approved"]
    tables = openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx").worksheets[0]
    bases = [row[-1] for row in tables.iter_rows(values_only=True) if isinstance(row[-1], int)]
    assert bases == [len(answered), len(approved)]
    assert len(approved) < len(answered)


def test_a_row_that_the_data_do_not_allow_leaves_the_others(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, plan, out = demo / "sample.pwb", tmp_path / "plan.csv", tmp_path / "out"
    nobody = "regression,household_size,head_sex,safe_at_night = refused\n"
    heads = "analysis,variable,predictors,where\n"
    plan.write_text(f"{heads}proportions,safe_at_night,,\n{nobody}", encoding="utf-8")
    capsys.readouterr()
    assert main(["analyse", str(project), str(plan), "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert said.err.startswith("Plan, line 3: No row has the outcome")
    assert "1 table of 2 of the plan made" in said.out
    assert "1 without any number" in said.out
    sheets = openpyxl.load_workbook(out / "tables.xlsx").worksheets[1:-1]  # not the one to scroll
    words = [" ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row) for sheet in sheets]
    assert len(words) == 2
    assert "No row has the outcome" in words[1]
    plan.write_text(heads + nobody, encoding="utf-8")
    assert "line 2" in refused(capsys, "analyse", project, plan, "--out", tmp_path / "none")
    plan.write_text(heads + nobody + nobody, encoding="utf-8")
    assert main(["analyse", str(project), str(plan), "--out", str(tmp_path / "none")]) == 2
    told = capsys.readouterr().err
    assert told.count("Plan, line 2") == told.count("Plan, line 3") == 1, "each is told where no row can be done"
    assert not (tmp_path / "none").exists()


def test_a_line_of_a_plan_that_cannot_be_read_leaves_the_others(
    demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, plan, out = demo / "sample.pwb", tmp_path / "plan.csv", tmp_path / "out"
    plan.write_text("analysis,variable,level\nproportions,safe_at_night,much\nproportions,safe_at_night,\n", "utf-8")
    capsys.readouterr()
    assert main(["analyse", str(project), str(plan), "--out", str(out)]) == 1
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "line 2: level, decimals" in said.err
    sheets = openpyxl.load_workbook(out / "tables.xlsx").worksheets[1:-1]  # not the one to scroll
    words = [" ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row) for sheet in sheets]
    assert len(words) == 2
    assert "line 2: level, decimals" in words[0]


def test_analyse_and_report(demo: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project, out = demo / "sample.pwb", tmp_path / "out"
    plan = tmp_path / "plan.csv"
    lines = sample_files.PLAN.read_text(encoding="utf-8-sig").splitlines()
    plan.write_text("\n".join(lines[:2]) + "\n", encoding="utf-8")
    assert main(["analyse", str(project), str(plan), "--out", str(out)]) == 0
    assert {path.name for path in out.iterdir()} == {"tables.xlsx", "tables.docx", "safe_by_site.png"}
    assert main(["export", str(project), str(tmp_path / "report.docx")]) == 0
    before = head(project)
    plan.write_text(lines[0] + "\n" + lines[1].replace("safe_at_night", "no_such_question") + "\n", encoding="utf-8")
    refused(capsys, "analyse", project, plan, "--out", tmp_path / "other")
    assert not (tmp_path / "other").exists()
    assert head(project) == before


def test_the_samples_codings_count_as_pandas_counts_them(demo: Path) -> None:
    """The code matrix beside an independent count of the stored rows."""
    import pandas as pd

    from tests.projects.results.test_counts_by_others import counted, ours

    with Project.open(demo / "sample.pwb", SAMPLE_PASSPHRASE) as project:
        rows = project.query(
            "SELECT code.name AS code, document.name AS interview, consent_interview FROM segment"
            " JOIN code ON code.id = segment.code JOIN document ON document.id = segment.document"
        )
        coded = pd.DataFrame([tuple(row) for row in rows], columns=["code", "interview", "agreed"])
        coded["code"] = coded["code"].map(lambda names: next(iter(json.loads(names).values())))
        assert len(coded) > 20
        assert ours(project, children=False) == counted(coded[coded["agreed"] != 0])


@pytest.mark.slow  # thirteen analyses of the sample, each run, written and run again
def test_the_shown_programs_of_codings_print_the_samples_tables(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each program beside its exported data gives, cell by cell, what the project gives."""
    import runpy

    from analysis.analyses import declarations
    from analysis.writers.plain_text import tables_text
    from projects.results.plan_run import run_plan
    from projects.results.plans import read_plan

    of_codings = [one.id for one in declarations() if one.of_codings or one.with_codings]
    monkeypatch.setenv("WORKBENCH_PASSWORD", SAMPLE_PASSPHRASE)
    needed = {"kwic": ("pass*", ""), "code_crosstab": ("", "document"), "joint_display": ("protection_concerns", "")}
    lines = [",".join((name, *needed.get(name, ("", "")))) for name in of_codings]
    plan, out = tmp_path / "plan.csv", tmp_path / "out"
    plan.write_text("\n".join(["analysis,variable,by", *lines]) + "\n", encoding="utf-8")
    project = demo / "sample.pwb"
    given = ["analyse", str(project), str(plan), "--out", str(out), "--python"]
    refused(capsys, *given, "--destination", "partner")
    assert main(given) == 0
    with Project.open(project, SAMPLE_PASSPHRASE) as opened:
        results = run_plan(opened, read_plan(plan))
    monkeypatch.chdir(out)
    for number, (name, result) in enumerate(zip(of_codings, results, strict=True), start=1):
        capsys.readouterr()
        runpy.run_path(f"{number:02}_{name}.py", run_name="__main__")
        assert capsys.readouterr().out.strip() == tables_text(result.tables, "en").strip(), name
