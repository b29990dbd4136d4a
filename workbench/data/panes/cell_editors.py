# SPDX-License-Identifier: MIT
"""Editors of a cell: a list of answers, a checklist for sets, a line for numbers, dates and texts."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from analysis.records import Kind, Reason, Variable
from projects.datasets.corrections.edits import typed_cell
from projects.stored_tables.cells import DatasetCell
from wording import Problem, Text, msg, render
from wording.language_record import with_decimal_mark
from workbench.table_labels import DATES
from workbench.translation import language_of, say
from workbench.variable_words import called
from workbench.widgets.elision import shorten_names

_ABSENT = (Reason.REFUSED, Reason.DONT_KNOW, Reason.MISSING, Reason.NOT_ASKED)
_ROWS = 9


def absent_choices(variable: Variable) -> list[tuple[DatasetCell, Text]]:
    """The ways a value can be absent, those the form has choices for excepted."""
    known = {choice.reason for choice in variable.choices}
    return [
        (DatasetCell(None, int(reason)), msg(f"data.reason.{int(reason)}")) for reason in _ABSENT if reason not in known
    ]


def answer_choices(variable: Variable) -> list[tuple[DatasetCell, Text]]:
    """The answers of a question with one answer, then the ways it can be absent."""
    answers: list[tuple[DatasetCell, Text]] = []
    for choice in variable.choices:
        cell = DatasetCell(None, choice.reason) if choice.reason else DatasetCell(choice.id)
        answers.append((cell, choice.labels if any(choice.labels.by_language.values()) else choice.code))
    return answers + absent_choices(variable)


class AnswerList(QListWidget):
    """The answers of a question. With one answer, Enter or a click takes it; in a set, Space or a click ticks."""

    done = Signal(object)  # Cell
    left = Signal()

    def __init__(self, variable: Variable, now: DatasetCell, parent: QWidget) -> None:
        super().__init__(parent)
        shorten_names(self)
        self.variable = variable
        self.several = variable.kind is Kind.SET
        say(self, name=called(variable))
        self.setProperty("kind", "answers")
        self.setMouseTracking(True)
        self._cells: list[DatasetCell] = []
        chosen = now.value if isinstance(now.value, tuple) else ()
        if self.several:
            for choice in variable.choices:
                label: Text = choice.labels if any(choice.labels.by_language.values()) else choice.code
                self._add(DatasetCell((choice.id,)), label, choice.id in chosen or 0 < choice.reason == now.reason)
            rest: Sequence[tuple[DatasetCell, Text]] = absent_choices(variable)
        else:
            rest = answer_choices(variable)
        for cell, label in rest:
            self._add(cell, label, None)
        self.setCurrentRow(0)
        for place, cell in enumerate(self._cells):
            if cell == now:
                self.setCurrentRow(place)
        self.itemClicked.connect(self._clicked)

    def _add(self, cell: DatasetCell, label: Text, ticked: bool | None) -> None:
        entry = QListWidgetItem(render(label, language_of(self)), self)
        entry.setSizeHint(QSize(60, max(26, round(self.fontMetrics().height() * 1.6))))
        if ticked is not None:
            entry.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            entry.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        elif cell.reason:
            italic = entry.font()
            italic.setItalic(True)
            entry.setFont(italic)
        self._cells.append(cell)

    def wanted_height(self) -> int:
        """Room for up to nine answers."""
        return self.sizeHintForRow(0) * min(self.count(), _ROWS) + 6

    def value(self) -> DatasetCell:
        """What is chosen now: the ticked answers, or the current one."""
        if not self.several:
            return self._cells[self.currentRow()]
        ticked = [self.item(place).checkState() == Qt.CheckState.Checked for place in range(self.count())]
        ids = [choice.id for choice, on in zip(self.variable.choices, ticked, strict=False) if on]
        reasons = {choice.id: choice.reason for choice in self.variable.choices}
        if len(ids) == 1 and reasons[ids[0]]:
            return DatasetCell(None, reasons[ids[0]])
        return DatasetCell(tuple(ids))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what is chosen, Space ticks, Esc leaves things as they were."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Space and self._ticks(self.currentRow()):
            self._tick(self.currentItem())
        else:
            super().keyPressEvent(event)

    def _ticks(self, place: int) -> bool:
        return self.several and 0 <= place < len(self.variable.choices)

    def _clicked(self, entry: QListWidgetItem) -> None:
        if self._ticks(self.row(entry)):
            self._tick(entry)
        else:
            self._take()

    def _tick(self, entry: QListWidgetItem) -> None:
        on = entry.checkState() == Qt.CheckState.Checked
        entry.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _take(self) -> None:
        cell = self._cells[self.currentRow()]
        self.done.emit(cell if cell.reason and self.several and not self._ticks(self.currentRow()) else self.value())


class ValueLine(QLineEdit):
    """A line to type a number, a date or a text in."""

    done = Signal(object)  # Cell
    left = Signal()
    refused = Signal(object)  # Message

    def __init__(self, variable: Variable, now: DatasetCell, parent: QWidget) -> None:
        super().__init__(parent)
        self.variable = variable
        say(self, name=called(variable))
        self.setText(written(now, language_of(self)))
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes what was typed, Esc leaves things as they were."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            try:
                self.done.emit(read(self.variable, self.text(), language_of(self)))
            except Problem as problem:
                self.refused.emit(problem.message)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def written(cell: DatasetCell, language: str) -> str:
    """A cell's value as one types it."""
    if cell.reason or cell.value is None:
        return ""
    if not isinstance(cell.value, float):
        return str(cell.value)
    return with_decimal_mark(f"{cell.value:.15g}", language)


def read(variable: Variable, typed: str, language: str) -> DatasetCell:
    """The cell a typed text means, an empty one a missing value. Raises Problem for what the variable cannot hold."""
    return typed_cell(variable, typed, language)


def editor_for(variable: Variable, now: DatasetCell, parent: QWidget) -> AnswerList | ValueLine:
    """The editor of a variable's cells."""
    if variable.kind in (Kind.ONE, Kind.SET):
        return AnswerList(variable, now, parent)
    line = ValueLine(variable, now, parent)
    if variable.kind in DATES:
        say(line, placeholder=msg("data.view.edit.date_hint"))
    return line
