# SPDX-License-Identifier: MIT
"""Decides the mark of single phrases."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("judge_phrases", "projects.assistance.jobs:job_judge_phrases")
