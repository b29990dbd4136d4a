# SPDX-License-Identifier: MIT
"""Steps on the sample: the sampling frame kept, clusters drawn, weights of a table, adjusted and replicated."""

from __future__ import annotations

import random

from analysis.replicate_columns import ReplicateRule
from analysis.survey.calibration.frame_sheet import FrameRow, Selection, Sheet
from projects.datasets.table.roles import set_known_totals
from projects.design.known_totals import KnownTotals
from projects.design.replicate_weights import set_replicates
from projects.sampling.sampling_weights import add_weights, plan_weights
from projects.sampling.saved_sampling import KeptDraw, keep_draw, keep_sheet, kept_sheet
from projects.sampling.sheet_files import ListedCluster
from projects.store.project import Project
from tests.benchmarks.steps.common import Step, ids


def _sheet(chance: random.Random) -> Sheet:
    """Strata called like the answers of the imported survey."""
    return Sheet(tuple(FrameRow(str(name), 500 + chance.randrange(500), 40) for name in (1, 2, 3)), ())


def keep(project: Project, chance: random.Random) -> None:
    """Keep a sampling frame."""
    project.do(keep_sheet(_sheet(chance)))


def draw(project: Project, chance: random.Random) -> None:
    """Draw clusters from a list."""
    listed = tuple(ListedCluster("1", f"Zone {n}", float(50 + chance.randrange(200))) for n in range(20))
    kept = KeptDraw(chance.randrange(1 << 30), Selection.PPS, 6, 1, listed, {"1": 4})
    project.do(keep_draw(kept, kept_sheet(project)))


def weigh(project: Project, chance: random.Random) -> None:
    """Weights of a table from a sheet."""
    table = chance.choice(ids(project, "data_table"))
    project.do(add_weights(plan_weights(project, table, _sheet(chance), "v4")))


def adjust(project: Project, chance: random.Random) -> None:
    """The weights of a table adjusted to a known population, or that undone."""
    known = KnownTotals("calibrate", population=float(chance.randrange(100, 900)), source="an invented census")
    table = chance.choice(ids(project, "data_table"))
    project.do(set_known_totals(table, chance.choice((known, None))))


def replicate(project: Project, chance: random.Random) -> None:
    """The variances of a table by a bootstrap, or by linearisation again."""
    rule = ReplicateRule("made-bootstrap", count=20, seed=chance.randrange(1 << 30))
    project.do(set_replicates(chance.choice(ids(project, "data_table")), chance.choice((rule, None))))


STEPS: tuple[Step, ...] = (keep, draw, weigh, adjust, replicate)
