# SPDX-License-Identifier: MIT
"""Begins a new analysis on the table in front, after asking what becomes of one that is not kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from projects.results.saved_results import add_analyses
from wording import Text, msg
from workbench.analysis.actions import analysis_changes
from workbench.results import labels
from workbench.results.current_analysis import begun_with, table_for
from workbench.widgets.banner import Banner
from workbench.workspace import Unkept

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from workbench.analysis.actions.analysis_in_front import AnalysisInFront
    from workbench.analysis.panes.centre_pane import ResultPane
    from workbench.analysis.panes.left_pane import LeftPane
    from workbench.analysis.panes.right_pane import OptionsPane
    from workbench.analysis.state import AnalysisState
    from workbench.results.current_analysis import CurrentAnalysis
    from workbench.session import Session


class NewAnalysis(QObject):
    """Knows which table was turned to last, in this room or in Data."""

    def __init__(
        self, state: AnalysisState, session: Session, front: AnalysisInFront,
        left: LeftPane, centre: ResultPane, right: OptionsPane,
    ) -> None:  # fmt: skip
        super().__init__(state)
        self._state, self._session, self._front, self._left, self._form = state, session, front, left, right.form
        self._seen = self._turned_to = ""
        self.question = Banner("bookmark")
        centre.body.insertWidget(0, self.question)
        left.new_requested.connect(self.new)
        left.variable_opened.connect(self.open_variable)
        left.variables.several.connect(self.add_each)
        left.chosen.connect(lambda _id: self._turned())
        right.table.chosen.connect(lambda _id: self._turned())
        right.form.moved.connect(self.move)
        front.after_draft = self._after_draft

    def came_to_front(self) -> None:
        """Whatever table Data turned to since is the one in front."""
        table = self._state.table_looked_at()
        if table != self._seen:
            self._seen = self._turned_to = table

    def _turned(self) -> None:
        self._turned_to = ""
        self.question.clear()

    def open_menu(self) -> None:
        """Open the menu of analyses."""
        self._state.front_requested.emit()
        self._left.open_menu()

    def move(self, table_id: str, option: str, value: object) -> None:
        """Ask another table the same: the one whose variable was taken in the form."""
        present = self._state.current
        if present is not None and table_id in self._state.tables:
            self._turned_to = ""
            self._front.begin(present.declaration, {option: value}, table_id)

    def add_each(self, variables: Sequence[str]) -> None:
        """Keep an analysis of each of several variables as a result, as one change, and show the first."""
        self.add_results(self.table_in_front() or "", variables)

    def add_results(self, table_id: str, variables: Sequence[str]) -> None:
        """Keep an analysis of each of these variables of a table that can be analysed."""
        table = self._state.tables.get(table_id)
        if table is None:
            return
        began = [labels.first_analysis(table.variable(one)) for one in variables]
        rows = [(one[0], table_id, one[1]) for one in began if one is not None]
        if rows:
            self._session.do(add_analyses(rows), lambda changes: self._front.choose(changes.result[0]))

    def table_in_front(self) -> str | None:
        """The table that a new analysis begins with."""
        present, tables = self._state.current, self._state.tables
        shown = present.table if present is not None else ""
        return next((one for one in (self._turned_to, shown, *tables) if one in tables), None)

    def new(self, declaration_id: str) -> None:
        """Begin a new analysis; reach is followed by month, as its readers ask for it, codes stand by interview."""
        begun = begun_with(declaration_id, self._state.tables)

        def begin() -> None:
            self._front.begin(declaration_id, begun, self._table_of(declaration_id))
            self._form.focus_first()

        self._after_draft(begin)

    def _table_of(self, declaration_id: str) -> str | None:
        """The table in front where the analysis can be made with it, else the first that it can."""
        front, tables = self.table_in_front(), self._state.tables
        return table_for(declaration_id, {**({front: tables[front]} if front else {}), **tables}, None)

    def open_variable(self, variable_id: str) -> None:
        """Begin with a variable of the table whose variables are listed."""
        table = self._state.listed_table()
        if table is not None:
            self._after_draft(lambda: self._front.analyse_variable(table.id, variable_id))

    def open_analysis(self, table_id: str, declaration_id: str, options: Mapping[str, object]) -> None:
        """Come to the front with an analysis that another room asked for, its options chosen."""
        self._state.front_requested.emit()
        if table_id not in self._state.tables:
            self._state.awaited = partial(self.open_analysis, table_id, declaration_id, options)
            return
        self._after_draft(lambda: self._front.begin(declaration_id, dict(options), table_id))

    def _after_draft(self, go: Callable[[], object]) -> None:
        """Go on at once, or once it is decided whether the draft is kept."""
        draft = self._begun()
        self.question.clear()
        if draft is None:
            go()
            return
        self.question.show_message(
            msg("analysis.start.unkept", title=self._title_of(draft)),
            (
                msg("analysis.start.keep"),
                lambda: self._session.do(analysis_changes.keep(draft), partial(self._kept, go)),
            ),
            (msg("analysis.start.drop"), lambda: self._drop(go)),
            (msg("analysis.view.cancel"), self.question.clear),
        )
        self.question.buttons[0].setFocus()

    def unkept(self) -> Unkept | None:
        """The draft, for whoever closes the project."""
        draft = self._begun()
        if draft is None:
            return None

        def keep(done: Callable[[], object]) -> None:
            self._session.do(analysis_changes.keep(draft), partial(self._kept, done))

        return Unkept(self._title_of(draft), keep, self._put_away)

    def _begun(self) -> CurrentAnalysis | None:
        """The analysis that is not kept; None where nothing was chosen in it yet."""
        draft = self._state.draft
        if draft is None or not draft.options or draft.options == begun_with(draft.declaration, self._state.tables):
            return None
        return draft

    def _title_of(self, draft: CurrentAnalysis) -> Text:
        return labels.title_of(draft.declared, draft.options, self._state.tables.get(draft.table))

    def _put_away(self) -> None:
        self._state.draft = None
        if self._state.current is not None and self._state.current.saved is None:
            self._front.show(None)

    def _kept(self, go: Callable[[], object], _changes: Changes) -> None:
        self._drop(go)

    def _drop(self, go: Callable[[], object]) -> None:
        self._state.draft = None
        self.question.clear()
        go()
