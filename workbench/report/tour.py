# SPDX-License-Identifier: MIT
"""The pictures of the Report room in the sample study: a figure, the quotes, running text with its pickers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from projects.results.saved_results import add_block
from workbench.session import Session
from workbench.workspace import TourStep


class ReportRoom(Protocol):
    """The room as its tour needs it."""

    session: Session

    def pick_kind(self, kind: str) -> bool:
        """Pick the first block of a kind; whether there is one."""

    def is_ready(self) -> bool:
        """Whether the pages are those of the report as it is stored."""


def tour_of(room: ReportRoom) -> Sequence[TourStep]:
    """The steps; running text is added where the report has none."""

    def text() -> None:
        if not room.pick_kind("text"):
            room.session.do(add_block("text", {"text": {"key": "template.infosheet.lead"}}))

    def with_pickers() -> bool:
        return room.is_ready() and room.pick_kind("text")

    return (
        TourStep("report", partial(room.pick_kind, "figure"), room.is_ready),
        TourStep("report-quotes", partial(room.pick_kind, "quotes"), room.is_ready),
        TourStep("report-text", text, with_pickers),
    )
