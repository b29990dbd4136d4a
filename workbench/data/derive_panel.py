# SPDX-License-Identifier: MIT
"""The right column while a variable is worked out from others: what from, how, called what; with a preview of counts.

It stores nothing and works nothing out itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from analysis.records import DataTable, Kind, Role, Variable
from projects.datasets.inspector import VariableFacts
from projects.datasets.recipe_kinds import MANY, PAIR, UNITS, Recipe, banded, counted, elapsed, reckoned, regrouped
from wording import Problem, Text, msg, render
from wording.numbers import format_number, format_percent
from workbench.data.parts import Scrolled, plain_number
from workbench.data.words import MOMENTS, NUMBERS
from workbench.speech import language_of, say
from workbench.variable_words import called, has_words
from workbench.widgets import (
    Bar,
    Button,
    ChoiceField,
    Fact,
    FormRow,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    TextField,
)

KINDS = ("recode", "bands", "reckon", "elapsed", "count")
_ROWS = 7


@dataclass(frozen=True)
class Wanted:
    """A variable to be added: its name and its recipe."""

    name: str
    recipe: Recipe


class DerivePanel(Pane):
    """`added` carries a `Wanted`; `previewed` a `Recipe` whose outcome is to be shown; `left` when nothing is added."""

    added = Signal(object)
    previewed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__(PaneHeader(msg("data.view.derive")))
        self.scrolled = Scrolled(msg("data.view.derive"))
        self.body.addWidget(self.scrolled)
        self.variables: list[Variable] = []
        self.kind = ChoiceField(msg("data.view.derive.kind"), [(one, msg(f"data.view.derive.{one}")) for one in KINDS])
        self.form: _Form | None = None
        self.name = TextField(msg("data.view.derive.name"), placeholder="")
        self.name_row = FormRow(msg("data.view.derive.name"), self.name)
        self.note = MutedLabel("", wrap=True)
        self.outcome = QVBoxLayout()
        self._soon = QTimer(self, singleShot=True, interval=250)
        self._soon.timeout.connect(self._preview)
        self._lay_out()

    def _lay_out(self) -> None:
        body = self.scrolled.body
        body.addWidget(FormRow(msg("data.view.derive.kind"), self.kind))
        self.held = QVBoxLayout()
        body.addLayout(self.held)
        body.addWidget(self.name_row)
        row = QHBoxLayout()
        row.addWidget(PrimaryButton(msg("data.view.derive.add"), self.add))
        row.addWidget(Button(msg("data.view.cancel"), self.left.emit))
        row.addStretch(1)
        body.addLayout(row)
        body.addWidget(self.note)
        self.outcome.setSpacing(0)
        body.addLayout(self.outcome)
        body.addStretch(1)
        self.kind.chosen.connect(lambda kind: self._use(str(kind)))
        self.name.returnPressed.connect(self.add)

    def offer(self, table: DataTable, derived: Sequence[str], chosen: str | None = None) -> None:
        """Begin with a table, and with one of its variables where one fits."""
        self.variables = [v for v in table.variables if v.role is not Role.IDENTIFIER and v.id not in derived]
        first = next((one for one in self.variables if one.id == chosen), None)
        kind = _natural(first) if first is not None else "recode"
        self.name.clear()
        self.kind.choose(kind)
        self._use(kind, chosen)

    def _use(self, kind: str, chosen: str | None = None) -> None:
        if self.form is not None:
            self.held.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = _FORMS[kind](self.variables, self._soon.start, chosen)
        self.held.addWidget(self.form)
        self.name_row.complain(None)
        self._soon.start()

    def respeak(self, _language: str) -> None:
        """The form was made in one language."""
        if self.form is not None and self.isVisible():
            self._use(str(self.kind.value()))

    def use_edges(self, text: str) -> None:
        """Type limits of bands, where bands are asked for."""
        if isinstance(self.form, _Bands) and self.form.edges.text() != text:
            self.form.edges.setText(text)
            self._soon.start()

    def recipe(self) -> Recipe:
        """What is asked for. Raises Problem."""
        assert self.form is not None
        return self.form.recipe()

    def _preview(self) -> None:
        self._clear()
        try:
            recipe = self.recipe()
        except Problem as problem:
            self.note.say(problem.message)
            return
        self.note.say("")
        self.previewed.emit(recipe)

    def _clear(self) -> None:
        while (item := self.outcome.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def show_outcome(self, facts: VariableFacts) -> None:
        """What the recipe would give."""
        self._clear()
        language = language_of()
        base = msg("data.view.inspector.base", n=facts.answered, asked=facts.asked)
        self.outcome.addWidget(SectionLabel(base, wrap=True))
        for choice in facts.variable.choices:
            count = facts.counts.get(choice.id, 0)
            share = count / facts.answered if facts.answered else 0.0
            value = f"{format_number(count, language)} · {format_percent(share, language)}"
            self.outcome.addWidget(Bar(choice.labels if has_words(choice.labels) else choice.code, share, value))
        for key, number in (("low", facts.low), ("median", facts.median), ("mean", facts.mean), ("high", facts.high)):
            if number is not None:
                self.outcome.addWidget(Fact(msg(f"data.view.inspector.{key}"), plain_number(number, language)))

    def refuse(self, problem: Problem) -> None:
        """The recipe does not fit."""
        self._clear()
        self.note.say(problem.message)

    def add(self) -> None:
        """Hand the variable on; what is missing is said at its field."""
        if not self.name.text().strip():
            self.name_row.complain(msg("data.view.derive.needs_name"))
            self.name.setFocus()
            return
        self.name_row.complain(None)
        try:
            self.added.emit(Wanted(self.name.text().strip(), self.recipe()))
        except Problem as problem:
            self.refuse(problem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves things as they were."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


def _natural(variable: Variable) -> str:
    if variable.kind in NUMBERS:
        return "bands"
    if variable.kind in MOMENTS:
        return "elapsed"
    return "count" if variable.kind is Kind.SET else "recode"


class _Form(QWidget):
    """The part of the panel that belongs to one kind of recipe; calls `changed` when it asks for something else."""

    def __init__(self, variables: Sequence[Variable], changed: Callable[[], object], chosen: str | None) -> None:
        super().__init__()
        self.known = {variable.id: variable for variable in variables}
        self.changed, self.first = changed, chosen
        self.lines = QVBoxLayout(self)
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(8)
        self.fill()

    def fill(self) -> None:
        """Put in the fields."""
        raise NotImplementedError

    def recipe(self) -> Recipe:
        """What the fields ask for. Raises Problem."""
        raise NotImplementedError

    def pick(self, key: str, kinds: Sequence[Kind]) -> ChoiceField:
        """A field to choose a variable of these kinds."""
        label = msg(f"data.view.derive.{key}")
        fitting = [(v.id, called(v)) for v in self.known.values() if v.kind in kinds]
        field = ChoiceField(label, fitting)
        field.choose(self.first)
        field.chosen.connect(lambda _value: self.changed())
        self.lines.addWidget(FormRow(label, field))
        return field

    def chosen(self, field: ChoiceField) -> Variable:
        """The variable chosen in a field. Raises Problem where there is none."""
        variable = self.known.get(str(field.value()))
        if variable is None:
            raise Problem(msg("data.view.derive.nothing_fits"))
        return variable


class _Regroup(_Form):
    """Each answer with the name of its group behind it; equal names are one group, none is missing."""

    def fill(self) -> None:
        """The question, then its answers."""
        self.of = self.pick("of", (Kind.ONE,))
        self.of.chosen.connect(lambda _value: self._answers())
        self.groups: dict[str, TextField] = {}
        self.answers = QVBoxLayout()
        self.lines.addWidget(MutedLabel(msg("data.view.derive.groups_help"), wrap=True))
        self.lines.addLayout(self.answers)
        self._answers()

    def _answers(self) -> None:
        while (item := self.answers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.groups = {}
        variable, language = self.known.get(str(self.of.value())), language_of()
        for choice in variable.choices if variable is not None else ():
            if choice.reason:
                continue
            label: Text = choice.labels if has_words(choice.labels) else choice.code
            field = TextField(msg("data.view.derive.group_of", answer=label), placeholder="")
            field.setText(render(label, language))
            field.textEdited.connect(lambda _text: self.changed())
            self.groups[choice.id] = field
            self.answers.addWidget(FormRow(label, field))

    def recipe(self) -> Recipe:
        """The groups as typed."""
        return regrouped(self.chosen(self.of), {name: f.text() for name, f in self.groups.items()}, language_of())


class _Bands(_Form):
    """A number and the limits between its bands."""

    def fill(self) -> None:
        """The number, then the limits."""
        self.of = self.pick("of", NUMBERS)
        label = msg("data.view.derive.edges")
        self.edges = TextField(label, placeholder=msg("data.view.derive.edges_hint"))
        self.edges.textEdited.connect(lambda _text: self.changed())
        self.lines.addWidget(FormRow(label, self.edges, msg("data.view.derive.edges_help")))

    def recipe(self) -> Recipe:
        """The limits as typed: "18; 30; 60"."""
        from projects.datasets.typed import typed_number

        text = self.edges.text()
        parts = text.split(";") if ";" in text or language_of() == "fr" else text.split(",")
        numbers = [typed_number(part, language_of()) for part in parts if part.strip()]
        if None in numbers:
            raise Problem(msg("data.recipe.edges"))
        return banded(self.chosen(self.of), [number for number in numbers if number is not None])


class _Reckon(_Form):
    """An operator and the numbers it takes: two in their order, or as many as are ticked."""

    def fill(self) -> None:
        """The operator, the pair, the list."""
        label = msg("data.view.derive.operator")
        self.operator = ChoiceField(label, [(one, msg(f"data.view.derive.operator.{one}")) for one in (*MANY, *PAIR)])
        self.operator.chosen.connect(lambda _value: self._fit())
        self.lines.addWidget(FormRow(label, self.operator))
        self.one, self.other = self.pick("first", NUMBERS), self.pick("second", NUMBERS)
        self.list = QListWidget()
        say(self.list, name=msg("data.view.derive.numbers"))
        for variable in self.known.values():
            if variable.kind in NUMBERS:
                entry = QListWidgetItem(render(called(variable), language_of()), self.list)
                entry.setData(Qt.ItemDataRole.UserRole, variable.id)
                entry.setToolTip(entry.text())
                on = variable.id == self.first
                entry.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.setFixedHeight(round(self.fontMetrics().height() * 1.7) * _ROWS)
        self.list.itemChanged.connect(lambda _entry: self.changed())
        self.lines.addWidget(self.list)
        self._fit()

    def _fit(self) -> None:
        pair = self.operator.value() in PAIR
        for field in (self.one, self.other):
            row = field.parentWidget()
            if row is not None:
                row.setVisible(pair)
        self.list.setVisible(not pair)
        self.changed()

    def recipe(self) -> Recipe:
        """The numbers chosen under the operator."""
        operator = str(self.operator.value())
        if operator in PAIR:
            return reckoned(operator, [self.chosen(self.one), self.chosen(self.other)])
        entries = [self.list.item(place) for place in range(self.list.count())]
        ticked = [e.data(Qt.ItemDataRole.UserRole) for e in entries if e.checkState() == Qt.CheckState.Checked]
        return reckoned(operator, [self.known[str(name)] for name in ticked])


class _Elapsed(_Form):
    """Two dates and a unit."""

    def fill(self) -> None:
        """From, to, in."""
        self.start, self.end = self.pick("start", MOMENTS), self.pick("end", MOMENTS)
        label = msg("data.view.derive.unit")
        self.unit = ChoiceField(label, [(one, msg(f"data.recipe.unit.{one}")) for one in UNITS])
        self.unit.chosen.connect(lambda _value: self.changed())
        self.lines.addWidget(FormRow(label, self.unit))

    def recipe(self) -> Recipe:
        """The time between the dates chosen."""
        return elapsed(self.chosen(self.start), self.chosen(self.end), str(self.unit.value()))


class _Count(_Form):
    """A set."""

    def fill(self) -> None:
        """The set."""
        self.of = self.pick("of", (Kind.SET,))

    def recipe(self) -> Recipe:
        """How many answers were chosen."""
        return counted(self.chosen(self.of))


_FORMS: dict[str, type[_Form]] = {
    "recode": _Regroup,
    "bands": _Bands,
    "reckon": _Reckon,
    "elapsed": _Elapsed,
    "count": _Count,
}
