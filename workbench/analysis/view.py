# SPDX-License-Identifier: MIT
"""The Analysis workspace: saved results · the one in front, live · its options. It keeps no result."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from analysis.analyses import declaration, shown_python
from analysis.records import DataTable
from projects.results.saved_results import SavedAnalysis, saved_analyses
from wording import Problem, Text, msg
from workbench.analysis.capabilities import AnalysisRoom
from workbench.analysis.centre_pane import ResultPane
from workbench.analysis.left_pane import DRAFT, LeftPane
from workbench.analysis.new_analysis import Starting
from workbench.analysis.result_quotes import Behind
from workbench.analysis.right_pane import OptionsPane
from workbench.analysis.room_commands import room_commands
from workbench.analysis.tour import tour_of
from workbench.commands import Command
from workbench.requests import AnalyseVariable, OpenAnalysis, Request
from workbench.results import labels
from workbench.results.computation import Computer, Limits, Outcome, read_limits
from workbench.results.current_analysis import Present, changed_sources, present_of, table_for
from workbench.session import Session
from workbench.translation import language_of
from workbench.variable_words import called
from workbench.widgets import Button
from workbench.workspace import Found, TourStep

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project

_OWN = frozenset({"saved_analysis", "report_block"})
_DATA = frozenset(
    {"data_set", "data_table", "variable", "choice", "column_chunk", "row_state", "cell_edit", "setting", "data_import"}
)
State = tuple[list[DataTable], list[SavedAnalysis], Limits]


class AnalysisWorkspace(AnalysisRoom):
    """Keeps which analysis is in front; every change of an option asks the Computer for a new outcome."""

    id = "analysis"
    title = msg("window.room.analysis")
    icon = "chart-column"

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, DataTable] = {}
        self.saved: list[SavedAnalysis] = []
        self.present: Present | None = None
        self.outcome: Outcome | None = None
        self.limits = Limits(30, 10, 5, None)
        self.computer = Computer()
        self.plan_results: dict[str, Any] = {}
        self.plan_wrong: dict[str, Problem] = {}
        self._draft: Present | None = None
        self._read_once = self._stale = self.computing = False
        self._commands = {command.id: command for command in room_commands(self, lambda kind: self.starting.new(kind))}

    def furnish(self) -> Iterator[None]:
        """Variables and results, the analysis, its options."""
        self.left = LeftPane(self._commands)
        yield
        self.centre = ResultPane(self._commands, self.stop_computing, self._compute)
        yield
        self.right = OptionsPane()
        self.set_columns(self.left, self.centre, self.right)
        self.columns.set_widths(left=268, right=284)
        yield
        yield from self.right.furnish()
        self._connect()

    def _connect(self) -> None:
        self.left.chosen.connect(self._choose)
        self.starting, self.behind = Starting(self), Behind(self)
        self.centre.copy_wanted.connect(self.copy_table)
        self.right.form.changed.connect(self.set_option)
        self.right.kind.chosen.connect(self.set_kind)
        self.right.table.chosen.connect(self.set_table)
        self.right.design.wanted.connect(self.set_design)
        self.right.design.one_drawn_wanted.connect(self.set_one_drawn)
        self.right.errors.wanted.connect(self.set_replicates)
        self.centre.title.changed.connect(self.set_title)
        self.centre.title.finding_wanted.connect(self.use_finding)

    # The frame

    def commands(self) -> Sequence[Command]:
        """New, keep, plan, report, export, why, Python."""
        return list(self._commands.values())

    def attach(self, session: Session) -> None:
        """Read tables and saved results."""
        super().attach(session)
        self._read()

    def on_changes(self, changes: Changes) -> None:
        """Saved results are listed anew; other data are computed anew."""
        touched = changed_sources(set(changes.changed), self.present, self.tables)
        if touched & _DATA:
            self.remember()
            self.computer.forget()
            self._forget_plan()
        if touched & (_DATA | _OWN):
            self._read(recompute=bool(touched & _DATA))

    def where(self) -> dict[str, Any]:
        """The analysis in front, kept or not."""
        present = self.present
        if present is None:
            return {}
        return {
            "declaration": present.declaration,
            "table": present.table,
            "options": dict(present.options),
            "saved": present.saved,
        }

    def return_to(self, where: dict[str, Any]) -> None:
        """Back to it; one that was not kept is there again as it was."""
        if any(one.id == where.get("saved") for one in self.saved):
            self._choose(where["saved"])
        elif where.get("table") in self.tables and where.get("saved") is None:
            self._show(Present(str(where["declaration"]), str(where["table"]), dict(where["options"])))

    def shown(self) -> None:
        """Say which table is looked at; compute what waited for it."""
        self.starting.came_to_front()
        self._say_status()
        if self._stale:
            self._compute()

    def retranslate(self, _language: str) -> None:
        """The Python speaks the language, too."""
        self._fill_python()

    def look_for(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Saved results, by title."""
        wanted, found = text.casefold(), []
        for one in self.saved:
            title = self._title_of(one)
            if labels.matches(title, wanted):
                show = partial(self.show_saved, one.id)
                found.append(Found(title, msg("analysis.view.found"), show, "chart-column"))
        done(found[:12])

    def tour(self) -> Sequence[TourStep]:
        """A set by sex, a cross-tab, the members' table, the Python, a draft."""
        return tour_of(self)

    def answer(self, request: Request) -> None:
        """An analysis of a variable, or one with its options chosen."""
        if isinstance(request, AnalyseVariable):
            self.analyse_variable(request.table, request.variable)
        elif isinstance(request, OpenAnalysis):
            self.starting.open_analysis(request.table, request.kind, request.options)

    def analyse_variable(self, table_id: str, variable_id: str) -> None:
        """Come to the front with a new analysis of a variable."""
        self.wants_front.emit()
        if table_id not in self.tables:
            self.awaited = partial(self.analyse_variable, table_id, variable_id)
            return
        variable = self.tables[table_id].variable(variable_id)
        began = labels.first_analysis(variable)
        if began is None:
            self.session.problem.emit(msg("analysis.view.not_analysable", variable=called(variable)))
            return
        self._show(Present(began[0], table_id, began[1]))

    def show_saved(self, analysis_id: str) -> None:
        """Come to the front with a saved result."""
        self.wants_front.emit()
        self._choose(analysis_id)

    # Reading

    def _read(self, *, recompute: bool = False) -> None:
        self.session.ask(_read_state, partial(self._take, recompute), latest=("analysis", "state"), owner=self)

    def _take(self, recompute: bool, state: State) -> None:
        tables, self.saved, self.limits = state
        self.tables = {table.id: table for table in tables}
        if not tables:
            self.present = self._draft = self.outcome = None
            self.empty_state(msg("analysis.view.no_data"), Button(msg("analysis.view.go_to_data"), self._go_to_data))
            self.commands_changed.emit()
            return
        self.show_columns()
        before = self.present
        self.present = self._still(before)
        if self.present is not None and self.present.saved is None:
            self._draft = self.present
        if not self._read_once and self.present is None and self.saved:
            self.present = present_of(self.saved[0])
        self._read_once = True
        if self.awaited is not None:
            awaited, self.awaited = self.awaited, None
            awaited()
            return
        self._list()
        if recompute or self.present != before or (self.outcome is None and not self.computing):
            self._show(self.present)
        else:
            self._refresh()

    def _still(self, present: Present | None) -> Present | None:
        """The analysis in front as it is stored now; one whose table is gone is gone, one no longer kept a draft."""
        if present is None or present.table not in self.tables:
            return None
        if present.saved is None:
            return present
        stored = next((one for one in self.saved if one.id == present.saved), None)
        if stored is not None:
            return present_of(stored)
        return Present(present.declaration, present.table, present.options)

    def _go_to_data(self) -> None:
        show = getattr(self.window(), "show_room", None)
        if callable(show):
            show("data")

    # The analysis in front

    def open_new(self) -> None:
        """Open the menu of analyses."""
        self.wants_front.emit()
        self.left.open_menu()

    def begin(self, declaration_id: str, options: dict[str, Any] | None = None, table_id: str | None = None) -> None:
        """Begin a new analysis, of the table in front or the first."""
        table = table_id or table_for(declaration_id, self.tables, self.present)
        if table is not None:
            self._show(Present(declaration_id, table, dict(options or {})))
            if not options:
                self.right.form.focus_first()

    def listed_table(self) -> DataTable | None:
        """The table whose variables are listed."""
        present = self.present.table if self.present is not None else None
        return self.tables.get(present or "", next(iter(self.tables.values()), None))

    def _choose(self, wanted: object) -> None:
        if wanted == DRAFT:
            self._show(self._draft)
            return
        saved = next((one for one in self.saved if one.id == wanted), None)
        if saved is not None and (self.present is None or self.present.saved != wanted):
            self._show(present_of(saved))

    def _show(self, present: Present | None) -> None:
        if present is not None and present.saved is None:
            self._draft = present
        self.present = present
        self.centre.why.hide()
        self.centre.changed.hide()
        self._list()
        self.right.show_present(present, self.tables)
        self._say_status()
        self._compute()

    def set_option(self, name: str, value: object) -> None:
        """One option has another value: what it makes stale is computed anew."""
        if self.present is not None:
            self._change(self.present.with_option(name, value))

    def set_kind(self, declaration_id: str) -> None:
        """Another kind of analysis of the same variables."""
        if self.present is not None:
            table = table_for(declaration_id, self.tables, self.present) or self.present.table
            other = self.present.with_declaration(declaration_id, self.tables[table])
            self._change(other) if table == self.present.table else self._show(Present(declaration_id, table))

    def set_table(self, table_id: str) -> None:
        """Another table: its variables are other ones."""
        if self.present is not None and table_id != self.present.table:
            self._show(Present(self.present.declaration, table_id))

    def _change(self, present: Present) -> None:
        before, self.present = self.present, present
        if before is None or present == before:
            return
        self.right.show_present(present, self.tables)
        if present.saved is None or present.declaration != before.declaration:
            self.present = self._draft = Present(present.declaration, present.table, present.options)
            self._list()
        else:
            self._store_options(present)
        self._compute()

    def _compute(self) -> None:
        present = self.present
        self.computer.stop()
        self._stale = present is not None and not self.isVisible()
        if self._stale:  # nobody looks: computed once somebody does
            return
        if present is None:
            self.outcome, self.computing = None, False
            self.centre.show_nothing()
            self._refresh()
            return
        self.outcome, self.computing = None, True  # what is still shown is old and leaves no more
        self.centre.computing()
        table = self.tables[present.table]
        self.computer.request(self.session, present, table, self._computed, self._failed, self)

    def stop_computing(self) -> None:
        """Stop what is computed; it can be taken up again."""
        if self.computing:
            self.computer.stop()
            self.outcome, self.computing = None, False
            self.right.warnings.say(())
            self.centre.show_stopped(self.present_title())
            self._refresh()

    def _computed(self, outcome: Outcome) -> None:
        self.outcome, self.computing = outcome, False
        own = self.present is not None and bool(labels.own_title(self.present.options))
        numbers = (self.limits.flag, self.limits.base, self.limits.cell)
        self.centre.show_outcome(outcome, numbers, own_title=own)
        self.tell_changes()
        self.show_withheld(outcome)
        self.show_design_figures()
        self._fill_python()
        self._refresh()

    def _failed(self, problem: Problem) -> None:
        self.outcome, self.computing = None, False
        if self.present is not None:
            title = labels.title_of(self.present.declared, self.present.options, self.tables.get(self.present.table))
            self.centre.show_problem(title, problem.message)
        self.right.warnings.say(())
        self.show_design_figures()
        self.centre.python.hide()
        self._refresh()

    # What is shown besides

    def _list(self) -> None:
        picked = self.present.saved or DRAFT if self.present is not None else None
        self.left.show_results(self.saved, self.tables, self._draft, picked, self.plan_wrong)
        self.left.show_variables(self.listed_table())

    def _refresh(self) -> None:
        kept = self.present is not None and self.present.saved is not None
        self.centre.refresh(kept=kept, in_plan=self.in_plan())
        self.left.refresh()
        self.commands_changed.emit()

    def draft(self) -> Present | None:
        """The analysis that is not kept."""
        return self._draft

    def drop_draft(self) -> None:
        """It is kept now, or given up."""
        self._draft = None

    def _say_status(self) -> None:
        table = self.tables.get(self.present.table) if self.present is not None else None
        if table is not None:
            self.status_changed.emit(msg("analysis.view.status", table=labels.table_title(table), n=table.rows))

    def _title_of(self, one: SavedAnalysis) -> Text:
        table = self.tables.get(one.data_table)
        return labels.title_of(declaration(one.declaration), one.options, table, one.title)

    def present_title(self) -> Text:
        """What the analysis in front is called."""
        if self.present is None:
            return ""
        return labels.title_of(self.present.declared, self.present.options, self.tables.get(self.present.table))

    def _fill_python(self) -> None:
        if self.present is None or self.outcome is None:
            return
        self.centre.python.show_code(
            shown_python(self.present.declaration, self.present.options, language=language_of(self))
        )

    def show_python(self) -> None:
        """Open the Python below the result, or close it."""
        self._fill_python()
        self.centre.turn_python()

    def show_why(self) -> None:
        """Say why this test was used."""
        if self.outcome is not None and self.outcome.result.why is not None:
            self.centre.turn_why(self.outcome.result.why)


def _read_state(project: Project) -> State:
    from projects.results.plan_run import all_tables  # more of the program: not at start

    return all_tables(project), saved_analyses(project), read_limits(project)
