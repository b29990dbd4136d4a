# SPDX-License-Identifier: MIT
"""Learns from coded sentences and proposes codes for others."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("learned_proposals", "projects.assistance.learning_jobs:job_learned_proposals")
