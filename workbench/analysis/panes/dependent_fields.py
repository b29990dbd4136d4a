# SPDX-License-Identifier: MIT
"""Fields of a form whose choices depend on a variable chosen above: its answers, pairs to tick, a reference answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QVBoxLayout, QWidget

from analysis.analyses import Option, OptionKind
from analysis.records import DataTable, Kind, Reason, Variable
from wording import Text, msg, render
from workbench.results.current_analysis import CurrentAnalysis
from workbench.translation import language_of, say
from workbench.variable_words import answer_called, called, listed_as
from workbench.widgets import ChoiceField, ElidedLabel
from workbench.widgets.elision import shorten_names
from workbench.widgets.no_copy import QuietList

_SHOWN_AT_MOST, _SPACING = 6, 3


class TickField(QuietList):
    """A short list to tick; `changed` carries the values ticked, in the list's order."""

    changed = Signal(object)

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=name)
        self._offered: list[tuple[Any, Text]] = []
        self.setSpacing(_SPACING)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        shorten_names(self)
        self.itemChanged.connect(lambda _item: self.changed.emit(self.value()))

    def offer(self, offered: Sequence[tuple[Any, Text]], ticked: Sequence[Any]) -> None:
        """Offer these values with their words, some ticked; no signal."""
        self.blockSignals(True)
        if list(offered) != self._offered:
            self._offered = list(offered)
            self.clear()
            for _value, text in self._offered:
                item = QListWidgetItem(render(text, language_of(self)))
                item.setToolTip(item.text())
                item.setFlags(
                    Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable
                )
                self.addItem(item)
        for place, (value, _text) in enumerate(self._offered):
            state = Qt.CheckState.Checked if value in ticked else Qt.CheckState.Unchecked
            self.item(place).setCheckState(state)
        self.blockSignals(False)
        row = self.sizeHintForRow(0) + 2 * _SPACING
        height = max(row, 20) * min(max(self.count(), 1), _SHOWN_AT_MOST) + 2 * _SPACING + 4
        self.setFixedHeight(height)

    def value(self) -> list[Any]:
        """The values ticked."""
        return [
            value
            for place, (value, _text) in enumerate(self._offered)
            if self.item(place).checkState() == Qt.CheckState.Checked
        ]

    def respeak(self, language: str) -> None:
        """Name the values in `language`."""
        self.blockSignals(True)
        for place, (_value, text) in enumerate(self._offered):
            self.item(place).setText(render(text, language))
            self.item(place).setToolTip(self.item(place).text())
        self.blockSignals(False)


class ReferencesField(QWidget):
    """For each question among the variables chosen, the answer its others are compared with."""

    changed = Signal(object)  # {variable id: choice id}, without those left at the commonest answer

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._variables: list[Variable] = []
        self._given: dict[str, str] = {}
        self._parts: list[QWidget] = []
        self.fields: dict[str, ChoiceField] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def offer(self, variables: Sequence[Variable], given: Mapping[str, str]) -> None:
        """Offer the answers of these variables; no signal."""
        self._given = dict(given)
        if [one.id for one in variables] != [one.id for one in self._variables]:
            self._variables = list(variables)
            self._build()
        for variable in self._variables:
            self.fields[variable.id].choose(self._given.get(variable.id, ""))

    def _build(self) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts, self.fields = [], {}
        for variable in self._variables:
            label = ElidedLabel(called(variable))
            offered = [("", msg("analysis.view.reference_commonest")), *answers(variable)]
            field = ChoiceField(msg("analysis.view.reference_of", variable=called(variable)), offered)
            field.chosen.connect(partial(self._chosen, variable))
            label.setBuddy(field)
            self.fields[variable.id] = field
            for part in (label, field):
                self._column.addWidget(part)
                self._parts.append(part)
        if self._variables:
            self.setFocusProxy(self.fields[self._variables[0].id])

    def _chosen(self, variable: Variable, choice: object) -> None:
        given = {**self._given, variable.id: str(choice)}
        if not choice:
            given.pop(variable.id)
        self._given = given
        self.changed.emit(dict(given))


def answers(variable: Variable) -> list[tuple[Any, Text]]:
    """The answers of a question, without refused and don't know: id and words."""
    return [(choice.id, answer_called(choice)) for choice in variable.choices if choice.reason == Reason.PRESENT]


def fill_ticks(field: TickField, option: Option, present: CurrentAnalysis, table: DataTable) -> None:
    """Offer what the option may hold, as the other options stand."""
    variables = chosen_variables(present, option, table)
    value = list(present.value(option.name) or ())
    if option.kind is OptionKind.ANSWERS:
        offered = answers(variables[0]) if variables and variables[0].kind is Kind.ONE else []
        ids = {code: choice.id for one in variables[:1] for choice in one.choices for code in (choice.code, choice.id)}
        field.offer(offered, [ids.get(str(one), one) for one in value] or [one[0] for one in offered[:1]])
    elif option.kind is OptionKind.PAIRS:
        pairs = [(one, other) for at, one in enumerate(variables) for other in variables[at + 1 :]]
        words: list[tuple[Any, Text]] = [
            (
                [one.id, other.id],
                msg("row.pair", first=listed_as(one, language_of(field)), second=listed_as(other, language_of(field))),
            )
            for one, other in pairs
        ]
        ticked = [pair for pair, _text in words if pair in [list(one) for one in value] or pair[::-1] in value]
        field.offer(words, ticked)
    else:
        fits = [one for one in variables if not option.kinds or one.kind in option.kinds]
        field.offer([(one.id, listed_as(one, language_of(field))) for one in fits], value)


def chosen_variables(present: CurrentAnalysis, option: Option, table: DataTable) -> list[Variable]:
    """The variables of the option that `option` speaks of."""
    named = present.value(option.of) or ()
    known = {variable.id: variable for variable in table.variables}
    return [known[name] for name in ([named] if isinstance(named, str) else named) if name in known]
