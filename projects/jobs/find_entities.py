# SPDX-License-Identifier: MIT
"""Finds names, places, phones and other entities in texts."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("find_entities", "projects.assistance.jobs:job_find_entities")
