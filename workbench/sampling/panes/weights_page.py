# SPDX-License-Identifier: MIT
"""The third step: the sampling frame as the field filled it, and the weights that come of it before they are added."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHeaderView, QStackedWidget, QVBoxLayout

from analysis.records import DataTable
from analysis.survey.calibration.frame_sheet import ClusterRow, FrameRow, Selection, Sheet, check
from projects.sampling.stratum_names import cluster_variable, offered, stratum_variable
from wording import Text, msg
from wording.numbers import format_number
from workbench.commands import Command
from workbench.results.warnings import WarningCard
from workbench.sampling.panes.grid_model import Field
from workbench.sampling.panes.page_parts import Page, Sentences, Side, WrappedRows, bar, fit_height, wrap_heads
from workbench.sampling.panes.sheet_grid import SheetGrid
from workbench.table_labels import title_of
from workbench.translation import language_of, say
from workbench.variable_picker import VariableField, candidates_of
from workbench.variable_words import distinct_titles
from workbench.widgets import (
    Button,
    ChoiceField,
    CommandButton,
    Fact,
    FormRow,
    Label,
    MutedLabel,
    RowsColumn,
    RowsTable,
    SectionLabel,
    Tabs,
)
from workbench.widgets.tick_box import TickBox

if TYPE_CHECKING:
    from projects.sampling.sampling_weights import WeightsPlan
    from projects.sampling.sheet_files import FrameHeadings

_HOW = tuple((one.value, msg(f"sampling.short.{one.value}")) for one in Selection)
_STRATA, _CLUSTERS = "strata", "clusters"


class WeightsPage(Page):
    """The sheet to type into, strata and clusters; below it the weights of each stratum."""

    changed = Signal()
    matched = Signal(object, str, str)  # the file, its headings of the stratum and of the population

    def __init__(self, commands: dict[str, Command]) -> None:
        imported = CommandButton(commands["sampling.sheet.import"], text=msg("sampling.button.import"))
        export = CommandButton(commands["sampling.sheet.export"], text=msg("sampling.button.export"))
        super().__init__(msg("sampling.step.weights"), msg("sampling.weights.lead"), (imported, export))
        self.tabs = Tabs(
            msg("sampling.weights.sheet"),
            [(_STRATA, msg("sampling.page.strata")), (_CLUSTERS, msg("sampling.weights.clusters"))],
        )
        self.strata = SheetGrid(msg("sampling.page.strata"), _stratum_fields())
        self.clusters = SheetGrid(msg("sampling.weights.clusters"), _cluster_fields())
        narrow = self.clusters.horizontalHeader()
        for column, width in ((0, 80), (1, 62), (7, 104)):
            narrow.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.clusters.setColumnWidth(column, width)
        self.pages = QStackedWidget()
        for grid in (self.strata, self.clusters):
            grid.sheet.edited.connect(self._edited)
            self.pages.addWidget(grid)
        self.tabs.chosen.connect(self._turn)
        self.headings = _HeadingsForm()
        self.headings.matched.connect(self.matched)
        self.problem = Label("", wrap=True)
        self.problem.setProperty("kind", "danger")
        self.problem.hide()
        self.preview = RowsTable(msg("sampling.weights.preview"))
        self.model = WrappedRows(_preview_columns(), self.preview)
        self.preview.setModel(self.model)
        wrap_heads(self.preview)
        self.heading = SectionLabel(msg("sampling.weights.preview"))
        self.formulas = Sentences()
        keep = CommandButton(commands["sampling.sheet.keep"], text=msg("sampling.button.keep"))
        add = CommandButton(commands["sampling.weights.add"], primary=True, text=msg("sampling.button.add"))
        self.sheet.addWidget(self.headings)
        for widget in (self.tabs, self.pages, self.problem, self.heading, self.preview, self.formulas, bar(keep, add)):
            self.sheet.addWidget(widget)
        self.sheet.addStretch(1)
        self._fit()

    def _turn(self, tab: object) -> None:
        self.pages.setCurrentIndex(1 if tab == _CLUSTERS else 0)
        self.tabs.choose(str(tab))

    def _edited(self) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        for grid in (self.strata, self.clusters):
            fit_height(grid, 8)
        self.pages.setFixedHeight(max(self.strata.height(), self.clusters.height()))

    def show_sheet(self, sheet: Sheet) -> None:
        """Show a sheet."""
        self.headings.hide()
        self.strata.sheet.show_lines([_line(row, STRATUM_PARTS) for row in sheet.strata])
        self.clusters.sheet.show_lines([_line(row, CLUSTER_PARTS) for row in sheet.clusters])
        self._fit()

    def typed_sheet(self) -> Sheet:
        """The sheet as it is typed; lines without a name do not count. Raises Problem for one that cannot be right."""
        strata = [_frame_row(line) for line in self.strata.sheet.lines if line.get("stratum")]
        clusters = [_cluster_row(line) for line in self.clusters.sheet.lines if line.get("cluster")]
        sheet = Sheet(tuple(strata), tuple(clusters))
        check(sheet)
        return sheet

    def show_plan(self, plan: WeightsPlan | None, problem: Text | None = None) -> None:
        """Show the weights that would be added, or what is wrong with the sheet."""
        self.problem.setVisible(problem is not None)
        self.problem.say(problem or "")
        shown = [one for one in plan.weights.strata if one.rows] if plan is not None else []
        self.model.set_rows(shown)
        for widget in (self.preview, self.heading, self.formulas):
            widget.setVisible(bool(shown))
        fit_height(self.preview, 8)
        if plan is not None:
            weights = plan.weights
            both = weights.use_fpc and weights.two_stages
            parts = [text for part, text in weights.formulas.items() if part != "fpc2" or both]
            self.formulas.say_all(parts)


class _HeadingsForm(QFrame):
    """Which columns of a file are the stratum and the population, where it calls them its own way."""

    matched = Signal(object, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "warning")
        self._file: Path | None = None
        self.said = Label("", wrap=True)
        self.stratum = ChoiceField(msg("sampling.head.stratum"))
        self.population = ChoiceField(msg("sampling.head.households_in_frame"))
        self.use = Button(msg("sampling.match.use"), self._use, icon="check")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 10)
        column.addWidget(self.said)
        column.addWidget(FormRow(msg("sampling.head.stratum"), self.stratum))
        column.addWidget(FormRow(msg("sampling.head.households_in_frame"), self.population))
        column.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def ask(self, file: Path, found: FrameHeadings) -> None:
        """Ask of a file, with what its columns seem to be."""
        self._file = file
        self.said.say(msg("sampling.match", file=file.name))
        for field, seems in ((self.stratum, found.stratum), (self.population, found.population)):
            field.set_choices([(one, one) for one in found.columns])
            field.choose(seems)
        self.show()
        self.stratum.setFocus()

    def _use(self) -> None:
        self.matched.emit(self._file, str(self.stratum.value()), str(self.population.value()))


STRATUM_PARTS = (
    "stratum", "households_in_frame", "clusters_in_frame", "selection", "clusters_selected", "households_selected",
    "households_completed",
)  # fmt: skip
CLUSTER_PARTS = (
    "stratum", "cluster", "households_in_frame", "households_listed", "households_selected", "households_completed",
    "chance",
)  # fmt: skip


def _stratum_fields() -> list[Field]:
    kinds = {"stratum": "name", "selection": "choice"}
    tips = {
        "households_completed": msg("sampling.head.completed_tip"),
        "selection": msg("sampling.head.selection_tip"),
        "clusters_in_frame": msg("sampling.head.clusters_in_frame_tip"),
        "clusters_selected": msg("sampling.head.clusters_selected_tip"),
    }
    return [
        Field(
            name,
            msg(f"sampling.head.{name}"),
            kinds.get(name, "count"),
            _HOW if name == "selection" else (),
            tip=tips.get(name, ""),
        )
        for name in STRATUM_PARTS
    ]


def _cluster_fields() -> list[Field]:
    kinds = {"stratum": "name", "cluster": "name", "replacement": "choice"}
    fields = [
        Field(
            name,
            msg(f"sampling.head.{name}"),
            kinds.get(name, "count"),
            show=_chance if name == "chance" else None,
            tip=msg("sampling.head.cluster_tip") if name == "cluster" else "",
        )
        for name in CLUSTER_PARTS
    ]
    choices = (("", ""), ("yes", msg("sampling.yes")))
    return [*fields, Field("replacement", msg("sampling.head.replacement"), "choice", choices)]


def _chance(value: Any, language: str) -> str:
    return format_number(float(value), language, 4)


def _line(row: FrameRow | ClusterRow, parts: Sequence[str]) -> dict[str, Any]:
    line = {name: getattr(row, name) for name in parts}
    if isinstance(row, FrameRow):
        line["selection"] = row.selection.value
    else:
        line["replacement"] = "yes" if row.replacement else ""
    blank = ("households_completed", "clusters_in_frame", "clusters_selected")
    return {name: None if name in blank and not value else value for name, value in line.items()}


def _frame_row(line: dict[str, Any]) -> FrameRow:
    counts = {name: float(line.get(name) or 0) for name in STRATUM_PARTS if name not in ("stratum", "selection")}
    return FrameRow(str(line["stratum"]), selection=Selection(line.get("selection") or "none"), **counts)


def _cluster_row(line: dict[str, Any]) -> ClusterRow:
    counts = {name: float(line.get(name) or 0) for name in CLUSTER_PARTS if name.startswith("households")}
    counts["households_listed"] = counts["households_listed"] or counts["households_in_frame"]
    chance = line.get("chance")
    return ClusterRow(
        str(line.get("stratum") or ""),
        str(line["cluster"]),
        **counts,
        chance=float(chance) if chance else None,
        replacement=line.get("replacement") == "yes",
    )


def _preview_columns() -> list[RowsColumn]:
    def span(name: str, decimals: int) -> Any:
        def show(one: object, language: str) -> str:
            ends = getattr(one, name)
            wide = ends[1] - ends[0] > 1e-6 * abs(ends[1])  # two numbers have room for one decimal less
            low, high = (format_number(value, language, decimals - int(wide)) for value in ends)
            return f"{low}–{high}" if wide else low

        return show

    def plain(name: str) -> Any:
        return lambda one, language: format_number(getattr(one, name), language)

    return [
        RowsColumn(msg("sampling.head.stratum"), lambda one, _language: one.stratum),
        RowsColumn(msg("sampling.head.rows"), plain("rows"), numeric=True),
        RowsColumn(msg("sampling.head.base"), span("base", 2), numeric=True),
        RowsColumn(msg("sampling.head.nonresponse"), span("nonresponse", 3), numeric=True),
        RowsColumn(msg("sampling.head.weight"), span("weight", 2), numeric=True),
        RowsColumn(msg("sampling.head.total"), plain("total"), numeric=True),
        RowsColumn(msg("sampling.head.households_in_frame"), plain("households_in_frame"), numeric=True, muted=True),
    ]


class WeightsForm(Side):
    """Which table and variables the sheet is matched to, how names match, the facts of the weights."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(msg("sampling.weights.match"))
        self.table = ChoiceField(msg("sampling.weights.table"))
        self.stratum = VariableField(msg("sampling.weights.stratum"), empty=msg("sampling.weights.no_stratum"))
        self.cluster = VariableField(msg("sampling.weights.cluster"), empty=msg("sampling.weights.no_cluster"))
        self.table.chosen.connect(lambda _table: self._table_chosen())
        for field in (self.stratum, self.cluster):
            field.chosen.connect(lambda _variable: self.changed.emit())
        self.tables: dict[str, DataTable] = {}
        self.names = MutedLabel("", wrap=True)
        self.findings = WarningCard()
        self.facts = SectionLabel(msg("sampling.weights.facts"))
        self.spread = Fact(msg("sampling.weights.spread"), "")
        self.kish = Fact(msg("sampling.weights.kish"), "")
        self.as_design = TickBox()
        say(self.as_design, msg("sampling.weights.as_design"))
        self.as_design.setChecked(True)
        self.design_note = MutedLabel(msg("sampling.weights.as_design_note"), wrap=True)
        for name, asked in (("table", self.table), ("stratum", self.stratum), ("cluster", self.cluster)):
            self.form.addWidget(FormRow(msg(f"sampling.weights.{name}"), asked))
        for widget in (self.names, self.findings, self.facts, self.spread, self.kish, self.as_design, self.design_note):
            self.form.addWidget(widget)
        self.form.addStretch(1)
        self.show_plan(None)

    def offer(self, tables: Sequence[DataTable]) -> None:
        """Offer the tables of the project; the one chosen stays chosen."""
        before = self.table.value()
        self.tables = {table.id: table for table in tables}
        self.table.set_choices(distinct_titles(tables, title_of))
        if before not in self.tables:
            first = next((table.id for table in tables if table.parent is None), None)
            self.table.choose(first)
            self._offer_variables(fresh=True)
        else:
            self._offer_variables(fresh=False)

    def _table_chosen(self) -> None:
        self._offer_variables(fresh=True)
        self.changed.emit()

    def _offer_variables(self, *, fresh: bool) -> None:
        table = self.tables.get(self.table.value() or "")
        for field in (self.stratum, self.cluster):
            field.offer_candidates(candidates_of(table, offered(table)) if table is not None else [], field.value())
        if fresh and table is not None:
            stratum, cluster = stratum_variable(table), cluster_variable(table)
            self.stratum.choose(stratum.id if stratum else None)
            self.cluster.choose(cluster.id if cluster else None)

    def show_plan(self, plan: WeightsPlan | None) -> None:
        """Say how names match and what the weights are like."""
        for widget in (self.names, self.facts, self.spread, self.kish):
            widget.setVisible(plan is not None)
        if plan is None:
            self.findings.say(())
            return
        language = language_of(self)
        matched = len(plan.strata.same)
        self.names.say(msg("sampling.weights.matched", n=matched, of=len(plan.sheet.strata)))
        self.findings.say(plan.findings)
        spread = format_number(plan.weights.spread, language, 2)
        self.spread.value = f"1 : {spread}"
        self.kish.value = format_number(plan.weights.kish, language, 3)
        for fact in (self.spread, self.kish):
            fact.respeak(language)

    def respeak(self, language: str) -> None:
        """Numbers were written in one language."""
        del language
        self.changed.emit()
