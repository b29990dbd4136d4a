# SPDX-License-Identifier: MIT
"""The questions of the fictitious form in order. Holds no answers."""

from __future__ import annotations

from tests.sample_study.form_people import displacement, household, interview, members, meta
from tests.sample_study.form_question import Question
from tests.sample_study.form_topics import economy, offers, safety


def survey() -> tuple[Question, ...]:
    """All rows of the survey sheet in order."""
    parts = (meta(), interview(), household(), displacement(), members(), safety(), offers(), economy())
    return tuple(question for part in parts for question in part)
