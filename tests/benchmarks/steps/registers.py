# SPDX-License-Identifier: MIT
"""Steps on registers, one action each: codes of cases compared, people counted, pairs kept and decided."""

from __future__ import annotations

import random

import numpy as np

from analysis.age_bands import FIVE, TWO
from analysis.register_columns import Part, Register, RegisterKind
from projects.datasets.registers.age_bands import age_bands, set_age_bands
from projects.datasets.registers.case_keys import compare_codes
from projects.datasets.registers.session_join import purposes, stored_pairs
from projects.datasets.registers.totals_rows import CHOICES, decide_rows, decide_totals
from projects.registers import unique_people
from projects.registers.linkage import Pairs
from projects.registers.register_settings import set_register
from projects.store.project import Project
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_records import registers
from tests.benchmarks.steps.common import Step
from tests.benchmarks.steps.data import _table

_CASES = Register(RegisterKind.CASES, (("v1", Part.PERSON),))


def _counted(project: Project, chance: random.Random) -> str:
    """A register whose people are counted; IndexError where there is none."""
    return chance.choice(sorted(set(purposes(project)) & set(registers(project))))


def _pair(project: Project, chance: random.Random) -> tuple[str, unique_people.RowPair]:
    """A pair that is kept, with its register; IndexError where there is none."""
    kept = [
        (table, unique_people.RowPair(row["first"], row["second"], row["likeness"]))
        for table in sorted(purposes(project))
        for row in stored_pairs(project, table)
    ]
    return chance.choice(kept)


def make_register(project: Project, chance: random.Random) -> None:
    """A table is said to be a register of participants."""
    project.do(set_register(_table(project, chance), Register(RegisterKind.PARTICIPANTS, (("v2", Part.AGE),))))


def make_case_register(project: Project, chance: random.Random) -> None:
    """A table is said to be a register of cases, whose codes are sealed."""
    project.do(set_register(_table(project, chance), _CASES))


def compare_case_codes(project: Project, chance: random.Random) -> None:
    """The sealed codes of its cases are said to be codes: rows with the same one count as one case."""
    cases = [table for table, register in registers(project).items() if register.kind is RegisterKind.CASES]
    project.do(compare_codes(chance.choice(sorted(cases)), "a register of cases", _CASES))


def count_people(project: Project, chance: random.Random) -> None:
    """Its people are counted."""
    project.do(
        unique_people.count_people(chance.choice(sorted(registers(project))), f"the monthly sheet {chance.random()}")
    )


def compare_people(project: Project, chance: random.Random) -> None:
    """Its first rows are compared, three pairs kept."""
    table = _counted(project, chance)
    rows = TableColumns(project, table).row_ids.tolist()[:4]
    if len(rows) < 4:
        raise IndexError
    pairs = Pairs(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([0.97, 0.9, 0.8]))
    project.do(unique_people.keep_pairs(table, unique_people.ComparedNames(rows, rows[3:], pairs)))


def decide_pair(project: Project, chance: random.Random) -> None:
    """A pair is one person, or two, or nobody knows."""
    table, pair = _pair(project, chance)
    project.do(unique_people.decide(table, pair.first, pair.second, chance.choice(unique_people.DECISIONS)))


def decide_pairs(project: Project, chance: random.Random) -> None:
    """Pairs alike are one person each."""
    table, pair = _pair(project, chance)
    project.do(unique_people.decide_alike(table, [pair]))


def stop_counting(project: Project, chance: random.Random) -> None:
    """Its people are counted no more."""
    project.do(unique_people.stop_counting(_counted(project, chance)))


def bands(project: Project, chance: random.Random) -> None:
    """Other age bands."""
    del chance
    project.do(set_age_bands(FIVE if age_bands(project) == TWO else TWO))


def decide_rows_of_totals(project: Project, chance: random.Random) -> None:
    """Rows that look like totals are counted, or left out."""
    table = chance.choice(sorted(registers(project)))
    rows = TableColumns(project, table).row_ids.tolist()[:2]
    project.do(decide_totals(table, "a register", rows, chance.random() < 0.5))


def decide_rows_of_finding(project: Project, chance: random.Random) -> None:
    """Of equal rows one is counted, or none, or each."""
    table = chance.choice(sorted(registers(project)))
    rows = TableColumns(project, table).row_ids.tolist()[:3]
    choice = chance.choice(CHOICES["double"])
    project.do(decide_rows(table, "a register", "double", choice, rows, rows[1:]))


STEPS: tuple[Step, ...] = (
    make_case_register, compare_case_codes, make_register, count_people, compare_people,
    decide_pair, decide_pairs, stop_counting, bands, decide_rows_of_totals, decide_rows_of_finding,
)  # fmt: skip
