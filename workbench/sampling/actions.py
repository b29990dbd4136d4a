# SPDX-License-Identifier: MIT
"""Actions of the Sampling room: storing, reading files and exporting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from analysis.analyses import declaration
from analysis.file_writers import by_ending, file_filter, table_writers
from analysis.survey.calibration.frame_sheet import Sheet
from projects.export_gate import export_file
from projects.sampling.planning import sheet_notes, strata_of_list
from projects.sampling.sampling_weights import add_weights
from projects.sampling.saved_sampling import keep_draw, keep_sheet
from projects.sampling.sheet_files import (
    frame_headings,
    read_clusters_file,
    read_sheet_file,
    read_strata_file,
    sheet_patterns,
    write_sheet,
)
from wording import Problem, msg
from workbench.requests import OpenAnalysis
from workbench.results.export import ProjectForExport, ask_existing, ask_file
from workbench.translation import language_of

Value = TypeVar("Value")

if TYPE_CHECKING:
    from analysis.survey.sample_size import Stratum
    from projects.sampling.sheet_files import FrameHeadings, ListedCluster
    from projects.store.actions import Action
    from workbench.sampling.panes.pages import SamplingPages
    from workbench.sampling.state import SamplingState
    from workbench.sampling.steps import SamplingSteps
    from workbench.sampling.totals_actions import TotalsActions
    from workbench.session import Session


class SamplingActions:
    """Stores through the session only; `steps` say what is planned, `totals` adjust."""

    def __init__(
        self, state: SamplingState, session: Session, pages: SamplingPages, steps: SamplingSteps, totals: TotalsActions
    ) -> None:
        self._state, self._session, self._pages, self.steps, self.totals = state, session, pages, steps, totals
        pages.draw_form.wanted.connect(self.draw)
        pages.weights.matched.connect(self.read_sheet)

    # What can be done

    def can_keep(self) -> bool:
        """Whether the step in front has a sheet to keep: the one planned, or another than the one kept."""
        return {"size": self.can_keep_plan, "weights": self.can_keep_sheet}.get(self._state.step, lambda: False)()

    def can_keep_plan(self) -> bool:
        """Whether the plan makes a sheet."""
        return self._state.planned and bool(self.steps.plan_sheet().strata)

    def can_draw(self) -> bool:
        """Whether there is a list to draw from and a number of clusters."""
        return bool(self._state.listed) and any(row.clusters_selected for row in self.steps.sheet_to_draw().strata)

    def has_sheet(self) -> bool:
        """Whether a sheet is kept, to leave."""
        return self._state.stored is not None and self._state.stored.sheet is not None

    def can_keep_sheet(self) -> bool:
        """Whether what is typed is another sheet than the one kept."""
        if self._state.stored is None:  # nothing is read yet
            return False
        try:
            sheet = self._pages.weights.typed_sheet()
        except Problem:
            return False
        return bool(sheet.strata) and sheet != self._state.stored.sheet

    def can_add_weights(self) -> bool:
        """Whether the sheet fits some row."""
        return self._state.plan is not None and bool(self._state.plan.strata.same)

    def can_analyse(self) -> bool:
        """Whether the Analysis room can take over what is counted."""
        return self._state.outcome is not None and self._state.can_ask("analysis")

    # Plan and draw

    def keep(self) -> None:
        """Keep the sheet of the step in front: as planned, or as typed."""
        if self._state.step == "size":
            self._do(keep_sheet(self.steps.plan_sheet(), self.steps.options()))
        else:
            self._do(keep_sheet(self._pages.weights.typed_sheet()))

    def draw(self) -> None:
        """Draw the clusters and keep list, seed and sheet."""
        sheet = self.steps.sheet_to_draw()
        try:
            action = keep_draw(self._pages.draw_form.kept(sheet, self._state.listed), sheet, self.steps.options())
        except Problem as problem:
            self._pages.draw_form.complain(problem)
            return
        self._pages.draw_form.complain(None)
        self._do(action)

    def _do(self, action: Action) -> None:
        self._session.do(action)

    # Sheet and weights

    def add_weights(self) -> None:
        """Add the weights to the data set, in one action."""
        if self._state.plan is not None:
            action = add_weights(self._state.plan, use_as_design=self._pages.weights_form.as_design.isChecked())
            self._session.do(action, lambda changes: self._session.notice.emit(changes.message))

    # Achieved

    def analyse(self) -> None:
        """Open what is counted as an analysis, for the plan, the report or an export."""
        asked = self._pages.achieved_form.options(self._state.stored.sheet if self._state.stored is not None else None)
        if asked is not None:
            self._state.asked.emit(OpenAnalysis(asked[0], "achieved", asked[1]))

    # Files

    def ask_strata(self) -> None:
        """Ask for a file with strata to plan for."""
        self._ask("sampling.command.size.import", self.read_strata)

    def ask_list(self) -> None:
        """Ask for a list of clusters."""
        self._ask("sampling.command.draw.import", self.read_list)

    def ask_sheet(self) -> None:
        """Ask for a sheet that the field filled."""
        self._ask("sampling.command.sheet.import", self.read_sheet)

    def _ask(self, title: str, done: Any) -> None:
        ask_existing(self._pages.sizing, msg(title), msg("sampling.file_kinds", patterns=sheet_patterns()), done)

    def read_strata(self, path: Path) -> None:
        """Take the strata of a file into the table; a list of clusters is added up."""

        def work(_job: Any) -> tuple[tuple[ListedCluster, ...], Sequence[Stratum]]:
            try:
                listed = read_clusters_file(path)
            except Problem:
                return (), read_strata_file(path)
            return listed, strata_of_list(listed)

        def done(found: tuple[tuple[ListedCluster, ...], Sequence[Stratum]]) -> None:
            self._state.listed = found[0] or self._state.listed
            self._plan_for(found[1])

        self._reading("sampling.command.size.import", work, done)

    def read_list(self, path: Path) -> None:
        """Take a list of clusters; strata that are not planned yet are taken from it."""

        def work(_job: Any) -> tuple[ListedCluster, ...]:
            return read_clusters_file(path)

        def done(listed: tuple[ListedCluster, ...]) -> None:
            self._state.listed = listed
            if not self._pages.sizing.strata():
                self._plan_for(strata_of_list(listed))
            self.steps.show_draw()

        self._reading("sampling.command.draw.import", work, done)

    def read_sheet(self, path: Path, stratum: str = "", population: str = "") -> None:
        """Take a filled sheet into the table, not yet kept; headings that are not ours are matched by the person."""

        def work(_job: Any) -> Sheet | FrameHeadings:
            if stratum:
                return read_sheet_file(path, (stratum, population))
            try:
                return read_sheet_file(path)
            except Problem:
                if (found := frame_headings(path)) is None:
                    raise
                return found

        def done(found: Sheet | FrameHeadings) -> None:
            if not isinstance(found, Sheet):
                self._pages.weights.headings.ask(path, found)
                return
            self._pages.weights.show_sheet(found)
            self.steps.match()

        self._reading("sampling.command.sheet.import", work, done)

    def _reading(self, title: str, work: Callable[[Any], Value], done: Callable[[Value], object]) -> None:
        """Read a file off the window: a list can have tens of thousands of lines."""
        self._session.job(msg(title), work, done, owner=self._pages.sizing)

    def _plan_for(self, strata: Sequence[Stratum]) -> None:
        self._pages.sizing.show_strata({
            one.name: [one.households, one.clusters, *([one.proportion] if one.proportion else [])] for one in strata
        })  # fmt: skip
        self.steps.plan_again()

    def ask_export(self) -> None:
        """Ask for a file for the sheet that the field fills."""
        kinds = file_filter([by_ending(table_writers())["xlsx"]], language_of())
        ask_file(self._pages.sizing, msg("sampling.command.sheet.export"), kinds, "frame_sheet.xlsx", self.export_sheet)

    def export_sheet(self, path: Path) -> None:
        """Write the kept sheet through the check before sharing, with what it rests on."""
        state, language, gate = self._state.stored, language_of(), ProjectForExport(self._session)
        if state is None or state.sheet is None:
            return
        sheet, ask, kept = state.sheet, state.ask, state.draw

        def work(_job: Any) -> Any:
            drawn = kept if kept is not None and any(line.chance for line in sheet.clusters) else None
            notes = sheet_notes(declaration("sample_size").complete(ask), drawn) if ask else []
            return export_file(gate, path, lambda stream: write_sheet(sheet, stream, language, notes), overwrite=True)

        def done(exported: Any) -> None:
            for logged in gate.logged:
                self._session.changed.emit(logged)
            self._session.exported.emit(msg("sampling.exported", file=exported.path.name), exported.path)

        self._session.job(msg("sampling.command.sheet.export"), work, done, owner=self._pages.sizing)
