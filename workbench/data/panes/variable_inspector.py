# SPDX-License-Identifier: MIT
"""Inspector of one variable: its facts, its role and level."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from analysis.records import DataTable, Kind, Level, Role, Variable
from projects.datasets.derived.recipe_kinds import is_changeable, recipe_words
from projects.datasets.table.variable_summary import VariableFacts
from wording import Labels, Message, Text, msg
from wording.language_record import quoted
from wording.numbers import format_date, format_number, format_percent
from workbench.data.panes.measurement_form import MeaningForm
from workbench.data.side_column_widgets import HistogramPicture, NamedField, ScrollingColumn, plain_number
from workbench.table_labels import DATES, NUMBERS, condition_words
from workbench.translation import language_of
from workbench.variable_words import called, has_words
from workbench.widgets import Bar, Button, ChoiceField, Fact, Label, MutedLabel, Pane, PaneHeader, SectionLabel
from workbench.widgets.flow_layout import FlowLayout

KNOWN_REASONS = (1, 2, 3, 4)
_WORKED = 8  # places whose sum is written out
_DERIVED_FROM = (Kind.ONE, Kind.SET, *NUMBERS, *DATES)
_ROLES = [role for role in Role]


class VariableInspector(Pane):
    """The right column while a variable is chosen."""

    role_chosen = Signal(str, object)  # variable id, Role
    level_chosen = Signal(str, object)  # variable id, Level
    kind_requested = Signal(str, str, str)  # see `MeaningForm`
    kind_chosen = Signal(str, str, str)
    order_chosen = Signal(str, object)
    content_confirmed = Signal(str)
    marks_chosen = Signal(str, str)
    analyse_requested = Signal(str)
    filter_requested = Signal(str)
    derive_requested = Signal(str)
    recipe_requested = Signal(str)
    remove_requested = Signal(str)
    wording_requested = Signal(str)
    closed = Signal()

    def __init__(self) -> None:
        self.header = PaneHeader("")
        super().__init__(self.header)
        self.scrolled = ScrollingColumn(msg("data.view.inspector"))
        self.body.addWidget(self.scrolled)
        self.facts: VariableFacts | None = None
        self.meaning: MeaningForm | None = None
        self.tables: Sequence[DataTable] = ()
        self.can_analyse: Callable[[], bool] = lambda: False

    def show_facts(self, facts: VariableFacts, tables: Sequence[DataTable]) -> None:
        """Show a variable; `tables` are those its condition may name."""
        stay = self.facts is not None and self.facts.variable.id == facts.variable.id
        self.facts, self.tables = facts, tables
        variable = facts.variable
        self.header.title.say(called(variable))
        body = self.scrolled.renew()
        _wording(body, variable)
        row = FlowLayout(spacing=6, in_one_line=True)
        change = msg("data.labels.change")
        row.addWidget(Button(change, lambda: self.wording_requested.emit(variable.id), icon="pencil"))
        body.addLayout(row)
        self._properties(body, variable)
        self._meaning(body, facts)
        _formula(body, facts)
        self._recipe(body, facts)
        if variable.role is Role.IDENTIFIER:
            body.addWidget(MutedLabel(msg("data.view.inspector.identifier"), wrap=True))
        else:
            self._numbers(body, facts)
        body.addLayout(self._buttons(variable))
        body.addStretch(1)
        self.scrolled.put(stay=stay)

    def respeak(self, _language: str) -> None:
        """Numbers and conditions were written in one language: write them anew."""
        if self.facts is not None:
            self.show_facts(self.facts, self.tables)

    def _recipe(self, body: QVBoxLayout, facts: VariableFacts) -> None:
        if facts.recipe is None:
            return
        named = {variable.id: variable for table in self.tables[:1] for variable in table.variables}
        body.addWidget(SectionLabel(msg("data.view.inspector.derived")))
        body.addWidget(Label(recipe_words(facts.recipe, named), wrap=True))
        name = facts.variable.id
        row = FlowLayout(spacing=6, in_one_line=True)
        if is_changeable(facts.recipe):
            edit = msg("data.view.inspector.edit")
            row.addWidget(Button(edit, lambda: self.recipe_requested.emit(name), icon="pencil"))
        row.addWidget(
            Button(msg("data.view.inspector.remove"), lambda: self.remove_requested.emit(name), icon="trash-2")
        )
        body.addLayout(row)

    def _properties(self, body: QVBoxLayout, variable: Variable) -> None:
        kind: Text = msg(f"data.kind.{variable.kind}")
        if variable.kind is Kind.SET:
            kind = msg("data.view.inspector.set", count=len(variable.choices))
        body.addWidget(Fact(msg("data.view.inspector.kind"), kind))
        name = variable.id
        roles = [(role, msg(f"data.role.{role}")) for role in _ROLES]
        role = ChoiceField(msg("data.view.inspector.role"), roles)
        role.choose(variable.role)
        role.chosen.connect(lambda value: self.role_chosen.emit(name, value))
        body.addWidget(NamedField(msg("data.view.inspector.role"), role))
        if variable.kind is not Kind.SET:
            levels = [(one, msg(f"data.level.{one}")) for one in Level if one is not Level.SET]
            level = ChoiceField(msg("data.view.inspector.level"), levels)
            level.choose(variable.level)
            level.chosen.connect(lambda value: self.level_chosen.emit(name, value))
            body.addWidget(NamedField(msg("data.view.inspector.level"), level))
        for key, expression in (
            ("asked_when", variable.relevant),
            ("accepted_when", variable.constraint),
            ("offered_when", variable.choice_filter),
            ("calculated", variable.calculation),
        ):
            if expression:
                body.addWidget(MutedLabel(msg(f"data.view.inspector.{key}")))
                words = condition_words(expression, self.tables, language_of(), variable.name)
                body.addWidget(Label(words, wrap=True))

    def _meaning(self, body: QVBoxLayout, facts: VariableFacts) -> None:
        """What the column holds: kind, order, what waits for a person."""
        if facts.variable.kind in (Kind.TIME, Kind.GEOPOINT, Kind.MEDIA):
            self.meaning = None
            return
        self.meaning = form = MeaningForm(facts.variable, facts.recipe is not None)
        form.kind_requested.connect(self.kind_requested)
        form.kind_chosen.connect(self.kind_chosen)
        form.order_chosen.connect(self.order_chosen)
        form.confirmed.connect(self.content_confirmed)
        form.marks_chosen.connect(self.marks_chosen)
        body.addWidget(form)

    def _numbers(self, body: QVBoxLayout, facts: VariableFacts) -> None:
        language = language_of()
        body.addSpacing(4)
        body.addWidget(SectionLabel(msg("data.view.inspector.base", n=facts.answered, asked=facts.asked), wrap=True))
        bars = QVBoxLayout()
        bars.setSpacing(0)
        body.addLayout(bars)
        choices = {choice.id: choice for choice in facts.variable.choices}
        for choice_id, count in _ordered(facts):
            choice = choices[choice_id]
            if choice.reason and not count:
                continue
            share = count / facts.answered if facts.answered else 0.0
            value = f"{format_number(count, language)} · {format_percent(share, language)}"
            bars.addWidget(Bar(choice.labels if has_words(choice.labels) else choice.code, share, value))
        if facts.histogram is not None and facts.variable.kind in NUMBERS:
            bars.addWidget(HistogramPicture(facts.histogram))
        for key, number in (("low", facts.low), ("median", facts.median), ("mean", facts.mean), ("high", facts.high)):
            if number is not None and not (key == "mean" and facts.variable.kind in DATES):
                bars.addWidget(Fact(msg(f"data.view.inspector.{key}"), _written(number, facts.variable, language)))
        if facts.distinct is not None:
            bars.addWidget(Fact(msg("data.view.inspector.distinct"), format_number(facts.distinct, language)))
        self._missing(body, facts, language)

    def _missing(self, body: QVBoxLayout, facts: VariableFacts, language: str) -> None:
        if not facts.missing:
            return
        body.addSpacing(4)
        body.addWidget(SectionLabel(msg("data.view.inspector.missing")))
        rows = QVBoxLayout()
        rows.setSpacing(0)
        body.addLayout(rows)
        for reason, count in sorted(facts.missing.items()):
            rows.addWidget(Fact(reason_text(facts.variable, reason), format_number(count, language)))

    def _buttons(self, variable: Variable) -> FlowLayout:
        row = FlowLayout(spacing=6, in_one_line=True)
        row.setContentsMargins(0, 8, 0, 0)
        name = variable.id
        if variable.role is not Role.IDENTIFIER:
            row.addWidget(Button(msg("data.view.filter.on"), lambda: self.filter_requested.emit(name), icon="filter"))
            if variable.kind in _DERIVED_FROM:
                key = "recode" if variable.kind is Kind.ONE else "derive"
                row.addWidget(Button(msg(f"data.view.inspector.{key}"), lambda: self.derive_requested.emit(name)))
            if self.can_analyse():
                row.addWidget(
                    Button(
                        msg("data.view.inspector.analyse"),
                        lambda: self.analyse_requested.emit(name),
                        icon="chart-column",
                    )
                )
        return row


def reason_text(variable: Variable, reason: int) -> Text:
    """Why values are absent, in the form's words where it has a choice for it."""
    for choice in variable.choices:
        if choice.reason == reason and has_words(choice.labels):
            return choice.labels
    return msg(f"data.reason.{reason if reason in KNOWN_REASONS else 'other'}")


def _ordered(facts: VariableFacts) -> list[tuple[str, int]]:
    """Choices by frequency; those of an ordinal question in the order of the form."""
    listed: list[tuple[str, int]] = list(facts.counts.items())
    if facts.variable.level is not Level.ORDINAL:
        listed.sort(key=lambda pair: -pair[1])
    return listed


def _written(number: float, variable: Variable, language: str) -> str:
    if variable.kind not in DATES:
        return plain_number(number, language)
    moment = dt.datetime.fromtimestamp(number / 1e9, dt.UTC).replace(tzinfo=None)
    return format_date(moment if variable.kind is Kind.DATETIME else moment.date(), language)


def _formula(body: QVBoxLayout, facts: VariableFacts) -> None:
    """How a weight from the frame came about: the formula, then the sum of each place."""
    if facts.formula is None:
        return
    language = language_of()
    body.addSpacing(4)
    body.addWidget(SectionLabel(msg("data.view.inspector.formula")))
    body.addWidget(Label(facts.formula.text, wrap=True))
    for place, said, number in facts.formula.worked[:_WORKED]:
        named = f"{place}: " if place else ""
        body.addWidget(MutedLabel(f"{named}{said} = {format_number(number, language, 2)}", wrap=True))
    if len(facts.formula.worked) > _WORKED:
        body.addWidget(MutedLabel(msg("data.view.inspector.formula_more", n=len(facts.formula.worked) - _WORKED)))


def _wording(body: QVBoxLayout, variable: Variable) -> None:
    """The question in each language, then its hint and its name in the file."""
    column = QWidget()
    lines = QVBoxLayout(column)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(4)
    written = {language: text for language, text in variable.labels.by_language.items() if text}
    for language, text in written.items():
        prefix = f"{language.upper()} · " if language and len(written) > 1 else ""
        lines.addWidget(MutedLabel(f"{prefix}{quoted(text, language)}", wrap=True))
    if has_words(variable.hint):
        hint: Labels | Message = variable.hint
        lines.addWidget(MutedLabel(hint, wrap=True))
    lines.addWidget(MutedLabel(variable.name, wrap=True))
    body.addWidget(column)
