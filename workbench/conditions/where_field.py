# SPDX-License-Identifier: MIT
"""Conditions on who is counted, each a line that can be opened or taken away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from analysis.declarations.conditions import UNREAD
from analysis.records import DataTable, Kind, Reason, Variable
from wording import Problem, Text, msg, render
from workbench.conditions.condition_writing import DATES, first_variable, typed_condition, written_condition
from workbench.results.labels import condition_text, offered
from workbench.translation import language_of, say
from workbench.variable_picker import FieldButton, VariableField
from workbench.variable_words import answer_called
from workbench.widgets import IconButton, LinkButton, TextField
from workbench.widgets.elision import shorten_names
from workbench.widgets.fields import FILTERS
from workbench.widgets.labels import ProblemLabel

KINDS = frozenset({Kind.ONE, Kind.SET, Kind.INTEGER, Kind.NUMBER, *DATES})
Condition = dict[str, Any]


class WhereField(QWidget):
    """The conditions of an analysis; `changed` carries all of them, in the form the declaration takes."""

    changed = Signal(object)

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._table: DataTable | None = None
        self._conditions: list[Condition] = []
        self._edited: int | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._lines: list[QWidget] = []
        self.add = LinkButton(msg("analysis.view.add_condition"), self._add)
        self.editor = ConditionEditor()
        self.editor.hide()
        self._column.addWidget(self.editor)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.editor.changed.connect(self._take)
        self.editor.done.connect(self._done)

    def offer(self, table: DataTable, conditions: Sequence[Any]) -> None:
        """Show the conditions on a table."""
        new = [dict(condition) for condition in conditions or ()]
        if self._table is not None and table.id != self._table.id:
            self._close()
        self._table = table
        if new != self._conditions or not self._lines:
            self._conditions = new
            self._show()

    def _show(self) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        for place, condition in enumerate(self._conditions):
            if self._table is not None and place != self._edited:
                line = self._line(place, condition_text(self._table, condition))
                self._column.insertWidget(len(self._lines), line)
                self._lines.append(line)

    def _line(self, place: int, text: Text) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        button = FieldButton(text, self._name)
        button.clicked.connect(lambda _checked=False: self._open(place))
        row.addWidget(button, 1)
        take_away = msg("analysis.view.remove_condition", condition=text)
        row.addWidget(IconButton("x", take_away, partial(self._remove, place), framed=False, size=14))
        return line

    def _add(self) -> None:
        self._open(len(self._conditions))

    def _open(self, place: int) -> None:
        if self._table is None:
            return
        self._edited = place
        known = self._conditions[place] if place < len(self._conditions) else {}
        self.editor.begin(self._table, known)
        self.editor.show()
        self.add.hide()
        self._show()
        if not known:
            self.editor.variable.turn()

    def _take(self, condition: Condition) -> None:
        if self._edited is None:
            return
        kept = [one for place, one in enumerate(self._conditions) if place != self._edited]
        if condition.get("is") or "is" not in condition:
            kept.insert(self._edited, condition)
        elif self._edited < len(self._conditions):
            return  # a condition without an answer is not one: the last one holds until another is ticked
        self._conditions = kept
        self.changed.emit([dict(one) for one in kept])

    def _done(self) -> None:
        self._close()
        self._show()
        self.add.setFocus()

    def _close(self) -> None:
        self._edited = None
        self.editor.hide()
        self.add.show()

    def _remove(self, place: int) -> None:
        self._close()
        del self._conditions[place]
        self._show()
        self.add.setFocus()
        self.changed.emit([dict(one) for one in self._conditions])


class ConditionEditor(QWidget):
    """One condition: its variable, then the answers that fulfil it; it holds as soon as one is ticked."""

    changed = Signal(object)
    done = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._variable: Variable | None = None
        self._table: DataTable | None = None
        self.variable = VariableField(msg("analysis.view.condition_variable"), required=True)
        self.answers = QListWidget()
        shorten_names(self.answers)
        self.answers.setProperty("kind", "plain")
        self.answers.setSpacing(1)
        say(self.answers, name=msg("analysis.view.condition_answers"))
        self.values = TextField(msg("analysis.view.condition_values"))
        self.values.setProperty(FILTERS, True)
        self.problem = ProblemLabel()
        self.problem.hide()
        close = LinkButton(msg("analysis.view.condition_done"), self.done.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self.variable, self.answers, self.values, self.problem):
            column.addWidget(widget)
        column.addWidget(close, 0, Qt.AlignmentFlag.AlignLeft)
        self.variable.chosen.connect(self._chosen)
        self.answers.itemChanged.connect(lambda _item: self._ticked())
        self.values.editingFinished.connect(self._typed)

    def begin(self, table: DataTable, condition: Condition) -> None:
        """Edit this condition; an empty one begins anew."""
        self._table = table
        name = first_variable(condition) if condition else None
        self.variable.offer(table, offered(table, KINDS), name)
        self._show(name, condition)

    def respeak(self, language: str) -> None:
        """Name the answers in `language`."""
        self.answers.blockSignals(True)
        for place in range(self.answers.count()):
            item = self.answers.item(place)
            choice = self._variable.choice(item.data(Qt.ItemDataRole.UserRole)) if self._variable else None
            item.setText(render(answer_called(choice), language) if choice else item.text())
        self.answers.blockSignals(False)

    def _show(self, variable_id: str | None, condition: Condition) -> None:
        chosen = condition.get("is") or ()
        variable = self._table.variable(variable_id) if self._table is not None and variable_id else None
        self._variable = variable
        self.problem.hide()
        calculated = bool(condition) and "variable" not in condition  # reopens as the text that means it
        categories = variable is not None and variable.kind in (Kind.ONE, Kind.SET) and not calculated
        self.answers.setVisible(categories)
        self.values.setVisible((variable is not None or calculated) and not categories)
        self.values.setText("" if categories else written_condition(condition, self._table))
        if self._table is not None and variable is not None and UNREAD in condition:
            self._reread(self._table, variable)
        self._hint(variable)
        self.answers.blockSignals(True)
        self.answers.clear()
        for choice in variable.choices if variable is not None and categories else ():
            if choice.reason == Reason.PRESENT:
                item = QListWidgetItem(render(answer_called(choice), language_of(self)))
                item.setData(Qt.ItemDataRole.UserRole, choice.id)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if choice.id in chosen else Qt.CheckState.Unchecked)
                self.answers.addItem(item)
        self.answers.blockSignals(False)
        height = max(self.answers.sizeHintForRow(0), 24) * min(self.answers.count(), 8) + 8
        self.answers.setFixedHeight(height)

    def _reread(self, table: DataTable, variable: Variable) -> None:
        """Say again what is wrong with the words of a condition that was not understood."""
        try:
            typed_condition(table, variable, self.values.text())
        except Problem as problem:
            self._complain(problem)

    def _chosen(self, variable_id: object) -> None:
        self._show(str(variable_id), {})
        (self.answers if self.answers.isVisible() else self.values).setFocus()

    def _hint(self, variable: Variable | None) -> None:
        """Show in the empty line what can be typed for a number, or for a date."""
        kind = "dates" if variable is not None and variable.kind in DATES else "numbers"
        name = "condition.typed.dates" if kind == "dates" else "analysis.view.condition_values"
        say(self.values, name=msg(name), placeholder=msg(f"condition.typed.hint_{kind}"))

    def _ticked(self) -> None:
        items = [self.answers.item(place) for place in range(self.answers.count())]
        wanted = [item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked]
        self._emit(wanted)

    def _typed(self) -> None:
        if self._table is None or self._variable is None:
            return
        try:
            condition = typed_condition(self._table, self._variable, self.values.text())
        except Problem as problem:
            self._complain(problem)
            condition = {"variable": self._variable.id, UNREAD: self.values.text().strip()}
        else:
            self.problem.hide()
        if condition is not None:
            self.changed.emit(condition)

    def _complain(self, problem: Problem) -> None:
        self.problem.say(problem.message)
        self.problem.show()

    def _emit(self, wanted: Sequence[object]) -> None:
        if self._variable is not None:
            self.changed.emit({"variable": self._variable.id, "is": wanted})
