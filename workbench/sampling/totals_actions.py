# SPDX-License-Identifier: MIT
"""Actions on known totals: match, adjust, undo, list answers, read a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from analysis.records import Role
from projects.datasets.table.roles import set_known_totals
from projects.sampling.known_total_weights import plan_adjustment, read_totals_file
from projects.sampling.sheet_files import sheet_patterns
from wording import Problem, msg
from workbench.results.export import ask_existing
from workbench.results.labels import table_title
from workbench.sampling.panes.totals_form import answer
from workbench.sampling.panes.totals_page import lines_of

if TYPE_CHECKING:
    from analysis.records import Variable
    from projects.design.known_totals import KnownTotals
    from projects.sampling.known_total_weights import AdjustmentPlan
    from projects.store.project import Project
    from workbench.sampling.panes.totals_form import TotalsForm
    from workbench.sampling.panes.totals_page import TotalsPage
    from workbench.sampling.state import SamplingState
    from workbench.sampling.stored_sample import StoredSample
    from workbench.session import Session

_HIDDEN = "•••"


class TotalsActions(QObject):
    """Adjusts weights; stores through the session only."""

    def __init__(self, state: SamplingState, session: Session, page: TotalsPage, form: TotalsForm) -> None:
        super().__init__(state)
        self._state, self._session, self._page, self._form = state, session, page, form

    def can_adjust(self) -> bool:
        """Whether the totals fit, and differ from those kept."""
        plan = self._state.adjustment
        return plan is not None and plan.known is not None and plan.known != self._kept()

    def can_undo_adjustment(self) -> bool:
        """Whether the weights of the table are adjusted."""
        return self._kept() is not None

    def _kept(self) -> KnownTotals | None:
        table = self._form.table.value()
        return self._state.stored.known.get(table) if self._state.stored is not None and table is not None else None

    def adjust(self) -> None:
        """Adjust the weights, in one action."""
        plan = self._state.adjustment
        if plan is not None and plan.known is not None:
            action = set_known_totals(plan.table.id, plan.known)
            self._session.do(action, lambda changes: self._session.notice.emit(changes.message))

    def undo_adjustment(self) -> None:
        """Leave the weights as they were before."""
        action = set_known_totals(str(self._form.table.value()), None)
        self._session.do(action, lambda changes: self._session.notice.emit(changes.message))

    def list_answers(self) -> None:
        """Lines for the answers of the chosen variables, below those there are; what stands already is not doubled."""
        lines = self._page.grid.sheet.lines
        there = {(line.get("variable"), line.get("category")) for line in lines}
        more = [line for line in self._form.listed() if (line["variable"], line.get("category")) not in there]
        self._page.show_lines([*lines, *more])
        self._page.type_first()
        self.match_totals()

    def ask_totals(self) -> None:
        """Ask for a file with known totals."""
        kinds = msg("sampling.file_kinds", patterns=sheet_patterns())
        ask_existing(self._page, msg("sampling.command.totals.import"), kinds, self.read_totals)

    def read_totals(self, path: Path) -> None:
        """Take the totals of a file into the sheet, not yet kept."""
        try:
            lines = read_totals_file(path)
        except Problem as problem:
            self._session.problem.emit(problem.message)
            return
        people = next((line.total for line in lines if not line.variables and not line.share), None)
        self._form.other_totals()
        if any(line.share for line in lines):
            self._form.show_shares(people)
        else:
            self._form.kind.choose("counts")
            self._form.population.set_value(people)
        source = self._form.source
        if not (source.isModified() and source.text().strip()):
            source.setText(path.stem)
        self._page.show_lines(lines_of(lines))
        self.match_totals()

    def show_known(self) -> None:
        """Show what is kept for the chosen table."""
        known = self._kept()
        table = self._form.tables.get(self._form.table.value() or "")
        if known is None or table is None:
            return
        lines: list[dict[str, Any]] = []
        for margin in known.margins:
            found = [next((v for v in table.variables if v.id == name), None) for name in margin.variables]
            name = " × ".join(one.name if one is not None else "?" for one in found)
            for keys, total in margin.totals:
                shown = [_shown(one, key) for one, key in zip(found, keys, strict=True)]
                lines.append({"variable": name, "category": " × ".join(shown), "total": total})
        named = {variable.id: variable.name for variable in table.variables}
        lines += [{"variable": named.get(one, "?"), "total": total} for one, total in known.numbers]
        self._page.show_lines(lines)
        self._form.show_known(known)

    def table_of_totals_changed(self) -> None:
        """Another table: its own totals, or none."""
        self._page.show_lines([])
        self._form.show_nothing()
        self.show_known()
        self.match_totals()

    def match_totals(self) -> None:
        """Match the totals to the data, on the database thread."""
        table = self._form.table.value()
        lines, wish = self._page.typed(shares=self._form.shares()), self._form.wish()
        self._state.adjustment = None
        if not lines or table is None:
            self.totals_matched(None)
            return

        def work(project: Project) -> AdjustmentPlan:
            return plan_adjustment(project, table, lines, wish)

        self._session.ask(work, self.totals_matched, self._totals_not, latest=("sampling", "totals"), owner=self)

    def totals_matched(self, plan: AdjustmentPlan | None) -> None:
        """Show what adjusting would do."""
        self._state.adjustment = plan
        self._page.show_plan(plan)
        self._form.show_plan(plan)
        self._show_status(plan)
        self._state.changed.emit()

    def _show_status(self, plan: AdjustmentPlan | None) -> None:
        """Say what analyses adjust the weights to, whatever the sheet shows."""
        kept, table = self._kept(), self._form.tables.get(self._form.table.value() or "")
        if table is None or (kept is None and plan is None):
            self._page.show_adjustment(None, warn=False)
        elif kept is None or self._state.stored is None:
            self._page.show_adjustment(msg("sampling.totals.not_adjusted", table=table_title(table)), warn=False)
        elif plan is None or plan.meant != kept:
            message = msg("sampling.totals.other_adjusted", adjusted=self._state.stored.adjustments[table.id])
            self._page.show_adjustment(message, warn=True)
        else:
            self._page.show_adjustment(self._state.stored.adjustments[table.id], warn=plan.known is None)

    def renew_totals(self, before: StoredSample | None, *, erased: bool = False) -> None:
        """Other data or totals: the sheet shows what is kept of the chosen table, or what is typed and not kept yet.

        After an erasure nothing typed stays: it may name what is gone.
        """
        assert self._state.stored is not None
        chosen = self._form.table.value()
        self._form.offer(self._state.stored.tables)
        now = self._form.table.value()
        if erased or now != chosen:
            self.table_of_totals_changed()
        elif before is None or self._state.stored.known.get(now or "") != before.known.get(now or ""):
            self.show_known()

    def _totals_not(self, problem: Problem) -> None:
        self.totals_matched(None)
        self._session.report_problem(problem.message, self._form)


def _shown(variable: Variable | None, key: str) -> str:
    """An answer as a line names it; those of an identifier stay hidden."""
    if variable is None:
        return key
    return _HIDDEN if variable.role is Role.IDENTIFIER else answer(variable, key)
