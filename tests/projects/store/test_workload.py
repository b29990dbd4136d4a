# SPDX-License-Identifier: MIT
"""The workload of the proofs does every kind of action the program has: a new kind that it does not know fails here."""

from __future__ import annotations

import random
from fnmatch import fnmatch
from pathlib import Path

import pytest

from projects.store.project import Project
from tests.benchmarks import workload
from tests.benchmarks.kinds import action_kinds
from tests.benchmarks.steps import FINAL, STEPS, data, interviews, project, results
from tests.benchmarks.steps.common import Step

# Done a few times first: what deletes leaves a few, and finds something then.
FIRST = (
    interviews.add_document, interviews.add_code, interviews.code_segment, data.derive, results.keep, results.add_block,
)  # fmt: skip


def done(opened: Project, perform: Step, chance: random.Random) -> bool:
    """Whether the step did something, tried a few times: what is drawn may be gone or taken."""
    head = opened.head
    for _ in range(20):
        try:
            perform(opened, chance)
        except (workload.Problem, IndexError):
            continue
        if opened.head != head:
            return True
    return False


@pytest.mark.slow
def test_every_kind_of_action_is_in_the_workload(tmp_path: Path) -> None:
    chance = random.Random(7)
    with workload.create(tmp_path / "P.pwb") as opened:
        for perform in FIRST * 7:
            assert done(opened, perform, chance)
        idle = [step.__name__ for step in dict.fromkeys(STEPS) if step is not project.snapshot]
        for perform in (*dict.fromkeys(STEPS), *FINAL):
            if perform is not project.snapshot and done(opened, perform, chance):
                idle = [name for name in idle if name != perform.__name__]
        kinds = {row["kind"] for row in opened.query("SELECT DISTINCT kind FROM action")}
        assert opened.check().findings == []
    assert not idle, "these steps never found anything to do"
    known = action_kinds()
    assert {"interviews.apply_code", "data.import", "results.add_plan", "pages.move_block", "store.erase"} <= known
    missing = {kind for kind in known if not any(fnmatch(name, kind) for name in kinds)}
    assert not missing, f"tests/benchmarks/steps does not do {sorted(missing)}: add a step for each"
