# SPDX-License-Identifier: MIT
"""The pictures of the Sampling room, taken in the sample study with an invented frame. What they draw is kept in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.sampling.sheet_files import ListedCluster
from workbench import sample_files
from workbench.workspace import TourStep

if TYPE_CHECKING:
    from workbench.sampling.actions import SamplingActions
    from workbench.sampling.panes.pages import SamplingPages
    from workbench.sampling.state import SamplingState

_STRATA = {"Site A": [1_240.0, 31.0], "Site B": [3_720.0, 62.0], "Site C": [1_824.0, 38.0]}


def tour_of(state: SamplingState, pages: SamplingPages, actions: SamplingActions) -> list[TourStep]:
    """The five steps, filled."""

    asked: list[bool] = []

    def size() -> None:
        if not pages.sizing.strata():
            pages.sizing.show_strata(_STRATA)
            pages.size_form.numbers["precision"].set_value(0.08)
        actions.steps.aim_at("precision")

    def power() -> None:
        actions.steps.aim_at("power")

    def draw() -> None:
        if not asked:
            asked.append(True)
            state.listed = tuple(
                ListedCluster(site, f"{site[-1]}{at:02d}", 40 + (at * 37) % 59)
                for site, (_, clusters) in _STRATA.items()
                for at in range(1, int(clusters) + 1)
            )
            pages.draw_form.seed.set_value(20_261_124)
            pages.draw_form.replacements.set_value(2)
            actions.draw()
        actions.steps.go("draw")

    def weights() -> None:
        actions.steps.go("weights")
        actions.read_sheet(sample_files.FRAME)

    def totals() -> None:
        actions.steps.go("totals")
        if pages.totals.grid.sheet.lines:
            return
        pages.totals.show_lines([
            *({"variable": "site", "category": f"site_{site}", "total": total}
              for site, total in (("a", 5_200.0), ("b", 15_900.0), ("c", 7_700.0))),
            {"variable": "head_sex", "category": "female", "total": 13_300.0},
            {"variable": "head_sex", "category": "male", "total": 15_500.0},
        ])  # fmt: skip
        pages.totals_form.source.setText("register 2024 (fictitious)")
        actions.totals.match_totals()

    def achieved() -> None:
        actions.steps.go("achieved")

    return [
        TourStep("sampling_size", size, lambda: state.planned),
        TourStep("sampling_power", power, lambda: pages.power.planned is not None),
        TourStep("sampling_draw", draw, lambda: state.stored is not None and state.stored.draw is not None),
        TourStep("sampling_weights", weights, lambda: state.plan is not None),
        TourStep("sampling_totals", totals, lambda: state.adjustment is not None),
        TourStep("sampling_achieved", achieved, lambda: state.outcome is not None),
    ]
