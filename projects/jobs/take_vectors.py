# SPDX-License-Identifier: MIT
"""Takes kept sentence vectors into the memory of the text process."""

from __future__ import annotations

from projects.workers.jobs import ProcessJob

JOB = ProcessJob("take_vectors", "projects.assistance.learning_jobs:job_take_vectors")
