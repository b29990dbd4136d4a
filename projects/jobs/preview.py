# SPDX-License-Identifier: MIT
"""Reads the first rows of a survey file."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("preview", "projects.intake.import_process:job_preview")
