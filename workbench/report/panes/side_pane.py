# SPDX-License-Identifier: MIT
"""The right column of Report: the settings of the picked block over what is checked before export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from wording import msg, render
from workbench.report.panes.block_settings import BlockForm
from workbench.report.panes.export import ReportExport
from workbench.report.state import ReportState
from workbench.translation import language_of
from workbench.widgets import MutedLabel, Pane, PaneHeader, scrolled, set_tab_order
from workbench.widgets.tab_order import focus_stop, focused_stop

if TYPE_CHECKING:
    from projects.results.saved_results import ReportBlock
    from workbench.report.preview import Composed


class BlockSide(Pane):
    """`changed` carries a block and its new content, `refused` why something typed cannot be stored."""

    changed = Signal(str, dict)
    refused = Signal(object)

    def __init__(self, state: ReportState, export: ReportExport, before: QWidget) -> None:
        """`before` is what has the keys before the settings."""
        self._heading = PaneHeader(msg("view_report.block"))
        super().__init__(self._heading)
        self._state, self._export, self._keys_before = state, export, before
        inside = self._inside = Pane(margins=(12, 12, 12, 12), spacing=12)
        self.form: QWidget = MutedLabel(msg("view_report.pick"), wrap=True)
        self._settings = inside.body
        self._settings.addWidget(self.form)
        self._settings.addSpacing(8)
        self._settings.addWidget(export)
        self._settings.addStretch(1)
        self.body.addWidget(scrolled(inside, sideways=True))

    def show_block(self, block: ReportBlock, composed: Composed) -> bool:
        """Show the settings of a block; whether they are new.

        Where it was just added the keys are in them, the words it begins with marked: what is typed replaces them.
        """
        old, begins = self.form, self._state.begins == block.id
        place = focused_stop(old) if isinstance(old, BlockForm) and old.block.id == block.id else None
        if place is not None and isinstance(old, BlockForm) and old.shows(block):
            return False  # somebody is writing in it, and nothing in the block has changed
        form = BlockForm(block, composed)
        form.changed.connect(self.changed)
        form.refused.connect(self.refused)
        self._settings.removeWidget(self.form)
        self.form.deleteLater()
        self._settings.insertWidget(0, form)
        self.form = form
        set_tab_order(self._inside, self._keys_before)
        if begins or place is not None:
            self._state.begins = ""
            focus_stop(form, 0 if begins or place is None else place, marked=begins)
        self._heading.title.say(render(msg(f"block.{block.kind}"), language_of(self)).capitalize())
        self._export.show_block(block.id, block.kind)
        return True
