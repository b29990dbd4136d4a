# SPDX-License-Identifier: MIT
"""Parses texts with spaCy."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("parse", "projects.assistance.jobs:job_parse")
