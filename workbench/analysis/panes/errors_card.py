# SPDX-License-Identifier: MIT
"""Card of standard errors: linearised, or by replicate weights; in plain words, and its change.

It is changed where the design is: at the table that carries it. It stores nothing itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from analysis.analyses.replicate_notes import replicate_error_note
from analysis.records import DataTable, RowOrigin
from wording import Message, Problem, Text, msg
from workbench.analysis.panes.editable_card import EditableCard, then
from workbench.analysis.panes.errors_form import ErrorsForm
from workbench.results.labels import table_title
from workbench.widgets import reveal


class ErrorsCard(EditableCard):
    """The sentence on the errors with Change…; `wanted` carries the table's id and its (rule or None, variables)."""

    wanted = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("errors", parent)
        self._table: DataTable | None = None
        self.form = ErrorsForm()
        self.form.way.chosen.connect(lambda _way: reveal(self))  # another way, other fields
        self.fields.addWidget(self.form)

    def show_table(self, table: DataTable, tables: Mapping[str, DataTable]) -> None:
        """Say how the errors of the rows of `table` come about; its change is that of the table that carries them."""
        carrier = carrier_of(table, tables)
        if self._table is None or carrier.id != self._table.id:
            self.close_editor(focus=False)
        self._table = carrier
        self.sentence.say(errors_text(table, carrier))
        infers = table.how is RowOrigin.PROBABILITY or bool(table.inference_reason)
        self.setVisible(infers or carrier.replicates is not None)

    def fill(self) -> QWidget | None:
        """How the errors of the table that carries them are estimated."""
        if self._table is None:
            return None
        self.form.show_table(self._table)
        return self.form.way

    def take(self) -> None:
        """The way as chosen, wanted of the table that carries it; what is wrong with it is said in the form."""
        if self._table is None:
            return
        try:
            rule, variables = self.form.value()
        except Problem as problem:
            self.form.say_wrong(problem.message)
            return
        before = self._table.replicates
        self.close_editor()
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
    said: Message = replicate_error_note(held)
    if carrier.id != table.id:
        inherited: Text = msg("analysis.view.design.inherited", table=table_title(carrier))
        said = then(inherited, said)
    return said
