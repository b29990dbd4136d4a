# SPDX-License-Identifier: MIT
"""The questions of the fictitious form in order. Holds no answers."""

from __future__ import annotations

from build_sample.form_people import displacement, household, interview, members, meta
from build_sample.form_question import Question
from build_sample.form_topics import economy, offers, safety


def survey() -> tuple[Question, ...]:
    """All rows of the survey sheet in order."""
    parts = (meta(), interview(), household(), displacement(), members(), safety(), offers(), economy())
    return tuple(question for part in parts for question in part)
