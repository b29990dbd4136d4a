# SPDX-License-Identifier: MIT
"""The commands of the Analysis room, each declared once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from wording import msg
from workbench.analysis.capabilities import Capabilities
from workbench.commands import Command, MenuSection
from workbench.results.labels import grouped

if TYPE_CHECKING:
    from workbench.analysis.actions import AnalysisActions
    from workbench.analysis.state import AnalysisState


def room_commands(state: AnalysisState, actions: Callable[[], AnalysisActions]) -> list[Command]:
    """Every command, in the order of the menu; `actions` are there once one is run: buttons show commands before."""

    def command(
        name: str, act: Callable[[AnalysisActions], object], shortcut: str = "", *, enabled: Callable[[], bool],
        icon: str, menu: bool = True, everywhere: bool = False,
    ) -> Command:  # fmt: skip
        text = msg(f"analysis.view.command.{name}")
        return Command(
            f"analysis.{name}", text, lambda: act(actions()), MenuSection.ANALYSIS, shortcut, enabled,
            everywhere=everywhere, icon=icon, in_menu=menu, in_palette=menu,
        )  # fmt: skip

    can = Capabilities(state)

    def begin(kind: str) -> None:
        actions().new_analysis.new(kind)

    return [
        command(
            "new.menu",
            lambda on: on.new_analysis.open_menu(),
            "Ctrl+Shift+N",
            enabled=can.has_data,
            icon="plus",
            menu=False,
        ),
        *(
            Command(
                f"analysis.new.{one.id}",
                msg("analysis.view.command.new_of", analysis=one.label),
                partial(begin, one.id),
                MenuSection.ANALYSIS,
                enabled=can.has_data,
                everywhere=True,
                icon="chart-column",
                within=msg(f"analysis.group.{one.group}"),
                in_submenu=one.label,
            )
            for one in grouped()
        ),
        command("keep.keep", lambda on: on.results.keep(), "Ctrl+Shift+S", enabled=can.can_keep, icon="bookmark"),
        command("keep.replace", lambda on: on.results.replace_saved(), enabled=can.can_replace, icon="pencil"),
        command(
            "keep.plan", lambda on: on.results.add_to_plan(), "Ctrl+Shift+R", enabled=can.can_plan, icon="list-checks"
        ),
        command("keep.tile", lambda on: on.tiles.add(), enabled=can.can_be_tile, icon="hash"),
        command(
            "keep.report",
            lambda on: on.results.add_to_report(),
            "Ctrl+Return",
            enabled=can.has_result,
            icon="file-text",
        ),
        command("one.rename", lambda on: on.results.rename(), "F2", enabled=can.has_present, icon="pencil"),
        command("one.duplicate", lambda on: on.results.duplicate(), "Ctrl+D", enabled=can.has_saved, icon="copy"),
        command("one.up", lambda on: on.results.move_result(-1), "Alt+Up", enabled=can.has_saved, icon="arrow-up"),
        command("one.down", lambda on: on.results.move_result(1), "Alt+Down", enabled=can.has_saved, icon="arrow-down"),
        command("one.delete", lambda on: on.results.delete(), enabled=can.has_present, icon="trash-2"),
        command("take.copy", lambda on: on.exports.copy_table(), "Ctrl+Shift+C", enabled=can.has_result, icon="copy"),
        command("take.table", lambda on: on.exports.export_table(), "Ctrl+E", enabled=can.has_result, icon="download"),
        command(
            "take.figure", lambda on: on.exports.export_figure(), "Ctrl+Shift+E", enabled=can.has_figure, icon="image"
        ),
        command("take.python", lambda on: on.front.show_python(), "Ctrl+Shift+Y", enabled=can.has_result, icon="type"),
        command("take.why", lambda on: on.front.show_why(), "Ctrl+Shift+W", enabled=can.has_why, icon="info"),
        command(
            "take.frame", lambda on: on.exports.export_frame(), enabled=can.has_result, icon="download", menu=False
        ),
        command("take.stop", lambda on: on.front.stop(), "Ctrl+.", enabled=can.is_computing, icon="x"),
        command("plan.run", lambda on: on.plan.run(), "Ctrl+R", enabled=can.has_plan, icon="play"),
        command("plan.changed", lambda on: on.report.show_plan_changes(), enabled=can.plan_has_changed, icon="history"),
        command("plan.import", lambda on: on.plan.ask_file(), enabled=can.has_data, icon="import", everywhere=True),
        command("plan.export", lambda on: on.exports.export_plan(), enabled=can.plan_has_run, icon="download"),
    ]
