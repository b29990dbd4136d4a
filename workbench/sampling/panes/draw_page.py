# SPDX-License-Identifier: MIT
"""The second step: the list of clusters and those drawn from it, with the seed that repeats the draw."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox

from analysis.survey.calibration.frame_sheet import Selection, Sheet
from projects.sampling.planning import draw_for, fresh_seed
from projects.sampling.saved_sampling import KeptDraw, draw_all, draw_notes
from projects.sampling.sheet_files import ListedCluster
from wording import Problem, Text, msg, render
from wording.numbers import format_number
from workbench.commands import Command
from workbench.sampling.panes.page_parts import NumberField, Page, Sentences, Side, WrappedRows, bar, beside, wrap_heads
from workbench.translation import say
from workbench.widgets import (
    ChoiceField,
    CommandButton,
    Fact,
    FormRow,
    IconButton,
    Label,
    PrimaryButton,
    RowsColumn,
    RowsTable,
    SectionLabel,
)

Line = tuple[ListedCluster, Any]  # with what was drawn of it, or None


class DrawPage(Page):
    """The clusters of the list, those drawn marked."""

    def __init__(self, commands: dict[str, Command]) -> None:
        imported = CommandButton(commands["sampling.draw.import"], text=msg("sampling.button.import_list"))
        super().__init__(msg("sampling.step.draw"), msg("sampling.draw.lead"), (imported,))
        self.only = QCheckBox()
        say(self.only, msg("sampling.draw.only"))
        self.only.toggled.connect(lambda _on: self._filter())
        self.table = RowsTable(msg("sampling.draw.list"))
        self.model = WrappedRows(_columns(), self.table)
        self.table.setModel(self.model)
        wrap_heads(self.table)
        self.table.setMinimumHeight(260)
        self.notes = Sentences()
        self.empty = Label(msg("sampling.draw.empty"), wrap=True)
        export = CommandButton(commands["sampling.sheet.export"], text=msg("sampling.button.export"))
        self.after = bar(export)
        for widget in (self.empty, self.only, self.table):
            self.sheet.addWidget(widget)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        for filling in (self.empty, self.table):  # one of them is shown
            self.sheet.setStretchFactor(filling, 1)
        self.how = SectionLabel(msg("sampling.draw.how"))
        self.sheet.addWidget(self.how)
        self.sheet.addWidget(self.notes)
        self.sheet.addWidget(self.after)
        self.show_draw((), None)

    def show_draw(self, listed: tuple[ListedCluster, ...], kept: KeptDraw | None) -> None:
        """Show a list, and the draw made from it."""
        drawn: dict[tuple[str, str], Any] = {}
        if kept is not None:
            for stratum, draw in draw_all(kept).items():
                own = [line for line in kept.listed if line.stratum == stratum]
                spare = 0
                for one in draw.drawn:
                    spare += one.replacement
                    drawn[stratum, own[one.position].cluster] = (one, spare if one.replacement else 0)
        lines: list[Line] = [(line, drawn.get((line.stratum, line.cluster))) for line in listed]
        self.model.set_rows(lines)
        self.table.setVisible(bool(listed))
        self.only.setVisible(bool(listed))
        self.empty.setVisible(not listed)
        for widget in (self.notes, self.after, self.how):
            widget.setVisible(kept is not None)
        if kept is not None:
            self.notes.say_all(draw_notes(kept))
        self.only.setEnabled(kept is not None)
        if kept is None:
            self.only.setChecked(False)
        self._filter()

    def _filter(self) -> None:
        self.model.keep(lambda line: line[1] is not None or not self.only.isChecked())


def _columns() -> list[RowsColumn]:
    def mark(line: Line, language: str) -> str:
        if line[1] is None:
            return ""
        one, spare = line[1]
        if spare:
            return render(msg("sampling.draw.replacement", number=spare), language)
        return render(msg("sampling.draw.certain" if one.certain else "sampling.draw.drawn"), language)

    def of_draw(name: str, decimals: int) -> Any:
        return lambda line, language: format_number(getattr(line[1][0], name), language, decimals) if line[1] else ""

    return [
        RowsColumn(msg("sampling.head.stratum"), lambda line, _language: line[0].stratum or "–"),
        RowsColumn(msg("sampling.draw.place"), lambda line, _language: line[0].cluster),
        RowsColumn(
            msg("sampling.head.households_in_frame"),
            lambda line, language: format_number(line[0].size, language),
            numeric=True,
        ),
        RowsColumn(msg("sampling.draw.result"), mark),
        RowsColumn(msg("sampling.head.chance"), of_draw("chance", 4), numeric=True, muted=True),
        RowsColumn(msg("sampling.head.households_selected"), of_draw("households", 0), numeric=True),
    ]


class DrawForm(Side):
    """How clusters are drawn; `wanted` asks for the draw."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__(msg("sampling.draw.how"))
        self.selection = ChoiceField(
            msg("sampling.head.selection"),
            [(one, msg(f"sampling.how.{one.value}")) for one in (Selection.PPS, Selection.SRS, Selection.ALL)],
        )
        self.seed = NumberField(msg("sampling.draw.seed"), None)
        self.per_cluster = NumberField(msg("sampling.ask.per_cluster"), 12)
        self.replacements = NumberField(msg("sampling.draw.replacements"), 0)
        self.dice = IconButton("redo-2", msg("sampling.draw.new_seed"), self.new_seed)
        self.counts: list[Fact] = []
        self.strata = SectionLabel(msg("sampling.draw.counts"))
        self.draw = PrimaryButton(msg("sampling.draw.draw"), self.wanted.emit)
        self.form.addWidget(FormRow(msg("sampling.head.selection"), self.selection))
        self.form.addWidget(
            beside(
                FormRow(msg("sampling.ask.per_cluster"), self.per_cluster),
                FormRow(msg("sampling.draw.replacements"), self.replacements),
            )
        )
        seed = beside(self.seed)
        layout = seed.layout()
        assert layout is not None
        layout.addWidget(self.dice)
        self.form.addWidget(FormRow(msg("sampling.draw.seed"), seed, msg("sampling.draw.seed_note")))
        self.form.addWidget(self.strata)
        self._counts_at = self.form.count()
        self.problem = Label("", wrap=True)
        self.problem.setProperty("kind", "danger")
        self.problem.hide()
        self.form.addWidget(self.problem)
        self.form.addWidget(self.draw)
        self.form.addStretch(1)
        self.new_seed()

    def new_seed(self) -> None:
        """A seed nobody chose."""
        self.seed.set_value(fresh_seed())

    def show_counts(self, sheet: Sheet | None, listed: tuple[ListedCluster, ...]) -> None:
        """How many clusters each stratum is to have, of how many."""
        for fact in self.counts:
            self.form.removeWidget(fact)
            fact.deleteLater()
        self.counts = []
        there: dict[str, int] = {}
        for line in listed:
            there[line.stratum] = there.get(line.stratum, 0) + 1
        for row in sheet.strata if sheet is not None else ():
            if row.clusters_selected:
                value: Text = msg("sampling.draw.of", n=int(row.clusters_selected), listed=there.get(row.stratum, 0))
                fact = Fact(row.stratum, value)
                self.form.insertWidget(self._counts_at + len(self.counts), fact)
                self.counts.append(fact)
        self.strata.setVisible(bool(self.counts))
        self.draw.setEnabled(bool(self.counts) and bool(listed))

    def show_kept(self, kept: KeptDraw) -> None:
        """Show how the last draw was made."""
        self.selection.choose(kept.selection)
        self.seed.set_value(kept.seed)
        self.per_cluster.set_value(kept.per_cluster)
        self.replacements.set_value(kept.replacements)

    def kept(self, sheet: Sheet, listed: tuple[ListedCluster, ...]) -> KeptDraw:
        """The draw asked for. Raises Problem."""
        numbers = [self.seed.value(), self.per_cluster.value() or 0, self.replacements.value() or 0]
        if any(one is None or one != one or one < 0 or not float(one).is_integer() for one in numbers):
            raise Problem(msg("sampling.draw.whole"))
        seed, per_cluster, replacements = (int(one or 0) for one in numbers)
        return draw_for(sheet, listed, self.selection.value(), seed, replacements, per_cluster)

    def complain(self, problem: Problem | None) -> None:
        """Say what is wrong, or nothing."""
        self.problem.setVisible(problem is not None)
        if problem is not None:
            self.problem.say(problem.message)
