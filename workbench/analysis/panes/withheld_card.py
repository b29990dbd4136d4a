# SPDX-License-Identifier: MIT
"""The card under a result: how many cells will be withheld, and three remedies, each with what it costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QVBoxLayout, QWidget

from analysis.remedies import Neighbour, Remedies
from wording import Text, msg
from workbench.widgets import Button, ChoiceField, Label, Line, LinkButton, TextField
from workbench.widgets.flow_layout import FlowLayout

_MOST_ADVICE = 4  # sentences: on extremes, on bases, on few people, on the public


class WithheldCard(QFrame):
    """Shows what `remedies` found and tells what is wanted; hidden where nothing is withheld or was chosen."""

    join_requested = Signal(object, str)  # Joined, the name typed
    neighbour_requested = Signal(object)  # Neighbour
    total_requested = Signal(object)  # OnlyTotal
    proposed_requested = Signal()
    confirmed = Signal()  # the text columns of the result name no one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "warning")
        self.remedies = Remedies()
        self._lent_keys: QWidget | None = None  # holds them while the choices are worked out anew
        self.heading = _label()
        self.heading.setStyleSheet("font-weight: 600;")
        self.join = _Remedy("join", self._join)
        self.name = TextField(msg("withheld.join.name"), placeholder=msg("withheld.join.proposed_name"))
        self.name.returnPressed.connect(self._join)
        self.join.put(self.name)
        self.neighbour = _Remedy("neighbour", self._neighbour)
        self.which = ChoiceField(msg("withheld.neighbour.which"))
        self.which.chosen.connect(lambda _name: self._say_neighbour())
        self.neighbour.put(self.which)
        self.total = _Remedy("total", self._total)
        self.back = LinkButton(msg("withheld.as_proposed"), self.proposed_requested.emit)
        self.names_no_one = Button(msg("withheld.names_no_one"), self.confirmed.emit, icon="check")
        self.names_no_one.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(8)
        self.advice = [_label() for _ in range(_MOST_ADVICE)]
        for widget in (self.heading, *self.advice, self.join, self.neighbour, self.total, self.back):
            column.addWidget(widget)
        column.addWidget(self.names_no_one, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def forget(self) -> None:
        """Nothing is known of the result."""
        self._lend_keys()
        self.remedies = Remedies()
        self.name.clear()
        self.hide()

    def show_count(self, withheld: int, public: int, *, chosen: bool) -> None:
        """Say how many will be withheld, and from whom; what can be done follows once it is worked out."""
        self._lend_keys()
        self.remedies = Remedies()
        self.heading.say(_heading_of(withheld, public) if withheld or public else msg("withheld.nothing_now"))
        for remedy in (*self.advice, self.join, self.neighbour, self.total):
            remedy.hide()
        self.back.setVisible(chosen)
        self.names_no_one.hide()
        self.setVisible(bool(withheld) or bool(public) or chosen)

    def show_whole(self, why: Text, values: Sequence[Text]) -> None:
        """Say why nothing of the result leaves, however many cells it has: what `values` of its columns name no one?"""
        self.show_count(1, 1, chosen=False)
        self.heading.say(why)
        for label, line in zip(self.advice, values, strict=False):
            label.say(line)
            label.show()
        self.names_no_one.show()

    def show_remedies(self, found: Remedies, advised: Sequence[Text] = ()) -> None:
        """Show what can be done, and what helps where no choice does."""
        self.remedies = found
        for label, sentence in zip(self.advice, advised, strict=False):
            label.say(sentence)
            label.show()
        self.join.setVisible(found.joined is not None)
        if found.joined is not None:
            self.join.effect.say(msg("withheld.join.answers", answers=list(found.joined.labels)))
            self.join.cost.say(msg("withheld.cost", n=found.joined.withheld))
        self.neighbour.setVisible(any(not one.proposed for one in found.neighbours))
        self.which.set_choices([(one.name, _place(one)) for one in found.neighbours])
        if found.neighbours:
            self.which.choose(found.neighbours[0].name)
            self._say_neighbour()
        self.total.setVisible(found.only_total is not None)
        if found.only_total is not None:
            self.total.effect.say(msg("withheld.total.rows", rows=list(found.only_total.rows)))
            self.total.cost.say(msg("withheld.cost", n=found.only_total.withheld))
        self._take_keys()

    def _lend_keys(self) -> None:
        """Give the keys to what scrolls before a button that has them is hidden: the next field takes letters."""
        focus, around = QApplication.focusWidget(), self.parentWidget()
        while around is not None and not isinstance(around, QAbstractScrollArea):
            around = around.parentWidget()
        if focus is not None and around is not None and self.isAncestorOf(focus):
            around.setFocus()
            self._lent_keys = around

    def _take_keys(self) -> None:
        """Have the keys again, where nobody took them meanwhile."""
        lent, self._lent_keys = self._lent_keys, None
        if lent is not None and lent.hasFocus():
            places = (self.which, self.total.use, self.back)
            next((one for one in places if one.isVisible()), lent).setFocus()

    def chosen_neighbour(self) -> Neighbour | None:
        """The cell that stands in the list."""
        wanted = self.which.value()
        return next((one for one in self.remedies.neighbours if one.name == wanted), None)

    def _say_neighbour(self) -> None:
        one = self.chosen_neighbour()
        if one is not None:
            now = "now" if self.back.isHidden() else "chosen"
            self.neighbour.effect.say(msg(f"withheld.neighbour.{now if one.proposed else 'instead'}"))
            self.neighbour.cost.say(msg("withheld.cost", n=one.withheld))
            self.neighbour.use.setEnabled(not one.proposed)

    def _join(self) -> None:
        if self.remedies.joined is not None:
            self.join_requested.emit(self.remedies.joined, self.name.text().strip() or self.name.placeholderText())

    def _neighbour(self) -> None:
        one = self.chosen_neighbour()
        if one is not None:
            self.neighbour_requested.emit(one)

    def _total(self) -> None:
        if self.remedies.only_total is not None:
            self.total_requested.emit(self.remedies.only_total)


class _Remedy(QWidget):
    """What can be done, a field where it needs one, what it means, what it costs, and the button that does it."""

    def __init__(self, name: str, pressed: Callable[[], object]) -> None:
        super().__init__()
        self.head = _label(msg(f"withheld.{name}.head"))
        self.head.setStyleSheet("font-weight: 600;")
        self.effect, self.cost = _label(), _label()
        self.cost.setWordWrap(False)
        self.use = Button(msg(f"withheld.{name}.use"), pressed)
        self._row = FlowLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(Line())
        column.addWidget(self.head)
        column.addWidget(self.effect)
        column.addLayout(self._row)
        self._row.addWidget(self.use)
        self._row.addWidget(self.cost)
        self.cost.setMinimumHeight(self.use.sizeHint().height())
        self.hide()

    def put(self, field: QWidget) -> None:
        """Set the field before the button, in a line that wraps where it is narrow."""
        field.setMinimumWidth(200)
        self._row.removeWidget(self.use)
        self._row.removeWidget(self.cost)
        for part in (field, self.use, self.cost):
            self._row.addWidget(part)


def _label(text: Text = "") -> Label:
    label = Label(text, wrap=True)
    label.setProperty("kind", "warning")
    return label


def _heading_of(withheld: int, public: int) -> Text:
    if not withheld:
        return msg("withheld.when_shared.public", n=public)
    if public == withheld:
        return msg("withheld.when_shared", n=withheld)
    return msg("withheld.when_shared.each", n=withheld, public=public)


def _place(one: Neighbour) -> Text:
    return msg("withheld.neighbour.place", row=one.row, column=one.column)
