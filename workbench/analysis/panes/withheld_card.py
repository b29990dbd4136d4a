# SPDX-License-Identifier: MIT
"""The cards at a result: numbers that may mean no answer; a line on what others do not get, all remedies behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from analysis.withholding_remedies import Neighbour, Remedies
from projects.results.rare_answers import group_name
from wording import Text, msg, render
from workbench.translation import language_of
from workbench.widgets import Button, ChoiceField, ElidedLabel, Label, Line, LinkButton, TextField
from workbench.widgets.elision import first_letters
from workbench.widgets.flow_layout import FlowLayout

_MOST_ADVICE = 4  # sentences: on extremes, on bases, on few people, on the public
_NAME = 24  # letters of a group's name on a button


class WithheldLine(QFrame):
    """One line over the buttons of a result: why numbers of it are not shown, and the one key that helps best."""

    def __init__(self, turned: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "warning")
        self.cause = ElidedLabel(kind="warning", running=True)
        self.key = Button("")
        self.key.clicked.connect(lambda _checked=False: self._pressed())
        self.more = LinkButton(msg("withheld.line.more"), turned)
        self._pressed: Callable[[], object] = turned
        row = QHBoxLayout(self)
        row.setContentsMargins(22, 4, 22, 4)
        row.addWidget(self.cause, 1)
        row.addWidget(self.key)
        row.addWidget(self.more)
        self.hide()

    def say(self, why: Text) -> None:
        """Say this, until what helps is known."""
        self.cause.say(why)
        self.key.hide()
        self.more.hide()
        self.show()

    def offer(self, key: tuple[Text, Text, Callable[[], object]] | None, *, more: bool) -> None:
        """Offer a key (its words, its tooltip, what it does), and whether there is more to read or to choose."""
        self.key.setVisible(key is not None)
        self.more.setVisible(more)
        if key is not None:
            words, tip, self._pressed = key
            self.key.say(words, tip=tip)


class WithheldCard(QFrame):
    """Shows all that `remedies` found and tells what is wanted; its `line` stands elsewhere and opens it."""

    join_requested = Signal(object, str)  # Joined or JoinedGroups, the name typed
    neighbour_requested = Signal(object)  # Neighbour
    total_requested = Signal(object)  # OnlyTotal
    proposed_requested = Signal()
    confirmed = Signal()  # the text columns of the result name no one
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "warning")
        self.remedies = Remedies()
        self.line = WithheldLine(self.turn)
        self._open, self._now = False, 0  # whether all is shown; how many cells are withheld
        self._waits = False  # for a word that text columns name no one
        self._lent_keys: QWidget | None = None  # holds them while the choices are worked out anew
        self.join = _Remedy("join", self._join)
        self.name = TextField(msg("withheld.join.name"), placeholder=msg("withheld.join.proposed_name"))
        self.name.returnPressed.connect(self._join)
        self.join.put(self.name)
        self.groups = _Remedy("groups", self._join_groups)
        self.group_name = TextField(msg("withheld.groups.name"))
        self.group_name.returnPressed.connect(self._join_groups)
        self.groups.put(self.group_name)
        self.neighbour = _Remedy("neighbour", self._neighbour)
        self.which = ChoiceField(msg("withheld.neighbour.which"))
        self.which.chosen.connect(lambda _name: self._say_neighbour())
        self.neighbour.put(self.which)
        self.total = _Remedy("total", self._total)
        self.back = LinkButton(msg("withheld.as_proposed"), self.proposed_requested.emit)
        self.back.hide()
        self.names_no_one = Button(msg("withheld.names_no_one"), self.confirmed.emit, icon="check")
        self.names_no_one.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.setSpacing(8)
        self.advice = [_label() for _ in range(_MOST_ADVICE)]
        for widget in (*self.advice, self.join, self.groups, self.neighbour, self.total, self.back):
            column.addWidget(widget)
        column.addWidget(self.names_no_one, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def turn(self) -> None:
        """Show all that can be done, or only the line again."""
        self._open = not self._open
        self._show_if_open()
        if self._open:
            self.opened.emit()

    def wait(self) -> None:
        """The numbers are worked out anew: the line keeps its place until then."""
        self._lend_keys()
        self.line.key.setEnabled(False)
        self.hide()

    def forget(self) -> None:
        """Nothing is known of the result."""
        self._lend_keys()
        self.remedies = Remedies()
        for field in (self.name, self.group_name):
            field.clear()
        self.line.hide()
        self.hide()

    def show_cause(self, why: Text | None, withheld: int, *, chosen: bool) -> None:
        """Say why numbers are not shown to others; what can be done follows once it is worked out."""
        self._lend_keys()
        self.remedies, self._now, self._waits = Remedies(), withheld, False
        for remedy in (*self.advice, self.join, self.groups, self.neighbour, self.total, self.names_no_one):
            remedy.hide()
        self.back.setVisible(chosen)
        self.line.setVisible(why is not None or chosen)
        if why is not None or chosen:
            self.line.say(why if why is not None else msg("withheld.nothing_now"))
            self._offer()
        self._show_if_open()

    def show_whole(self, why: Text, values: Sequence[Text]) -> None:
        """Say why nothing of the result leaves, however many cells it has: what `values` of its columns name no one?"""
        self.show_cause(why, 1, chosen=False)
        self._waits = True
        for label, line in zip(self.advice, values, strict=False):
            label.say(line)
            label.show()
        self.names_no_one.show()
        self._offer()
        self._show_if_open()

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
        self.groups.setVisible(found.groups is not None)
        if found.groups is not None:
            self.groups.effect.say(msg("withheld.groups.answers", answers=list(found.groups.labels)))
            self.group_name.setPlaceholderText(group_name(found.groups.labels, language_of()))
        self.neighbour.setVisible(any(not one.proposed for one in found.neighbours))
        self.which.set_choices([(one.name, _place(one)) for one in found.neighbours])
        if found.neighbours:
            self.which.choose(found.neighbours[0].name)
            self._say_neighbour()
        self.total.setVisible(found.only_total is not None)
        if found.only_total is not None:
            self.total.effect.say(msg("withheld.total.rows", rows=list(found.only_total.rows)))
            self.total.cost.say(msg("withheld.cost", n=found.only_total.withheld))
        self._offer()
        self._show_if_open()
        self._take_keys()

    def _offer(self) -> None:
        """The one key on the line: the mildest means that helps."""
        self.line.key.setEnabled(True)
        self.line.offer(self._best(), more=self._has_more() and not self._waits)

    def _best(self) -> tuple[Text, Text, Callable[[], object]] | None:
        found = self.remedies
        if self._waits:
            return msg("withheld.line.look"), "", self.turn  # nobody says so of answers that were not seen
        if found.joined is not None:
            tip = msg("withheld.join.answers", answers=list(found.joined.labels))
            return msg("withheld.join.head.short"), tip, self._join
        if found.groups is not None:
            others, tip = found.groups.others, msg("withheld.groups.answers", answers=list(found.groups.labels))
            if len(others) == 1:
                to = first_letters(render(others[0], language_of()), _NAME)
                return msg("withheld.groups.join_to", group=to), tip, self._join_groups
            return msg("withheld.groups.head"), tip, self._join_groups
        if found.only_total is not None and found.only_total.withheld < self._now:
            return msg("withheld.total.use"), msg("withheld.total.rows", rows=list(found.only_total.rows)), self._total
        if not self._now and not self.back.isHidden():
            return msg("withheld.as_proposed"), "", self.proposed_requested.emit
        return None

    def _has_more(self) -> bool:
        """Whether the card holds anything."""
        parts = (*self.advice, self.join, self.groups, self.neighbour, self.total, self.back, self.names_no_one)
        return any(not one.isHidden() for one in parts)

    def _show_if_open(self) -> None:
        self.setVisible(self._open and not self.line.isHidden() and self._has_more())

    def _lend_keys(self) -> None:
        """Give the keys to what scrolls before a button that has them is hidden: the next field takes letters."""
        focus, around = QApplication.focusWidget(), self.parentWidget()
        while around is not None and not isinstance(around, QAbstractScrollArea):
            around = around.parentWidget()
        if focus is None or around is None:
            return
        if self.isAncestorOf(focus) or self.line.isAncestorOf(focus):
            around.setFocus()
            self._lent_keys = around

    def _take_keys(self) -> None:
        """Have the keys again, where nobody took them meanwhile."""
        lent, self._lent_keys = self._lent_keys, None
        if lent is not None and lent.hasFocus():
            places = (self.which, self.total.use, self.back, self.line.key, self.line.more)
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

    def _join_groups(self) -> None:
        if self.remedies.groups is not None:
            name = self.group_name.text().strip() or self.group_name.placeholderText()
            self.join_requested.emit(self.remedies.groups, name)

    def _neighbour(self) -> None:
        one = self.chosen_neighbour()
        if one is not None:
            self.neighbour_requested.emit(one)

    def _total(self) -> None:
        if self.remedies.only_total is not None:
            self.total_requested.emit(self.remedies.only_total)


class MarksCard(QFrame):
    """Asks before the first mean whether numbers such as -99 mean no answer; hidden where nothing is open."""

    decided = Signal(bool)  # whether they mean no answer
    postponed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "warning")
        self.question = _label()
        self.absent = Button(msg("analysis.view.marks.absent"), lambda: self.decided.emit(True), icon="check")
        self.count = Button(msg("analysis.view.marks.count"), lambda: self.decided.emit(False))
        self.later = LinkButton(msg("analysis.view.marks.later"), self.postponed.emit)
        column, row = QVBoxLayout(self), FlowLayout()
        column.setContentsMargins(12, 8, 12, 10)
        column.addWidget(self.question)
        column.addLayout(row)
        for button in (self.absent, self.count, self.later):
            row.addWidget(button)
        self.hide()

    def ask(self, name: Text, marks: Sequence[str]) -> None:
        """Show the question on one variable."""
        self.question.say(msg("analysis.view.marks.ask", name=name, marks=list(marks)))
        self.show()


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


def _place(one: Neighbour) -> Text:
    return msg("withheld.neighbour.place", row=one.row, column=one.column)
