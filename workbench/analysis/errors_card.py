# SPDX-License-Identifier: MIT
"""How the errors of a table are estimated, in plain words, and its change: linearised, or by replicate weights.

It is changed where the design is: at the table that carries it. It stores nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.declared.replicate_notes import errors_said
from analysis.records import DataTable, How
from wording import Message, Problem, Text, msg
from workbench.analysis.errors_form import ErrorsForm
from workbench.analysis.words import table_title
from workbench.widgets import Button, Label, LinkButton, SectionLabel, reveal


class ErrorsCard(QWidget):
    """The sentence on the errors with Change…; `wanted` carries the table's id and its (rule or None, variables)."""

    wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: DataTable | None = None
        self.sentence = Label("", wrap=True)
        self.change = LinkButton(msg("analysis.view.errors.change"), self._open)
        self.editor = QWidget()
        self.form = ErrorsForm()
        self.form.way.chosen.connect(lambda _way: reveal(self))  # another way, other fields
        self.use = Button(msg("analysis.view.errors.use"), self._use)
        row = QHBoxLayout()
        row.addWidget(self.use)
        row.addWidget(Button(msg("analysis.view.cancel"), self._close))
        row.addStretch(1)
        inside = QVBoxLayout(self.editor)
        inside.setContentsMargins(0, 4, 0, 0)
        inside.setSpacing(8)
        inside.addWidget(self.form)
        inside.addLayout(row)
        self.editor.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(SectionLabel(msg("analysis.view.errors.heading")))
        column.addWidget(self.sentence)
        column.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.editor)

    def show_table(self, table: DataTable, tables: Mapping[str, DataTable]) -> None:
        """Say how the errors of the rows of `table` come about; its change is that of the table that carries them."""
        carrier = carrier_of(table, tables)
        if self._table is None or carrier.id != self._table.id:
            self._close(focus=False)
        self._table = carrier
        self.sentence.say(errors_text(table, carrier))
        infers = table.how is How.PROBABILITY or bool(table.inference_reason)
        self.setVisible(infers or carrier.replicates is not None)

    def _open(self) -> None:
        if self._table is not None:
            self.form.show_table(self._table)
            self.editor.show()
            self.change.hide()
            self.form.way.setFocus()
            reveal(self)

    def _close(self, focus: bool = True) -> None:
        self.editor.hide()
        self.change.show()
        if focus:
            self.change.setFocus()
            reveal(self)

    def _use(self) -> None:
        if self._table is None:
            return
        try:
            rule, variables = self.form.value()
        except Problem as problem:
            self.form.say_wrong(problem.message)
            return
        before = self._table.replicates
        self._close()
        if (rule, variables) != ((before.rule, before.variables) if before is not None else (None, ())):
            self.wanted.emit(self._table.id, (rule, variables))


def carrier_of(table: DataTable, tables: Mapping[str, DataTable]) -> DataTable:
    """The table that says how errors are estimated: the nearest with replicate weights, else that of the design."""
    at: DataTable | None = table
    while at is not None:
        if at.replicates is not None:
            return at
        at = tables.get(at.parent) if at.parent is not None else None
    at = table
    while at.parent is not None and at.parent in tables and at.design.weight is None and not at.design.clusters:
        at = tables[at.parent]
    return at


def errors_text(table: DataTable, carrier: DataTable) -> Message:
    """ "80 replicate weights of the file: balanced half-samples, Fay 0.3." """
    held = carrier.replicates
    if held is None:
        return msg("analysis.view.errors.linear")
    said: Message = errors_said(held)
    if carrier.id != table.id:
        inherited: Text = msg("analysis.view.design.inherited", table=table_title(carrier))
        said = msg("analysis.view.design.both", first=inherited, second=said)
    return said
