# SPDX-License-Identifier: MIT
"""What a partner's file does not tell of what the team's file tells: a real form with simulated answers, the sample.

Both files are written by the ordinary commands and read back as a reader would; a table is known by its title.
An estimate is lost that is a number in the team's file and none in the partner's: withheld, too small a group, joined.
"""

from __future__ import annotations

import csv
import json
import math
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl

from tests.benchmarks.rows import BenchRow
from workbench.sample_files import DATA, FORM, PLAN

ROOT = Path(__file__).resolve().parents[2]
MSNA = ROOT.parent / "shared" / "data" / "kobo" / "msna2024"
QUESTIONS = 40
GROUPS = ("hoh_gender", "setting")  # sex of the head, where people live
PROTECTION = ("prot_", "hlp_")
KINDS = ("one", "set", "ordered", "integer", "number")
_TABLE, _ESTIMATE, _P, _SMALL_GROUP = "Table ", "Estimate", "p", "*"
_LOOKED = "--sensitive-looked"
Estimates = dict[tuple[object, ...], object]  # group, name and row of a cell → what stands there


@dataclass
class Loss:
    """Estimates of the team's tables, those the partner does not get, and of these the ones of a group too small."""

    tables: int = 0
    shown: int = 0
    estimates: int = 0
    lost: int = 0
    small: int = 0

    def add(self, inside: Estimates, partner: Estimates) -> None:
        """Count one table in both files."""
        numbers = [place for place, value in inside.items() if _is_number(value)]
        gone = [place for place in numbers if not _is_number(partner.get(place))]
        self.tables += 1
        self.shown += len(gone) < len(numbers)
        self.estimates += len(numbers)
        self.lost += len(gone)
        self.small += sum(str(partner.get(place)).startswith(_SMALL_GROUP) for place in gone)


def loss_rows() -> list[BenchRow]:
    """The rows of the survey with a real form, where it is beside the project, and of the sample study."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        if MSNA.is_dir():
            project = _Commands(Path(folder) / "msna.pwb")
            project("new")
            project("import", MSNA / "data.xlsx", "--form", MSNA / "form.xlsx")
            found += _told(f"{QUESTIONS} questions by {len(GROUPS)} groups", _measured(project, _survey_plan(project)))
        sample = _Commands(Path(folder) / "sample.pwb")
        sample("new")
        sample("import", DATA, "--form", FORM)
        found += _told("sample", _measured(sample, PLAN))
    return found


def _told(name: str, losses: dict[bool, Loss]) -> list[BenchRow]:
    ordinary, sensitive = losses[False], losses[True]
    tables = ordinary.tables + sensitive.tables
    every = ordinary.estimates + sensitive.estimates
    # of 20 %, no more: BenchRow knows "less than", so the bars stand a hair above
    return [
        BenchRow(f"{name}: tables in both files", str(tables), ordinary.shown + sensitive.shown, "tables"),
        BenchRow(f"{name}: lost of {ordinary.estimates} ordinary", "0", ordinary.lost - ordinary.small, "cells"),
        BenchRow(f"{name}: ordinary of groups too small (*)", "–", ordinary.small, "cells"),
        BenchRow(f"{name}: lost of {sensitive.estimates} sensitive", "< 20.001 %", _share(sensitive), "%"),
        BenchRow(f"{name}: sensitive of groups too small (*)", "–", sensitive.small, "cells"),
        BenchRow(
            f"{name}: lost of all {every}", "< 5.001 %", 100 * (ordinary.lost + sensitive.lost) / max(every, 1), "%"
        ),
    ]


def _share(loss: Loss) -> float:
    return 100 * loss.lost / loss.estimates if loss.estimates else math.nan


class _Commands:
    """The command line on one project, in English."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.folder = project.parent / project.stem
        self.folder.mkdir()

    def __call__(self, command: str, *words: str | Path) -> str:
        environment = os.environ | {"WORKBENCH_PASSWORD": "bench words only", "WORKBENCH_LANGUAGE": "en"}
        line = [sys.executable, "-P", "-m", "workbench", command, str(self.project), *map(str, words)]
        done = subprocess.run(line, capture_output=True, check=False, cwd=ROOT, env=environment, text=True)
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stdout}{done.stderr}")
        return done.stdout

    def variables(self, table: str) -> list[dict[str, Any]]:
        """The variables of a table as the project has them."""
        found: list[dict[str, Any]] = json.loads(self("variables", "--table", table, "--json"))
        return found

    def confirm_sensitive(self) -> None:
        """Say that the proposals of sensitive questions were seen, where the program asks for it."""
        if _LOOKED in self("variables", "--help"):
            self("variables", _LOOKED)


def _survey_plan(project: _Commands) -> Path:
    """All questions on protection and housing, then the first others that are asked after consent, each by each group.

    No analysis is named: the program takes the one of the question.
    """
    asked = [one for one in project.variables("main") if one["kind"] in KINDS and one["name"] not in GROUPS]
    consent = next(at for at, one in enumerate(asked) if one["role"] == "consent")
    names = [one["name"] for one in asked[consent + 1 :]]
    chosen = [name for name in names if name.startswith(PROTECTION)]
    others = [name for name in names if name not in chosen][: QUESTIONS - len(chosen)]
    path = project.folder / "plan.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(("analysis", "table", "variable", "by", "title_en"))
        lines.writerows(("", "main", name, by, f"{name} by {by}") for name in [*chosen, *others] for by in GROUPS)
    return path


def _measured(project: _Commands, plan: Path) -> dict[bool, Loss]:
    """The loss in ordinary tables (False) and in sensitive ones (True)."""
    project.confirm_sensitive()
    read = {}
    for destination in ("inside", "partner"):
        out = project.folder / destination
        project("analyse", plan, "--out", out, "--destination", destination)
        read[destination] = dict(_tables(out / "tables.xlsx"))
    sensitive = _sensitive_titles(project, plan)
    if set(sensitive) != set(read["inside"]):
        raise RuntimeError(f"tables of the team's file: {set(sensitive) ^ set(read['inside'])}")
    losses = {False: Loss(), True: Loss()}
    for title, estimates in read["inside"].items():
        losses[sensitive[title]].add(estimates, read["partner"].get(title, {}))
        _explain(title, sensitive[title], estimates, read["partner"].get(title, {}))
    return losses


def _explain(title: str, sensitive: bool, inside: Estimates, partner: Estimates) -> None:
    """With WORKBENCH_BENCH_LOST set: each lost estimate by name, to find out why."""
    if os.environ.get("WORKBENCH_BENCH_LOST"):
        for place, value in inside.items():
            if _is_number(value) and not _is_number(partner.get(place)):
                print("    ", "sensitive" if sensitive else "ordinary", title, place, value, partner.get(place))


def _sensitive_titles(project: _Commands, plan: Path) -> dict[str, bool]:
    """The title of each table of the plan, and whether a variable of it is sensitive in the project."""
    roles: dict[str, set[str]] = {}
    found = {}
    with plan.open(encoding="utf-8-sig", newline="") as stream:
        for line in csv.DictReader(stream):
            table = line["table"]
            if table not in roles:
                told = project.variables(table)
                roles[table] = {one["name"].split("/")[-1] for one in told if one["role"] == "sensitive"}
            found[line["title_en"]] = bool({line["variable"], line["by"]} & roles[table] - {*GROUPS})
    return found


def _tables(path: Path) -> Iterator[tuple[str, Estimates]]:
    """The tables of a workbook by their titles: a sheet each, but for the index."""
    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in book.worksheets[1:]:
        lines = [list(line) for line in sheet.iter_rows(values_only=True)]
        title = str(lines[0][0]).removeprefix(_TABLE).partition(". ")[2]
        yield title, _estimates(lines)
    book.close()


def _estimates(lines: list[list[Any]]) -> Estimates:
    """What stands in columns of estimates of the first block of a sheet; the next repeats it with its precision.

    The p of a comparison is no estimate.
    """
    at = next(number for number, line in enumerate(lines) if _ESTIMATE in line[1:])
    groups, group = [], ""
    for cell in lines[at - 1]:
        group = str(cell) if cell else group
        groups.append(group)
    columns = [column for column, name in enumerate(lines[at]) if name == _ESTIMATE and groups[column] != _P]
    found: Estimates = {}
    heading = ""
    for line in lines[at + 1 :]:
        if not any(cell is not None for cell in line):
            break
        if all(cell is None for cell in line[1:]):
            heading = str(line[0])  # of rows under it, or a note: no cell follows
            continue
        for column in columns:
            found[heading, line[0], groups[column]] = line[column]
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) or (isinstance(value, str) and any(sign.isdigit() for sign in value))
