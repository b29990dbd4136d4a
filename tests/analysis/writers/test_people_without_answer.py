# SPDX-License-Identifier: MIT
"""A table of some rows beside the table of all: what the few who gave no answer may cost the reader, and what not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.analyses import Study, run
from analysis.analyses.rows_behind_figures import StudyRows
from analysis.masking import HIDDEN, Destination, mask_all
from analysis.records import Choice, DataTable, Frame, Kind, Level, Reason, Role, RowOrigin, SampleColumns, Variable
from analysis.result_tables import Cell, Column, Origin, Row, TableSpec, Unit
from wording import Labels, render

ANSWER, STATUS, OTHER = "v1", "v2", "v3"
APPROVED = [{"variable": STATUS, "is": ["approved"]}]
GIVEN = {"approved": {"a": 300, "b": 200, "c": 40, "": 22}, "open": {"a": 40, "b": 20, "c": 9, "": 2}}
Counts = dict[str, dict[str, int]]


def households(given: Counts, role: Role | None = None, reason: Reason = Reason.MISSING) -> Frame:
    """So many households of each status gave each answer; "" none, for this reason."""
    rows = [(answer, status) for status, by in given.items() for answer, n in by.items() for _ in range(n)]
    frame = frame_of([{ANSWER: answer, STATUS: status} for answer, status in rows], reason)
    if role is not None:
        first, *others = frame.table.variables
        table = replace(frame.table, variables=(replace(first, role=role), *others))
        frame = replace(frame, table=table)
    return frame


def frame_of(rows: list[dict[str, str]], reason: Reason = Reason.MISSING) -> Frame:
    """A census of households by variable id; "" is no answer, for this reason."""
    data, variables = {}, []
    for name in rows[0]:
        values = [row[name] for row in rows]
        choices = sorted(set(values) - {""})
        data[name] = pd.Categorical([value or None for value in values], choices)
        variables.append(
            Variable(name, name, Labels({"en": name}), Kind.ONE, Level.NOMINAL,
                     choices=tuple(Choice(one, one, Labels({"en": one})) for one in choices))
        )  # fmt: skip
    reasons = {name: np.where(pd.isna(values), reason, 0).astype(np.int8) for name, values in data.items()}
    table = DataTable("t1", "t", Labels({}), "household", RowOrigin.CENSUS, tuple(variables), len(rows))
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


@pytest.mark.parametrize("role", [None, Role.SENSITIVE])
def test_two_of_whom_only_the_lack_of_an_answer_is_told_take_nothing_away(role: Role | None) -> None:
    """71 are not approved, 69 of them answered: that two did not says nothing that anybody said."""
    every, status, approved = left(households(GIVEN, role))
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


def test_who_was_not_asked_gave_the_answer_that_led_past_the_question() -> None:
    """Two of those not approved were led past the question: their number tells what they said before it."""
    every, status, approved = left(households(GIVEN, reason=Reason.NOT_ASKED))
    bases = [shown(table)[-1] for table in (every, status, approved)]
    assert None in bases or None in (*shown(every), *shown(status), *shown(approved))


def test_one_without_an_answer_is_not_taken_for_the_one_who_gave_a_rare_answer_to_another_question() -> None:
    """By site the only one without an answer to the one question is the only one with a rare answer to the other."""
    rows = [
        {ANSWER: answer, STATUS: site, OTHER: other}
        for site in ("s1", "s2", "s3")
        for other in ("yes", "no")
        for answer, n in (("a", 20), ("b", 15))
        for _ in range(n)
    ]
    rows += [{ANSWER: "", STATUS: site, OTHER: "unsure"} for site in ("s1", "s2", "s3")]
    frame = frame_of(rows)
    tables = [run("proportions", frame, {"variable": one, "by": STATUS}).tables[0] for one in (ANSWER, OTHER)]
    shown_now = mask_all(
        [*tables, counted(frame)], 30, 10, 5, Destination.PARTNER, StudyRows({"t1": Study(frame)})
    )[0]  # fmt: skip
    assert not any(cell.flags & HIDDEN for row in shown_now[0].rows for cell in row.cells)
    rare = [cell for row in shown_now[1].rows for cell in row.cells[:3] if row.id == "unsure"]
    assert all(cell.flags & HIDDEN for cell in rare)


def test_the_number_without_an_answer_prints_but_of_a_sensitive_question() -> None:
    def printed(frame: Frame, sensitive: bool) -> int | None:
        cell = Cell(2.0, n=2, base=633, unit=Unit.COUNT, key=f"everyone:{ANSWER}=?4")
        origin = Origin("t1", "household", "census")
        table = TableSpec(
            "book", "No answer", None, None, (Column("total", "", base=633, key="everyone:"),),
            (Row("missing", "Missing", (cell,)),), origin=origin, sensitive=sensitive,
        )  # fmt: skip
        masked = mask_all([table], 30, 10, 5, Destination.PARTNER, StudyRows({"t1": Study(frame)}))[0][0]
        return shown(masked)[0]

    two = {"approved": {"a": 300, "b": 331, "": 2}}
    assert printed(households(two), sensitive=False) == 2
    assert printed(households(two), sensitive=True) is None


@pytest.mark.parametrize(("role", "said"), [(None, "3"), (Role.SENSITIVE, "fewer than 5")])
def test_notes_say_how_many_gave_no_answer_but_of_a_sensitive_question(role: Role | None, said: str) -> None:
    given = {"approved": {"a": 300, "b": 330, "": 3}}
    for reason in (Reason.REFUSED, Reason.DONT_KNOW, Reason.MISSING, Reason.NOT_ASKED):
        every, *_ = left(households(given, role, reason))
        notes = " ".join(render(note, "en") for note in every.notes).lower()
        assert (said if reason is not Reason.NOT_ASKED else "fewer than 5") in notes
        assert ("fewer than 5" in notes) == (said != "3" or reason is Reason.NOT_ASKED)
