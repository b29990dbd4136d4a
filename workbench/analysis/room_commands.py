# SPDX-License-Identifier: MIT
"""The commands of the Analysis room, each declared once. They call the workspace and do nothing themselves."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from wording import msg
from workbench.commands import Command, MenuSection
from workbench.results.labels import grouped

if TYPE_CHECKING:
    from workbench.analysis.capabilities import AnalysisRoom


def room_commands(room: AnalysisRoom, new: Callable[[str], object]) -> list[Command]:
    """Every command, in the order of the menu; `new` begins an analysis of a kind."""
    return [
        _command("new.menu", room.open_new, "Ctrl+Shift+N", enabled=room.has_data, icon="plus", menu=False),
        *(
            Command(
                f"analysis.new.{one.id}",
                msg("analysis.view.command.new_of", analysis=one.label),
                partial(new, one.id),
                MenuSection.ANALYSIS,
                enabled=room.has_data,
                everywhere=True,
                icon="chart-column",
                within=msg(f"analysis.group.{one.group}"),
            )
            for one in grouped()
        ),
        _command("keep.keep", room.keep, "Ctrl+Shift+S", enabled=room.can_keep, icon="bookmark"),
        _command("keep.plan", room.add_to_plan, "Ctrl+Shift+R", enabled=room.can_plan, icon="list-checks"),
        _command("keep.report", room.add_to_report, "Ctrl+Return", enabled=room.has_result, icon="file-text"),
        _command("one.rename", room.rename, "F2", enabled=room.has_present, icon="pencil"),
        _command("one.duplicate", room.duplicate, "Ctrl+D", enabled=room.has_saved, icon="copy"),
        _command("one.up", partial(room.move_result, -1), "Alt+Up", enabled=room.has_saved, icon="arrow-up"),
        _command("one.down", partial(room.move_result, 1), "Alt+Down", enabled=room.has_saved, icon="arrow-down"),
        _command("one.delete", room.delete, enabled=room.has_present, icon="trash-2"),
        _command("take.copy", room.copy_table, "Ctrl+Shift+C", enabled=room.has_result, icon="copy"),
        _command("take.table", room.export_table, "Ctrl+E", enabled=room.has_result, icon="download"),
        _command("take.figure", room.export_figure, "Ctrl+Shift+E", enabled=room.has_figure, icon="image"),
        _command("take.python", room.show_python, "Ctrl+Shift+Y", enabled=room.has_result, icon="type"),
        _command("take.why", room.show_why, "Ctrl+Shift+W", enabled=room.has_why, icon="info"),
        _command("take.frame", room.export_frame, enabled=room.has_result, icon="download", menu=False),
        _command("take.stop", room.stop_computing, "Ctrl+.", enabled=room.is_computing, icon="x"),
        _command("plan.run", room.run_plan, "Ctrl+R", enabled=room.has_plan, icon="play"),
        _command("plan.changed", room.show_plan_changes, enabled=room.plan_has_changed, icon="history"),
        _command("plan.import", room.ask_plan, enabled=room.has_data, icon="import", everywhere=True),
        _command("plan.export", room.export_plan, enabled=room.plan_has_run, icon="download"),
    ]


def _command(
    name: str, run: Callable[[], object], shortcut: str = "", *, enabled: Callable[[], bool], icon: str,
    menu: bool = True, everywhere: bool = False,
) -> Command:  # fmt: skip
    return Command(
        f"analysis.{name}", msg(f"analysis.view.command.{name}"), run, MenuSection.ANALYSIS, shortcut, enabled,
        everywhere=everywhere, icon=icon, in_menu=menu, in_palette=menu,
    )  # fmt: skip
