# SPDX-License-Identifier: MIT
"""A table of some rows beside the table of all: what the few who gave no answer may cost the reader, and what not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analysis.declared import Study, run
from analysis.declared.row_sets import StudyRows
from analysis.masking import HIDDEN, Destination, mask_all
from analysis.records import Choice, DataTable, Frame, How, Kind, Level, Role, SampleColumns, Variable
from analysis.specs import Cell, Column, Origin, Row, TableSpec, Unit
from wording import Labels

ANSWER, STATUS = "v1", "v2"
APPROVED = [{"variable": STATUS, "is": ["approved"]}]
GIVEN = {"approved": {"a": 300, "b": 200, "c": 40, "": 22}, "open": {"a": 40, "b": 20, "c": 9, "": 2}}
Counts = dict[str, dict[str, int]]


def households(given: Counts, role: Role | None = None) -> Frame:
    """So many households of each status gave each answer; "" none."""
    rows = [(answer, status) for status, by in given.items() for answer, n in by.items() for _ in range(n)]
    data = {}
    variables = []
    for name, values in zip((ANSWER, STATUS), zip(*rows, strict=True), strict=True):
        choices = sorted(set(values) - {""})
        data[name] = pd.Categorical([value or None for value in values], choices)
        variables.append(
            Variable(name, name, Labels({"en": name}), Kind.ONE, Level.NOMINAL,
                     choices=tuple(Choice(one, one, Labels({"en": one})) for one in choices))
        )  # fmt: skip
    if role is not None:
        variables[0] = replace(variables[0], role=role)
    reasons = {name: np.where(pd.isna(values), 4, 0).astype(np.int8) for name, values in data.items()}
    table = DataTable("t1", "t", Labels({}), "household", How.CENSUS, tuple(variables), len(rows))
    return Frame(table, pd.DataFrame(data), reasons, np.arange(len(rows)), SampleColumns())


def counted(frame: Frame) -> TableSpec:
    """How many households there are of each status, as a codebook has it."""
    sizes = frame.data[STATUS].value_counts().sort_index()
    base = len(frame.data)
    cells = {
        name: Cell(float(n), n=int(n), base=base, unit=Unit.COUNT, key=f"everyone:{STATUS}={name}")
        for name, n in sizes.items()
    }
    rows = tuple(Row(name, name, (cell,)) for name, cell in cells.items())
    column = Column("total", "", base=base, key="everyone:")
    return TableSpec("book", "Status", None, None, (column,), rows, origin=Origin("t1", "household", "census"))


def left(frame: Frame) -> list[TableSpec]:
    """Of all, of each status, of those approved: as a partner gets the three tables."""
    tables = [run("proportions", frame, {"variable": ANSWER, **more}).tables[0] for more in ({}, {"where": APPROVED})]
    tables.insert(1, counted(frame))
    return mask_all(tables, 30, 10, 5, Destination.PARTNER, StudyRows({"t1": Study(frame)}))[0]


def shown(table: TableSpec) -> list[int | None]:
    """What is printed of it: the count of each answer, the base."""
    cells = [row.cells[-1] for row in table.rows]
    return [*(None if cell.flags & HIDDEN else cell.n for cell in cells), table.columns[-1].base]


def test_two_of_whom_only_the_lack_of_an_answer_is_told_take_nothing_away() -> None:
    """71 are not approved, 69 of them answered: that two did not says nothing that anybody said."""
    every, status, approved = left(households(GIVEN))
    assert shown(every) == [340, 220, 49, 609]
    assert shown(status) == [562, 71, 633]
    assert shown(approved) == [300, 200, 40, 540]


def test_an_answer_of_three_beside_them_is_withheld_and_the_rest_of_the_table_printed() -> None:
    few = {**GIVEN, "open": {"a": 46, "b": 20, "c": 3, "": 2}}
    every, _, approved = left(households(few))
    c_of_open = [n if n is None else n - m for n, m in zip(shown(every), shown(approved), strict=True) if m is not None]
    assert shown(approved)[2] is None or shown(every)[2] is None
    assert 3 not in c_of_open
    assert sum(n is None for n in (*shown(every), *shown(approved))) <= 3


def test_of_a_sensitive_question_the_few_who_did_not_answer_are_not_told() -> None:
    every, status, approved = left(households(GIVEN, Role.SENSITIVE))
    bases = [shown(table)[-1] for table in (every, status, approved)]
    answered = [table for table in (every, approved) if None not in shown(table)[:-1]]
    assert None in bases or len(answered) < 2, "633 − 562 = 71 less 609 − 540 = 69 leaves two"
