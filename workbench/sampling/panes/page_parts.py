# SPDX-License-Identifier: MIT
"""Small parts of the room: a number to type, a page with a title, a bar of buttons, the card of findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from analysis.survey.calibration.frame_sheet import number_of
from wording import Text, render
from wording.language_record import with_decimal_mark
from workbench.translation import language_of
from workbench.widgets import HeadingLabel, MutedLabel, Pane, PaneHeader, RowsModel, RowsTable, TextField, scrolled
from workbench.widgets.flow_layout import FlowLayout


class NumberField(TextField):
    """A number to type; `percent` shows a share as percent. `changed` comes with each key that leaves a number."""

    changed = Signal()

    def __init__(self, name: Text, value: float | None, *, percent: bool = False) -> None:
        super().__init__(name, placeholder="")
        self._percent, self._shown, self._written = percent, value, ""
        self.set_value(value)
        self.textEdited.connect(lambda _text: self.changed.emit())

    def set_value(self, value: float | None) -> None:
        """Show a number."""
        self._shown = value
        self.setModified(False)
        self.respeak(language_of())

    def respeak(self, language: str) -> None:
        """Write the number that was shown, as long as nobody changed it, with the mark of the language."""
        if self.isModified():
            return
        if self._shown is None:
            self.clear()
            return
        number = self._shown * (100 if self._percent else 1)
        text = f"{number:.0f}" if float(number).is_integer() else f"{round(number, 6):g}"
        self._written = with_decimal_mark(text, language)
        self.setText(self._written)

    def value(self) -> float | None:
        """The number; None for nothing, NaN for what is no number."""
        if self._shown is not None and self.text() == self._written:
            return self._shown  # with all its decimals
        text = self.text().strip().rstrip("%").strip()
        if not text:
            return None
        try:
            return number_of(text) / (100 if self._percent else 1)
        except ValueError:
            return float("nan")


class Page(Pane):
    """The centre of a step: a title, a sentence, then `sheet`, a layout to fill; it scrolls where it must."""

    def __init__(self, title: Text, lead: Text, buttons: Sequence[QWidget] = ()) -> None:
        super().__init__(spacing=0)
        inside = Pane(margins=(22, 16, 22, 16), spacing=10)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(HeadingLabel(title, wrap=True), 1)
        beside = QWidget()
        line = FlowLayout(beside, in_one_line=True)
        for button in buttons:
            line.addWidget(button)
        head.addWidget(beside)
        inside.body.addLayout(head)
        self.lead = MutedLabel(lead, wrap=True)
        inside.body.addWidget(self.lead)
        self.sheet: QVBoxLayout = inside.body
        self.body.addWidget(scrolled(inside, sideways=True), 1)


class Side(Pane):
    """The right column of a step: a title, then `form`, a layout that scrolls."""

    def __init__(self, title: Text) -> None:
        super().__init__(PaneHeader(title), spacing=0)
        inside = Pane(margins=(12, 12, 12, 12), spacing=12)
        self.form: QVBoxLayout = inside.body
        self.body.addWidget(scrolled(inside, sideways=True), 1)


class Sentences(MutedLabel):
    """Several sentences one after the other."""

    def __init__(self) -> None:
        self._parts: Sequence[Text] = ()
        super().__init__("", wrap=True)

    def say_all(self, parts: Sequence[Text]) -> None:
        """Say these."""
        self._parts = tuple(parts)
        self.respeak(language_of())

    def respeak(self, language: str) -> None:
        """Say them in another language."""
        if self._parts:
            self.say(" ".join(render(part, language) for part in self._parts))


def beside(*widgets: QWidget) -> QWidget:
    """Widgets side by side that share the width."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget, 1)
    return made


def bar(*buttons: QWidget) -> QWidget:
    """Buttons in a row that wraps."""
    made = QWidget()
    flow = FlowLayout(made)
    flow.setContentsMargins(0, 4, 0, 4)
    for button in buttons:
        flow.addWidget(button)
    return made


_LEAST, _AROUND = 84, 24  # pixels
_FITTED = "most lines"  # a property of grids whose height follows their lines


class WrappedRows(RowsModel):
    """Rows whose headings wrap: they say what is counted of what."""

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings, with room for a second line."""
        found = super().headerData(section, orientation, role)
        if role == Qt.ItemDataRole.TextAlignmentRole and found is not None:
            return cast("int", found) | int(Qt.TextFlag.TextWordWrap)
        return found


def wrap_heads(table: RowsTable) -> None:
    """Give headings three lines, and the columns all the width there is."""
    header = table.horizontalHeader()
    header.setFixedHeight(round(header.fontMetrics().height() * 3.2) + 10)
    header.setStretchLastSection(False)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    fit_words(table)


def fit_words(table: RowsTable, others: Iterable[str] = ()) -> None:
    """Let no column be narrower than the longest word of a heading, or than one of `others`; then the sheet scrolls."""
    header, model = table.horizontalHeader(), table.model()
    heads = [str(model.headerData(at, Qt.Orientation.Horizontal) or "") for at in range(model.columnCount())]
    bold = QFont(header.font())
    bold.setWeight(QFont.Weight.Bold)
    words = [QFontMetrics(bold).horizontalAdvance(word) for head in heads for word in head.split()]
    cells = [table.fontMetrics().horizontalAdvance(text) for text in others]
    header.setMinimumSectionSize(max([_LEAST, *(wide + _AROUND for wide in (*words, *cells))]))


def fit_height(grid: Any, most: int = 12) -> None:
    """Make a grid as high as its lines, up to `most` of them, and as the bar below them where columns need one."""
    sideways = grid.horizontalScrollBar()
    if grid.property(_FITTED) is None:
        sideways.rangeChanged.connect(lambda _least, _most: fit_height(grid, int(grid.property(_FITTED))))
    grid.setProperty(_FITTED, most)
    rows = min(max(grid.model().rowCount(), 2), most)
    height = grid.horizontalHeader().height() + rows * grid.verticalHeader().defaultSectionSize() + 4
    grid.setFixedHeight(height + (sideways.sizeHint().height() if sideways.maximum() > 0 else 0))
