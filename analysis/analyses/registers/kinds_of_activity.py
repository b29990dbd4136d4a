# SPDX-License-Identifier: MIT
"""Kinds of activity of a register, each with results of its own: no number adds two of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.analyses.registers.session_groups import answer_groups
from analysis.declarations.records import AnalysisResult, Options
from analysis.declarations.study import Study
from analysis.register_columns import Part, Register
from analysis.result_tables import FigureSpec, TableSpec
from wording import Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.attendance_counts import Attendance
    from analysis.declarations.conditions import Condition


@dataclass(frozen=True)
class KindOfActivity:
    """One kind of activity: what it is called, its sessions, the condition that picks them; () where none is stated."""

    label: Text
    rows: np.ndarray
    where: tuple[Condition, ...]


def kinds_of_activity(study: Study, register: Register, found: Attendance, inside: np.ndarray) -> list[KindOfActivity]:
    """The kinds of activity among the sessions, the most contacts first, then sessions without one."""
    from analysis.attendance_counts import reached  # numpy, 80 ms: not at start

    name = register.column(Part.KIND)
    if name is None:
        return []
    variable = study.variable(name)
    groups = answer_groups(study, variable, inside)
    ids = {choice.code: choice.id for choice in variable.choices}
    made = [
        KindOfActivity(label, inside & (groups.codes == at), ({"variable": name, "is": [ids.get(code, code)]},))
        for at, (code, label) in enumerate(zip(groups.names, groups.labels, strict=True))
    ]
    made.sort(key=lambda kind: -reached(found, kind.rows).contacts)
    unstated = inside & (groups.codes < 0)
    return [*made, *([KindOfActivity(msg("reach.not_stated"), unstated, ())] if unstated.any() else [])]


def kind_after_kind(options: Options, parts: Sequence[AnalysisResult]) -> AnalysisResult:
    """The results of each kind one after the other; their tables are told apart by their ids."""
    tables: list[TableSpec] = []
    figures: list[FigureSpec] = []
    for at, part in enumerate(parts):
        named = {table.id: f"{table.id}-k{at}" if at else table.id for table in part.tables}
        tables += [replace(table, id=named[table.id]) for table in part.tables]
        figures += [
            replace(one, id=f"{one.id}-k{at}" if at else one.id,
                    table=replace(one.table, id=named.get(one.table.id, one.table.id)))
            for one in part.figures
        ]  # fmt: skip
    facts = {**parts[0].facts, "n": sum(part.facts["n"] for part in parts)}
    return AnalysisResult("reach", dict(options), tuple(tables), tuple(figures), facts, parts[0].why)
