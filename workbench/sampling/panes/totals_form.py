# SPDX-License-Identifier: MIT
"""Form of known totals: table and variables, the method of adjustment, and its effect on weights."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from analysis.known_totals import METHODS, Method
from analysis.records import DataTable, Kind, Reason, Variable
from projects.design.known_totals import KnownTotals
from projects.sampling.known_total_weights import AdjustmentRequest, methods_for, offered, parts_of
from projects.sampling.stratum_names import stratum_variable
from wording import Text, msg, render
from wording.numbers import format_interval, format_number
from workbench.commands import Command
from workbench.results.warnings import WarningCard
from workbench.sampling.panes.page_parts import NumberField, Side, beside
from workbench.table_labels import title_of
from workbench.translation import language_of, say
from workbench.variable_picker import VariableField
from workbench.widgets import ChoiceField, CommandButton, Fact, FormRow, SectionLabel, TextField
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from projects.sampling.known_total_weights import AdjustmentPlan

_NOTHING = KnownTotals("calibrate")
_COUNTS, _SHARES = "counts", "shares"


class TotalsForm(Side):
    """Table, variables to list, method and limits, source; below, the facts of the adjusted weights."""

    changed = Signal()
    table_changed = Signal()

    def __init__(self, commands: dict[str, Command]) -> None:
        super().__init__(msg("sampling.totals.how"))
        self.tables: dict[str, DataTable] = {}
        self.table = ChoiceField(msg("sampling.weights.table"))
        self.variable = VariableField(msg("sampling.totals.variable"), required=True)
        self.crossed = VariableField(msg("sampling.totals.crossed"), empty=msg("sampling.totals.not_crossed"))
        listing = CommandButton(commands["sampling.totals.list"], text=msg("sampling.button.list_answers"))
        self.kind = ChoiceField(msg("sampling.totals.kind"), [
            (_COUNTS, msg("sampling.totals.counts")), (_SHARES, msg("sampling.totals.shares"))
        ])  # fmt: skip
        self.population = NumberField(msg("sampling.totals.population"), None)
        self.method = ChoiceField(msg("sampling.totals.method"))
        self._offer_methods(METHODS)
        self.distance = ChoiceField(msg("sampling.totals.distance"), [
            (one, msg(f"sampling.totals.distance_{one}")) for one in ("linear", "raking", "logit")
        ])  # fmt: skip
        self.bounds = [NumberField(msg(f"sampling.totals.bounds_{end}"), None) for end in ("low", "high")]
        self.trim = [NumberField(msg(f"sampling.totals.trim_{end}"), None) for end in ("low", "high")]
        self.strict, self.leave_out = TickBox(), TickBox()
        say(self.strict, msg("sampling.totals.strict"), tip=msg("sampling.totals.strict_tip"))
        say(self.leave_out, msg("sampling.totals.leave_out"), tip=msg("sampling.totals.leave_out_tip"))
        self.source = TextField(msg("sampling.totals.source"))
        self.findings = WarningCard()
        self.heading = SectionLabel(msg("sampling.weights.facts"))
        self.facts = {name: Fact(msg(f"sampling.totals.fact.{name}"), "")
                      for name in ("ratio", "weights", "kish_before", "kish")}  # fmt: skip
        self._as_kept = False  # method and limits stand as they were kept, nobody chose them here
        self._lay_out(listing)
        self._connect()
        self.show_plan(None)

    def _lay_out(self, listing: CommandButton) -> None:
        self._of_calibration = (
            FormRow(msg("sampling.totals.distance"), self.distance),
            FormRow(msg("sampling.totals.bounds"), beside(*self.bounds)),
        )
        rows = [
            FormRow(msg("sampling.weights.table"), self.table),
            FormRow(msg("sampling.totals.variable"), self.variable),
            FormRow(msg("sampling.totals.crossed"), self.crossed),
            listing,
            FormRow(msg("sampling.totals.kind"), self.kind),
            FormRow(msg("sampling.totals.population"), self.population),
            self.findings,
            self.heading,
            *self.facts.values(),
            FormRow(msg("sampling.totals.method"), self.method),
            *self._of_calibration,
            FormRow(msg("sampling.totals.trim"), beside(*self.trim)),
            self.strict,
            self.leave_out,
            FormRow(msg("sampling.totals.source"), self.source),
        ]
        for row in rows:
            self.form.addWidget(row)
        self.form.addStretch(1)

    def _connect(self) -> None:
        self.table.chosen.connect(lambda _table: self._table_chosen())
        self.kind.chosen.connect(lambda _value: self.changed.emit())
        self.population.changed.connect(self.changed)
        self.leave_out.toggled.connect(lambda _on: self.changed.emit())
        for choice in (self.method, self.distance):
            choice.chosen.connect(lambda _value: self._method_chosen())
        for number in (*self.bounds, *self.trim):
            number.changed.connect(self._method_chosen)
        self.strict.toggled.connect(lambda _on: self._method_chosen())
        self.source.textEdited.connect(lambda _text: self.changed.emit())

    def offer(self, tables: Sequence[DataTable]) -> None:
        """Offer the tables of the project; the one chosen stays chosen."""
        before = self.table.value()
        self.tables = {table.id: table for table in tables}
        self.table.set_choices([(table.id, title_of(table)) for table in tables])
        if before not in self.tables:
            self.table.choose(next((table.id for table in tables if table.parent is None), None))
        self._offer_variables(fresh=before not in self.tables)

    def _table_chosen(self) -> None:
        self._offer_variables(fresh=True)
        self.table_changed.emit()

    def _offer_variables(self, *, fresh: bool) -> None:
        table = self.tables.get(self.table.value() or "")
        found = offered(table) if table is not None else []
        if table is None:
            self.variable.offer_candidates([])
            self.crossed.offer_candidates([])
            return
        first = stratum_variable(table) if fresh else None
        ids = [one.id for one in found]
        before = self.variable.value() if self.variable.value() in ids else next(iter(ids), None)
        self.variable.offer(table, found, first.id if first is not None else before)
        self.crossed.offer(table, [one for one in found if one.kind is Kind.ONE], self.crossed.value())

    def _follow(self, methods: tuple[Method, ...]) -> None:
        """Offer what the totals allow; a method that they do not allow gives way to the one they ask for."""
        before = self.method.value()
        self._offer_methods(methods)
        self._show_limits()
        if self.method.value() != before:
            self.changed.emit()

    def _offer_methods(self, methods: tuple[Method, ...]) -> None:
        self._offered = methods
        named = [(one, msg(f"sampling.totals.method_{one}")) for one in METHODS if one in methods]
        self.method.set_choices([(None, msg("sampling.totals.method_auto")), *named])

    def _method_chosen(self) -> None:
        self._as_kept = False
        self._show_limits()
        self.changed.emit()

    def _show_limits(self) -> None:
        """Distance and bounds are of calibration only; without a method chosen they ask for it."""
        for row in self._of_calibration:
            row.setVisible(self.method.value() in (None, "calibrate"))

    def listed(self) -> list[dict[str, Any]]:
        """A line for each answer of the chosen variable, or of its crossing; one for a number."""
        table = self.tables.get(self.table.value() or "")
        if table is None or self.variable.value() is None:
            return []
        first = table.variable(self.variable.value())
        if first.kind is not Kind.ONE:
            return [{"variable": first.name}]
        crossed = self.crossed.value()
        second = table.variable(crossed) if crossed and crossed != first.id else None
        if second is None:
            return [{"variable": first.name, "category": one} for one in _answers(first)]
        name = f"{first.name} × {second.name}"
        return [
            {"variable": name, "category": f"{one} × {other}"} for one in _answers(first) for other in _answers(second)
        ]

    def shares(self) -> bool:
        """Whether what is typed are shares in per cent."""
        return bool(self.kind.value() == _SHARES)

    def wish(self) -> AdjustmentRequest:
        """How the weights are to be adjusted, as chosen."""
        bounds, trim = _pair(self.bounds, 0.0, float("inf")), _pair(self.trim, 0.0, float("inf"))
        method: Method | None = self.method.value()
        if method is None and (bounds is not None or self.distance.value() != "linear"):
            method = "calibrate"
        return AdjustmentRequest(
            method, self.distance.value() or "linear", bounds, trim, self.strict.isChecked(),
            self.leave_out.isChecked(), self.population.value(), self.source.text().strip(),
        )  # fmt: skip

    def show_known(self, known: KnownTotals) -> None:
        """Show how the weights are adjusted as it is kept."""
        self.kind.choose(_COUNTS)
        self.population.set_value(known.population)
        self._show_method(known)
        self._tick(self.leave_out, known.leave_out)
        self.source.setText(known.source)

    def _show_method(self, known: KnownTotals) -> None:
        methods = methods_for(known.margins, known.numbers)
        by_itself = "calibrate" if known.bounds is not None or known.distance != "linear" else methods[0]
        self._offer_methods(methods)
        self.method.choose(known.method if known.method != by_itself else None)
        self.distance.choose(known.distance)
        for fields, pair in ((self.bounds, known.bounds), (self.trim, known.trim)):
            for field, value in zip(fields, pair or (None, None), strict=True):
                field.set_value(value if value is not None and value != float("inf") else None)
        self._tick(self.strict, known.strict)
        self._as_kept = True
        self._show_limits()

    def _tick(self, box: QCheckBox, on: bool) -> None:
        box.blockSignals(True)
        box.setChecked(on)
        box.blockSignals(False)

    def other_totals(self) -> None:
        """Other totals come: what was kept with those before does not hold for them."""
        if self._as_kept:
            self._show_method(_NOTHING)
            self._offer_methods(METHODS)

    def show_nothing(self) -> None:
        """Nothing is kept: as it is at first."""
        self.show_known(_NOTHING)
        self._offer_methods(METHODS)

    def show_shares(self, population: float | None) -> None:
        """Shares of a population, as a file gave them."""
        self.kind.choose(_SHARES)
        if population is not None:
            self.population.set_value(population)

    def show_plan(self, plan: AdjustmentPlan | None) -> None:
        """Say what the adjusted weights are like."""
        self.findings.say(plan.findings if plan is not None else ())
        if plan is not None and plan.methods != self._offered:
            self._follow(plan.methods)
        seen = plan.effect if plan is not None else None
        for widget in (self.heading, *self.facts.values()):
            widget.setVisible(seen is not None)
        if seen is None:
            return
        language = language_of(self)
        shown = {
            "ratio": format_interval(seen.ratio_low, seen.ratio_high, language, 2),
            "weights": format_interval(seen.low, seen.high, language, 2),
            "kish_before": format_number(seen.kish_before, language, 3),
            "kish": format_number(seen.kish, language, 3),
        }
        for name, value in shown.items():
            self.facts[name].value = value
            self.facts[name].respeak(language)

    def respeak(self, language: str) -> None:
        """Numbers were written in one language."""
        del language
        self.changed.emit()


def _pair(fields: Sequence[NumberField], low: float, high: float) -> tuple[float, float] | None:
    """Two limits, one of which may be left open; None where both are."""
    ends = [field.value() for field in fields]
    if ends == [None, None]:
        return None
    return (low if ends[0] is None else ends[0], high if ends[1] is None else ends[1])


def _answers(variable: Variable) -> list[str]:
    return [answer(variable, choice.id) for choice in variable.choices if choice.reason == Reason.PRESENT]


def answer(variable: Variable, key: str) -> str:
    """An answer as a line names it: its label in the language spoken where that tells it apart, else its code."""
    said: dict[str, Text] = {choice.id: choice.labels for choice in variable.choices}
    if key not in said:
        return key
    texts = {one: render(text, language_of()) for one, text in said.items()}
    alone = bool(texts[key]) and list(texts.values()).count(texts[key]) == 1 and len(parts_of(texts[key])) == 1
    return texts[key] if alone else variable.choice(key).code
