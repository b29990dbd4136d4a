# SPDX-License-Identifier: MIT
"""Turns sentences into vectors, for suggestions learned from codings."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("encode", "projects.assistance.learning_jobs:job_encode")
