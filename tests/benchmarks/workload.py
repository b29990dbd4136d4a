# SPDX-License-Identifier: MIT
"""A scripted workload on a real project, run in a process that is killed.

`python -m tests.benchmarks.workload FOLDER SEED MODE` starts it.

It says `ready`, then one line `number hash` after each action is acknowledged. Names and answers are invented.
The same steps in the real window: `tests/benchmarks/window_work.py`.
"""

from __future__ import annotations

import contextlib
import os
import random
import sys
from pathlib import Path

from projects.store import database
from projects.store.keys import key_file
from projects.store.project import Project
from tests.benchmarks.steps import FINAL, STEPS, data, interviews, results
from tests.benchmarks.steps.common import Step
from wording import Problem

PASSPHRASE = "orchid tractor seven velvet"
QUICK = key_file.KdfCost(memory=64, passes=1, lanes=1)
__all__ = ["PASSPHRASE", "Problem", "Project", "Step", "create", "quick_keys", "step"]


def quick_keys() -> None:
    """Stretch passphrases for a moment only: what is tested here is not their cost. Any write-ahead log is large."""
    key_file.STANDARD_COST = QUICK
    database.LARGE_LOG = 1


def create(folder: Path) -> Project:
    """A small project to start from."""
    quick_keys()
    project = Project.create(folder, PASSPHRASE, name="Faults", user="Marie")
    chance = random.Random(0)
    for perform in (
        *(interviews.add_document, interviews.add_code) * 2,
        interviews.code_segment,
        data.import_data,
        results.keep,
        results.to_report,
    ):
        perform(project, chance)
    return project


def step(project: Project, chance: random.Random, steps: tuple[Step, ...] = STEPS) -> None:
    """One random thing a user does; what the rooms refuse (gone, taken) is tried as something else."""
    while True:
        head = project.head
        with contextlib.suppress(Problem, IndexError):
            chance.choice(steps)(project, chance)
        if project.head != head:
            return


def step_or_erase(project: Project, chance: random.Random) -> None:
    """The same, and now and then something is erased for good."""
    step(project, chance, (*STEPS, *FINAL))


def change_keys(project: Project, chance: random.Random) -> None:
    """One random change of slots or of the data key; the first slot stays."""
    others = [slot for slot in project.keys.slots() if not slot.mine]
    what = chance.randrange(4)
    if what == 0 or not others:
        project.keys.add_passphrase(f"Person {len(others)}", f"second {chance.random()}", link=chance.random() < 0.5)
    elif what == 1:
        project.keys.change_passphrase(chance.choice(others).id, f"third {chance.random()}")
    elif what == 2 and len(others) > 2:
        project.keys.remove(chance.choice(others).id)
    else:
        project.keys.new_key()


def main(folder: str, seed: str, mode: str) -> None:
    """Work until killed, or for as many steps as `mode` says ("work", "keys", or a number)."""
    quick_keys()
    chance = random.Random(int(seed))
    with Project.open(Path(folder), PASSPHRASE) as project:
        os.write(1, b"ready\n")
        done = 0
        while not mode.isdigit() or done < int(mode):
            (change_keys if mode == "keys" else step_or_erase)(project, chance)
            number, head = project.head
            os.write(1, f"{number} {head}\n".encode())
            done += 1
            if done % 5 == 0:  # a pause
                with project.locked() as opened:
                    database.move_log(opened.writer.connection)


if __name__ == "__main__":
    main(*sys.argv[1:])
