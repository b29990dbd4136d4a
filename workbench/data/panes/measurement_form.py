# SPDX-License-Identifier: MIT
"""Kind, order and confirmation of a variable in the inspector: chosen with a look at what would not convert."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from analysis.records import Kind, Level, Role, Variable
from projects.datasets.corrections.kind_conversion import WORDS, Conversion, word_of
from wording import Message, Text, msg, render
from workbench.data.side_column_widgets import NamedField
from workbench.translation import language_of, say
from workbench.variable_words import has_words
from workbench.widgets import Button, ChoiceField, Label, MutedLabel, PrimaryButton, SectionLabel, TextField
from workbench.widgets.elision import shorten_names

_ROW, _MOST_ROWS = 16, 9


class MeaningForm(QWidget):
    """What a column holds. All signals carry the variable's id first.

    `kind_requested`: a kind to look at (word, date order); `kind_chosen`: a kind to store (word, date order);
    `order_chosen`: the answers in order, as ids; `confirmed`; `marks_chosen`: missing marks as typed.
    """

    kind_requested = Signal(str, str, str)
    kind_chosen = Signal(str, str, str)
    order_chosen = Signal(str, object)
    confirmed = Signal(str)
    marks_chosen = Signal(str, str)

    def __init__(self, variable: Variable, derived: bool) -> None:
        super().__init__()
        self.variable = variable
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(4)
        self.kind = ChoiceField(msg("kinds.holds"), [(word, msg(f"kinds.word.{word}")) for word in WORDS])
        self.kind.choose(word_of(variable))
        self.kind.setEnabled(not derived)
        self.kind.chosen.connect(lambda word: self.kind_requested.emit(variable.id, word, ""))
        self.rows.addWidget(NamedField(msg("kinds.holds"), self.kind))
        self.look = QVBoxLayout()
        self.rows.addLayout(self.look)
        if variable.content_unconfirmed:
            self._waiting()
        if variable.kind is Kind.ONE and variable.level is Level.ORDINAL and variable.role is not Role.IDENTIFIER:
            self._order()
        if not derived and variable.role is not Role.IDENTIFIER:
            self._marks()

    def _waiting(self) -> None:
        self.rows.addWidget(Label(msg("kinds.inspector_waiting"), wrap=True))
        self.rows.addWidget(
            Button(msg("kinds.names_nobody_short"), lambda: self.confirmed.emit(self.variable.id), icon="check")
        )

    def _order(self) -> None:
        key = "kinds.order_open" if self.variable.order_unconfirmed else "kinds.order_known"
        self.rows.addWidget(SectionLabel(msg("kinds.order")))
        self.rows.addWidget(MutedLabel(msg(key), wrap=True))
        self.order = OrderList(self.variable)
        self.rows.addWidget(self.order)
        row = QHBoxLayout()
        row.addWidget(Button(msg("kinds.up"), lambda: self.order.shift(-1), icon="arrow-up"))
        row.addWidget(Button(msg("kinds.down"), lambda: self.order.shift(1), icon="arrow-down"))
        row.addStretch(1)
        self.rows.addLayout(row)
        chosen = msg("kinds.order_confirm")
        self.confirm = Button(chosen, lambda: self.order_chosen.emit(self.variable.id, self.order.ids()), icon="check")
        self.rows.addWidget(self.confirm)
        kept = self.order.ids()

        def show() -> None:
            """There is something to confirm: the order as it stands, or another than the confirmed one."""
            self.confirm.setVisible(self.variable.order_unconfirmed or self.order.ids() != kept)

        self.order.moved.connect(show)
        show()

    def _marks(self) -> None:
        label = msg("kinds.missing_marks")
        self.marks = TextField(label)
        say(self.marks, placeholder=msg("kinds.missing_marks_example"), tip=msg("kinds.missing_marks_tip"))
        self.marks.returnPressed.connect(self._marks_typed)
        self.rows.addWidget(NamedField(label, self.marks, 150))

    def _marks_typed(self) -> None:
        if self.marks.text().strip():
            self.marks_chosen.emit(self.variable.id, self.marks.text())

    def show_look(self, word: str, made: Conversion | Message, date_order: str = "") -> None:
        """Say what a kind would do, and let the user take it or leave it."""
        self._clear()
        if isinstance(made, Message):
            self.look.addWidget(Label(made, wrap=True))
            if made.key == "kinds.date_order_unclear":
                for order in ("dmy", "mdy"):
                    ask = partial(self.kind_requested.emit, self.variable.id, word, order)
                    self.look.addWidget(Button(msg(f"data.view.import.date.{order}"), ask))
        else:
            kind, kept = msg(f"kinds.word.{word}"), int((made.column.reasons == 0).sum())
            lines: list[Text] = [msg("kinds.preview", variable=self.variable.name, kind=kind, n=kept)]
            if made.lost.any():
                lines.append(msg("kinds.look_lost", n=int(made.lost.sum()), examples=list(made.examples)))
            lines += [msg("kinds.preview_joined", kept=one.kept, others=list(one.others)) for one in made.joined[:6]]
            for line in lines:
                self.look.addWidget(Label(line, wrap=True))
            take = msg("kinds.take", kind=kind)
            self.look.addWidget(PrimaryButton(take, lambda: self.kind_chosen.emit(self.variable.id, word, date_order)))
        self.look.addWidget(Button(msg("data.view.cancel"), self._leave))

    def _leave(self) -> None:
        self._clear()
        self.kind.choose(word_of(self.variable))

    def _clear(self) -> None:
        while (item := self.look.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


class OrderList(QListWidget):
    """The answers of a variable, dragged or moved with Alt+↑ and Alt+↓ into their order; `moved` when one was."""

    moved = Signal()

    def __init__(self, variable: Variable) -> None:
        super().__init__()
        shorten_names(self)
        say(self, name=msg("kinds.order"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        language = language_of()
        for choice in variable.choices:
            if not choice.reason:
                text = render(choice.labels, language) if has_words(choice.labels) else choice.code
                item = QListWidgetItem(text, self)
                item.setData(Qt.ItemDataRole.UserRole, choice.id)
                item.setToolTip(text)
        self.setFixedHeight(min(self.count(), _MOST_ROWS) * max(self.sizeHintForRow(0), _ROW) + 8)
        self.setCurrentRow(0)
        model = self.model()
        for change in (model.rowsMoved, model.rowsInserted):
            change.connect(lambda *_: self.moved.emit())

    def ids(self) -> list[str]:
        """The choices' ids in the order shown."""
        return [str(self.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.count())]

    def shift(self, by: int) -> None:
        """Move the chosen answer up or down."""
        row = self.currentRow()
        if 0 <= row + by < self.count():
            item = self.takeItem(row)
            self.insertItem(row + by, item)
            self.setCurrentRow(row + by)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = steps.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.shift(step)
        else:
            super().keyPressEvent(event)
