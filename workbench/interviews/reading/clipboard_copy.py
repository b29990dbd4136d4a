# SPDX-License-Identifier: MIT
"""Words copied from an interview unless quoting was refused, with a line in history. The words are not kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from projects.stored_interviews import queries
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.interviews.reading.guarded_editor import GuardedEditor
    from workbench.interviews.state import RoomState
    from workbench.session import Session


class QuoteCopying(QObject):
    """Between the transcript and the clipboard."""

    def __init__(self, state: RoomState, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._state, self._session = state, session

    def watch(self, editor: GuardedEditor) -> None:
        """Let words leave a field by the same rule; what is cut goes once it stands on the clipboard."""
        editor.copy_requested.connect(
            lambda words, cut: self.copy(words, partial(editor.take_out, words) if cut else None)
        )

    def copy(self, words: str, then: Callable[[], object] | None = None, document: str | None = None) -> None:
        """Put the words of the open interview, or another, on the clipboard once the project allows it, and go on."""
        document_id, session = document or self._state.document_id(), self._session
        if document_id is None or not words:
            return

        def put(logged: Changes) -> None:
            QGuiApplication.clipboard().setText(words)
            if then is not None:
                then()
            session.changed.emit(logged)
            session.notice.emit(msg("kinds.quote_copied"))

        session.ask(lambda project: noted(project, document_id, len(words)), put, owner=self)


def noted(project: Project, document_id: str, length: int) -> Changes:
    """The line of history for a copy. Raises Problem where consent to quote was refused."""
    from projects.people.effective_consent import (  # with the project's modules, when something is copied
        effective_consents,
        may_quote,
    )

    consents = effective_consents(project).get(document_id)
    row = project.query(queries.NAME_OF_DOCUMENT, (document_id,))
    name = str(row[0]["name"]) if row else ""
    if consents is None or not may_quote(consents, inside=True):
        raise Problem(msg("kinds.quote_refused", name=name))
    return project.log("export.copied", msg("kinds.copied_quote", name=name, n=length))
