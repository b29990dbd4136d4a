# SPDX-License-Identifier: MIT
"""Three levels of geography in one exported workbook, read back by somebody with a linear programme."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from projects.store import Project
from projects.store.actions import Action
from projects.store.ports import Transaction
from projects.stored_tables.stored_table import confirm
from tests.reader_inference import inferred
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
    for sheet in openpyxl.load_workbook(path).worksheets[1:-1]:  # not the one to scroll
        lines = [list(line) for line in sheet.iter_rows(values_only=True)]
        level = next((name for name in LEVELS if str(lines[0][0]).endswith(f"by {name}")), "")
        at = next(n for n, line in enumerate(lines) if "Estimate" in line)
        starts = [column for column, part in enumerate(lines[at]) if part == "Estimate"]
        table: dict[str, dict[str, int | None]] = {}
        for column, after in zip(starts, [*starts[1:], len(lines[at])], strict=True):
            parts = {part: column + place for place, part in enumerate(lines[at][column:after])}
            cells: dict[str, int | None] = {"base": None}
            for line in (line for line in lines if line[0] in (*ANSWERS, "No answer")):
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


def asked_on_violence() -> list[Person]:
    """Some 600 persons asked a sensitive question, of whom one to four in every second site gave no answer."""
    chance, persons = random.Random(29), [person for person in people() if person["site"]]
    for at in range(0, 12, 2):
        here = [person for person in persons if person["site"] == f"site{at:02}"]
        for person in chance.sample(here, chance.randint(1, 4)):
            person["help"] = ""
    return persons


def exported(folder: Path, persons: list[Person], *options: str) -> list[Any]:
    """The tables of the plan as a partner gets them."""
    with (folder / "people.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["help", *LEVELS])
        writer.writeheader()
        writer.writerows(persons)
    (folder / "plan.csv").write_text(
        "analysis,variable,by\n" + "".join(f"proportions,help,{level}\n" for level in (*LEVELS, "")), encoding="utf-8"
    )
    project = str(folder / "p.pwb")
    assert main(["new", project]) == 0
    assert main(["import", project, str(folder / "people.csv")]) == 0
    confirm_texts(folder / "p.pwb")
    assert main(["variables", project, *options, "--sensitive-looked"]) == 0
    assert (
        main(["analyse", project, str(folder / "plan.csv"), "--out", str(folder / "out"), "--destination", "partner"])
        == 0
    )
    return read(folder / "out" / "tables.xlsx")


def test_those_without_an_answer_are_cells_that_nobody_works_out(tmp_path: Path) -> None:
    """The reader knows from elsewhere how many were asked at each site, zone and region."""
    persons = asked_on_violence()
    shown = exported(tmp_path, persons, "--role", "help", "sensitive")
    assert [level for level, _ in shown] == [*LEVELS, ""]
    places = sorted({(one["site"], one["zone"], one["region"]) for one in persons})
    kinds = [(answer, *place) for answer in (*ANSWERS, "") for place in places]
    truth = np.array([sum((p["help"], *(p[level] for level in LEVELS)) == kind for p in persons) for kind in kinds])
    equations, right, withheld, silent = [], [], [], 0
    for level, table in shown:
        for group, cells in table.items():
            at = 1 + LEVELS.index(level) if level and group != "All" else 0
            inside = np.array([not at or kind[at] == group for kind in kinds])
            equations.append(inside.astype(float))  # known from elsewhere
            right.append(float(inside @ truth))
            assert cells["base"] in (None, right[-1]), "the base printed is all who were asked"
            for answer in (*ANSWERS, ""):
                n = cells[answer or "No answer"]
                members = (inside & np.array([kind[0] == answer for kind in kinds])).astype(float)
                if n is None:
                    withheld.append(members)
                    silent += not answer
                else:
                    assert members @ truth == n
                    equations.append(members)
                    right.append(n)
    assert silent > 5
    assert len(equations) > 20, "beside shares that print rounded, without their counts"
    assert inferred(equations, right, withheld, [float(members @ truth) for members in withheld]) == (0, 0)


def test_a_workbook_of_three_levels_gives_no_withheld_cell_back(tmp_path: Path) -> None:
    persons = people()
    shown = exported(tmp_path, persons, "--rows", "census", "--unit", "person")
    assert [level for level, _ in shown] == [*LEVELS, ""]
    places = sorted({(one["site"], one["zone"], one["region"]) for one in persons})
    kinds = [(answer, *place) for answer in ANSWERS for place in places]
    truth = np.array([sum((p["help"], *(p[level] for level in LEVELS)) == kind for p in persons) for kind in kinds])
    equations, right, withheld = [], [], []
    for level, table in shown:
        for group, cells in table.items():
            at = 1 + LEVELS.index(level) if level else 0  # "All" beside groups are those who are in one
            inside = np.array([not at or (kind[at] == group if group != "All" else bool(kind[at])) for kind in kinds])
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
    assert inferred(equations, right, cells, [float(members @ truth) for members in cells]) == (0, 0)
