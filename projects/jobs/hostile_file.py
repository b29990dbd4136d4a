# SPDX-License-Identifier: MIT
"""Reads one file of a folder of hostile files and says what came of it."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("hostile_file", "projects.hostile_files:job_hostile_file")
