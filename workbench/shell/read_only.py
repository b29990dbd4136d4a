# SPDX-License-Identifier: MIT
"""Commands allowed in a project that can only be read. All others are refused, with the reason: so are new ones.

A change that has no command is refused by the project itself, with the same sentence.
"""

from __future__ import annotations

READING = (
    *("project.start.", "project.guard.", "project.set.", "project.quit", "view.", "help."),
    *("data.table.log", "data.table.columns", "data.table.codes", "data.table.about"),
    *("data.row.find", "data.row.filter", "data.row.same", "data.row.all", "data.row.freeze", "data.column."),
    *("data.row.up", "data.row.down", "data.row.then_", "data.row.unsorted", "data.cell.history", "data.cell.copy"),
    *("interviews.coding.uncoded", "interviews.suggest.elsewhere", "interviews.suggestion.next"),
    *("interviews.codebook.show", "interviews.find.", "interviews.go."),
    *("analysis.new.", "analysis.take.copy", "analysis.take.python", "analysis.take.why", "analysis.take.stop"),
    *("analysis.plan.run", "analysis.plan.changed"),
    *("sampling.go.", "sampling.size.import", "sampling.draw.import", "sampling.sheet.import", "sampling.achieved."),
    "safety.check",
)


def changes_project(command: str) -> bool:
    """Whether the command of this id writes to the project; an export does too: it is logged."""
    return not command.startswith(READING)
