# SPDX-License-Identifier: MIT
"""Pages of the Sampling room: one of the middle and one of the right column for each step, and two for power."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from analysis.records import DataTable, Kind, Role, Variable
from analysis.survey.calibration.frame_sheet import Sheet
from projects.sampling.stratum_names import cluster_variable, day_variable, enumerator_variable, stratum_variable
from wording import Problem, msg
from workbench.commands import Command
from workbench.conditions.where_field import WhereField
from workbench.results.chart import ChartView
from workbench.results.computation import Limits, Outcome
from workbench.results.table_block import ResultTableBlock
from workbench.sampling.panes.draw_page import DrawForm, DrawPage
from workbench.sampling.panes.page_parts import NumberField, Page, Side, bar
from workbench.sampling.panes.power_page import PowerForm, PowerPage
from workbench.sampling.panes.sheet_grid import SheetGrid
from workbench.sampling.panes.size_page import SizeForm, SizePage
from workbench.sampling.panes.totals_form import TotalsForm
from workbench.sampling.panes.totals_page import TotalsPage
from workbench.sampling.panes.weights_page import WeightsForm, WeightsPage
from workbench.sampling.state import STEPS
from workbench.table_labels import title_of
from workbench.variable_picker import VariableField, candidates_of
from workbench.variable_words import called, distinct_titles
from workbench.widgets import ChoiceField, CommandButton, FormRow, Label, Line, MutedLabel

_KINDS = frozenset({Kind.ONE, Kind.TEXT, Kind.INTEGER, Kind.DATE, Kind.DATETIME})
_KNOWN = (
    ("stratum", stratum_variable),
    ("cluster", cluster_variable),
    ("enumerator", enumerator_variable),
    ("day", day_variable),
)


class AchievedPage(Page):
    """Table and chart of what was achieved."""

    def __init__(self, commands: dict[str, Command]) -> None:
        super().__init__(msg("sampling.step.achieved"), msg("sampling.achieved.lead"))
        self.block, self.chart = ResultTableBlock(), ChartView()
        self.problem = Label("", wrap=True)
        self.problem.setProperty("kind", "danger")
        self.line = Line()
        analyse = CommandButton(commands["sampling.achieved.analyse"], text=msg("sampling.button.analyse"))
        for widget in (self.problem, self.block, self.line, self.chart, bar(analyse)):
            self.sheet.addWidget(widget)
        self.sheet.addStretch(1)
        self.show_problem(None)

    def show_outcome(self, outcome: Outcome, limits: Limits) -> None:
        """Show what was counted."""
        self.problem.hide()
        self.block.show()
        self.block.show_table(outcome.tables[0], (limits.flag, limits.base, limits.cell), titled=True)
        for widget in (self.line, self.chart):
            widget.setVisible(bool(outcome.figures))
        if outcome.figures:
            self.chart.show_figure(outcome.figures[0])

    def show_problem(self, problem: Problem | None) -> None:
        """Say what is wrong; None shows nothing."""
        self.problem.setVisible(problem is not None)
        self.problem.say(problem.message if problem is not None else "")
        for widget in (self.block, self.line, self.chart):
            widget.hide()


class AchievedForm(Side):
    """By what is counted, against which targets, and who refused or stood in."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(msg("sampling.achieved.counted"))
        self.table = ChoiceField(msg("sampling.weights.table"))
        self.by = VariableField(msg("sampling.achieved.by"), required=True)
        self.each = NumberField(msg("option.target_each"), None)
        self.refused, self.replaced = WhereField(msg("option.refused")), WhereField(msg("option.replaced"))
        self.targets_note = MutedLabel("", wrap=True)
        self.tables: dict[str, DataTable] = {}
        self._where: dict[str, Sequence[Any]] = {"refused": (), "replaced": ()}
        self.form.addWidget(FormRow(msg("sampling.weights.table"), self.table))
        self.form.addWidget(FormRow(msg("sampling.achieved.by"), self.by))
        self.form.addWidget(self.targets_note)
        self.form.addWidget(FormRow(msg("option.target_each"), self.each, msg("sampling.achieved.each_note")))
        self.form.addWidget(FormRow(msg("option.refused"), self.refused, msg("sampling.achieved.refused_note")))
        self.form.addWidget(FormRow(msg("option.replaced"), self.replaced))
        self.form.addStretch(1)
        self.table.chosen.connect(lambda _table: self._table_chosen())
        self.by.chosen.connect(lambda _by: self.changed.emit())
        self.each.editingFinished.connect(self.changed)
        self.refused.changed.connect(lambda value: self._where_changed("refused", value))
        self.replaced.changed.connect(lambda value: self._where_changed("replaced", value))

    def offer(self, tables: Sequence[DataTable]) -> None:
        """Offer the tables of the project; what was chosen stays."""
        before = self.table.value()
        self.tables = {table.id: table for table in tables}
        self.table.set_choices(distinct_titles(tables, title_of))
        if before not in self.tables:
            self.table.choose(next((table.id for table in tables if table.parent is None), None))
            before = None
        self._offer_variables(fresh=before is None)

    def _table_chosen(self) -> None:
        self._where = {"refused": (), "replaced": ()}
        self._offer_variables(fresh=True)
        self.changed.emit()

    def _offer_variables(self, *, fresh: bool) -> None:
        table = self.tables.get(self.table.value() or "")
        if table is None:
            self.by.offer_candidates([])
            return
        recognised = {name: find(table) for name, find in _KNOWN}
        first = {
            variable.id: msg(f"sampling.achieved.by.{name}", variable=called(variable))
            for name, variable in recognised.items()
            if variable is not None
        }
        made = {one.value: one for one in candidates_of(table, _countable(table))}
        known = [replace(made.pop(id), text=text, heading="") for id, text in first.items() if id in made]
        offered = [*known, *made.values()]
        before = None if fresh and known else self.by.value()
        chosen = before if any(one.value == before for one in offered) else next((one.value for one in offered), None)
        self.by.offer_candidates(offered, chosen, table_id=table.id)
        for name, field in (("refused", self.refused), ("replaced", self.replaced)):
            field.offer(table, list(self._where[name]))

    def _where_changed(self, name: str, value: Any) -> None:
        self._where[name] = value or ()
        table = self.tables.get(self.table.value() or "")
        if table is not None:
            field = self.refused if name == "refused" else self.replaced
            field.offer(table, list(self._where[name]))
        self.changed.emit()

    def options(self, sheet: Sheet | None) -> tuple[str, dict[str, Any]] | None:
        """The table and the options of the declared analysis; None while nothing is chosen."""
        table = self.tables.get(self.table.value() or "")
        by = self.by.value()
        if table is None or by is None:
            return None
        targets = _targets(table, by, sheet)
        self.targets_note.say(msg("sampling.achieved.targets", n=len(targets)) if targets else "")
        self.targets_note.setVisible(bool(targets))
        each = self.each.value()
        options: dict[str, Any] = {"variable": by, "targets": targets}
        if each is not None and each == each and each > 0:
            options["target_each"] = each
        options.update({name: list(value) for name, value in self._where.items() if value})
        return table.id, {name: value for name, value in options.items() if value}


def _targets(table: DataTable, by: str, sheet: Sheet | None) -> dict[str, float]:
    """What the sheet says is to be reached, by stratum or by cluster; replacements have no target of their own."""
    if sheet is None:
        return {}
    stratum, cluster = stratum_variable(table), cluster_variable(table)
    if stratum is not None and by == stratum.id:
        return {row.stratum: row.households_selected for row in sheet.strata}
    if cluster is not None and by == cluster.id:
        found: dict[str, float] = {}
        for line in sheet.clusters:
            if not line.replacement:
                found[line.cluster] = found.get(line.cluster, 0.0) + line.households_selected
        return found
    return {}


def _countable(table: DataTable) -> list[Variable]:
    return [v for v in table.variables if v.kind in _KINDS and v.role is not Role.IDENTIFIER]


_Page = TypeVar("_Page", bound=QWidget)


class SamplingPages:
    """`furnish` makes them, in the order of the steps."""

    def __init__(self) -> None:
        self.centre, self.right = QStackedWidget(), QStackedWidget()

    def furnish(self, commands: dict[str, Command]) -> Iterator[None]:
        """Each page in a turn of the event loop of its own."""
        self.sizing = _in_stack(self.centre, SizePage(commands))
        yield
        self.size_form = _in_stack(self.right, SizeForm())
        yield
        self.drawing = _in_stack(self.centre, DrawPage(commands))
        yield
        self.draw_form = _in_stack(self.right, DrawForm())
        yield
        self.weights = _in_stack(self.centre, WeightsPage(commands))
        yield
        self.weights_form = _in_stack(self.right, WeightsForm())
        yield
        self.totals = _in_stack(self.centre, TotalsPage(commands))
        yield
        self.totals_form = _in_stack(self.right, TotalsForm(commands))
        yield
        self.achieved = _in_stack(self.centre, AchievedPage(commands))
        yield
        self.achieved_form = _in_stack(self.right, AchievedForm())
        yield
        self.power = _in_stack(self.centre, PowerPage())
        yield
        self.power_form = _in_stack(self.right, PowerForm())

    def grids(self) -> dict[str, SheetGrid]:
        """The sheets that are typed into."""
        weights = {"_strata": self.weights.strata, "_clusters": self.weights.clusters}
        return {"_plan": self.sizing.grid, **weights, "_totals": self.totals.grid}

    def turn_to(self, step: str, *, power: bool) -> None:
        """Show the pages of a step."""
        at = self.centre.indexOf(self.power) if power else STEPS.index(step)
        self.centre.setCurrentIndex(at)
        self.right.setCurrentIndex(at)


def _in_stack(stack: QStackedWidget, page: _Page) -> _Page:
    stack.addWidget(page)
    return page
