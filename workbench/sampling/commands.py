# SPDX-License-Identifier: MIT
"""Commands of the room, each declared once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wording import msg
from workbench.commands import Command, MenuSection
from workbench.sampling.state import STEPS

if TYPE_CHECKING:
    from workbench.sampling.actions import SamplingActions

STEP_ICONS = {"size": "sigma", "draw": "map-pin", "weights": "hash", "totals": "users", "achieved": "list-checks"}


def room_commands(actions: Callable[[], SamplingActions | None]) -> list[Command]:
    """The commands of the Sampling room; `actions` are there once its pages are, whose buttons show commands."""

    def do(act: Callable[[SamplingActions], object]) -> Callable[[], object]:
        return lambda: act(on) if (on := actions()) is not None else None

    def can(test: Callable[[SamplingActions], bool]) -> Callable[[], bool]:
        return lambda: (on := actions()) is not None and test(on)

    def command(
        name: str, act: Callable[[SamplingActions], object], icon: str = "",
        enabled: Callable[[SamplingActions], bool] | None = None, shortcut: str = "", *, everywhere: bool = False,
    ) -> Command:  # fmt: skip
        able = can(enabled) if enabled is not None else lambda: True
        within = msg("window.submenu.interviews.go") if name.startswith("go.") else None
        return Command(
            f"sampling.{name}", msg(f"sampling.command.{name}"), do(act), MenuSection.DATA, shortcut, able,
            everywhere=everywhere, icon=icon, within=within,
        )  # fmt: skip

    def going(step: str) -> Callable[[SamplingActions], object]:
        return lambda on: on.steps.go(step)

    return [
        *(
            command(f"go.{step}", going(step), STEP_ICONS[step], shortcut=f"Alt+{at}", everywhere=True)
            for at, step in enumerate(STEPS, start=1)
        ),
        command("go.power", lambda on: on.steps.aim_at("power"), "sigma", everywhere=True),
        command("size.import", lambda on: on.ask_strata(), "import"),
        command("draw.import", lambda on: on.ask_list(), "import"),
        command("draw.draw", lambda on: on.draw(), "map-pin", lambda on: on.can_draw()),
        command("sheet.import", lambda on: on.ask_sheet(), "import"),
        command("sheet.export", lambda on: on.ask_export(), "download", lambda on: on.has_sheet()),
        command("sheet.keep", lambda on: on.keep(), "check", lambda on: on.can_keep(), "Ctrl+Shift+S"),
        command("weights.add", lambda on: on.add_weights(), "plus", lambda on: on.can_add_weights()),
        command("totals.import", lambda on: on.totals.ask_totals(), "import"),
        command("totals.list", lambda on: on.totals.list_answers(), "list-checks"),
        command("totals.adjust", lambda on: on.totals.adjust(), "check", lambda on: on.totals.can_adjust()),
        command(
            "totals.undo",
            lambda on: on.totals.undo_adjustment(),
            "undo-2",
            lambda on: on.totals.can_undo_adjustment(),
        ),
        command("achieved.analyse", lambda on: on.analyse(), "chart-column", lambda on: on.can_analyse()),
    ]
