# SPDX-License-Identifier: MIT
"""Table of the jobs of helper processes: name → "module:function", loaded in the process that does the job.

Nothing else can be run in them (`projects/workers/jobs.py`).
"""

from __future__ import annotations

from collections.abc import Mapping


def echo(arguments: Mapping[str, object], progress: object) -> Mapping[str, object]:
    """The arguments, as they came: shows that a helper process answers."""
    del progress
    return arguments


JOBS: Mapping[str, str] = {
    "alike": "projects.assistance.learning_jobs:job_alike",  # sentences most like some passages
    "case_events": "projects.assistance.jobs:job_case_events",  # dated events of a case in its texts
    "echo": "projects.jobs:echo",
    "encode": "projects.assistance.learning_jobs:job_encode",  # sentences as vectors
    "file_kind": "projects.intake.file_jobs:job_file_kind",  # survey, interview, codebook, consents, project, archive
    "find_entities": "projects.assistance.jobs:job_find_entities",  # names, places, phones and others
    "hostile_file": "projects.hostile_files:job_hostile_file",  # one file of a folder of hostile ones
    "import_survey": "projects.intake.import_process:job_import",  # a survey file with its form, into tables
    "judge_phrases": "projects.assistance.jobs:job_judge_phrases",  # the mark of single phrases
    "learned_proposals": "projects.assistance.learning_jobs:job_learned_proposals",  # codes, learned from codings
    "mark_rules": "projects.assistance.jobs:job_mark_rules",  # negations, questions, hearsay at what rules find
    "parse": "projects.assistance.jobs:job_parse",  # texts with spaCy
    "preview": "projects.intake.import_process:job_preview",  # the first rows of a survey file
    "read_file": "projects.intake.file_jobs:job_read_file",  # a file of an import, or one member of an archive
    "read_rows": "projects.exchange.codebook_files:job_read_rows",  # rows of a CSV file or a workbook as text
    "read_transcript": "projects.interviews.jobs:job_read_transcript",
    "sentences": "projects.interviews.jobs:job_sentences",
    "suggest": "projects.interviews.jobs:job_suggest",  # codes by keywords and rules
    "take_vectors": "projects.assistance.learning_jobs:job_take_vectors",  # kept ones, into the warm process
}
