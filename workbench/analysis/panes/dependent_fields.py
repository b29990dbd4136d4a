# SPDX-License-Identifier: MIT
"""Fields whose choices depend on a variable chosen above: answers, pairs, a reference answer; chips of what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QListWidgetItem, QVBoxLayout, QWidget

from analysis.analyses import Option, OptionKind
from analysis.records import DataTable, Kind, Reason, Variable
from wording import Text, msg, render
from wording.numbers import format_number
from workbench.results.current_analysis import CurrentAnalysis
from workbench.translation import language_of, say
from workbench.variable_words import answer_called, called, listed_as
from workbench.widgets import Chip, ChoiceField, ElidedLabel
from workbench.widgets.elision import shorten_names
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.reading_list import QuietList

_SHOWN_AT_MOST, _SPACING = 6, 3
_CROSS = 26  # pixels at the end of a chip: its cross and the margin around it


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


class OptionChips(QWidget):
    """One chip for each option that differs; pressed it opens the option, its cross or Delete takes the default."""

    opened = Signal(str)
    default_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, spacing=4)
        self.chips: dict[str, Chip] = {}
        self._said: dict[str, Text] = {}

    def show_differing(self, options: Iterable[Option], present: CurrentAnalysis, table: DataTable) -> None:
        """Show those of the options that differ; none leaves nothing to see."""
        said = {
            one.name: _said(one, value, table)
            for one in options
            if _differs(one, value := present.value(one.name))
        }  # fmt: skip
        if said == self._said:
            return
        self._said = said
        for chip in self.chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        for name, words in said.items():
            self.chips[name] = chip = _OptionChip(words)
            chip.opened.connect(partial(self.opened.emit, name))
            chip.removed.connect(partial(self.default_wanted.emit, name))
            self._flow.addWidget(chip)

    def say_anything(self) -> bool:
        """Whether an option differs."""
        return bool(self._said)


class _OptionChip(Chip):
    opened = Signal()

    def __init__(self, words: Text) -> None:
        super().__init__(words, removable=True, tip=msg("analysis.view.differs.tip", said=words))
        self._on_cross = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember whether it is its cross that is pressed."""
        self._on_cross = event.position().x() > self.width() - _CROSS
        super().mousePressEvent(event)

    def press(self) -> None:
        """Take the default on its cross, open the option elsewhere."""
        on_cross, self._on_cross = self._on_cross, False
        (self.removed if on_cross else self.opened).emit()


def _differs(option: Option, value: Any) -> bool:
    """Whether an option has a value of its own: another than the default, and not empty."""
    return value != option.default and (option.kind is OptionKind.FLAG or value not in (None, "", (), [], {}))


def _said(option: Option, value: Any, table: DataTable) -> Text:
    """An option and its value in a few words."""
    if option.kind is OptionKind.FLAG:
        return msg("analysis.view.differs.not", option=option.label) if option.default else option.label
    if option.kind is OptionKind.CHOICE:
        said: Text = msg(f"choice.{option.name}.{value}")
    elif option.name == "level":
        said = msg("analysis.view.level", level=value * 100)
    elif option.kind in (OptionKind.VARIABLE, OptionKind.VARIABLES, OptionKind.AMONG):
        known = {variable.id: called(variable) for variable in table.variables}
        several = [value] if isinstance(value, str) else list(value)
        said = msg("analysis.view.differs.several", values=[known.get(one, str(one)) for one in several])
    elif option.kind in (OptionKind.NUMBER, OptionKind.NUMBERS, OptionKind.TEXT):
        said = written(value)
    else:
        return option.label
    return msg("analysis.view.differs", option=option.label, value=said)


def written(value: Any) -> str:
    """A typed value as its field shows it, in the language of the window."""
    language = language_of()
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return " ".join(written(part) for part in value)
    if isinstance(value, (int, float)):
        decimals = 0 if float(value).is_integer() else len(f"{value:g}".partition(".")[2])
        return format_number(value, language, decimals)
    return render(value, language)
