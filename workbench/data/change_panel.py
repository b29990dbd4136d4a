# SPDX-License-Identifier: MIT
"""The right column while an answer is changed: old and new, the reason, what follows from it. It stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from analysis.records import DataTable, Variable
from projects.datasets.cells import Cell
from projects.datasets.consequences import Consequences
from projects.datasets.edits import CellChange
from wording import Text, msg
from workbench.data.parts import ElidedBox, Scrolled
from workbench.data.words import title_of
from workbench.variable_words import called
from workbench.widgets import (
    Button,
    FormRow,
    Label,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    StrongLabel,
    TextField,
)


@dataclass(frozen=True)
class Proposal:
    """One changed cell, not stored yet, with what follows from it. Texts are as the table shows them."""

    table: DataTable
    row_id: int
    variable: Variable
    new: Cell
    old_text: str
    new_text: str
    follows: Consequences


class ChangePanel(Pane):
    """Emits `stored` with the proposal, the reason and the accepted consequences; `left` when nothing is changed."""

    stored = Signal(object, str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(PaneHeader(msg("data.view.change")))
        self.scrolled = Scrolled(msg("data.view.change"))
        self.body.addWidget(self.scrolled)
        self.proposal: Proposal | None = None
        self.tables: Sequence[DataTable] = ()
        self.remembered = ""
        self.reason = TextField(msg("data.view.change.reason"), placeholder="")
        self.row = FormRow(msg("data.view.change.reason"), self.reason)
        self.scrolled.body.addWidget(self.row)
        self.boxes: list[tuple[CellChange, ElidedBox]] = []

    def propose(self, proposal: Proposal, tables: Sequence[DataTable]) -> None:
        """Show a change and wait for its reason."""
        self.proposal, self.tables, self.boxes = proposal, tables, []
        body = self.scrolled.renew()
        body.addWidget(StrongLabel(called(proposal.variable), wrap=True))
        body.addWidget(
            MutedLabel(msg("data.view.change.where", row=proposal.row_id, table=title_of(proposal.table)), wrap=True)
        )
        body.addWidget(Label(f"{proposal.old_text or '–'}  →  {proposal.new_text or '–'}", wrap=True))
        self.reason = TextField(msg("data.view.change.reason"), placeholder="")
        self.reason.setText(self.remembered)
        self.reason.selectAll()
        self.reason.returnPressed.connect(self.store)
        self.row = FormRow(msg("data.view.change.reason"), self.reason, msg("data.view.change.reason_help"))
        body.addWidget(self.row)
        row = QHBoxLayout()
        row.addWidget(PrimaryButton(msg("data.view.change.store"), self.store))
        row.addWidget(Button(msg("data.view.cancel"), self.left.emit))
        row.addStretch(1)
        body.addLayout(row)
        follows = proposal.follows
        for key, changes in (("orphaned", follows.orphaned), ("newly_missing", follows.newly_missing)):
            if changes:
                body.addSpacing(4)
                body.addWidget(SectionLabel(msg(f"data.view.change.{key}"), wrap=True))
                for change in changes:
                    body.addWidget(self._box(change))
        if follows.unchecked:
            names = ", ".join(follows.unchecked)
            body.addWidget(MutedLabel(msg("data.view.change.unchecked", names=names), wrap=True))
        body.addStretch(1)
        self.scrolled.put()
        self.reason.setFocus()

    def _box(self, change: CellChange) -> ElidedBox:
        table = next(table for table in self.tables if table.id == change.table_id)
        name: Text = called(table.variable(change.variable_id))
        if self.proposal is not None and table.id != self.proposal.table.id:
            name = msg("data.view.change.elsewhere", variable=name, row=change.row_id, table=title_of(table))
        box = ElidedBox(name)
        box.setChecked(True)
        self.boxes.append((change, box))
        return box

    def store(self) -> None:
        """Hand the change on; without a reason, ask for one."""
        reason = self.reason.text().strip()
        if not reason:
            self.row.complain(msg("data.view.change.needs_reason"))
            self.reason.setFocus()
            return
        self.remembered = reason
        accepted = tuple(change for change, box in self.boxes if box.isChecked())
        self.stored.emit(self.proposal, reason, accepted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves things as they were."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
