# SPDX-License-Identifier: MIT
"""Every kind of action a project knows, done at random on what is there: the workload of the proofs. It checks nothing.

A test fails when an action of the program is in none of these.
"""

from __future__ import annotations

from tests.benchmarks.steps import (
    case_pages,
    consents,
    data,
    entities,
    findings,
    interviews,
    project,
    records,
    registers,
    results,
    sampling,
    transcripts,
)
from tests.benchmarks.steps.common import Step

# What undo can reverse, each as often as it is named; the more frequent are those a person does all day.
STEPS: tuple[Step, ...] = (
    *interviews.STEPS, *entities.STEPS, *records.STEPS, *case_pages.STEPS,
    *transcripts.STEPS, *data.STEPS, *findings.STEPS, *registers.STEPS,
    *results.STEPS, *consents.STEPS, *sampling.STEPS, *project.STEPS,
)  # fmt: skip

# What undo does not reach behind.
FINAL: tuple[Step, ...] = (*records.FINAL, *project.FINAL)
