# SPDX-License-Identifier: MIT
"""Actions of the Sampling room: what it stores, reads from files and lets leave. It lays out nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from analysis.survey.calibration.frame_sheet import Sheet
from analysis.writers.records import by_ending, file_filter, table_writers
from projects.sampling.sheet_files import sheet_patterns
from wording import Problem, msg
from workbench.results.export import GateKeeper, ask_existing, ask_file
from workbench.translation import language_of

Value = TypeVar("Value")

if TYPE_CHECKING:
    from analysis.survey.sample_size import Stratum
    from projects.sampling.frame_weights import WeightsPlan
    from projects.sampling.sheet_files import ListedCluster
    from projects.store.actions import Action
    from workbench.results.computation import Outcome
    from workbench.sampling.achieved_page import AchievedForm
    from workbench.sampling.draw_page import DrawForm
    from workbench.sampling.size_page import SizePage
    from workbench.sampling.state import SamplingState
    from workbench.sampling.weights_page import WeightsForm, WeightsPage
    from workbench.session import Session


class SamplingDeeds:
    """The part of the workspace that acts; it stores through the session only."""

    if TYPE_CHECKING:
        session: Session
        state: SamplingState | None
        listed: tuple[ListedCluster, ...]
        plan: WeightsPlan | None
        outcome: Outcome | None
        step: str
        sizing: SizePage
        draw_form: DrawForm
        weights: WeightsPage
        weights_form: WeightsForm
        achieved_form: AchievedForm

        def options(self) -> dict[str, Any]: ...
        def _plan_again(self) -> None: ...
        def _show_draw(self) -> None: ...
        def _match(self) -> None: ...
        def window(self) -> Any: ...

    planned = False

    # What can be done

    def can_keep(self) -> bool:
        """Whether the step in front has a sheet to keep: the one planned, or another than the one kept."""
        return {"size": self.can_keep_plan, "weights": self.can_keep_sheet}.get(self.step, lambda: False)()

    def can_keep_plan(self) -> bool:
        """Whether the plan makes a sheet."""
        return self.planned and bool(self.plan_sheet().strata)

    def can_draw(self) -> bool:
        """Whether there is a list to draw from and a number of clusters."""
        return bool(self.listed) and any(row.clusters_selected for row in self.sheet_to_draw().strata)

    def has_sheet(self) -> bool:
        """Whether a sheet is kept, to leave."""
        return self.state is not None and self.state.sheet is not None

    def can_keep_sheet(self) -> bool:
        """Whether what is typed is another sheet than the one kept."""
        if self.state is None:  # nothing is read yet
            return False
        try:
            sheet = self.weights.typed_sheet()
        except Problem:
            return False
        return bool(sheet.strata) and sheet != self.state.sheet

    def can_add_weights(self) -> bool:
        """Whether the sheet fits some row."""
        return self.plan is not None and bool(self.plan.strata.same)

    def can_analyse(self) -> bool:
        """Whether the Analysis room can take over what is counted."""
        return self.outcome is not None and "analysis" in getattr(self.window(), "rooms", {})

    # Plan and draw

    def plan_sheet(self) -> Sheet:
        """The sheet that the plan makes; empty where it makes none."""
        from projects.sampling.planning import plan_sample  # more of the program: not at start

        try:
            return plan_sample(self.options())[0]
        except Problem:
            return Sheet()

    def sheet_to_draw(self) -> Sheet:
        """The sheet whose clusters are to be drawn: the one kept, else the one planned."""
        kept = self.state.sheet if self.state is not None else None
        return kept if kept is not None and any(row.clusters_selected for row in kept.strata) else self.plan_sheet()

    def keep(self) -> None:
        """Keep the sheet of the step in front: as planned, or as typed."""
        from projects.sampling.saved_sampling import keep_sheet  # more of the program: not at start

        if self.step == "size":
            self._do(keep_sheet(self.plan_sheet(), self.options()))
        else:
            self._do(keep_sheet(self.weights.typed_sheet()))

    def draw(self) -> None:
        """Draw the clusters and keep list, seed and sheet."""
        from projects.sampling.saved_sampling import keep_draw  # more of the program: not at start

        sheet = self.sheet_to_draw()
        try:
            action = keep_draw(self.draw_form.kept(sheet, self.listed), sheet, self.options())
        except Problem as problem:
            self.draw_form.complain(problem)
            return
        self.draw_form.complain(None)
        self._do(action)

    def _do(self, action: Action) -> None:
        self.session.do(action)

    # Sheet and weights

    def add_weights(self) -> None:
        """Add the weights to the data set, in one action."""
        from projects.sampling.frame_weights import add_weights  # more of the program: not at start

        if self.plan is not None:
            action = add_weights(self.plan, use_as_design=self.weights_form.as_design.isChecked())
            self.session.do(action, lambda changes: self.session.notice.emit(changes.message))

    # Achieved

    def analyse(self) -> None:
        """Open what is counted as an analysis, for the plan, the report or an export."""
        asked = self.achieved_form.options(self.state.sheet if self.state is not None else None)
        room = getattr(self.window(), "rooms", {}).get("analysis")
        if asked is not None and room is not None:
            room.wants_front.emit()
            room.begin("achieved", asked[1], asked[0])

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
        ask_existing(self.sizing, msg(title), msg("sampling.file_kinds", patterns=sheet_patterns()), done)

    def read_strata(self, path: Path) -> None:
        """Take the strata of a file into the table; a list of clusters is added up."""

        def work(_job: Any) -> tuple[tuple[ListedCluster, ...], Sequence[Stratum]]:
            from projects.sampling.planning import strata_of_list  # more of the program: not at start
            from projects.sampling.sheet_files import (  # more of the program: not at start
                read_clusters_file,
                read_strata_file,
            )

            try:
                listed = read_clusters_file(path)
            except Problem:
                return (), read_strata_file(path)
            return listed, strata_of_list(listed)

        def done(found: tuple[tuple[ListedCluster, ...], Sequence[Stratum]]) -> None:
            self.listed = found[0] or self.listed
            self._plan_for(found[1])

        self._reading("sampling.command.size.import", work, done)

    def read_list(self, path: Path) -> None:
        """Take a list of clusters; strata that are not planned yet are taken from it."""

        def work(_job: Any) -> tuple[ListedCluster, ...]:
            from projects.sampling.sheet_files import read_clusters_file  # more of the program: not at start

            return read_clusters_file(path)

        def done(listed: tuple[ListedCluster, ...]) -> None:
            from projects.sampling.planning import strata_of_list  # more of the program: not at start

            self.listed = listed
            if not self.sizing.strata():
                self._plan_for(strata_of_list(listed))
            self._show_draw()

        self._reading("sampling.command.draw.import", work, done)

    def read_sheet(self, path: Path) -> None:
        """Take a filled sheet into the table, not yet kept."""

        def work(_job: Any) -> Sheet:
            from projects.sampling.sheet_files import read_sheet_file  # more of the program: not at start

            return read_sheet_file(path)

        def done(sheet: Sheet) -> None:
            self.weights.show_sheet(sheet)
            self._match()

        self._reading("sampling.command.sheet.import", work, done)

    def _reading(self, title: str, work: Callable[[Any], Value], done: Callable[[Value], object]) -> None:
        """Read a file off the window: a list can have tens of thousands of lines."""
        self.session.job(msg(title), work, done, owner=self.sizing)

    def _plan_for(self, strata: Sequence[Stratum]) -> None:
        self.sizing.show_strata({
            one.name: [one.households, one.clusters, *([one.proportion] if one.proportion else [])] for one in strata
        })  # fmt: skip
        self._plan_again()

    def ask_export(self) -> None:
        """Ask for a file for the sheet that the field fills."""
        kinds = file_filter([by_ending(table_writers())["xlsx"]], language_of())
        ask_file(self.sizing, msg("sampling.command.sheet.export"), kinds, "frame_sheet.xlsx", self.export_sheet)

    def export_sheet(self, path: Path) -> None:
        """Write the kept sheet through the gate, with what it rests on."""
        state, language, gate = self.state, language_of(), GateKeeper(self.session)
        if state is None or state.sheet is None:
            return
        sheet, ask, kept = state.sheet, state.ask, state.draw

        def work(_job: Any) -> Any:
            from analysis.analyses import declaration  # more of the program: not at start
            from projects.export_gate import export_file  # cryptography, 10 ms: not at start
            from projects.sampling.planning import sheet_notes  # more of the program: not at start
            from projects.sampling.sheet_files import write_sheet  # more of the program: not at start

            drawn = kept if kept is not None and any(line.chance for line in sheet.clusters) else None
            notes = sheet_notes(declaration("sample_size").complete(ask), drawn) if ask else []
            return export_file(gate, path, lambda stream: write_sheet(sheet, stream, language, notes), overwrite=True)

        def done(exported: Any) -> None:
            for logged in gate.logged:
                self.session.changed.emit(logged)
            self.session.exported.emit(msg("sampling.exported", file=exported.path.name), exported.path)

        self.session.job(msg("sampling.command.sheet.export"), work, done, owner=self.sizing)
