# SPDX-License-Identifier: MIT
"""The field that holds one variable: its wording and export name; pressing it opens the picker in its column."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from analysis.records import DataTable, Variable
from projects.imported.records import ImportedTable
from wording import Text, msg, render
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.translation import explain, language_of
from workbench.variable_picker.candidates import Candidate, candidates_of
from workbench.variable_picker.popup import Fitting, VariablePicker, column_around
from workbench.widgets import Button, ElidedLabel, IconButton, ShownInUse
from workbench.widgets.elision import shortened

VARIABLE_MIME = "application/x-workbench-variable"
_CONFIRMED_MS = 6000
_OPENS = (Qt.Key.Key_Down, Qt.Key.Key_F4)


class FieldButton(Button):
    """A button that looks like a field and shortens what it says in its middle; a chevron says that it opens.

    Beside the wording stands the export name, where both have room. `confirm` ticks it off for a few seconds, with the
    name whole: what was taken is said in the field itself, so that nothing below it moves. `typed` carries a letter
    typed on it.
    """

    typed = Signal(str)

    def __init__(self, text: Text, name: Text, parent: QWidget | None = None) -> None:
        self._whole = self._beside = self._picture = ""
        self.confirmed = False
        super().__init__(text, kind="field", parent=parent)
        self._label = name
        explain(self, name)
        self._fade = QTimer(self, singleShot=True, interval=_CONFIRMED_MS)
        self._fade.timeout.connect(lambda: self.confirm(there=False))
        self.setText(self._whole)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show as much of `text` as there is room for."""
        self._whole = text
        self._update_name()

    def show_beside(self, name: str, icon: str = "") -> None:
        """Show this export name beside the wording, and an icon before it."""
        self._beside, self._picture = name, icon
        self._update_name()

    def confirm(self, *, there: bool = True) -> None:
        """Tick off what was just taken; it fades."""
        self.confirmed = there
        self._fade.start() if there else self._fade.stop()
        self.update()

    def _update_name(self) -> None:
        label = render(getattr(self, "_label", ""), language_of())
        said = f"{self._whole} ({self._beside})" if self._beside and self._beside != self._whole else self._whole
        self.setToolTip(said)
        self.setAccessibleName(f"{label}: {said}" if label else said)
        super().setText("")
        self.update()

    def whole(self) -> str:
        """All it says."""
        return self._whole

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as it is given."""
        return QSize(60, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """As wide as it is given."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field, the icon, the wording, the name, the chevron."""
        super().paintEvent(event)
        painter, colours = QPainter(self), colours_of(self)
        size = 14
        place = QRect(self.width() - size - 9, (self.height() - size) // 2, size, size)
        painter.drawPixmap(place, pixmap("chevron-down", colours.muted, size))
        area = QRect(10, 0, place.left() - 16, self.height())
        picture, shade = ("check", colours.good) if self.confirmed else (self._picture, colours.muted)
        if picture:
            painter.drawPixmap(area.left(), (self.height() - 15) // 2, pixmap(picture, shade, 15))
            area.setLeft(area.left() + 22)
        metrics = painter.fontMetrics()
        beside = self._beside if self._beside and self._beside != self._whole else ""
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        spare = area.width() - metrics.horizontalAdvance(self._whole) - 10
        if self.confirmed:
            spare = max(spare, area.width() * 2 // 3)
        if beside and metrics.horizontalAdvance(beside) <= spare:
            painter.setPen(QColor(colours.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, beside)
            area.setRight(area.right() - metrics.horizontalAdvance(beside) - 10)
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.muted))
        painter.drawText(area, left, shortened(self._whole, metrics, area.width()))
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys that open a drop-down open it; a letter is what is looked for."""
        if event.key() in _OPENS:
            self.click()
            return
        held = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if not held and event.text().strip() and event.text().isprintable():
            self.typed.emit(event.text())
            return
        super().keyPressEvent(event)


class VariableField(QWidget):
    """The variable chosen; `chosen` carries its id (None once cleared). Variables may be dropped on it."""

    chosen = Signal(object)
    other_table_taken = Signal(str, str)  # a variable of another table was taken: its table, its id

    def __init__(
        self, name: Text, *, required: bool = False, empty: Text = "", several: bool = False,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`empty` is what the field says while nothing is chosen; one that is not `required` can be cleared.

        `several`: Ctrl+Enter takes one and goes on to the next.
        """
        super().__init__(parent)
        self._name, self._required, self._several = name, required, several
        explain(self, name)
        self._empty = empty or msg("picker.choose")
        self._table_id = ""
        self._candidates: list[Candidate] = []
        self._chosen: Hashable | None = None
        self._fitting: Fitting | None = None
        self.picker: VariablePicker | None = None
        self.button = FieldButton(self._empty, name)
        self.clear = IconButton("x", msg("picker.clear", field=name), self._cleared, framed=False, size=14)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.button, 1)
        row.addWidget(self.clear)
        self.button.clicked.connect(lambda _checked=False: self.turn())
        self.button.typed.connect(self._look_for)
        self.setAcceptDrops(True)
        self.setFocusProxy(self.button)
        self._in_use = ShownInUse(self, self.clear, useful=self._can_be_cleared)
        self._keep_room()

    # What is offered and chosen

    def offer(
        self, table: DataTable | ImportedTable, variables: Collection[Variable], chosen: Hashable | None = None,
        *, why: Mapping[str, Text] | None = None,
    ) -> None:  # fmt: skip
        """Offer these variables of a table, with one chosen; the others of the table are shown as not fitting.

        `why` gives the reason for single ones that do not fit, by id.
        """
        self.offer_candidates(candidates_of(table, variables, why), chosen, table_id=table.id)

    def offer_candidates(
        self, candidates: Sequence[Candidate], chosen: Hashable | None = None, *, table_id: str = ""
    ) -> None:
        """Offer these rows, with one chosen."""
        self._table_id, self._candidates = table_id, list(candidates)
        self.choose(chosen)
        if self.picker is not None:
            self.picker.offer(self._candidates, chosen)

    def take_of_other_table(self, fitting: Fitting) -> None:
        """Let variables of other tables be taken; `fitting` gives those of a table that can be."""
        self._fitting = fitting

    def say_empty(self, empty: Text) -> None:
        """What the field says while nothing is chosen."""
        self._empty = empty
        if self._chosen is None:
            self.button.say(empty)

    def choose(self, chosen: Hashable | None) -> None:
        """Show `chosen`, without a signal; what is not offered is nothing."""
        found = next((one for one in self._candidates if one.value == chosen), None)
        before, self._chosen = self._chosen, chosen if found is not None else None
        self.button.say(found.text if found is not None else self._empty)
        self.button.show_beside(found.name if found is not None else "", found.icon if found is not None else "")
        self._keep_room()
        if self._chosen != before:
            self.button.confirm(there=False)

    def _can_be_cleared(self) -> bool:
        return self._chosen is not None and not self._required

    def _keep_room(self) -> None:
        """The "x" has its room while there is something to clear; it is seen while the field is in use."""
        room = self.clear.sizePolicy()
        room.setRetainSizeWhenHidden(self._can_be_cleared())
        self.clear.setSizePolicy(room)
        self._in_use.look()

    def offered(self) -> list[Candidate]:
        """The rows it offers, those that do not fit too."""
        return list(self._candidates)

    def value(self) -> Any:
        """The id chosen; None where there is none."""
        return self._chosen

    def respeak(self, _language: str) -> None:
        """Name the field anew."""
        self.close_picker()

    # The picker

    def turn(self) -> None:
        """Open or close the picker."""
        if self.picker is not None:
            self.close_picker()
        elif self._candidates:
            self.button.confirm(there=False)
            self.picker = VariablePicker(
                self._name, self.button, several=self._several, table=self._table_id, fitting=self._fitting
            )
            self.picker.taken.connect(self._candidate_chosen)
            self.picker.left.connect(self.close_picker)
            self.picker.open(self._candidates, self._chosen)

    def _look_for(self, letter: str) -> None:
        """Open the picker with the letter that was typed on the closed field."""
        if self.picker is None:
            self.turn()
        if self.picker is not None:
            self.picker.search.setFocus()
            self.picker.search.setText(letter)

    def close_picker(self) -> None:
        """Close the picker, unchanged."""
        picker, self.picker = self.picker, None
        if picker is not None:
            picker.leave()

    def hideEvent(self, event: QHideEvent) -> None:
        """The picker goes with its field."""
        super().hideEvent(event)
        self.close_picker()

    def _candidate_chosen(self, candidate: Candidate, more: bool) -> None:
        if not more or candidate.table:
            self.close_picker()
        if candidate.table:
            self.other_table_taken.emit(*candidate.value)  # type: ignore[misc]  # one of another table holds two
            return
        self._take(candidate)
        self._say_taken(candidate)

    def _take(self, candidate: Candidate) -> None:
        if candidate.value != self._chosen:
            self.choose(candidate.value)
            self.chosen.emit(candidate.value)

    def _say_taken(self, candidate: Candidate) -> None:
        """Say what was taken, to be seen in the field and to be heard."""
        language = language_of(self)
        text = render(candidate.text, language)
        said = msg("picker.taken", variable=text)
        if candidate.name and candidate.name != text:
            said = msg("picker.taken_named", variable=text, name=candidate.name)
        for other in column_around(self).findChildren(VariableField):
            other.button.confirm(there=False)
        self.button.confirm()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.button, render(said, language)))

    def _cleared(self) -> None:
        self.choose(None)
        self.button.setFocus()
        self.chosen.emit(None)

    # Dropped on it

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a variable of the same table that fits here."""
        if self._dropped(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Choose what was dropped."""
        wanted = self._dropped(event.mimeData())
        if wanted is not None:
            self.close_picker()
            self._take(wanted)
            event.acceptProposedAction()

    def _dropped(self, data: QMimeData) -> Candidate | None:
        if not data.hasFormat(VARIABLE_MIME):
            return None
        table, _, variable = bytes(data.data(VARIABLE_MIME).data()).decode().partition("\n")
        if table != self._table_id:
            return None
        return next((one for one in self._candidates if one.value == variable and one.fits), None)


def dragged_variable(table_id: str, variable_id: str) -> QMimeData:
    """What is dragged: one variable of one table."""
    data = QMimeData()
    data.setData(VARIABLE_MIME, f"{table_id}\n{variable_id}".encode())
    return data


class ChosenLines(QWidget):
    """What is chosen, by its ids; more is added from the picker or dropped here. A kind says what it offers and gives.

    `changed` carries `value()`.
    """

    changed = Signal(object)

    def __init__(self, name: Text, empty: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._empty = name, empty
        explain(self, name)
        self._chosen: list[str] = []
        self._shown: list[tuple[str, Text]] | None = None
        self._lines: list[QWidget] = []
        self.removers: list[IconButton] = []
        self._in_use: ShownInUse | None = None
        self.add = VariableField(name, required=True, empty=empty, several=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.add)
        self.add.chosen.connect(lambda value: self._change([*self._chosen, str(value)]))
        self.setAcceptDrops(True)
        self.setFocusProxy(self.add)

    @abstractmethod
    def value(self) -> object:
        """What is chosen, as the option keeps it."""

    @abstractmethod
    def offer_rest(self) -> None:
        """Offer what is not chosen yet."""

    @abstractmethod
    def called(self, ids: Sequence[str]) -> list[Text]:
        """What the chosen are called."""

    def more(self) -> Text:
        """What the field that adds says once something is chosen."""
        return self._empty

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take what the picker offers."""
        self.add.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Add what was dropped."""
        self.add.dropEvent(event)

    def show_chosen(self, chosen: Sequence[str]) -> None:
        """Show these as chosen; lines that stay are not made again."""
        self._chosen = list(chosen)
        self.offer_rest()
        self.add.say_empty(self.more() if self._chosen else self._empty)
        said = list(zip(self._chosen, self.called(self._chosen), strict=True))
        if said == self._shown:
            return
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._shown, self._lines, self.removers = said, [], []
        for place, (value, text) in enumerate(said):
            self._lines.append(self._line(value, text))
            self._column.insertWidget(place, self._lines[-1])
        if self._in_use is not None:
            self._in_use.deleteLater()
        self._in_use = ShownInUse(self, *self.removers)
        order = [*self.removers, self.add.button]  # the lines come before the field that adds to them
        for first, second in zip(order, order[1:], strict=False):
            QWidget.setTabOrder(first, second)

    def _line(self, value: str, text: Text) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(9, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(ElidedLabel(text), 1)
        take_away = msg("analysis.view.remove_variable", variable=text, field=self._name)
        remover = IconButton("x", take_away, partial(self._removed, value), framed=False, size=14)
        row.addWidget(remover)
        self.removers.append(remover)
        return line

    def _removed(self, value: str) -> None:
        self._change([one for one in self._chosen if one != value])

    def _change(self, chosen: list[str]) -> None:
        self.show_chosen(chosen)
        if self.add.picker is None:
            self.add.button.setFocus()
        self.changed.emit(self.value())
