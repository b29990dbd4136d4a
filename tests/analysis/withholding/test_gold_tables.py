# SPDX-License-Identifier: MIT
"""Tables worked out by hand, as a partner and the public see them: what prints, what is withheld, what nobody tells."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import Study, run
from analysis.analyses.rows_behind_figures import StudyRows
from analysis.masking import Destination, Readers, mask_all, mask_joined
from analysis.records import Choice, DataTable, Frame, Kind, Level, Role, RowOrigin, SampleColumns, Variable
from analysis.result_tables import Cell, Flag, TableSpec
from tests.benchmarks.protection_attack import LIMITS, Reader, told_of
from wording import Labels, render

EVERY = json.loads((Path(__file__).parent / "gold_tables.json").read_text(encoding="utf-8"))["tables"]
GOLD, NUMBERS = ([gold for gold in EVERY if ("numbers" in gold) is numbers] for numbers in (False, True))
CASES = [(gold, to) for gold in GOLD for to in gold["for"]]
QUESTION, GROUP = "v1", "v2"
PEOPLE = frozenset({Flag.MASKED_CELL, Flag.MASKED_COMPLEMENT})
Kinds = dict[tuple[str, str | None], int]  # answer, group → how many


def counted(gold: dict[str, Any]) -> Kinds:
    groups = gold["groups"] or [None]
    found: Kinds = {
        (answer, group): n
        for answer, counts in gold["counts"].items() for group, n in zip(groups, counts, strict=True)
    }  # fmt: skip
    return found | {(answer, None): n for answer, n in gold.get("without group", {}).items()}


def frame_of(gold: dict[str, Any], kinds: list[tuple[str, str | None]]) -> Frame:
    """One row for each of `kinds`."""
    answers, groups = list(gold["counts"]), gold["groups"]
    variables = tuple(
        Variable(
            key, name, Labels({"en": name}), Kind.ONE, Level.NOMINAL, Role(role),
            choices=tuple(Choice(one, one, Labels({"en": one})) for one in of),
        )
        for key, name, of, role in (
            (QUESTION, "question", answers, gold.get("role", "ordinary")),
            (GROUP, "group", groups, gold.get("group role", "ordinary")),
        )
    )  # fmt: skip
    given = {QUESTION: (answers, [one for one, _ in kinds]), GROUP: (groups, [one for _, one in kinds])}
    data = pd.DataFrame({key: pd.Categorical(values, of) for key, (of, values) in given.items()})
    reasons = {key: np.where(data[key].isna(), 4, 0).astype(np.int8) for key in data}
    weights = dict(zip(groups, gold.get("weights", ()), strict=False))
    design = SampleColumns(weight=np.array([weights[one] for _, one in kinds], dtype=float) if weights else None)
    table = DataTable("t1", "rows", Labels({}), gold["unit"], RowOrigin(gold["how"]), variables, len(kinds))
    return Frame(table, data, reasons, np.arange(len(kinds)), design)


def released(gold: dict[str, Any], to: str) -> list[TableSpec]:
    """The table as it leaves, and the one of all rows where it leaves beside."""
    frame = frame_of(gold, [kind for kind, n in counted(gold).items() for _ in range(n)])
    by = {"by": GROUP} if gold["groups"] and not gold.get("only all") else {}
    asked = [by, *([{}] if gold.get("beside") else [])]
    tables = [run("proportions", frame, {"variable": QUESTION, **one}).tables[0] for one in asked]
    shown, _ = mask_joined(tables, LIMITS, Destination(to), StudyRows({"t1": Study(frame)}))
    return shown


@pytest.mark.parametrize(("gold", "to"), CASES, ids=[f"{gold['name']}, {to}" for gold, to in CASES])
def test_a_table_prints_as_worked_out_by_hand(gold: dict[str, Any], to: str) -> None:
    shown = released(gold, to)[0]
    rows = {render(row.label, "en"): row for row in shown.rows}
    wrong = [
        f"{answer}, column {at}: {printed(row.cells[at])}, not {wanted}"
        for answer, line in gold["prints"].items()
        for row in [rows[answer]] for at, wanted in enumerate(line) if not fits(row.cells[at], wanted)
    ]  # fmt: skip
    wrong += [
        f"base of column {at}: {column.base}, not {wanted}"
        for at, (column, wanted) in enumerate(zip(shown.columns, gold["bases"], strict=True))
        if wanted not in ("?", column.base)
    ]
    withheld = sum(bool(cell.flags & PEOPLE) for row in shown.rows for cell in row.cells)
    wrong += [f"{withheld} numbers withheld"] * (withheld > gold["most"])
    if "note tells" in gold:
        notes = [render(note, "en") for note in shown.notes]
        wrong += [f"no note tells {gold['note tells']}"] * (
            not any(re.search(rf"\b{gold['note tells']}\b", one) for one in notes)
        )
    assert not wrong, gold["why"]


@pytest.mark.parametrize(("gold", "to"), [(gold, to) for gold in NUMBERS for to in gold["for"]])
def test_a_mean_leaves_rounded(gold: dict[str, Any], to: str) -> None:
    values = [float(value) for value, n in gold["numbers"].items() for _ in range(n)]
    variable = Variable(QUESTION, "question", Labels({"en": "question"}), Kind.INTEGER, Level.INTERVAL)
    table = DataTable("t1", "rows", Labels({}), gold["unit"], RowOrigin(gold["how"]), (variable,), len(values))
    none = {QUESTION: np.zeros(len(values), dtype=np.int8)}
    frame = Frame(table, pd.DataFrame({QUESTION: values}), none, np.arange(len(values)), SampleColumns())
    tables = list(run("describe", frame, {"variable": QUESTION}).tables)
    assert tables[0].rows[0].cells[0].estimate == pytest.approx(sum(values) / len(values), abs=1e-12)
    shown, _ = mask_all(tables, *LIMITS, Destination(to), StudyRows({"t1": Study(frame)}))
    cell = shown[0].rows[0].cells[0]
    assert cell.base == gold["base"]
    assert cell.estimate == pytest.approx(gold["mean"], abs=1e-12), gold["why"]


SECRET = [(gold, to) for gold, to in CASES if "secret" in gold]


@pytest.mark.parametrize(("gold", "to"), SECRET, ids=[f"{gold['name']}, {to}" for gold, to in SECRET])
def test_what_prints_leaves_three_values_open(gold: dict[str, Any], to: str) -> None:
    known = counted(gold)
    kinds = [(answer, group) for answer in gold["counts"] for group in {group: 0 for _, group in known}]
    now = np.array([known.get(kind, 0) for kind in kinds])
    reader = Reader(frame_of(gold, kinds), now, np.zeros(len(kinds)))
    everybody = np.ones(len(kinds), dtype=bool)
    grouped = np.array([group is not None for _, group in kinds])
    for shown, in_group in zip(released(gold, to), (grouped if gold["groups"] else everybody, everybody), strict=False):
        reader.read(shown, (everybody, everybody, in_group))
    assert not reader.unread
    answer, name = gold["secret"]
    inside = np.array([name == "all" or (group or "") == name for _, group in kinds])
    secret = reader.both(inside & np.array([one == answer for one, _ in kinds]), False)
    group = reader.both(inside, False) @ reader.truth
    told, undecided = told_of(reader, [(f"{answer} of {name}", secret)], int(min(3, group + 1)))
    assert (told, undecided) == ([], 0), gold["why"]


def fits(cell: Cell, wanted: object) -> bool:
    """Whether a cell prints what the hand wrote: "12.5 (45)", "12 (?)", "*", "‡", "?"."""
    if wanted == "?":
        return True
    if wanted in ("*", "‡"):
        return printed(cell) == wanted
    share, n = re.fullmatch(r"([\d.]+) \((\d+|\?)\)", str(wanted)).groups()  # type: ignore[union-attr]
    if cell.estimate is None or abs(cell.estimate * 100 - float(share)) > 1e-9:
        return False
    return n == "?" or cell.n == int(n)


def printed(cell: Cell) -> str:
    if Flag.MASKED_BASE in cell.flags:
        return "*"
    return "‡" if cell.flags & PEOPLE or cell.estimate is None else f"{cell.estimate * 100:g} ({cell.n})"


def test_a_table_turned_round_is_no_change_of_its_base() -> None:
    """58 and 57 people in the groups, 60 and 55 with an answer: the same 30 are shares of each."""
    gold = {"counts": {"a": [30, 30], "b": [28, 27]}, "groups": ["x", "y"], "unit": "person", "how": "purposive"}
    frame = frame_of(gold, [kind for kind, n in counted(gold).items() for _ in range(n)])
    rows, readers = StudyRows({"t1": Study(frame)}), Readers()
    for variable, by in ((QUESTION, GROUP), (GROUP, QUESTION)):
        tables = run("proportions", frame, {"variable": variable, "by": by}).tables
        mask_all(tables, *LIMITS, Destination.PARTNER, rows, readers=readers)
        assert readers.moved is None
        assert readers.known is not None
        readers = Readers((readers.known,))
