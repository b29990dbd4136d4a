# SPDX-License-Identifier: MIT
"""Finds the sentences most like some passages, by vectors and words."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("alike", "projects.assistance.learning_jobs:job_alike")
