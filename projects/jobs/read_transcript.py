# SPDX-License-Identifier: MIT
"""Reads an interview file as a transcript."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("read_transcript", "projects.interviews.jobs:job_read_transcript")
