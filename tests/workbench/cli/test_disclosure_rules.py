# SPDX-License-Identifier: MIT
"""Three rules kept apart: sessions and sites print whole, people in sensitive tables do not, limits need a reason."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest
from docx import Document

from analysis.masking import Destination
from projects import export_gate as gate
from projects import withheld_content
from projects.datasets.table.frames import load_frame
from projects.pages.report_composition import compose_report
from projects.results.saved_results import add_block
from projects.store import Project
from projects.store.actions import Action
from projects.store.ports import Transaction
from projects.stored_tables.stored_table import confirm
from wording import msg, render
from workbench.cli import main

pytestmark = pytest.mark.slow

PASSPHRASE = "lantern-harbour-maple-quiet"
SESSIONS = {"awareness": (60, 10_938), "stakeholders": (32, 1_116), "staff": (7, 84), "visits": (3, 3)}


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase and the language come from the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


def project_of(folder: Path, name: str, rows: list[dict[str, object]], *told: str) -> str:
    """A project with one table of that name, its columns' answers said to be answers."""
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    project = str(folder / "p.pwb")
    assert main(["new", project]) == 0
    assert main(["import", project, str(path)]) == 0
    assert main(["variables", project, "--table", name, *told]) == 0
    assert main(["variables", project, "--sensitive-looked"]) == 0

    def perform(transaction: Transaction) -> None:
        for at in range(1, len(rows[0]) + 1):
            confirm(transaction, "t1", f"v{at}", content=True)

    with Project.open(Path(project), PASSPHRASE) as opened:
        opened.do(Action("data.kind", msg("data.level_set", variable="all", level="one"), perform))
    return project


def sessions() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for kind, (number, people) in SESSIONS.items():
        each = [people // number + (at < people % number) for at in range(number)]
        found += [{"kind": kind, "attended": n} for n in each]
    return found


def exported(
    project: str, declaration: str, options: dict[str, str], where: Path, destination: Destination = Destination.PARTNER
) -> list[list[object]]:
    """The lines of the exported table, for a partner unless told otherwise."""
    from analysis.analyses import run

    with Project.open(Path(project), PASSPHRASE) as opened:
        frame = load_frame(opened, "t1")
        named = {name: frame.table.named(value).id if name != "statistic" else value for name, value in options.items()}
        tables = run(declaration, frame, named).tables
        gate.export_tables(opened, tables, where, language="en", destination=destination, overwrite=True)
    sheets = openpyxl.load_workbook(where).worksheets
    return [list(line) for sheet in sheets for line in sheet.iter_rows(values_only=True)]


def words(lines: list[list[object]]) -> str:
    return " ".join(str(cell) for line in lines for cell in line if cell is not None)


def test_a_register_of_sessions_prints_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = project_of(tmp_path, "sessions", sessions(), "--unit", "session", "--rows", "census")
    capsys.readouterr()
    assert main(["info", project, "--json"]) == 0
    (table,) = json.loads(capsys.readouterr().out)["data_sets"][0]["tables"]
    assert (table["how"], table["unit"]) == ("census", "session")
    wanted = {"variable": "attended", "by": "kind", "statistic": "total"}
    lines = exported(project, "means", wanted, tmp_path / "t.xlsx")
    assert {line[0]: line[1] for line in lines if line[0] in SESSIONS} == {
        kind: people for kind, (_, people) in SESSIONS.items()
    }
    counts = exported(project, "proportions", {"variable": "kind"}, tmp_path / "u.xlsx")
    assert {line[0]: line[2] for line in counts if line[0] in SESSIONS} == {
        kind: number for kind, (number, _) in SESSIONS.items()
    }
    said = words([*lines, *counts])
    assert "sessions recorded" in said
    assert "interviewed" not in said
    assert "answered" not in said
    assert "( )" not in said


def test_sites_print_whole_and_are_assessed(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [{"site": f"s{at}", "lighting": "yes" if at < 8 else "no"} for at in range(12)]
    project = project_of(tmp_path, "sites", rows, "--unit", "site", "--rows", "census")
    lines = exported(project, "proportions", {"variable": "lighting"}, tmp_path / "t.xlsx")
    assert {line[0]: line[2] for line in lines if line[0] in ("yes", "no")} == {"yes": 8, "no": 4}
    assert "sites assessed" in words(lines)
    assert "interviewed" not in words(lines)


def test_few_survivors_do_not_print_as_rows(tmp_path: Path) -> None:
    people: list[dict[str, object]] = [
        {"site": site, "gbv": answer}
        for site, yes, no in (("a", 3, 30), ("b", 9, 25), ("c", 12, 40))
        for answer, n in (("yes", yes), ("no", no))
        for _ in range(n)
    ]
    project = project_of(tmp_path, "people", people, "--unit", "person", "--rows", "census")
    lines = exported(project, "proportions", {"variable": "gbv", "by": "site"}, tmp_path / "t.xlsx")
    assert 3 not in [cell for line in lines for cell in line]
    assert any(cell == "‡" for line in lines for cell in line)


def test_a_whole_group_that_shares_an_answer_is_withheld_in_a_sensitive_table(tmp_path: Path) -> None:
    people: list[dict[str, object]] = [
        {"site": site, "gbv": answer, "tap": answer}
        for site, yes, no in (("a", 12, 0), ("b", 9, 25), ("c", 12, 40))
        for answer, n in (("yes", yes), ("no", no))
        for _ in range(n)
    ]
    project = project_of(tmp_path, "people", people, "--unit", "person", "--rows", "census")
    lines = exported(project, "proportions", {"variable": "gbv", "by": "site"}, tmp_path / "t.xlsx")
    assert [line[1] for line in lines if line[0] == "yes"] == ["‡"]
    lines = exported(project, "proportions", {"variable": "tap", "by": "site"}, tmp_path / "u.xlsx")
    assert [line[1] for line in lines if line[0] == "yes"] == [1]


def test_few_survivors_do_not_print_as_a_number_of_a_site(tmp_path: Path) -> None:
    sites: list[dict[str, object]] = [
        {"commune": commune, "gbv_survivors": n, "latrines": n}
        for commune, numbers in (("a", (1, 0, 2, 0, 0)), ("b", (2, 3, 1, 2, 1)), ("c", (4, 4, 4, 4, 4)))
        for n in numbers
    ]
    project = project_of(tmp_path, "sites", sites, "--unit", "site", "--rows", "census")
    wanted = {"by": "commune", "statistic": "total"}
    hidden = exported(project, "means", {"variable": "gbv_survivors", **wanted}, tmp_path / "t.xlsx")
    shown = exported(project, "means", {"variable": "latrines", **wanted}, tmp_path / "u.xlsx")
    assert {line[0]: line[1] for line in shown if line[0] in ("a", "b", "c")} == {"a": 3, "b": 9, "c": 20}
    marks = {line[0]: line[1] for line in hidden if line[0] in ("a", "b", "c")}
    assert marks["a"] == "‡"
    assert list(marks.values()).count("‡") == 2


def test_lowering_a_limit_needs_a_reason(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = project_of(tmp_path, "sessions", sessions(), "--unit", "session", "--rows", "census")
    lower = ["settings", project, "--flag-base", "30", "--mask-base", "10", "--minimum-cell", "3"]
    assert main(lower) == 2
    assert "reason" in capsys.readouterr().err
    assert main(["settings", project, "--minimum-cell", "x", "--reason", "r"]) == 2
    assert main(["settings", project, "--flag-base", "5"]) == 2
    assert main([*lower, "--reason", "Agreed with the protection cluster"]) == 0
    assert main(["settings", project, "--minimum-cell", "8", "--flag-base", "40"]) == 0  # raising asks for none
    capsys.readouterr()
    assert main(["settings", project, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "flag_base": 40, "mask_base": 10, "minimum_cell": 8, "reason": "",
    }  # fmt: skip
    assert main([*lower, "--reason", "Agreed with the protection cluster"]) == 0
    with Project.open(Path(project), PASSPHRASE) as opened:
        head = opened.head
    capsys.readouterr()
    assert main([*lower, "--reason", "Agreed with the protection cluster"]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    with Project.open(Path(project), PASSPHRASE) as opened:
        assert opened.head == head, "limits that are so already leave no line in history"
        assert any("Agreed with" in render(line.message, "en") for line in opened.history(limit=3))
        report, _ = gate.withhold_in_report(opened, compose_report(opened), Destination.PARTNER)
        assert withheld_content.limits(opened) == (30, 10, 3)
        assert opened.setting("withholding.lowered") == "Agreed with the protection cluster"
        del report


def test_public_never_under_three_and_the_methods_note_gives_the_reason(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people: list[dict[str, object]] = [
        {"site": site, "gbv": answer}
        for site, yes, no in (("a", 2, 30), ("b", 9, 25), ("c", 12, 40))
        for answer, n in (("yes", yes), ("no", no))
        for _ in range(n)
    ]
    project = project_of(tmp_path, "people", people, "--unit", "person", "--rows", "census")
    lower = ["settings", project, "--mask-base", "1", "--minimum-cell", "1", "--reason", "Agreed with the cluster"]
    assert main(lower) == 0
    wanted = {"variable": "gbv", "by": "site"}
    said = capsys.readouterr().out
    assert "For the public the minimum stays 3" in said
    assert main(["info", project, "--json"]) == 0
    limits = json.loads(capsys.readouterr().out)["withholding"]
    assert (limits["minimum_cell"], limits["public_sensitive_minimum_cell"]) == (1, 3)
    assert limits["reason"] == "Agreed with the cluster"
    public = exported(project, "proportions", wanted, tmp_path / "t.xlsx", Destination.PUBLIC)
    partner = exported(project, "proportions", wanted, tmp_path / "u.xlsx")
    [shown], [hidden] = ([line for line in lines if line[0] == "yes"] for lines in (partner, public))
    assert "‡" not in shown
    assert "‡" in hidden
    with Project.open(Path(project), PASSPHRASE) as opened:
        opened.do(add_block("methods", {}))
        gate.export_report(opened, compose_report(opened), tmp_path / "report.docx", language="en")
    assert "Agreed with the cluster" in " ".join(
        line.text for line in Document(str(tmp_path / "report.docx")).paragraphs
    )


def test_all_files_of_a_run_are_masked_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    people: list[dict[str, object]] = [
        {"site": site, "gbv": answer}
        for site, yes, no in (("a", 3, 30), ("b", 9, 25), ("c", 12, 40))
        for answer, n in (("yes", yes), ("no", no))
        for _ in range(n)
    ]
    project = project_of(tmp_path, "people", people, "--unit", "person", "--rows", "census")
    (tmp_path / "plan.csv").write_text(
        "id,analysis,variable,by,figure\none,proportions,gbv,site,bars\ntwo,proportions,gbv,,\n", encoding="utf-8"
    )
    asked: list[int] = []
    mask_joined = withheld_content.mask_joined
    monkeypatch.setattr(
        withheld_content, "mask_joined", lambda tables, *rest: asked.append(len(tables)) or mask_joined(tables, *rest)
    )
    said = ["--destination", "public", "--cleared-by", "A. Keza", "--purpose", "press"]
    assert main(["analyse", project, str(tmp_path / "plan.csv"), "--out", str(tmp_path / "out"), *said]) == 0
    with Project.open(Path(project), PASSPHRASE) as opened:
        cleared = {render(line.message, "en").split()[0] for line in opened.history(50) if "cleared" in line.kind}
    assert cleared == {"tables.xlsx", "tables.docx", "one.png"}, "each file that leaves to the public is on record"
    assert len(asked) == 1, "once for the workbook, the document and the figure"
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"tables.xlsx", "tables.docx", "one.png"}
    sheets = openpyxl.load_workbook(tmp_path / "out" / "tables.xlsx").worksheets[1:]
    assert any(cell == "‡" for sheet in sheets for line in sheet.iter_rows(values_only=True) for cell in line)


def test_the_bound_of_the_public_is_exactly_three(tmp_path: Path) -> None:
    people: list[dict[str, object]] = [
        {"site": site, "gbv": answer}
        for site, yes, no in (("a", 3, 40), ("b", 9, 35), ("c", 12, 40))
        for answer, n in (("yes", yes), ("no", no))
        for _ in range(n)
    ]
    project = project_of(tmp_path, "people", people, "--unit", "person", "--rows", "census")
    lower = ["settings", project, "--mask-base", "1", "--reason", "Agreed with the cluster", "--minimum-cell"]
    assert main([*lower[:-3], "--minimum-cell", "3"]) == 2, "no reason"
    wanted = {"variable": "gbv", "by": "site"}
    marks = {}
    for least in (4, 3, 2):
        assert main([*lower, str(least)]) == 0
        for destination in (Destination.PUBLIC, Destination.PARTNER):
            lines = exported(project, "proportions", wanted, tmp_path / "t.xlsx", destination)
            [line] = [line for line in lines if line[0] == "yes"]
            marks[least, destination.value] = "‡" in line
    assert marks == {
        (4, "public"): True, (4, "partner"): True, (3, "public"): False, (3, "partner"): False,
        (2, "public"): False, (2, "partner"): False,
    }  # fmt: skip


def test_the_few_who_did_not_choose_an_answer_are_a_secret_only_in_a_sensitive_table(tmp_path: Path) -> None:
    """58 of 60 chose food: two said nothing about themselves. Of violence suffered two of 60 would be told."""
    people: list[dict[str, object]] = [
        {"site": "a", "needs": "food; water" if at < 30 else "food" if at < 58 else "water",
         "gbv": "blow" if at in (3, 4) else "insult; blow" if at < 31 else "insult"}
        for at in range(60)
    ]  # fmt: skip
    told = ["--unit", "person", "--rows", "census", "--kind", "needs", "set", "--kind", "gbv", "set"]
    project = project_of(tmp_path, "people", people, *told)
    needs = exported(project, "set", {"variable": "needs"}, tmp_path / "n.xlsx")
    assert [line[2] for line in needs if line[0] in ("food", "water")] == [58, 32]
    violence = exported(project, "set", {"variable": "gbv"}, tmp_path / "v.xlsx")
    assert [line[1:3] for line in violence if line[0] == "insult"] == [[0.95, ""]], "in fives 56 to 59 of 60, no count"
