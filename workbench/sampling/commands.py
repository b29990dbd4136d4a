# SPDX-License-Identifier: MIT
"""Commands of the room, each declared once. It holds no state."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from wording import msg
from workbench.commands import Command, MenuSection

if TYPE_CHECKING:
    from workbench.sampling.room import SamplingRoom

STEPS = ("size", "draw", "weights", "totals", "achieved")
STEP_ICONS = {"size": "sigma", "draw": "map-pin", "weights": "hash", "totals": "users", "achieved": "list-checks"}


def room_commands(room: SamplingRoom) -> list[Command]:
    """The commands of the Sampling room."""

    def command(
        name: str, run: Callable[[], object], icon: str = "", enabled: Callable[[], bool] = lambda: True,
        shortcut: str = "", *, everywhere: bool = False,
    ) -> Command:  # fmt: skip
        return Command(
            f"sampling.{name}", msg(f"sampling.command.{name}"), run, MenuSection.DATA, shortcut, enabled,
            everywhere=everywhere, icon=icon,
        )  # fmt: skip

    return [
        *(
            command(f"go.{step}", partial(room.go, step), STEP_ICONS[step], shortcut=f"Alt+{at}", everywhere=True)
            for at, step in enumerate(STEPS, start=1)
        ),
        command("go.power", partial(room.aim_at, "power"), "sigma", everywhere=True),
        command("size.import", room.ask_strata, "import"),
        command("draw.import", room.ask_list, "import"),
        command("draw.draw", room.draw, "map-pin", room.can_draw),
        command("sheet.import", room.ask_sheet, "import"),
        command("sheet.export", room.ask_export, "download", room.has_sheet),
        command("sheet.keep", room.keep, "check", room.can_keep, "Ctrl+Shift+S"),
        command("weights.add", room.add_weights, "plus", room.can_add_weights),
        command("totals.import", room.ask_totals, "import"),
        command("totals.list", room.list_answers, "list-checks"),
        command("totals.adjust", room.adjust, "check", room.can_adjust),
        command("totals.take_back", room.take_back_adjustment, "undo-2", room.can_take_back),
        command("achieved.analyse", room.analyse, "chart-column", room.can_analyse),
    ]
