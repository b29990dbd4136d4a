# SPDX-License-Identifier: MIT
"""After an import: which of the files brought in still lie unencrypted, and the offer to delete them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from wording import Message, Problem, Text, msg
from workbench.session import Session
from workbench.widgets.banner import Banner

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from projects.store.cleartext_sources import CleartextSource
    from projects.store.project import Project

_NAMED = 3


class SourcesBanner(Banner):
    """Names the files until they are deleted or the user keeps them; asks twice before it deletes."""

    def __init__(self, session: Session) -> None:
        super().__init__("triangle-alert")
        self.session = session
        self.sources: list[CleartextSource] = []
        self._imports: list[Message] = []  # as "Undo …" names them
        session.brought_in.connect(self.add)
        session.changed.connect(self._heed)
        session.closed.connect(self.keep)

    def add(self, paths: Sequence[Path]) -> None:
        """Some files were taken in."""
        from projects.store.cleartext_sources import cleartext_files  # more of the program: not at start

        if self.session.undo_text is not None:
            self._imports.append(self.session.undo_text)
        known = {source.path for source in self.sources}
        self.sources += [source for source in cleartext_files(paths) if source.path not in known]
        if self.sources:
            offer = msg("window.sources.delete", n=len(self.sources))
            self.show_message(
                msg("window.sources.lie", files=self.named(), n=len(self.sources)),
                (offer, self.ask),
                (msg("window.sources.keep", n=len(self.sources)), self.keep),
            )

    def named(self) -> Text:
        """The names of the files, the first few of many, and the folder they lie in."""
        names = [source.path.name for source in self.sources[:_NAMED]]
        folders = list(dict.fromkeys(str(source.path.parent) for source in self.sources))
        more = len(self.sources) - len(names)
        listed: Text = (
            msg("window.sources.more", names=names, n=more) if more else msg("window.sources.all", names=names)
        )
        return msg("window.sources.in", names=listed, folder=folders[0], n=len(folders))

    def ask(self) -> None:
        """Before anything is deleted: say what that means."""
        n = len(self.sources)
        self.show_message(
            msg("window.sources.sure", files=self.named(), n=n),
            (msg("window.sources.now", n=n), self.delete),
            (msg("window.sources.keep", n=n), self.keep),
        )
        self.buttons[1].setFocus()

    def delete(self) -> None:
        """Delete them, and note in history that it was done: how many, no names."""
        sources = list(self.sources)
        self.keep()

        def work(project: Project) -> Changes:
            return project.log("store.sources", msg("store.sources_deleted", n=_delete(sources)))

        self.session.change(work, lambda _changes: self._deleted(len(sources)), self._failed)

    def keep(self) -> None:
        """They stay where they are."""
        self.sources, self._imports = [], []
        self.clear()

    def _heed(self, _changes: Changes) -> None:
        """An import was undone: the project shows no copy of the files any more, so that none should be deleted."""
        if self.session.redo_text in self._imports:
            self.keep()

    def _deleted(self, n: int) -> None:
        self.session.notice.emit(msg("window.sources.deleted", n=n))

    def _failed(self, problem: Problem) -> None:
        said: Message = problem.message
        self.session.problem.emit(said)


def _delete(sources: Sequence[CleartextSource]) -> int:
    """Delete all that can be; how many. Raises the first problem once the others are gone."""
    from projects.store.cleartext_sources import delete_source  # more of the program: not at start

    problems: list[Problem] = []
    for source in sources:
        try:
            delete_source(source)
        except Problem as problem:
            problems.append(problem)
    if problems:
        raise problems[0]
    return len(sources)
