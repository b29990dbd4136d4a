# SPDX-License-Identifier: MIT
"""State of the Sampling room: what the project holds, what is read and not kept, the current step."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from projects.sampling.known_total_weights import AdjustmentPlan
    from projects.sampling.sampling_weights import WeightsPlan
    from projects.sampling.sheet_files import ListedCluster
    from workbench.results.computation import Outcome
    from workbench.sampling.stored_sample import StoredSample

STEPS = ("size", "draw", "weights", "totals", "achieved")
AIMS = ("precision", "power")


class SamplingState(QObject):
    """`in_sight` says whether the room is looked at."""

    changed = Signal()  # what is planned, matched or counted: commands may be enabled or not
    front_requested = Signal()  # the room, before the others
    asked = Signal(object)  # a Request to another room

    def __init__(self, parent: QObject, in_sight: Callable[[], bool], can_ask: Callable[[str], bool]) -> None:
        super().__init__(parent)
        self.in_sight, self.can_ask = in_sight, can_ask
        self.stored: StoredSample | None = None
        self.listed: tuple[ListedCluster, ...] = ()
        self.plan: WeightsPlan | None = None
        self.adjustment: AdjustmentPlan | None = None
        self.outcome: Outcome | None = None
        self.planned = False  # whether the size is worked out
        self.step, self.aim = STEPS[0], AIMS[0]
