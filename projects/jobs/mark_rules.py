# SPDX-License-Identifier: MIT
"""Marks negations, questions, hearsay and the like at what rules find."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("mark_rules", "projects.assistance.jobs:job_mark_rules")
