# SPDX-License-Identifier: MIT
"""Steps on registers of participants: people counted, pairs found and decided, counting stopped."""

from __future__ import annotations

import random

import numpy as np

from analysis.register import Part, Register, RegisterKind
from projects.datasets.columns import TableColumns
from projects.registers import review
from projects.registers.linkage import Pairs
from projects.registers.setting import set_register
from projects.store.project import Project
from tests.benchmarks.steps.common import Step
from tests.benchmarks.steps.data import _table


def people(project: Project, chance: random.Random) -> None:
    """A register's people are counted, the counting stopped and begun again, first rows compared, pairs decided."""
    table = _table(project, chance)
    project.do(set_register(table, Register(RegisterKind.PARTICIPANTS, (("v2", Part.AGE),))))
    project.do(review.count_people(table, "the monthly sheet"))
    project.do(review.stop_counting(table))
    project.do(review.count_people(table, "the yearly sheet"))
    rows = TableColumns(project, table).row_ids.tolist()[:4]
    if len(rows) == 4:
        pairs = Pairs(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([0.97, 0.9, 0.8]))
        project.do(review.keep_pairs(table, review.Compared(rows, rows[3:], pairs)))
        project.do(review.decide(table, rows[0], rows[1], chance.choice(review.DECISIONS)))
        project.do(review.decide_alike(table, [review.Pair(rows[1], rows[2], 0.9)]))


people.several = True  # type: ignore[attr-defined] # actions: a full disk may stop between two
STEPS: tuple[Step, ...] = (people,)
