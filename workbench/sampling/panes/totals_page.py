# SPDX-License-Identifier: MIT
"""The fourth step: known totals of the population, as typed or imported, and the weights adjusted to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHeaderView

from projects.sampling.known_total_weights import TotalLine, parts_of
from wording import Message, Text, msg, render
from wording.numbers import format_number
from workbench.commands import Command
from workbench.results.warnings import WarningCard
from workbench.sampling.panes.grid_model import Field
from workbench.sampling.panes.page_parts import Page, WrappedRows, bar, fit_height, wrap_heads
from workbench.sampling.panes.sheet_grid import SheetGrid
from workbench.widgets import CommandButton, Label, MutedLabel, RowsColumn, RowsTable, SectionLabel

if TYPE_CHECKING:
    from projects.sampling.known_total_weights import AdjustmentPlan, ReachedTotal


_NUMBERS = ("rows", "before", "total", "after")
_LARGE = 1000.0  # from here on decimals of a total tell nothing


class TotalsPage(Page):
    """The totals to type into; below them each total beside the weighted rows, before and after."""

    changed = Signal()

    def __init__(self, commands: dict[str, Command]) -> None:
        imported = CommandButton(commands["sampling.totals.import"], text=msg("sampling.button.import"))
        super().__init__(msg("sampling.step.totals"), msg("sampling.totals.lead"), (imported,))
        self.grid = SheetGrid(msg("sampling.totals.sheet"), _fields())
        self.grid.sheet.edited.connect(self._edited)
        self.empty = MutedLabel(msg("sampling.totals.empty"), wrap=True)
        self.status, self.warning = MutedLabel("", wrap=True), WarningCard()
        self.problem = Label("", wrap=True)
        self.problem.setProperty("kind", "danger")
        self.problem.hide()
        self.heading = SectionLabel(msg("sampling.totals.preview"))
        self.preview = RowsTable(msg("sampling.totals.preview"))
        self._decimals: dict[str, int] = {}
        self.model = WrappedRows(self._preview_columns(), self.preview)
        self.preview.setModel(self.model)
        wrap_heads(self.preview)
        heads = self.preview.horizontalHeader()
        for column in range(2, 6):  # names take what numbers leave
            heads.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            self.preview.setColumnWidth(column, 94)
        adjust = CommandButton(commands["sampling.totals.adjust"], primary=True, text=msg("sampling.button.adjust"))
        back = CommandButton(commands["sampling.totals.undo"], text=msg("sampling.button.undo"))
        for widget in (
            self.status,
            self.warning,
            self.grid,
            self.empty,
            self.problem,
            self.heading,
            self.preview,
            bar(adjust, back),
        ):
            self.sheet.addWidget(widget)
        self.sheet.addStretch(1)
        self.show_plan(None)
        self._fit()

    def _edited(self) -> None:
        self._fit()
        self.changed.emit()

    def _fit(self) -> None:
        fit_height(self.grid, 9)
        lines = self.grid.sheet.lines
        self.empty.say(msg("sampling.totals.untyped" if lines else "sampling.totals.empty"))
        self.empty.setVisible(all(line.get("total") is None for line in lines))

    def type_first(self) -> None:
        """Go to the first line that has no total, ready to type it."""
        lines = self.grid.sheet.lines
        at = next((row for row, line in enumerate(lines) if line.get("total") is None), None)
        if at is not None:
            self.grid.setFocus()
            self.grid.setCurrentIndex(self.grid.sheet.index(at, len(self.grid.sheet.fields) - 1))

    def show_lines(self, lines: Sequence[dict[str, Any]]) -> None:
        """Show these lines in the sheet."""
        self.grid.sheet.show_lines(lines)
        self._fit()

    def typed(self, *, shares: bool) -> list[TotalLine]:
        """The totals as they are typed; lines without a total do not count, nor does a half-typed one."""
        return [
            TotalLine(parts_of(line.get("variable") or ""), parts_of(line.get("category") or ""), float(line["total"]),
                      shares and bool(line.get("category")))
            for line in self.grid.sheet.lines
            if line.get("total") is not None and line.get("variable")
        ]  # fmt: skip

    def show_adjustment(self, said: Message | None, *, warn: bool) -> None:
        """Say what the weights are adjusted to now, as a warning where that is not what the sheet shows."""
        self.status.setVisible(said is not None and not warn)
        self.status.say(said or "")
        self.warning.say([said] if said is not None and warn else [])

    def show_plan(self, plan: AdjustmentPlan | None) -> None:
        """Show what adjusting would do, or what keeps it from being done."""
        problems = plan.problems if plan is not None else ()
        self.problem.setVisible(bool(problems))
        self.problem.say(_together(problems))
        rows = list(plan.reached) if plan is not None else []
        self._decimals = {name: decimals_of([getattr(one, name) for one in rows]) for name in _NUMBERS}
        self.model.set_rows(rows)
        for widget in (self.heading, self.preview):
            widget.setVisible(bool(rows))
        fit_height(self.preview, 10)

    def _preview_columns(self) -> list[RowsColumn]:
        def plain(name: str) -> Any:
            def show(one: ReachedTotal, language: str) -> str:
                value = getattr(one, name)
                if value is None or value != value:
                    return "–"
                return format_number(value, language, self._decimals.get(name, 0))

            return show

        return [
            RowsColumn(
                msg("sampling.totals.head.category"), lambda one, language: render(one.name or one.of, language)
            ),
            RowsColumn(
                msg("sampling.totals.head.variable"), lambda one, language: render(one.of, language), muted=True
            ),
            RowsColumn(msg("sampling.head.rows"), plain("rows"), numeric=True),
            RowsColumn(msg("sampling.totals.head.before"), plain("before"), numeric=True),
            RowsColumn(msg("sampling.totals.head.known"), plain("total"), numeric=True),
            RowsColumn(msg("sampling.totals.head.after"), plain("after"), numeric=True),
        ]


def _together(problems: Sequence[Text]) -> Text:
    """Several sentences one after the other, in whatever language is spoken."""
    said: Text = ""
    for problem in problems:
        said = msg("sampling.totals.both", first=said, second=problem) if said else problem
    return said


def lines_of(lines: Sequence[TotalLine]) -> list[dict[str, Any]]:
    """Totals read from a file as lines of the sheet; the number of all stands beside it."""
    return [
        {"variable": " × ".join(line.variables), "category": " × ".join(line.categories), "total": line.total}
        for line in lines
        if line.variables
    ]


def _fields() -> list[Field]:
    return [
        Field("variable", msg("sampling.totals.head.variable"), "name", tip=msg("sampling.totals.head.variable_tip")),
        Field("category", msg("sampling.totals.head.category"), "name", tip=msg("sampling.totals.head.category_tip")),
        Field("total", msg("sampling.totals.head.total"), "count", tip=msg("sampling.totals.head.total_tip")),
    ]


def decimals_of(values: Sequence[float | None]) -> int:
    """The decimals of a column of totals: one, but none where all are whole or one is large."""
    known = [value for value in values if value is not None and value == value]
    whole = all(abs(value - round(value)) < 1e-6 * max(abs(value), 1.0) for value in known)
    return 0 if whole or max((abs(value) for value in known), default=0.0) >= _LARGE else 1
