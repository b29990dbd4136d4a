# SPDX-License-Identifier: MIT
"""The pictures of the Sampling room, taken in the sample study with an invented frame. What they draw is kept in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.sampling.sheet_files import ListedCluster
from workbench import sample_files
from workbench.workspace import TourStep

if TYPE_CHECKING:
    from workbench.sampling.view import SamplingWorkspace

_STRATA = {"Site A": [1_240.0, 31.0], "Site B": [3_720.0, 62.0], "Site C": [1_824.0, 38.0]}


def tour_of(room: SamplingWorkspace) -> list[TourStep]:
    """The four steps, filled."""

    asked: list[bool] = []

    def size() -> None:
        if not room.sizing.strata():
            room.sizing.show_strata(_STRATA)
            room.size_form.numbers["precision"].set_value(0.08)
        room.go("size")

    def draw() -> None:
        if not asked:
            asked.append(True)
            room.listed = tuple(
                ListedCluster(site, f"{site[-1]}{at:02d}", 40 + (at * 37) % 59)
                for site, (_, clusters) in _STRATA.items()
                for at in range(1, int(clusters) + 1)
            )
            room.draw_form.seed.set_value(20_261_124)
            room.draw_form.replacements.set_value(2)
            room.draw()
        room.go("draw")

    def weights() -> None:
        room.go("weights")
        room.read_sheet(sample_files.FRAME)

    def achieved() -> None:
        room.go("achieved")

    return [
        TourStep("sampling_size", size, lambda: room.planned),
        TourStep("sampling_draw", draw, lambda: room.state is not None and room.state.draw is not None),
        TourStep("sampling_weights", weights, lambda: room.plan is not None),
        TourStep("sampling_achieved", achieved, lambda: room.outcome is not None),
    ]
