# SPDX-License-Identifier: MIT
"""All files of one run against one reader: tables at three levels of geography, a report and the codebook together.

The reader has every printed number of every file, knows which site lies in which zone and region, and solves a linear
programme for each figure that is withheld.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from docx import Document

from analysis.masking import HIDDEN, Destination, MaskedOnce
from analysis.report.blocks import Heading, Methods, Report, TableBlock
from analysis.result_tables import Cell, Flag, TableSpec
from projects import export_gate as gate
from projects.datasets.export.codebook import gathered_codebook
from projects.results.plan_run import run_plan
from projects.results.plans import read_plan
from projects.store import Project
from tests.reader_inference import inferred
from wording import render
from workbench.cli import main

PASSPHRASE = "lantern-harbour-maple-quiet"
SITES, PEOPLE = 20, 1_600
FEWEST = 3  # values that are left open beside rounded numbers
ANSWERS = "abcd"
LEVELS = ("site", "zone", "region", "")
Person = dict[str, str]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase and the language come from the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


def survey(questions: int) -> list[Person]:
    """1,600 persons in 20 sites, 4 zones, 2 regions; rare answers; two in a thousand gave none."""
    chance = random.Random(5)
    rows = []
    for _ in range(PEOPLE):
        site = min(int(SITES * chance.random() ** 1.3), SITES - 1)
        row = {"site": f"s{site:02}", "zone": f"z{site // 5}", "region": f"r{site // 10}"}
        for at in range(questions):
            silent = chance.random() < 0.002
            row[f"q{at}"] = "" if silent else chance.choices(ANSWERS, [50, 30, 14, 6])[0]
        rows.append(row)
    return rows


def project_of(folder: Path, rows: list[Person], sensitive: bool = False) -> Project:
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    place = str(folder / "p.pwb")
    assert main(["new", place]) == 0
    assert main(["import", place, str(folder / "people.csv")]) == 0
    kinds = [word for name in rows[0] for word in ("--kind", name, "one")]
    asked = [name for name in rows[0] if name.startswith("q")]
    roles = [word for name in asked for word in ("--role", name, "sensitive")] if sensitive else []
    told = ["--unit", "person", "--rows", "census", *kinds, *roles, "--sensitive-looked"]
    assert main(["variables", place, "--table", "people", *told]) == 0
    return Project.open(Path(place), PASSPHRASE)


def plan_of(folder: Path, questions: int) -> Path:
    lines = [f"q{at}{by or 'all'},proportions,q{at},{by}" for at in range(questions) for by in LEVELS]
    (folder / "plan.csv").write_text("\n".join(["id,analysis,variable,by", *lines]) + "\n", encoding="utf-8")
    return folder / "plan.csv"


class Reader:
    """What a reader knows of one question: how many people of each kind (an answer or none, at a site) there can be."""

    def __init__(self, rows: list[Person], question: str) -> None:
        self.kinds = [(answer, f"s{site:02}") for answer in (*ANSWERS, "") for site in range(SITES)]
        count = {kind: 0 for kind in self.kinds}
        for row in rows:
            count[row[question], row["site"]] += 1
        self.truth = np.array([count[kind] for kind in self.kinds], dtype=float)
        self.known: list[np.ndarray] = []
        self.sizes: list[float] = []
        self.rounded: list[tuple[np.ndarray, float, float]] = []
        self.withheld: list[np.ndarray] = []

    def within(self, place: str, answers: tuple[str, ...] = (*ANSWERS, "")) -> np.ndarray:
        """The kinds at a place ("" everywhere) that gave one of these answers."""
        first, wide = (int(place[1:]), {"s": 1, "z": 5, "r": 10}[place[0]]) if place else (0, SITES)
        sites = {f"s{at:02}" for at in range(first * wide, (first + 1) * wide)}
        return np.array([float(site in sites and answer in answers) for answer, site in self.kinds])

    def sees(self, members: np.ndarray, size: int | float | None) -> None:
        """One printed number, or one that is not: then it is to be found out."""
        if size is None:
            if members @ self.truth:
                self.withheld.append(members)
            return
        assert members @ self.truth == size
        self.known.append(members)
        self.sizes.append(float(size))

    def sees_share(self, members: np.ndarray, base: int, cell: Cell) -> None:
        """A rounded share without its count: between which numbers of people it is."""
        share = cell.estimate or 0.0
        half = 0.025 if Flag.NEAREST_FIVE in cell.flags else 0.005
        edge = share <= 0.05 or share >= 0.95  # in fives these reach to the first and to the last of them
        low, high = (share - half) * base, (share + half) * base
        if Flag.NEAREST_FIVE in cell.flags and edge:
            low, high = (1.0, high) if share < 0.5 else (low, base - 1.0)
        assert low - 1e-6 <= members @ self.truth <= high + 1e-6
        self.rounded.append((members, low - 1e-6, high + 1e-6))

    def inferred(self) -> int:
        """How many of the withheld are told to within two people; beside rounded ones as one value or one of two."""
        true = [float(one @ self.truth) for one in self.withheld]
        fewest = FEWEST if self.rounded else 0
        return inferred(self.known, self.sizes, self.withheld, true, self.rounded, fewest)[1]


def read_tables(reader: Reader, shown: list[TableSpec], labels: list[list[str]]) -> None:
    for table, places in zip(shown, labels, strict=True):
        of_all = any(row.id == "no_answer" for row in table.rows)
        for at, (column, place) in enumerate(zip(table.columns, places, strict=True)):
            reader.sees(reader.within(place, (*ANSWERS, "") if of_all else tuple(ANSWERS)), column.base)
            for row in table.rows:
                cell = row.cells[at]
                answer = "" if row.id == "no_answer" else render(row.label, "en")
                if not cell.flags & HIDDEN and cell.n is None and cell.estimate is not None:
                    if column.base is not None:
                        reader.sees_share(reader.within(place, (answer,)), column.base, cell)
                    continue
                reader.sees(reader.within(place, (answer,)), None if cell.flags & HIDDEN else (cell.n or 0))


def read_codebook(reader: Reader, path: Path, question: str) -> None:
    """The printed codebook: counts of the question, of those without an answer, and of the people of each place."""
    numbers: dict[tuple[str, str, str], Any] = {}
    for name, part, _, code, count, _, base, *_ in (
        openpyxl.load_workbook(path).worksheets[0].iter_rows(min_row=2, values_only=True)
    ):
        numbers[str(name), str(part), str(code or "")] = (count, base)
    for (name, part, code), (count, base) in numbers.items():
        value = count if isinstance(count, int | float) else None
        if name in ("site", "zone", "region") and part == "answer":
            reader.sees(reader.within(code), value)
        if name == question and part == "answer":
            reader.sees(reader.within("", (code,)), value)
        if name == question and part == "question":
            reader.sees(reader.within("", tuple(ANSWERS)), base if isinstance(base, int | float) else None)
        if name == question and part == "no answer":
            reader.sees(reader.within("", ("",)), value)


def places_of(table: TableSpec) -> list[str]:
    return ["" if column.id.startswith("total") else render(column.label, "en") for column in table.columns]


def left_together(
    folder: Path, questions: int, sensitive: bool = False
) -> tuple[list[Person], list[TableSpec], MaskedOnce, Path]:  # fmt: skip
    rows = survey(questions)
    with project_of(folder, rows, sensitive) as project:
        results = run_plan(project, read_plan(plan_of(folder, questions)))
        tables = [table for result in results for table in result.tables]
        report = Report("Findings", (Heading("Tables"), TableBlock(tables[0]), Methods()))
        book = gathered_codebook(project, destination=Destination.PARTNER)
        once = gate.mask_once(project, tables, Destination.PARTNER, reports=[report], codebook=book)
        said: dict[str, Any] = {"language": "en", "run": once}
        gate.export_codebook(project, folder / "codebook.xlsx", codebook=book, **said)
        gate.export_tables(project, tables, folder / "tables.xlsx", **said)
        gate.export_report(project, report, folder / "report.docx", **said)
    return rows, tables, once, folder / "codebook.xlsx"


def attacked(folder: Path, questions: int, looked_at: int, sensitive: bool = False) -> tuple[int, int, float]:
    """Withheld figures looked at, those told, the share of all printed cells that is withheld."""
    rows, tables, once, codebook = left_together(folder, questions, sensitive)
    shown, _ = once.of(tables)
    withheld = told = 0
    for at in range(0, questions, max(questions // looked_at, 1)):
        reader = Reader(rows, f"q{at}")
        own = slice(at * len(LEVELS), (at + 1) * len(LEVELS))
        read_tables(reader, shown[own], [places_of(table) for table in tables[own]])
        read_codebook(reader, codebook, f"q{at}")
        withheld += len(reader.withheld)
        told += reader.inferred()
    cells = [cell for table in shown for row in table.rows for cell in row.cells]
    return withheld, told, sum(bool(cell.flags & HIDDEN) for cell in cells) / len(cells)


@pytest.mark.slow
def test_tables_report_and_codebook_of_a_run_give_nothing_back(tmp_path: Path) -> None:
    withheld, told, _ = attacked(tmp_path, 2, 2)
    assert withheld > 20
    assert told == 0
    text = " ".join(line.text for line in Document(str(tmp_path / "report.docx")).paragraphs)
    assert text.count("figures are not shown, to protect people") == 1
    assert "In the files made together" in text


@pytest.mark.slow
def test_of_sensitive_questions_those_without_an_answer_are_not_told_either(tmp_path: Path) -> None:
    withheld, told, _ = attacked(tmp_path, 2, 2, sensitive=True)
    assert withheld > 20
    assert told == 0
    text = " ".join(line.text for line in Document(str(tmp_path / "report.docx")).paragraphs)
    assert "figures are given on all who were asked" in text


@pytest.mark.slow  # 160 tables and a codebook: more than 5,000 quantities, where single programmes are rationed
def test_a_run_of_160_tables_and_a_codebook_gives_nothing_back(tmp_path: Path) -> None:
    withheld, told, share = attacked(tmp_path, 40, 4)
    assert withheld > 40
    assert told == 0
    assert share < 0.25, "a rare answer at a site and one beside it, no more"
