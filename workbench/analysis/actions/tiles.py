# SPDX-License-Identifier: MIT
"""Add as tile: one number of a reach table becomes a key figure on a page of the report."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from projects.pages.project_key_figures import row_name
from projects.pages.report_composition import add_tile, report_figures, tiles_shown
from wording import msg
from workbench.analysis.capabilities import Capabilities
from workbench.requests import CountPeople

if TYPE_CHECKING:
    from analysis.report.key_figures import KeyFigure
    from analysis.result_tables import Row, TableSpec
    from projects.store import Project
    from projects.store.actions import Changes
    from workbench.analysis.panes.centre_pane import ResultPane
    from workbench.analysis.panes.right_pane import OptionsPane
    from workbench.analysis.state import AnalysisState
    from workbench.results.computation import Outcome
    from workbench.session import Session

    _Found = tuple[list[KeyFigure], list[str]]  # what tiles can show, the keys of those shown now

_FIGURES = ("contacts", "people", "sessions", "female_share", "disability")  # columns that are key figures


class TileActions(QObject):
    """Adds the chosen number; offers the register's own years as periods, and the counting of people."""

    def __init__(self, state: AnalysisState, session: Session, centre: ResultPane, right: OptionsPane) -> None:
        super().__init__(state)
        self._state, self._session, self._centre, self._right = state, session, centre, right
        centre.people_requested.connect(lambda: state.asked.emit(CountPeople()))
        centre.shown.connect(self._offer_days)

    def add(self) -> None:
        """Put the number of the chosen line into the report's tiles: of the chosen column, else its contacts."""
        present, outcome = self._state.current, self._state.outcome
        if present is None or outcome is None or not Capabilities(self._state).can_be_tile():
            return
        table = outcome.tables[0]
        row, column = _chosen(table, *self._centre.chosen)
        stem = f"reach.{present.table}.{_name(row)}"
        target = _target(table, row, column)
        period = str(present.options.get("period") or "")
        self._session.ask(_asked, partial(self._add, stem, column, (target, period)), owner=self._centre)

    def _add(self, stem: str, column: str, given: tuple[float | None, str], found: _Found) -> None:
        target, period = given
        figures, shown = found
        known = {one.key: one for one in figures}
        figure = known.get(f"{stem}.{column}") or known.get(f"{stem}.contacts") or known.get(f"{stem}.sessions")
        if figure is None:
            self._session.problem.emit(msg("tile.none"))
            return
        held = target if figure.key.endswith(f".{column}") else None
        label = figure.label

        def added(_changes: Changes) -> None:
            self._session.notice.emit(msg("tile.added", label=label))

        self._session.do(add_tile(figure.key, label, shown, held, period), added)

    def _offer_days(self, outcome: Outcome) -> None:
        """Of the register's own days years and quarters are picked."""
        facts = outcome.result.facts
        if "first_day" in facts:
            self._right.form.offer_days(facts["first_day"], facts["last_day"])


def _asked(project: Project) -> _Found:
    return report_figures(project), tiles_shown(project)


def _name(row: Row) -> str:
    return row_name(row)


def _chosen(table: TableSpec, row_id: str, column: str) -> tuple[Row, str]:
    """The line and the column that were chosen; the first line and its contacts where none was."""
    rows = [row for row in table.rows if row.cells and not row.heading]
    row = next((one for one in rows if one.id == row_id), rows[0])
    return row, column if column in _FIGURES else "contacts"


def _target(table: TableSpec, row: Row, column: str) -> float | None:
    """The target of the line, where it counts what the column counts."""
    places = {one.id: at for at, one in enumerate(table.columns)}
    if "target" not in places or column not in ("contacts", "people"):
        return None
    target = row.cells[places["target_of"]].text if "target_of" in places else None
    counts = "people" if getattr(target, "key", "") == "reach.target_of.people" else "contacts"
    return row.cells[places["target"]].estimate if counts == column else None
