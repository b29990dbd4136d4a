# SPDX-License-Identifier: MIT
"""Finds the sentences of a text."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("sentences", "projects.interviews.jobs:job_sentences")
