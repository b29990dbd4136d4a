# SPDX-License-Identifier: MIT
"""Commands of the Report room, each declared once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from wording import msg
from workbench.commands import Command, MenuSection
from workbench.report.panes.block_kinds import ICONS, KINDS, PAGE_PARTS, TEMPLATES

if TYPE_CHECKING:
    from workbench.report.actions import ReportActions
    from workbench.report.panes.export import ReportExport
    from workbench.report.state import ReportState
    from workbench.report.template_actions import ReportTemplates


def room_commands(
    state: ReportState, actions: ReportActions, templates: ReportTemplates, export: ReportExport
) -> Sequence[Command]:
    """What can be done with blocks, templates and the whole."""
    menu, there = MenuSection.REPORT, state.has_blocks
    offer = actions.offer_templates
    return (
        *(
            Command(
                f"report.add.{kind}", msg("view_report.add_kind", kind=msg(f"block.{kind}")),
                partial(actions.add, kind), menu, icon=ICONS[kind],
                within=msg("view_report.add_page_part") if kind in PAGE_PARTS else None,
            )
            for kind in KINDS
        ),
        *(
            Command(
                f"report.new.{name}", msg("view_report.new_report", name=msg(f"template.{name}")),
                partial(templates.begin, name), menu, icon="file-text", everywhere=True,
            )
            for name in TEMPLATES
        ),
        Command("report.new_from", msg("view_report.new_from"), offer, menu, icon="file-text", everywhere=True),
        Command("report.save_template", msg("view_report.save_template"), templates.ask_name, menu, enabled=there),
        Command("report.template_file", msg("view_report.template_file"), templates.ask_target, menu, enabled=there),
        Command("report.style", msg("view_report.style.command"), export.style_row.ask, menu, everywhere=True),
        Command("report.move.up", msg("view_report.up"), partial(actions.move, -1), menu, "Alt+Up"),
        Command("report.move.down", msg("view_report.down"), partial(actions.move, 1), menu, "Alt+Down"),
        Command(
            "report.delete", msg("view_report.delete"), actions.delete, menu, "Ctrl+Backspace",
            enabled=state.has_picked, icon="trash-2",
        ),
        Command(
            "report.export", msg("view_report.export"), export.ask_report, menu, "Ctrl+E",
            enabled=there, everywhere=True, icon="download",
        ),
    )  # fmt: skip
