# SPDX-License-Identifier: MIT
"""Which commands change the project, so that they can be refused, with the reason, where it can only be read.

A change that is not listed here is refused by the project itself, with the same sentence.
"""

from __future__ import annotations

_CHANGING = (
    "edit.",
    "data.file.",
    "data.cell.edit",
    "interviews.bring.",
    "interviews.coding.apply",
    "interviews.segment.",
    "interviews.suggest.",
    "interviews.suggestion.",
    "interviews.codebook.",
    "interviews.document.",
    "analysis.keep.",
    "analysis.one.",
    "analysis.take.table",
    "analysis.take.figure",
    "analysis.take.frame",
    "analysis.plan.import",
    "analysis.plan.export",
    "report.",
    "safety.",
    "history.",
    "project.point",
)
_READING = ("interviews.codebook.show", "interviews.suggestion.next", "interviews.suggest.elsewhere", "safety.check")


def changes_project(command: str) -> bool:
    """Whether the command of this id writes to the project; an export does too: it is logged."""
    return command.startswith(_CHANGING) and command not in _READING
