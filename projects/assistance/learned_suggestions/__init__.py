# SPDX-License-Identifier: MIT
"""Suggestions learned from a project's own codings: a lesson, what a model learned from it proposes, keeping that.

A person's segments teach what bears a code, rejected suggestions what does not. Learning and comparing is done in the
text process; nothing of a model is stored but its version, so that what is erased is in no model.
"""

from __future__ import annotations

from projects.assistance.learned_suggestions.lessons import Lesson, lesson, lesson_digest
from projects.assistance.learned_suggestions.proposal_store import (
    ExpectedPrecision,
    expected_precisions,
    gain_of,
    keep_learned,
    store_learned,
)
from projects.assistance.learned_suggestions.proposals import (
    AlikePassage,
    Learned,
    ProposalReason,
    learn,
    passages_alike,
)

__all__ = [
    "AlikePassage",
    "ExpectedPrecision",
    "Learned",
    "Lesson",
    "ProposalReason",
    "expected_precisions",
    "gain_of",
    "keep_learned",
    "learn",
    "lesson",
    "lesson_digest",
    "passages_alike",
    "store_learned",
]
