# SPDX-License-Identifier: MIT
"""The pictures of the Report room in the sample study: a figure, the quotes, running text with its pickers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from projects.results.saved_results import add_block
from workbench.workspace import TourStep

if TYPE_CHECKING:
    from projects.store.actions import Action


def tour_of(
    pick_kind: Callable[[str], bool], is_ready: Callable[[], bool], do: Callable[[Action], object]
) -> Sequence[TourStep]:
    """The steps; running text is added where the report has none.

    `pick_kind` picks the first block of a kind and says whether there is one; `is_ready` whether the pages are those
    of the report as it is stored; `do` does an action.
    """

    def text() -> None:
        if not pick_kind("text"):
            do(add_block("text", {"text": {"key": "template.infosheet.lead"}}))

    def with_pickers() -> bool:
        return is_ready() and pick_kind("text")

    return (
        TourStep("report", partial(pick_kind, "figure"), is_ready),
        TourStep("report-quotes", partial(pick_kind, "quotes"), is_ready),
        TourStep("report-text", text, with_pickers),
    )
