# SPDX-License-Identifier: MIT
"""The pictures of the Sampling room, taken in the sample study with an invented frame. What they draw is kept in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.sampling.sheet_files import ListedCluster
from workbench import sample_files
from workbench.workspace import TourStep

if TYPE_CHECKING:
    from workbench.sampling.room import SamplingRoom

_STRATA = {"Site A": [1_240.0, 31.0], "Site B": [3_720.0, 62.0], "Site C": [1_824.0, 38.0]}


def tour_of(room: SamplingRoom) -> list[TourStep]:
    """The five steps, filled."""

    asked: list[bool] = []

    def size() -> None:
        if not room.sizing.strata():
            room.sizing.show_strata(_STRATA)
            room.size_form.numbers["precision"].set_value(0.08)
        room.aim_at("precision")

    def power() -> None:
        room.aim_at("power")

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

    def totals() -> None:
        room.go("totals")
        if room.totals.grid.sheet.lines:
            return
        room.totals.show_lines([
            *({"variable": "site", "category": f"site_{site}", "total": total}
              for site, total in (("a", 5_200.0), ("b", 15_900.0), ("c", 7_700.0))),
            {"variable": "head_sex", "category": "female", "total": 13_300.0},
            {"variable": "head_sex", "category": "male", "total": 15_500.0},
        ])  # fmt: skip
        room.totals_form.source.setText("register 2024 (fictitious)")
        room.match_totals()

    def achieved() -> None:
        room.go("achieved")

    return [
        TourStep("sampling_size", size, lambda: room.planned),
        TourStep("sampling_power", power, lambda: room.power.planned is not None),
        TourStep("sampling_draw", draw, lambda: room.state is not None and room.state.draw is not None),
        TourStep("sampling_weights", weights, lambda: room.plan is not None),
        TourStep("sampling_totals", totals, lambda: room.adjustment is not None),
        TourStep("sampling_achieved", achieved, lambda: room.outcome is not None),
    ]
