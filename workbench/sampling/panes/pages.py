# SPDX-License-Identifier: MIT
"""Pages of the Sampling room: one of the middle and one of the right column for each step, and two for power."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.commands import Command
from workbench.sampling.panes.achieved_page import AchievedForm, AchievedPage
from workbench.sampling.panes.draw_page import DrawForm, DrawPage
from workbench.sampling.panes.power_page import PowerForm, PowerPage
from workbench.sampling.panes.sheet_grid import SheetGrid
from workbench.sampling.panes.size_page import SizeForm, SizePage
from workbench.sampling.panes.totals_form import TotalsForm
from workbench.sampling.panes.totals_page import TotalsPage
from workbench.sampling.panes.weights_page import WeightsForm, WeightsPage
from workbench.sampling.state import STEPS

_Page = TypeVar("_Page", bound=QWidget)


class SamplingPages:
    """`furnish` makes them, in the order of the steps."""

    def __init__(self) -> None:
        self.centre, self.right = QStackedWidget(), QStackedWidget()

    def furnish(self, commands: dict[str, Command]) -> Iterator[None]:
        """Each page in a turn of the event loop of its own."""
        self.sizing = _in_stack(self.centre, SizePage(commands))
        yield
        self.size_form = _in_stack(self.right, SizeForm())
        yield
        self.drawing = _in_stack(self.centre, DrawPage(commands))
        yield
        self.draw_form = _in_stack(self.right, DrawForm())
        yield
        self.weights = _in_stack(self.centre, WeightsPage(commands))
        yield
        self.weights_form = _in_stack(self.right, WeightsForm())
        yield
        self.totals = _in_stack(self.centre, TotalsPage(commands))
        yield
        self.totals_form = _in_stack(self.right, TotalsForm(commands))
        yield
        self.achieved = _in_stack(self.centre, AchievedPage(commands))
        yield
        self.achieved_form = _in_stack(self.right, AchievedForm())
        yield
        self.power = _in_stack(self.centre, PowerPage())
        yield
        self.power_form = _in_stack(self.right, PowerForm())

    def grids(self) -> dict[str, SheetGrid]:
        """The sheets that are typed into."""
        weights = {"_strata": self.weights.strata, "_clusters": self.weights.clusters}
        return {"_plan": self.sizing.grid, **weights, "_totals": self.totals.grid}

    def turn_to(self, step: str, *, power: bool) -> None:
        """Show the pages of a step."""
        at = self.centre.indexOf(self.power) if power else STEPS.index(step)
        self.centre.setCurrentIndex(at)
        self.right.setCurrentIndex(at)


def _in_stack(stack: QStackedWidget, page: _Page) -> _Page:
    stack.addWidget(page)
    return page
