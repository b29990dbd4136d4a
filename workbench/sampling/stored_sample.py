# SPDX-License-Identifier: MIT
"""A project's sample, as the Sampling room reads it: tables, sheet, draw, known totals."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.records import DataTable
from analysis.survey.calibration.frame_sheet import Sheet
from projects.design.known_totals import known_totals_of
from projects.design.sample_design import describe_design
from projects.sampling.saved_sampling import ASK, KeptDraw, kept_draw, kept_sheet
from projects.stored_tables.stored_table import data_tables
from wording import Message
from workbench.results.computation import Limits, read_limits

if TYPE_CHECKING:
    from projects.design.known_totals import KnownTotals
    from projects.store.project import Project


@dataclass(frozen=True)
class StoredSample:
    """What the project holds of the sample."""

    tables: tuple[DataTable, ...]
    sheet: Sheet | None
    ask: dict[str, Any] | None
    draw: KeptDraw | None
    limits: Limits
    known: dict[str, KnownTotals] = field(default_factory=dict)  # table → what its weights are adjusted to
    adjustments: dict[str, Message] = field(default_factory=dict)  # the same in words, or why they cannot be


def read_sample(project: Project) -> StoredSample:
    """What the project holds now."""
    tables = tuple(data_tables(project))
    known = {table.id: found for table in tables if (found := known_totals_of(project, table.id)) is not None}
    adjustments = {one: said for one in known if (said := describe_design(project, one).adjusted) is not None}
    return StoredSample(
        tables,
        kept_sheet(project),
        project.setting(ASK),
        kept_draw(project),
        read_limits(project),
        known,
        adjustments,
    )
