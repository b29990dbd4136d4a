# SPDX-License-Identifier: MIT
"""The Sampling room as its commands and its pictures use it; `SamplingWorkspace` lays it out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.sampling.actions import SamplingDeeds
from workbench.sampling.totals_actions import TotalsDeeds
from workbench.workspace import Workspace

if TYPE_CHECKING:
    from workbench.sampling.power_page import PowerPage
    from workbench.sampling.size_page import SizeForm


class SamplingRoom(SamplingDeeds, TotalsDeeds, Workspace):
    """Five steps around one sheet: what is done in each, and going from one to another."""

    planned: bool  # whether the size is worked out
    size_form: SizeForm
    power: PowerPage

    def go(self, step: str) -> None:
        """Bring a step to the front."""
        raise NotImplementedError

    def aim_at(self, aim: str) -> None:
        """Plan the size for a precision of estimates, or for the power of a comparison."""
        raise NotImplementedError
