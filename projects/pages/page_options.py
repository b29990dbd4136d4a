# SPDX-License-Identifier: MIT
"""For which days, rows and readers the pages of a report are filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.masking import Destination
from projects.results.saved_results import KeptRuns
from projects.store.actions import Action
from wording import Text, msg

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from projects.store.ports import ProjectSettings

REPORT_READERS = "pages.readers"  # the setting that says for whom the project's report is


def readers_of_report(project: ProjectSettings) -> Destination:
    """For whom the project's report is: the team, until somebody chooses others."""
    return Destination(project.setting(REPORT_READERS, Destination.INSIDE.value))


def choose_readers(readers: Destination) -> Action:
    """Remember for whom the project's report is."""
    said = msg(f"pages.readers_chosen.{readers.value}")
    return Action("pages.readers", said, lambda transaction: transaction.set_setting(REPORT_READERS, readers.value))


@dataclass(frozen=True)
class PageOptions:
    """For which days, which rows (conditions as analyses take them), which readers the pages are filled."""

    period: str = ""
    where: Mapping[str, Sequence[Mapping[str, Any]]] | None = None  # table id → conditions
    destination: Destination = Destination.INSIDE
    name: Text = ""  # of the one site the sheet is about
    office: str = ""
    sheet: tuple[int, int] = (0, 0)  # which of how many sheets of one run
    one_site: bool = False  # tables of sensitive questions stay out of a sheet of one site that leaves the team
    everywhere: dict[str, AnalysisResult] = field(default_factory=dict)  # of all sites, shared by the sheets of a run
    run: KeptRuns = field(default_factory=KeptRuns)  # of analyses that blocks ask for, beside the saved ones

    @property
    def keeps_back(self) -> bool:
        """Whether sensitive tables stay out: of a sheet of one site that leaves the team."""
        return self.one_site and self.destination is not Destination.INSIDE

    def tells(self, table: str) -> bool:
        """Whether the pages may speak of a table: a sheet of one site only of tables that know its rows."""
        return not self.one_site or table in (self.where or {})
