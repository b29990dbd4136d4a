# SPDX-License-Identifier: MIT
"""The fixed table of what a helper process can do. Nothing outside it is ever imported or called for a caller."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any

JOBS: dict[str, str] = {
    "import_survey": "projects.intake.import_process:job_import",
    "preview": "projects.intake.import_process:job_preview",
    "hostile_file": "projects.hostile_files:job_hostile_file",
    "read_transcript": "projects.interviews.jobs:job_read_transcript",
    "read_rows": "projects.exchange.jobs:job_read_rows",
    "file_kind": "projects.intake.file_jobs:job_file_kind",
    "read_file": "projects.intake.file_jobs:job_read_file",
    "sentences": "projects.interviews.jobs:job_sentences",
    "suggest": "projects.interviews.jobs:job_suggest",
    "parse": "projects.assistance.jobs:job_parse",
    "case_events": "projects.assistance.jobs:job_case_events",
    "mark_rules": "projects.assistance.jobs:job_mark_rules",
    "find_entities": "projects.assistance.jobs:job_find_entities",
    "learned_proposals": "projects.assistance.learning_jobs:job_learned_proposals",
    "take_vectors": "projects.assistance.learning_jobs:job_take_vectors",
    "judge_phrases": "projects.assistance.jobs:job_judge_phrases",
    "echo": "projects.workers.jobs:echo",
}


def job_function(name: str) -> Callable[..., Any]:
    """The function of a job. Raises KeyError for a name outside the table."""
    module, _, function = JOBS[name].partition(":")
    found: Callable[..., Any] = getattr(import_module(module), function)
    return found


def echo(arguments: Mapping[str, object], progress: object) -> Any:
    """Gives back what it was given: shows that a process answers."""
    del progress
    return arguments
