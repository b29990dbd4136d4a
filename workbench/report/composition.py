# SPDX-License-Identifier: MIT
"""Composes the report anew after each change that it shows, off the window's thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from projects.stored_interviews.tables import CODING_TABLES
from wording import Problem, msg
from workbench.report.preview import Composed, ResultCache, compose

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from workbench.jobs import Job
    from workbench.report.panes.export import ReportExport
    from workbench.report.state import ReportState
    from workbench.session import Session

_DATA = ("data_set", "data_table", "variable", "choice", "column_chunk", "cell_edit", "row_state", "setting")
_BLOCKS = ("report_block", "saved_analysis")
_COMPUTED = (*_DATA, *sorted(CODING_TABLES))  # what results in the report were worked out from
_SHOWN = (*_COMPUTED, *_BLOCKS)
_SOON, _BEHIND = 60, 1500  # ms: behind another room it waits until work there pauses


class Composition(QObject):
    """`composed` comes when the state holds a new report."""

    composed = Signal()

    def __init__(self, state: ReportState, session: Session, export: ReportExport) -> None:
        super().__init__(export)
        self._state, self._session, self._export = state, session, export
        self._outdated = False  # something it shows has changed while another room was in front
        self.job: Job | None = None
        self.later = QTimer(self, singleShot=True, interval=_SOON)
        self.later.timeout.connect(self.compose)
        export.language.chosen.connect(lambda _value: self.later.start())
        export.destination_changed.connect(self.later.start)

    def begin(self, language: str) -> None:
        """Compose the report of a project just opened."""
        self._state.cache = ResultCache()
        self._export.language.choose(language)
        self.compose()

    def speak(self, language: str) -> None:
        """Write the pages in another language."""
        self._export.language.choose(language)
        self.later.start()

    def catch_up(self) -> None:
        """The room is in front: compose what changed meanwhile."""
        self.later.setInterval(_SOON)
        if self._outdated:
            self.compose()

    def follow(self, changes: Changes, *, in_sight: bool) -> None:
        """Compose anew what a change touches; results stay while neither their data nor their options changed.

        Behind another room only changes of its blocks are composed: a coding or an answer waits until it is shown.
        """
        changed = {str(analysis) for analysis in changes.changed.get("saved_analysis", ())}
        if changed or changes.touches(*_COMPUTED):
            cache = self._state.cache
            stays = not changes.touches(*_COMPUTED)
            right = {name: result for name, result in cache.results.items() if stays and name not in changed}
            of_blocks = dict(cache.of_blocks) if stays else {}
            # another one: a composition under way goes on writing what it computes into the old
            self._state.cache = ResultCache(right, of_blocks, dict(cache.pictures))
        if in_sight and changes.touches(*_SHOWN):
            self.later.start(_SOON)
        elif changes.touches(*_BLOCKS):
            self.later.start(_BEHIND)
        elif changes.touches(*_SHOWN):
            self._outdated = True

    def compose(self) -> None:
        """Compose it now; a composition under way is given up."""
        from analysis.masking import Destination  # more of the program: not at start

        self._outdated = False
        if self.job is not None:
            self.job.cancel()
        session, cache, language = self._session, self._state.cache, str(self._export.language.value())
        destination, days = Destination(self._export.destination.value()), self._export.days

        def work(job: Job) -> Composed:
            return compose(session, job, cache, language, destination, days)

        self.job = session.job(msg("view_report.composing"), work, self._take, self._failed, owner=self)

    def _take(self, composed: Composed) -> None:
        self.job, self._state.composed = None, composed
        self.composed.emit()

    def _failed(self, problem: Problem) -> None:
        """Say which analysis cannot be run; what was shown stays."""
        self.job = None
        self._session.report_problem(problem.message, self._export)

    def is_due(self) -> bool:
        """Whether something is still to be composed."""
        return bool(self._outdated or self.job or self.later.isActive())
