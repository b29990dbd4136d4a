# SPDX-License-Identifier: MIT
"""Applies keywords and rules to texts and suggests codes."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("suggest", "projects.interviews.jobs:job_suggest")
