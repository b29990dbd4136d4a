# SPDX-License-Identifier: MIT
"""The form of an analysis, made from its declaration: one field for each option.

A new analysis needs no change here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from analysis.analyses import Declaration, Option, OptionKind
from analysis.codings.records import CODINGS
from analysis.records import DataTable, Kind, Variable
from wording import LANGUAGES, Problem, Text, msg
from wording.catalogue import has_message
from workbench.analysis.panes.dependent_fields import (
    OptionChips,
    ReferencesField,
    TickField,
    chosen_variables,
    fill_ticks,
    written,
)
from workbench.codings.fields import SeveralField, SingleChoiceField, candidates_for, is_offered, takes_several
from workbench.conditions.condition_writing import numbers_of
from workbench.conditions.where_field import WhereField
from workbench.results.current_analysis import CurrentAnalysis
from workbench.results.labels import offered
from workbench.room_columns import unfold_column
from workbench.translation import say
from workbench.variable_picker import ChosenLines, VariableField
from workbench.variable_words import called
from workbench.widgets import ChoiceField, FormRow, LinkButton, TextField, reveal
from workbench.widgets.period_field import PeriodField
from workbench.widgets.tick_box import TickBox

EDITED_IN_PLACE = ("title",)  # edited where it is read
_LEVELS = (0.8, 0.9, 0.95, 0.99)
# what is asked, by what, of whom; the rest of a kind that asks any of it stands under More
_MAIN = frozenset({"variable", "by", "where", "codes", "document", "period", "event", "value", "targets"})
_OF_TABLE = frozenset({OptionKind.VARIABLE, OptionKind.VARIABLES})
_ORDER = {OptionKind.VARIABLE: 0, OptionKind.VARIABLES: 0, OptionKind.WHERE: 1}


class OptionsForm(QWidget):
    """One row for each option of the declaration; `changed` carries the option's name and its new value.

    `moved` carries another table, an option's name and its value there.
    """

    changed = Signal(str, object)
    moved = Signal(str, str, object)
    turned = Signal()  # what is kept back is in sight, or put away

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._declared: Declaration | None = None
        self._rows: dict[str, FormRow] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._fine = QWidget(self)
        self._fine_column = QVBoxLayout(self._fine)
        self._fine_column.setContentsMargins(0, 0, 0, 0)
        self._fine_column.setSpacing(12)
        self.chips = OptionChips(self)
        self.chips.opened.connect(self.open_option)
        self.chips.default_wanted.connect(self._take_default)
        self.more = LinkButton(msg("analysis.view.more_options"), self.turn_more, self)
        self.is_open = False
        self._proposed: frozenset[str] = frozenset()  # options whose empty field names what was taken

    def show_analysis(self, present: CurrentAnalysis, table: DataTable, codings: DataTable | None = None) -> None:
        """Show the options of an analysis of a table; `codings` is what codes and attributes are chosen from."""
        if present.declared is not self._declared:
            self._build(present.declared)
        for name, row in self._rows.items():
            option = present.declared.option(name)
            if isinstance(row.field, (SeveralField, SingleChoiceField)):
                row.field.offer(candidates_for(option, codings) if codings else [], present.value(name), CODINGS)
            else:
                _fill(row.field, option, present, table)
        idle = present.declared.irrelevant(table, {name: present.value(name) for name in self._rows})
        for name, row in self._rows.items():
            row.setVisible(name not in idle)
        back = [option for option in kept_back(present.declared) if option.name not in idle]
        self.chips.show_differing(back, present, table)
        if _lacks_reason(present) and not self.is_open:  # it is asked for
            self.turn_more()
        self._fit()

    def focus_first(self) -> None:
        """Begin with the first option: what a new analysis needs stands first."""
        first = next((row.field for row in self._rows.values() if not row.isHidden()), None)
        if first is not None:
            unfold_column(first)
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def field(self, name: str) -> QWidget:
        """The field of an option. Raises KeyError."""
        return self._rows[name].field

    def offer_days(self, first: str, last: str) -> None:
        """Offer the years and quarters between two days where a period is asked for."""
        row = self._rows.get("period")
        if row is not None and isinstance(row.field, PeriodField):
            row.field.offer_days(first, last)

    def show_proposed(self, proposed: Mapping[str, Text]) -> None:
        """In fields left empty, say what the analysis took instead: a name by option; nothing for the others."""
        for name in {*proposed, *self._proposed} & self._rows.keys():
            field, taken = self._rows[name].field, proposed.get(name)
            if isinstance(field, VariableField):
                field.say_empty(msg("analysis.view.proposed", variable=taken) if taken else msg("picker.choose"))
        self._proposed = frozenset(proposed)

    def complain(self, name: str, problem: Problem | None) -> None:
        """Say what is wrong with an option's field."""
        self._rows[name].complain(None if problem is None else problem.message)

    def _build(self, declared: Declaration) -> None:
        for row in self._rows.values():
            row.hide()
            row.deleteLater()
        self._rows, self._proposed = {}, frozenset()
        while self._column.count():
            self._column.takeAt(0)
        self._declared = declared
        while self._fine_column.count():
            self._fine_column.takeAt(0)
        options = [option for option in declared.options if option.name not in EDITED_IN_PLACE]
        ordered = sorted(options, key=lambda one: _ORDER.get(one.kind, 2))
        back = kept_back(declared)
        self._place(self._column, [option for option in ordered if option not in back])
        self._column.addWidget(self.chips)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._fine)
        self._place(self._fine_column, [option for option in ordered if option in back])

    def _place(self, column: QVBoxLayout, options: Sequence[Option]) -> None:
        beside: QHBoxLayout | None = None
        for option in options:
            label = "" if option.kind is OptionKind.FLAG else option.label  # a box to tick says it beside itself
            row = FormRow(label, self._field_of(option))
            row.label.setVisible(bool(label))
            self._rows[option.name] = row
            if option.kind is not OptionKind.NUMBER:
                beside = None
                column.addWidget(row)
                continue
            if beside is None or beside.count() == 2:  # numbers are short: two stand side by side
                beside = QHBoxLayout()
                beside.setSpacing(8)
                column.addLayout(beside)
            beside.addWidget(row, 1)

    def turn_more(self) -> None:
        """Show what is kept back, or put it away."""
        self.is_open = not self.is_open
        self.more.say(msg("analysis.view.fewer_options" if self.is_open else "analysis.view.more_options"))
        self._fit()
        self.turned.emit()

    def open_option(self, name: str) -> None:
        """Bring an option that is kept back into sight, with the keys in it."""
        if not self.is_open:
            self.turn_more()
        reveal(self._rows[name])
        self._rows[name].field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        self._fine.setVisible(self.is_open)
        self.chips.setVisible(self.chips.say_anything() and not self.is_open)  # open, each says it itself

    def _take_default(self, name: str) -> None:
        if self._declared is not None:
            self.changed.emit(name, self._declared.option(name).default)

    def _field_of(self, option: Option) -> QWidget:
        offered_here = (self._declared is not None and self._declared.of_codings) or option.kind is OptionKind.CODES
        if offered_here and is_offered(option):
            return self.offered(option)
        return _MAKERS[option.kind](self, option)

    def offered(self, option: Option) -> QWidget:
        """A field for codes, an attribute, interviews, coders: chosen by the picker or dropped."""
        all_codes = option.name in ("variable", "codes")
        hinted = option.kind is OptionKind.ATTRIBUTE or (option.kind is OptionKind.CODES and all_codes)
        empty = msg(f"hint.{option.kind}" if hinted else f"hint.offered.{option.name}")
        made = SeveralField(option.label, empty) if takes_several(option) else SingleChoiceField(option.label, empty)
        made.changed.connect(lambda value: self.changed.emit(option.name, value))
        return made

    def variable(self, option: Option) -> QWidget:
        """A field for one variable."""
        made = VariableField(option.label, required=option.required)
        made.take_of_other_table(lambda table: offered(table, option.kinds))
        made.other_table_taken.connect(lambda table, variable: self.moved.emit(table, option.name, variable))
        made.chosen.connect(lambda value: self.changed.emit(option.name, value))
        return made

    def variables(self, option: Option) -> QWidget:
        """A field for several variables."""
        made = VariablesField(option.label)
        made.add.take_of_other_table(lambda table: offered(table, option.kinds))
        made.add.other_table_taken.connect(lambda table, variable: self.moved.emit(table, option.name, [variable]))
        made.changed.connect(lambda value: self.changed.emit(option.name, value))
        return made

    def where(self, option: Option) -> QWidget:
        """A field for conditions."""
        made = WhereField(option.label)
        made.changed.connect(lambda value: self.changed.emit(option.name, value))
        return made

    def choice(self, option: Option) -> QWidget:
        """A field for one of several choices."""
        made = ChoiceField(option.label, [(one, msg(f"choice.{option.name}.{one}")) for one in option.choices])
        made.chosen.connect(lambda value: self.changed.emit(option.name, value))
        return made

    def number(self, option: Option) -> QWidget:
        """A field for one number; the level is chosen among the usual ones."""
        if option.name == "level":
            made = ChoiceField(option.label, [(one, msg("analysis.view.level", level=one * 100)) for one in _LEVELS])
            made.chosen.connect(lambda value: self.changed.emit(option.name, value))
            return made
        return self._typed(option, lambda text: next(iter(numbers_of(text)), None))

    def numbers(self, option: Option) -> QWidget:
        """A field for several numbers."""
        return self._typed(option, numbers_of)

    def text(self, option: Option) -> QWidget:
        """A field for a line of text; a period is picked."""
        if option.name == "period":
            made = PeriodField(option.label)
            made.changed.connect(lambda value: self.changed.emit(option.name, value))
            return made
        return self._typed(option, str.strip)

    def flag(self, option: Option) -> QWidget:
        """A box to tick."""
        made = TickBox()
        say(made, text=option.label)
        made.toggled.connect(lambda value: self.changed.emit(option.name, value))
        return made

    def ticks(self, option: Option) -> QWidget:
        """A list to tick: answers, variables or pairs of those chosen elsewhere in the form."""
        made = TickField(option.label)
        made.changed.connect(lambda value: self.changed.emit(option.name, value))
        return made

    def references(self, option: Option) -> QWidget:
        """The answer to compare with, of each question chosen."""
        made = ReferencesField(option.label)
        made.changed.connect(lambda value: self.changed.emit(option.name, value))
        return made

    def _typed(self, option: Option, read: Callable[[str], object]) -> QWidget:
        hint = f"analysis.view.hint.{option.name}"
        made = TextField(option.label, placeholder=msg(hint) if has_message(hint, LANGUAGES[0]) else "")

        def finish() -> None:
            if not made.isModified():
                return
            made.setModified(False)
            try:
                value = read(made.text())
            except Problem as problem:
                self.complain(option.name, problem)
                return
            self.complain(option.name, None)
            self.changed.emit(option.name, value)

        made.editingFinished.connect(finish)
        return made


_MAKERS: dict[OptionKind, Callable[[OptionsForm, Option], QWidget]] = {
    OptionKind.VARIABLE: OptionsForm.variable,
    OptionKind.VARIABLES: OptionsForm.variables,
    OptionKind.CHOICE: OptionsForm.choice,
    OptionKind.NUMBER: OptionsForm.number,
    OptionKind.NUMBERS: OptionsForm.numbers,
    OptionKind.FLAG: OptionsForm.flag,
    OptionKind.WHERE: OptionsForm.where,
    OptionKind.TEXT: OptionsForm.text,
    OptionKind.ANSWERS: OptionsForm.ticks,
    OptionKind.AMONG: OptionsForm.ticks,
    OptionKind.PAIRS: OptionsForm.ticks,
    OptionKind.REFERENCES: OptionsForm.references,
}


def _fill(field: QWidget, option: Option, present: CurrentAnalysis, table: DataTable) -> None:
    value = present.value(option.name)
    if isinstance(field, TickField):
        fill_ticks(field, option, present, table)
    elif isinstance(field, ReferencesField):
        asked = [one for one in chosen_variables(present, option, table) if one.kind is Kind.ONE]
        field.offer(asked, value or {})
    elif isinstance(field, (VariableField, VariablesField)):
        field.offer(table, offered(table, option.kinds), value)
    elif isinstance(field, WhereField):
        field.offer(table, value or ())
    elif isinstance(field, ChoiceField):
        if option.name == "level":  # a plan file may name another level
            levels = sorted({*_LEVELS, float(value)})
            field.set_choices([(one, msg("analysis.view.level", level=one * 100)) for one in levels])
        field.choose(value)
    elif isinstance(field, QCheckBox):
        field.blockSignals(True)
        field.setChecked(bool(value))
        field.blockSignals(False)
    elif isinstance(field, PeriodField):
        field.show_period(str(value or ""))
    elif isinstance(field, TextField) and not field.hasFocus():
        field.setText(written(value))
        field.setCursorPosition(0)  # what is long is read from its beginning


def _lacks_reason(present: CurrentAnalysis) -> bool:
    """Whether inference was switched on without the reason that is printed with it."""
    return present.options.get("inference") == "on" and not present.options.get("inference_reason")


def kept_back(declared: Declaration) -> list[Option]:
    """The options under More: all but what is asked, by what, of whom; of a kind that asks none of it, the fine."""
    options = [option for option in declared.options if option.name not in EDITED_IN_PLACE]
    asked = [one for one in options if one.required or one.name in _MAIN]
    return [one for one in options if (one not in asked if asked else one.fine)]


def asks_variable(declared: Declaration) -> bool:
    """Whether a variable chosen in the form names its table, too."""
    return any(one.kind in _OF_TABLE and (one.required or one.name in _MAIN) for one in declared.options)


class VariablesField(ChosenLines):
    """The variables chosen; `changed` carries the list of ids, in the order chosen."""

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(name, msg("analysis.view.add_variable"), parent)
        self._table: DataTable | None = None
        self._variables: list[Variable] = []

    def offer(self, table: DataTable, variables: Sequence[Variable], chosen: Sequence[str] | str | None) -> None:
        """Offer these variables of a table, with some chosen."""
        self._table, self._variables = table, list(variables)
        self.show_chosen([chosen] if isinstance(chosen, str) else list(chosen or ()))

    def value(self) -> list[str]:
        """The ids chosen, in order."""
        return list(self._chosen)

    def offer_rest(self) -> None:
        """Offer the variables that are not chosen yet."""
        if self._table is not None:
            free = [one for one in self._variables if one.id not in self._chosen]
            self.add.offer(self._table, free, why=dict.fromkeys(self._chosen, msg("picker.why.chosen")))

    def called(self, ids: Sequence[str]) -> list[Text]:
        """Their labels; of one that is gone, its id."""
        known = {one.id: one for one in self._table.variables} if self._table is not None else {}
        return [called(known[one]) if one in known else one for one in ids]
