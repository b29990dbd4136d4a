# SPDX-License-Identifier: MIT
"""Forms beside a case page: members to join, an attribute, the question of an element, sampling."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from projects.cases.elements import ElementQuestion
from projects.stored_tables.titles import called_table
from wording import Text, msg
from workbench.interviews.page_parts import SidePage, empty_layout
from workbench.translation import say
from workbench.variable_picker import VariableField
from workbench.widgets import (
    Button,
    ChoiceField,
    Entry,
    EntryList,
    FormRow,
    MutedLabel,
    PrimaryButton,
    SearchField,
    SectionLabel,
    TextField,
)
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from analysis.records import DataTable, Variable
    from projects.cases.attribute_values import AttributeIdentity
    from projects.cases.attributes import AttributeValue
    from projects.interviews.cases import CaseMember

_TYPES = ("text", "number", "date", "yes_no")
_SURVEY, _COMPUTED = "survey", "computed"
_FORMULAS = ("texts", "codings", "words", "years")


class CaseForm(SidePage):
    """A form with a title; `left` goes back to what belongs to the case."""

    left = Signal()

    def __init__(self, title: Text) -> None:
        super().__init__()
        self.title = SectionLabel(title)
        self.column.addWidget(self.title)

    def finish(self, *buttons: QWidget) -> None:
        """The buttons at the end, the last goes back."""
        for button in (*buttons, Button(msg("casepage.view.back"), lambda: self.left.emit(), icon="chevron-left")):
            self.column.addWidget(button)
        self.column.addStretch(1)


class TablePick(QWidget):
    """A table of the project and one of its variables, of those that `takes` lets through.

    Identifiers can be chosen only as key.
    """

    chosen = Signal()

    def __init__(self, name: Text, takes: Callable[[Variable], bool] = lambda _variable: True) -> None:
        super().__init__()
        self._takes = takes
        self.tables: Sequence[DataTable] = ()
        self.table = ChoiceField(msg("casepage.view.table"))
        self.variable = VariableField(name, required=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(FormRow(msg("casepage.view.table"), self.table))
        column.addWidget(FormRow(name, self.variable))
        self.table.chosen.connect(lambda _table: self._offer())
        self.variable.chosen.connect(lambda _variable: self.chosen.emit())

    def offer(self, tables: Sequence[DataTable], chosen: tuple[str, str] = ("", "")) -> None:
        """Offer the tables, with a variable of one chosen."""
        self.tables = tables
        self.table.set_choices([(table.id, called_table(table)) for table in tables])
        if chosen[0]:
            self.table.choose(chosen[0])
        self._offer(chosen[1] or None)

    def value(self) -> tuple[str, str]:
        """Table and variable; "" where none is chosen."""
        return str(self.table.value() or ""), str(self.variable.value() or "")

    def _offer(self, chosen: str | None = None) -> None:
        table = next((one for one in self.tables if one.id == self.table.value()), None)
        if table is not None:
            self.variable.offer(table, [one for one in table.variables if self._takes(one)], chosen)


class JoinForm(CaseForm):
    """Interviews and speakers to join or take out, and survey rows by key."""

    member_turned = Signal(object, bool)  # CaseMember, whether it joins
    rows_requested = Signal(str, str, str, bool)  # table, variable, attribute, whether to make cases

    def __init__(self) -> None:
        super().__init__(msg("casepage.view.join_title"))
        self.field = SearchField(msg("casepage.view.find_interview"))
        self.list = EntryList(msg("casepage.view.join_list"))
        self.list.setMinimumHeight(220)
        self.turn = Button(msg("casepage.view.join_member"), lambda: self._turn(self.list.picked_id()))
        self._talks: list[tuple[CaseMember, Text]] = []
        self._held: set[CaseMember] = set()
        self.pick = TablePick(msg("casepage.view.key"))
        self.by = ChoiceField(msg("casepage.view.by"))
        self.make = TickBox()
        say(self.make, msg("casepage.view.make"))
        self.note = MutedLabel(msg("casepage.view.key_note"), wrap=True)
        self.rows_title = SectionLabel(msg("casepage.view.rows_title"))
        self.join = PrimaryButton(msg("casepage.view.join_rows"), self._join)
        self.rows_parts = (
            self.rows_title, self.pick, FormRow(msg("casepage.view.by"), self.by), self.make, self.note, self.join
        )  # fmt: skip
        for part in (self.field, self.list, self.turn, *self.rows_parts):
            self.column.addWidget(part)
        self.finish()
        self.field.searched.connect(lambda _typed: self._fill())
        self.list.opened.connect(self._turn)
        self.list.picked.connect(lambda _place: self._name_turn())

    def show_choices(
        self, talks: list[tuple[CaseMember, Text]], held: set[CaseMember], tables: Sequence[DataTable],
        attributes: Sequence[str],
    ) -> None:  # fmt: skip
        """Offer interviews with their speakers, tables, and attributes that may hold the key."""
        self._talks, self._held = talks, held
        self._fill()
        for part in self.rows_parts:
            part.setVisible(bool(tables))
        self.pick.offer(tables, self.pick.value())
        self.by.set_choices([("", msg("casepage.view.by_name")), *((name, name) for name in attributes)])

    def _fill(self) -> None:
        typed = self.field.text().strip().casefold()
        entries = []
        for place, (member, name) in enumerate(self._talks):
            said = member.speaker or str(name)
            if typed and typed not in str(name).casefold() and typed not in said.casefold():
                continue
            icon = "check" if member in self._held else "user" if member.speaker else "file-text"
            joined = msg("casepage.view.joined") if member in self._held else ""
            entries.append(Entry(place, said, joined, icon=icon, depth=int(bool(member.speaker))))
        self.list.set_entries(entries)
        self._name_turn()

    def _name_turn(self) -> None:
        """Say on the button whether it joins or takes out."""
        place = self.list.picked_id()
        self.turn.setEnabled(place is not None)
        held = place is not None and self._talks[int(str(place))][0] in self._held
        self.turn.say(msg("casepage.view.part_member" if held else "casepage.view.join_member"))

    def _turn(self, place: object) -> None:
        member = self._talks[int(str(place))][0]
        self.member_turned.emit(member, member not in self._held)

    def _join(self) -> None:
        table, variable = self.pick.value()
        if table and variable:
            self.rows_requested.emit(table, variable, str(self.by.value() or ""), self.make.isChecked())


class AttributeForm(CaseForm):
    """One attribute: typed, from the survey, or computed."""

    typed = Signal(str, str, str)  # name, value, type
    derived = Signal(str, str, bool)  # name, source, for all cases
    age_chosen = Signal(str)
    identity_given = Signal(str, bool)  # name, whether its values identify people
    sensitivity_given = Signal(str, bool)  # name, whether they are sensitive

    def __init__(self) -> None:
        super().__init__(msg("casepage.view.attribute_title"))
        self.name = TextField(msg("casepage.view.attribute_name"), placeholder="")
        choices: list[tuple[str, Text]] = [(one, msg(f"casepage.view.type.{one}")) for one in _TYPES]
        choices += [(one, msg(f"casepage.view.type.{one}")) for one in (_SURVEY, _COMPUTED)]
        self.type = ChoiceField(msg("casepage.view.attribute_type"), choices)
        self.value = TextField(msg("casepage.view.attribute_value"), placeholder="")
        self.pick = TablePick(msg("casepage.view.question"))
        self.formula = ChoiceField(
            msg("casepage.view.formula"), [(one, msg(f"casepage.view.formula.{one}")) for one in _FORMULAS]
        )
        self.first, self.last = ChoiceField(msg("casepage.view.from")), ChoiceField(msg("casepage.view.to"))
        self.all = TickBox()
        say(self.all, msg("casepage.view.for_all"))
        self.age = TickBox()
        say(self.age, msg("casepage.view.is_age"))
        self.identifies = TickBox()
        say(self.identifies, msg("identifyingattributes.tick"), tip=msg("what.identifyingattributes.tick"))
        self.sensitive = TickBox()
        say(self.sensitive, msg("sensitiveattributes.tick"), tip=msg("what.sensitiveattributes.tick"))
        self._identified = self._sensitive = False  # as it stands
        self._shown = ("", "", "")  # as it stands: name, value and type
        self._question = ("", "")  # as it stands: table and variable of the survey
        self.value_row = FormRow(msg("casepage.view.attribute_value"), self.value)
        self.formula_row = FormRow(msg("casepage.view.formula"), self.formula)
        self.dates = [FormRow(msg("casepage.view.from"), self.first), FormRow(msg("casepage.view.to"), self.last)]
        for part in (
            FormRow(msg("casepage.view.attribute_name"), self.name),
            FormRow(msg("casepage.view.attribute_type"), self.type), self.value_row, self.pick, self.formula_row,
            *self.dates, self.all, self.age, self.identifies, self.sensitive,
        ):  # fmt: skip
            self.column.addWidget(part)
        self.keep = PrimaryButton(msg("casepage.view.keep"), self._keep)
        self.take = Button(msg("casepage.view.remove_attribute"), self._remove, icon="trash-2")
        self.finish(self.keep, self.take)
        self.type.chosen.connect(lambda _type: self._fit())
        self.formula.chosen.connect(lambda _formula: self._fit())
        self.value.returnPressed.connect(self._keep)

    def show_attribute(
        self, held: AttributeValue | None, attributes: Sequence[AttributeValue], tables: Sequence[DataTable], age: str,
        identity: AttributeIdentity | None = None,
    ) -> None:  # fmt: skip
        """Show an attribute to change, or an empty form; `identity`: whether its values identify or are sensitive."""
        kind, _, rest = held.source.partition(":") if held is not None else ("", "", "")
        self.name.setText(held.name if held is not None else "")
        self.name.setEnabled(held is None)
        self.type.choose(kind if kind in (_SURVEY, _COMPUTED) and rest else held.kind if held is not None else "text")
        self.value.setText(held.plain if held is not None else "")
        table, _, variable = rest.partition(":") if kind == _SURVEY else ("", "", "")
        self._question = (table, variable)
        self.pick.offer(tables, self._question)
        dates = [(one.name, one.name) for one in attributes if one.kind == "date" or len(one.plain) == 10]
        for field in (self.first, self.last):
            field.set_choices(dates)
        parts = rest.split(":") if kind == _COMPUTED else []
        if parts:
            self.formula.choose(parts[0])
            if len(parts) == 3:
                self.first.choose(parts[1])
                self.last.choose(parts[2])
        self.age.setChecked(held is not None and held.name == age)
        self._identified = held is not None and identity is not None and identity.identifies
        self._sensitive = held is not None and identity is not None and identity.sensitive
        self._shown = (held.name, held.plain, held.kind) if held is not None else ("", "", "")
        self.identifies.setChecked(self._identified)
        self.sensitive.setChecked(self._sensitive)
        self.take.setVisible(held is not None)
        self._fit()

    def _fit(self) -> None:
        kind = self.type.value()
        years = kind == _COMPUTED and self.formula.value() == "years"
        self.value_row.setVisible(kind in _TYPES)
        self.pick.setVisible(kind == _SURVEY)
        self.formula_row.setVisible(kind == _COMPUTED)
        self.all.setVisible(kind in (_SURVEY, _COMPUTED))
        self.identifies.setVisible(kind in (*_TYPES, _SURVEY) and kind != "yes_no")
        self.sensitive.setVisible(kind in _TYPES)
        for row in self.dates:
            row.setVisible(years)

    def _keep(self) -> None:
        name, kind = self.name.text().strip(), str(self.type.value())
        value = self.value.text().strip()
        asked = kind in (*_TYPES, _SURVEY) and self.identifies.isChecked() != self._identified
        guarded = kind in _TYPES and self.sensitive.isChecked() != self._sensitive
        if kind in _TYPES and not ((asked or guarded) and (name, value, kind) == self._shown):
            self.typed.emit(name, value, kind)
        elif kind == _SURVEY and all(self.pick.value()) and not (asked and self.pick.value() == self._question):
            self.derived.emit(name, "survey:{}:{}".format(*self.pick.value()), self.all.isChecked())
        elif kind == _COMPUTED:
            formula = str(self.formula.value())
            if formula == "years":
                formula = f"years:{self.first.value() or ''}:{self.last.value() or ''}"
            self.derived.emit(name, f"computed:{formula}", self.all.isChecked())
        if self.age.isChecked():
            self.age_chosen.emit(name)
        if asked:
            self.identity_given.emit(name, self.identifies.isChecked())
        if guarded:
            self.sensitivity_given.emit(name, self.sensitive.isChecked())

    def _remove(self) -> None:
        self.typed.emit(self.name.text().strip(), "", "text")


class QuestionForm(CaseForm):
    """The question that speaks of an element, and which of its answers speak for it. It holds for every case."""

    given = Signal(str, object)  # the element's key, Question or None

    def __init__(self) -> None:
        super().__init__("")
        self.note = MutedLabel(msg("casepage.view.question_note"), wrap=True)
        self.pick = TablePick(msg("casepage.view.question"))
        self.answers = QVBoxLayout()
        self.answers.setSpacing(4)
        self.boxes: dict[str, TickBox] = {}
        self._key = ""
        self.answers_title = SectionLabel(msg("casepage.view.speaking_answers"))
        for part in (self.note, self.pick, self.answers_title):
            self.column.addWidget(part)
        self.column.addLayout(self.answers)
        keep = PrimaryButton(msg("casepage.view.keep"), self._keep)
        take = Button(msg("casepage.view.no_question"), lambda: self.given.emit(self._key, None), icon="trash-2")
        self.finish(keep, take)
        self.pick.chosen.connect(partial(self._offer_answers, ()))

    def show_element(self, key: str, name: Text, held: Sequence[ElementQuestion], tables: Sequence[DataTable]) -> None:
        """Show the question of an element."""
        self._key = key
        self.title.say(msg("casepage.view.question_title", element=name))
        first = held[0] if held else None
        self.pick.offer(tables, (first.table, first.variable) if first else ("", ""))
        self._offer_answers(first.yes if first else ())

    def _offer_answers(self, yes: Sequence[str]) -> None:
        empty_layout(self.answers)
        self.boxes = {}
        table_id, variable_id = self.pick.value()
        table = next((one for one in self.pick.tables if one.id == table_id), None)
        variable = next((one for one in table.variables if one.id == variable_id), None) if table else None
        choices: list[tuple[str, Text]] = []
        if variable is not None:
            choices = [
                (one.id, one.labels if any(one.labels.by_language.values()) else one.code) for one in variable.choices
            ]
            if variable.kind == "text":
                choices = [(word, msg(f"consents.{word}")) for word in ("yes", "no")]
        for value, said in choices:
            box = TickBox()
            say(box, said)
            box.setChecked(value in yes)
            self.boxes[value] = box
            self.answers.addWidget(box)
        self.answers_title.setVisible(bool(choices))

    def _keep(self) -> None:
        table, variable = self.pick.value()
        if table and variable:
            yes = tuple(value for value, box in self.boxes.items() if box.isChecked())
            self.given.emit(self._key, ElementQuestion(table, variable, yes))


class SampledForm(CaseForm):
    """Chosen on purpose, or drawn at random and how; `given` carries how, "" for chosen on purpose."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__(msg("sampledcases.title"))
        self.note = MutedLabel(msg("sampledcases.note"), wrap=True)
        self.chosen = ChoiceField(
            msg("sampledcases.chosen"),
            [(False, msg("sampledcases.chosen.purpose")), (True, msg("sampledcases.chosen.random"))],
        )
        self.how = TextField(msg("sampledcases.how_field"), placeholder=msg("sampledcases.example"))
        self.keep = PrimaryButton(msg("sampledcases.keep"), self._keep, icon="check")
        self.row = FormRow(msg("sampledcases.how_field"), self.how)
        for part in (self.note, FormRow(msg("sampledcases.chosen"), self.chosen), self.row):
            self.column.addWidget(part)
        self.finish(self.keep)
        self.chosen.chosen.connect(lambda _chosen: self._fit())
        self.how.textChanged.connect(lambda _text: self._fit())
        self.how.returnPressed.connect(self._keep)

    def show_how(self, how: str) -> None:
        """Show what was said before."""
        self.chosen.choose(bool(how))
        self.how.setText(how)
        self._fit()

    def _fit(self) -> None:
        drawn = bool(self.chosen.value())
        self.row.setEnabled(drawn)
        self.keep.setEnabled(not drawn or bool(self.how.text().strip()))

    def _keep(self) -> None:
        if self.keep.isEnabled():
            self.given.emit(self.how.text().strip() if self.chosen.value() else "")
