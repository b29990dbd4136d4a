# SPDX-License-Identifier: MIT
"""Reads a survey file with its form, as options say, into tables."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("import_survey", "projects.intake.import_process:job_import")
