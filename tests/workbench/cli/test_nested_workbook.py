# SPDX-License-Identifier: MIT
"""Three levels of geography in one exported workbook, read back by somebody with a linear programme."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import numpy as np
import openpyxl
import pytest

from projects.datasets.cleaning.confirmations import confirm
from projects.store import Project
from projects.store.actions import Action
from projects.store.ports import Transaction
from tests.told_quantities import told
from wording import msg
from workbench.cli import main

pytestmark = pytest.mark.slow

PASSPHRASE = "lantern-harbour-maple-quiet"
ANSWERS = ("yes", "no", "maybe", "other")
LEVELS = ("site", "zone", "region")
Person = dict[str, str]


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The passphrase and the language come from the environment."""
    monkeypatch.setenv("WORKBENCH_PASSWORD", PASSPHRASE)
    monkeypatch.setenv("WORKBENCH_LANGUAGE", "en")


def people() -> list[Person]:
    """Some 600 persons in 12 sites, 4 zones, 2 regions; seven gave no site."""
    chance, found = random.Random(11), []
    for site in range(12):
        for _ in range(chance.choice([20, 45, 70])):
            answer = chance.choices(ANSWERS, [55, 35, 7, 3])[0]
            place = {"site": f"site{site:02}", "zone": f"zone{site // 3}", "region": f"region{site // 6}"}
            found.append({"help": answer, **place})
    for person in chance.sample(found, 7):
        person["site"] = ""
    return found


def read(path: Path) -> list[tuple[str, dict[str, dict[str, int | None]]]]:
    """By level the shown numbers, None where withheld: group → answer → n, and "base" where any cell tells it."""
    found = []
    for sheet in openpyxl.load_workbook(path).worksheets[1:]:
        lines = [list(line) for line in sheet.iter_rows(values_only=True)]
        level = next((name for name in LEVELS if str(lines[0][0]).endswith(f"by {name}")), "")
        at = next(n for n, line in enumerate(lines) if "Estimate" in line)
        starts = [column for column, part in enumerate(lines[at]) if part == "Estimate"]
        table: dict[str, dict[str, int | None]] = {}
        for column, after in zip(starts, [*starts[1:], len(lines[at])], strict=True):
            parts = {part: column + place for place, part in enumerate(lines[at][column:after])}
            cells: dict[str, int | None] = {"base": None}
            for line in (line for line in lines if line[0] in ANSWERS):
                shown = {part: line[place] for part, place in parts.items() if isinstance(line[place], (int, float))}
                cells[str(line[0])] = int(shown["n"]) if "n" in shown else None
                cells["base"] = int(shown["Base"]) if "Base" in shown else cells["base"]
            table[str(lines[at - 1][column])] = cells
        found.append((level, table))
    return found


def confirm_texts(folder: Path) -> None:
    """A person says of every column that its texts are answers."""

    def perform(transaction: Transaction) -> None:
        for at in range(1, len(LEVELS) + 2):
            confirm(transaction, "t1", f"v{at}", content=True)

    with Project.open(folder, PASSPHRASE) as project:
        project.do(Action("data.kind", msg("data.level_set", variable="help", level="one"), perform))


def test_a_workbook_of_three_levels_gives_no_withheld_cell_back(tmp_path: Path) -> None:
    persons = people()
    with (tmp_path / "people.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["help", *LEVELS])
        writer.writeheader()
        writer.writerows(persons)
    (tmp_path / "plan.csv").write_text(
        "analysis,variable,by\n" + "".join(f"proportions,help,{level}\n" for level in (*LEVELS, "")), encoding="utf-8"
    )
    project = str(tmp_path / "p.pwb")
    assert main(["new", project]) == 0
    assert main(["import", project, str(tmp_path / "people.csv")]) == 0
    confirm_texts(tmp_path / "p.pwb")
    assert main(["analyse", project, str(tmp_path / "plan.csv"), "--out", str(tmp_path / "out")]) == 0
    shown = read(tmp_path / "out" / "tables.xlsx")
    assert [level for level, _ in shown] == [*LEVELS, ""]
    places = sorted({(one["site"], one["zone"], one["region"]) for one in persons})
    kinds = [(answer, *place) for answer in ANSWERS for place in places]
    truth = np.array([sum((p["help"], *(p[level] for level in LEVELS)) == kind for p in persons) for kind in kinds])
    equations, right, withheld = [], [], []
    for level, table in shown:
        for group, cells in table.items():
            at = 1 + LEVELS.index(level) if level and group != "All" else 0
            inside = np.array([not at or kind[at] == group for kind in kinds])
            for answer, n in cells.items():
                members = (inside & np.array([answer in ("base", kind[0]) for kind in kinds])).astype(float)
                if n is None:
                    withheld.append((answer, members))
                else:
                    assert members @ truth == n
                    equations.append(members)
                    right.append(n)
    assert len([1 for answer, _ in withheld if answer != "base"]) > 5
    assert len(equations) > 5
    cells = [members for _, members in withheld]
    assert told(equations, right, cells, [float(members @ truth) for members in cells]) == (0, 0)
