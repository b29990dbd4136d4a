# SPDX-License-Identifier: MIT
"""The first step for comparisons: the rows a test needs, its power, or the difference it finds.

No data are needed yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication

from analysis.analyses.registry import declaration
from analysis.analyses.unweighted.power_planning import power_figure, power_tables, unused_options
from analysis.declarations.records import Option, OptionKind
from analysis.result_tables import FigureSpec, TableSpec
from wording import Problem, Text, msg, render
from workbench.results.chart import ChartView
from workbench.results.table_block import ResultTableBlock
from workbench.sampling.panes.page_parts import NumberField, Page, Side, bar
from workbench.sampling.state import AIMS
from workbench.translation import language_of
from workbench.widgets import Button, ChoiceField, FormRow, Label, Line, SectionLabel

_SHARES = frozenset({"share_first", "share_second", "power_wanted"})
_LIMITS = (0, 0, 0)  # planned numbers rest on no rows: none is too small to show


class PlannedPower(NamedTuple):
    """What was worked out: the answer, sizes beside their power, the same as a chart."""

    answer: TableSpec
    curve: TableSpec
    figure: FigureSpec


def plan_power(options: Mapping[str, object]) -> PlannedPower:
    """The answer to what is asked. Raises Problem. Off the window: it loads statsmodels."""
    answer, curve = power_tables(options)
    return PlannedPower(answer, curve, power_figure(curve))


class AimField(ChoiceField):
    """What the sample is for: a precision of estimates, or the power of a comparison."""

    def __init__(self, aim: str) -> None:
        super().__init__(msg("sampling.ask.aim"), [(one, msg(f"sampling.ask.aim.{one}")) for one in AIMS])
        self.choose(aim)


class PowerPage(Page):
    """The answer, sizes beside their power, the sentence for the methods section."""

    def __init__(self) -> None:
        super().__init__(msg("analysis.power"), msg("analysis.power.help"))
        self.problem = Label("", wrap=True)
        self.problem.setProperty("kind", "danger")
        self.answer, self.curve, self.chart, self.line = ResultTableBlock(), ResultTableBlock(), ChartView(), Line()
        self.sentence = Label("", wrap=True)
        copy = Button(msg("sampling.button.copy"), self.copy, icon="copy")
        for widget in (self.problem, self.answer, self.line, self.curve, self.chart):
            self.sheet.addWidget(widget)
        self.sheet.addSpacing(6)
        self.sheet.addWidget(SectionLabel(msg("sampling.size.methods")))
        self.sheet.addWidget(self.sentence)
        self.sheet.addWidget(bar(copy))
        self.sheet.addStretch(1)
        self._method: Text = ""
        self.planned: PlannedPower | None = None
        self._show(None)

    def show_planned(self, planned: PlannedPower) -> None:
        """Show what was worked out."""
        self.planned = planned
        self.answer.show_table(replace(planned.answer, notes=planned.answer.notes[1:]), _LIMITS, titled=False)
        self.curve.show_table(planned.curve, _LIMITS, titled=True)
        self.chart.show_figure(planned.figure)
        self._method = planned.answer.notes[0]
        self.sentence.say(self._method)
        self._show(True)

    def show_problem(self, problem: Problem) -> None:
        """Say what cannot be worked out."""
        self.planned, self._method = None, ""
        self.sentence.say("")
        self.problem.say(problem.message)
        self._show(False)

    def _show(self, done: bool | None) -> None:
        self.problem.setVisible(done is False)
        for widget in (self.answer, self.line, self.curve, self.chart):
            widget.setVisible(bool(done))

    def copy(self) -> None:
        """The sentence for the methods section, for any text."""
        if self._method:
            QGuiApplication.clipboard().setText(render(self._method, language_of(self)))


class PowerForm(Side):
    """What is asked of the comparison: the options of the declared analysis."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(msg("sampling.size.asked"))
        self.aim = AimField("power")
        self.form.addWidget(FormRow(msg("sampling.ask.aim"), self.aim))
        self.fields: dict[str, ChoiceField | NumberField] = {}
        self.rows: dict[str, FormRow] = {}
        for option in declaration("power").options:
            if option.kind in (OptionKind.CHOICE, OptionKind.NUMBER):
                self._add(option)
        self.form.addStretch(1)
        self._show_fields()

    def _add(self, option: Option) -> None:
        name = msg(f"option.{option.name}")
        if option.name in _SHARES:
            name = msg("sampling.ask.in_percent", name=name)
        field: ChoiceField | NumberField
        if option.kind is OptionKind.CHOICE:
            field = ChoiceField(name, [(one, msg(f"choice.{option.name}.{one}")) for one in option.choices])
            field.choose(option.default)
            field.chosen.connect(lambda _value: self._follow())
        else:
            field = NumberField(name, option.default, percent=option.name in _SHARES)
            field.changed.connect(self.changed)
        self.fields[option.name], self.rows[option.name] = field, FormRow(name, field)
        self.form.addWidget(self.rows[option.name])

    def options(self) -> dict[str, Any]:
        """The options of the declared analysis."""
        values = {name: field.value() for name, field in self.fields.items()}
        return declaration("power").complete({name: value for name, value in values.items() if value is not None})

    def show_options(self, options: dict[str, Any]) -> None:
        """Show what was asked before."""
        for name, field in self.fields.items():
            if name in options and isinstance(field, ChoiceField):
                field.choose(options[name])
            elif name in options and isinstance(field, NumberField):
                field.set_value(options[name])
        self._show_fields()

    def _follow(self) -> None:
        self._show_fields()
        self.changed.emit()

    def _show_fields(self) -> None:
        hidden = unused_options({name: self.fields[name].value() for name in ("test", "wanted")})
        for name, row in self.rows.items():
            row.setVisible(name not in hidden)
