# SPDX-License-Identifier: MIT
"""Finds the dated events of a case in its texts."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("case_events", "projects.assistance.jobs:job_case_events")
