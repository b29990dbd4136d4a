# SPDX-License-Identifier: MIT
"""The panel that derives a variable from others: its sources, method and name, with a preview of counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from analysis.records import DataTable, Kind, Role, Variable
from projects.datasets.derived.recipe_kinds import Recipe
from projects.datasets.table.variable_summary import VariableFacts
from wording import Problem, msg, render
from wording.numbers import format_number, format_percent
from workbench.data.derived.recipe_forms import RECIPE_FORMS, Bands, RecipeForm
from workbench.data.side_column_widgets import ScrollingColumn, plain_number
from workbench.table_labels import DATES, NUMBERS
from workbench.translation import language_of, say
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
    set_tab_order,
)

_KIND_OF = {"recode": "recode", "bins": "bands", "calculate": "calculate", "elapsed": "elapsed", "count": "count"}
KINDS = ("recode", "bands", "calculate", "elapsed", "count", "fcs", "rcsi", "lcsi")


@dataclass(frozen=True)
class DerivedVariableRequest:
    """A variable to be added, or changed: its name and its recipe."""

    name: str
    recipe: Recipe
    changed: Variable | None = None  # the one whose recipe it is to become


class DerivePanel(Pane):
    """`added` carries a `DerivedVariableRequest`; `previewed`
    a `Recipe` whose outcome is to be shown; `left` when nothing is added."""

    added = Signal(object)
    previewed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        self.header = PaneHeader(msg("data.view.derive"))
        super().__init__(self.header)
        self.scrolled = ScrollingColumn(msg("data.view.derive"))
        self.body.addWidget(self.scrolled)
        self.variables: list[Variable] = []
        self.kind = ChoiceField(msg("data.view.derive.kind"), [(one, msg(f"data.view.derive.{one}")) for one in KINDS])
        self.form: RecipeForm | None = None
        self.changed: Variable | None = None
        self.take = PrimaryButton(msg("data.view.derive.add"), self.add)
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
        row.addWidget(self.take)
        row.addWidget(Button(msg("data.view.cancel"), self.left.emit))
        row.addStretch(1)
        body.addLayout(row)
        body.addWidget(self.note)
        self.outcome.setSpacing(0)
        body.addLayout(self.outcome)
        body.addStretch(1)
        self.kind.chosen.connect(lambda kind: self._use(str(kind)))
        self.name.returnPressed.connect(self.add)

    def offer(self, table: DataTable, chosen: str | None = None) -> None:
        """Begin with a table, and with one of its variables where one fits."""
        self._begin(None, [v for v in table.variables if v.role is not Role.IDENTIFIER])
        first = next((one for one in self.variables if one.id == chosen), None)
        kind = _natural(first) if first is not None else "recode"
        self.name.clear()
        self.kind.choose(kind)
        self._use(kind, chosen)

    def offer_change(
        self, table: DataTable, variable: Variable, steps: Mapping[str, Any], below: Sequence[str]
    ) -> None:
        """Begin with the recipe of a variable; what is worked out from it cannot be its source."""
        hidden = {variable.id, *below}
        own = variable.role is Role.IDENTIFIER
        fitting = [v for v in table.variables if v.id not in hidden and (own or v.role is not Role.IDENTIFIER)]
        self._begin(variable, fitting)
        self.name.setText(render(called(variable), language_of()))
        kind = steps["index"] if steps["do"] == "index" else _KIND_OF[steps["do"]]
        self.kind.choose(kind)
        self._use(kind)
        assert self.form is not None
        self.form.fill_from(steps, variable)

    def _begin(self, changed: Variable | None, variables: list[Variable]) -> None:
        self.changed, self.variables = changed, variables
        say(self.take, msg("data.view.derive.change" if changed else "data.view.derive.add"))
        self.header.title.say(msg("data.view.derive.edit" if changed else "data.view.derive"))
        self.kind.setEnabled(changed is None)  # a recipe of another kind is another variable

    def begin(self) -> None:
        """Put the keyboard on the first thing to choose."""
        (self.kind if self.changed is None else self.name).setFocus()

    def _use(self, kind: str, chosen: str | None = None) -> None:
        if self.form is not None:
            self.held.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
        self.form = RECIPE_FORMS[kind](self.variables, self._soon.start, chosen)
        self.held.addWidget(self.form)
        self.name_row.complain(None)
        self._soon.start()

    def respeak(self, _language: str) -> None:
        """The form was made in one language."""
        if self.form is not None and self.isVisible() and self.changed is None:
            self._use(str(self.kind.value()))

    def use_edges(self, text: str) -> None:
        """Type limits of bands, where bands are asked for."""
        if isinstance(self.form, Bands) and self.form.edges.text() != text:
            self.form.edges.setText(text)
            self._soon.start()

    def recipe(self) -> Recipe:
        """What is asked for. Raises Problem."""
        assert self.form is not None
        return self.form.recipe()

    def _preview(self) -> None:
        set_tab_order(self.scrolled, self.kind)  # fields come and go with what is chosen
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
            self.added.emit(DerivedVariableRequest(self.name.text().strip(), self.recipe(), self.changed))
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
    if variable.kind in DATES:
        return "elapsed"
    return "count" if variable.kind is Kind.SET else "recode"
