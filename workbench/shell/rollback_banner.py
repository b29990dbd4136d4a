# SPDX-License-Identifier: MIT
"""The banner over a project whose folder was put back to an earlier state, with the decision to go on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wording import Message, Problem, msg
from workbench.session import Session
from workbench.widgets.banner import Banner

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project


class RollbackBanner(Banner):
    """Comes once, and stays until it is closed; asks twice before the later state is given up."""

    def __init__(self, session: Session) -> None:
        super().__init__("triangle-alert")
        self.session = session
        self._sentence: Message | None = None
        session.opened.connect(self.look)
        session.closed.connect(self.clear)

    def look(self) -> None:
        """A project is open: is it older than what this computer saw?"""
        self.clear()

        def sentence(project: Project) -> Message | None:
            from projects.store.actions import rollback_sentence  # the store loads with the project, not before

            return rollback_sentence(project)

        self.session.ask(sentence, self._say, owner=self)

    def _say(self, sentence: Message | None) -> None:
        self._sentence = sentence
        if sentence is not None:
            self.show_message(sentence, (msg("window.put_back.accept"), self.ask), (msg("window.close"), self.clear))

    def ask(self) -> None:
        """Before the later state is given up: say what that means."""
        self.show_message(
            msg("window.put_back.sure"),
            (msg("window.put_back.accept"), self.accept),
            (msg("window.cancel"), lambda: self._say(self._sentence)),
        )
        self.buttons[1].setFocus()

    def accept(self) -> None:
        """Go on from this state."""

        def work(project: Project) -> Changes:
            from projects.store.actions import accepted_change  # more of the program: not at start

            return accepted_change(project)

        self.clear()
        self.session.change(work, self._accepted, self._failed)

    def _accepted(self, _changes: object) -> None:
        self.session.notice.emit(msg("window.put_back.accepted"))

    def _failed(self, problem: Problem) -> None:
        self._say(self._sentence)
        self.session.problem.emit(problem.message)
