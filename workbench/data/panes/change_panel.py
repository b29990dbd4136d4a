# SPDX-License-Identifier: MIT
"""The right column while an answer is changed: old and new, the reason, what follows from it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from analysis.records import DataTable
from projects.datasets.corrections.edits import CellChange
from wording import Text, msg, render
from workbench.data.panes.edit_preview import Proposal
from workbench.data.side_column_widgets import ScrollingColumn
from workbench.table_labels import title_of
from workbench.translation import explain, language_of, say
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
from workbench.widgets.elision import shorten_names

_QUESTIONS, _LINES, _BOXES = 3, 5, 25
_ROWS = 12  # consequences in sight at once


class ChangePanel(Pane):
    """Emits `stored` with the proposal, the reason and the accepted consequences; `left` when nothing is changed."""

    stored = Signal(object, str, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(PaneHeader(msg("data.view.change")))
        self.scrolled = ScrollingColumn(msg("data.view.change"))
        self.body.addWidget(self.scrolled)
        self.proposal: Proposal | None = None
        self.tables: Sequence[DataTable] = ()
        self.last_reason = ""
        self.reason = TextField(msg("data.view.change.reason"), placeholder="")
        self.row = FormRow(msg("data.view.change.reason"), self.reason)
        self.scrolled.body.addWidget(self.row)
        self.boxes: list[tuple[list[CellChange], QListWidgetItem]] = []

    def propose(self, proposal: Proposal, tables: Sequence[DataTable]) -> None:
        """Show changes and wait for their reason."""
        self.proposal, self.tables, self.boxes = proposal, tables, []
        body = self.scrolled.renew()
        self._show_changes(body, proposal)
        self.reason = TextField(msg("data.view.change.reason"), placeholder="")
        self.reason.setText(self.last_reason)
        self.reason.selectAll()
        self.reason.setCompleter(_completer(proposal.reasons, self.reason))
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
                heading = msg(f"data.view.change.{key}")
                body.addWidget(SectionLabel(heading, wrap=True))
                body.addWidget(self._ticked(heading, self._groups(changes)))
        if follows.unchecked:
            names = ", ".join(follows.unchecked)
            body.addWidget(MutedLabel(msg("data.view.change.unchecked", names=names), wrap=True))
        body.addStretch(1)
        self.scrolled.put()
        self.reason.setFocus()

    def _show_changes(self, body: QVBoxLayout, proposal: Proposal) -> None:
        """The questions concerned, and of each row the old and the new answer; of many only the first."""
        row_id, variable, old, new = proposal.lines[0]
        names = {line[1].id: called(line[1]) for line in proposal.lines}
        for name in list(names.values())[:_QUESTIONS]:
            body.addWidget(StrongLabel(name, wrap=True))
        title = title_of(proposal.table)
        if len(proposal.lines) == 1:
            body.addWidget(MutedLabel(msg("data.view.change.where", row=row_id, table=title), wrap=True))
            body.addWidget(Label(f"{old or '–'}  →  {new or '–'}", wrap=True))
            return
        count = len(proposal.lines)
        body.addWidget(MutedLabel(msg("data.view.change.where_many", n=count, table=title), wrap=True))
        for row_id, _variable, old, new in proposal.lines[:_LINES]:
            line = msg("data.view.change.line", row=row_id, old=old or "–", new=new or "–")
            body.addWidget(Label(line, wrap=True))
        if count > _LINES:
            body.addWidget(MutedLabel(msg("data.view.change.more", n=count - _LINES)))

    def _groups(self, changes: Sequence[CellChange]) -> list[list[CellChange]]:
        """One by one; of many, those of the same question together."""
        if len(changes) <= _BOXES:
            return [[change] for change in changes]
        groups: dict[tuple[str, str], list[CellChange]] = {}
        for change in changes:
            groups.setdefault((change.table_id, change.variable_id), []).append(change)
        return list(groups.values())

    def _ticked(self, heading: Text, groups: Sequence[list[CellChange]]) -> QListWidget:
        """What follows, to be ticked off where it shall stay as it is: one list."""
        listed = QListWidget()
        say(listed, name=heading)
        explain(listed, msg("data.view.change.other_table"))
        listed.setProperty("kind", "plain")
        listed.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shorten_names(listed)
        for group in groups:
            name = render(self._named(group), language_of())
            entry = QListWidgetItem(name, listed)
            entry.setToolTip(name)
            entry.setCheckState(Qt.CheckState.Checked)
            entry.setSizeHint(QSize(60, max(26, round(self.fontMetrics().height() * 1.6))))
            self.boxes.append((group, entry))
        listed.setCurrentRow(0)
        listed.setFixedHeight(min(len(groups), _ROWS) * listed.sizeHintForRow(0) + 4)
        return listed

    def _named(self, group: list[CellChange]) -> Text:
        first = group[0]
        table = next(table for table in self.tables if table.id == first.table_id)
        name: Text = called(table.variable(first.variable_id))
        if len(group) > 1:
            return msg("data.view.change.group", n=len(group), variable=name, table=title_of(table))
        if self.proposal is not None and (table.id != self.proposal.table.id or len(self.proposal.changes) > 1):
            return msg("data.view.change.other_table", variable=name, row=first.row_id, table=title_of(table))
        return name

    def respeak(self, language: str) -> None:
        """Name what follows in another language."""
        for group, entry in self.boxes:
            entry.setText(render(self._named(group), language))

    def store(self) -> None:
        """Hand the change on; without a reason, ask for one."""
        reason = self.reason.text().strip()
        if not reason:
            self.row.complain(msg("data.view.change.needs_reason"))
            self.reason.setFocus()
            return
        self.last_reason = reason
        accepted = tuple(change for group, box in self.boxes if _is_on(box) for change in group)
        self.stored.emit(self.proposal, reason, accepted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves things as they were."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _is_on(entry: QListWidgetItem) -> bool:
    return entry.checkState() == Qt.CheckState.Checked


def _completer(reasons: Sequence[str], field: TextField) -> QCompleter:
    """Offers reasons given before, as one types."""
    made = QCompleter(list(reasons), field)
    made.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    made.setFilterMode(Qt.MatchFlag.MatchContains)
    return made
