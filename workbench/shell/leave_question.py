# SPDX-License-Identifier: MIT
"""Question before the user leaves a project: what becomes of an analysis or of words that are not kept.

An analysis that is kept becomes a saved result; words are sealed with the project and put back into their field.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from wording import Text, msg
from workbench.shell.drafts import words_under_way
from workbench.widgets.banner import Banner

if TYPE_CHECKING:
    from workbench.session import Session
    from workbench.workspace import Unkept, Workspace

_SHOWN = 60  # characters of words under way


class LeaveQuestion(QObject):
    """Asks in a banner, which stays until it is answered; the project stays open meanwhile."""

    def __init__(
        self, session: Session, rooms: Callable[[], Sequence[Workspace]],
        keep: Callable[[], object], show: Callable[[str], object], parent: QObject,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._rooms, self._keep_words, self._show = session, rooms, keep, show
        self.question = Banner("pencil")
        session.closed.connect(self.question.clear)
        session.opened.connect(self.question.clear)

    def before(self, go: Callable[[], object]) -> None:
        """Go on at once, or once it is decided what becomes of what is not kept."""
        if not self.holds(go):
            go()

    def holds(self, go: Callable[[], object]) -> bool:
        """Whether there is something to ask about first; then `go` comes after the answer."""
        self.question.clear()
        rooms = list(self._rooms())
        if not self._session.is_open or self._session.reading is not None or not rooms:
            return False
        focus = QApplication.focusWidget()
        if focus is not None and any(room.isAncestorOf(focus) for room in rooms):
            focus.clearFocus()  # what stores itself when one leaves it does so now
        self._keep_words()  # whatever happens while the question stands
        begun = [one for room in rooms if (one := room.unkept()) is not None]
        words = [(room, field) for room in rooms for field in words_under_way(room)]
        if not begun and not words:
            return False
        named: list[Text] = [msg("window.leaving.named", name=one.title) for one in begun]
        named += [f"{field.accessibleName()}: {_start(field.toPlainText())}" for _, field in words]
        first = next((room for room in rooms if room.unkept() is not None), words[0][0] if words else None)
        self.question.show_message(
            msg("window.leaving.words" if words else "window.leaving.unkept", what=named),
            (msg("window.leaving.keep"), partial(self._keep, begun, go)),
            (msg("window.leaving.drop"), partial(self._drop, begun, [room for room, _ in words], go)),
            (msg("window.leaving.back"), partial(self._back, first)),
        )
        self.question.buttons[0].setFocus()
        return True

    def _keep(self, begun: Sequence[Unkept], go: Callable[[], object]) -> None:
        """Keep one after the other; where one cannot be kept its reason is told, and the project stays open."""
        self.question.clear()
        if begun:
            begun[0].keep(partial(self._keep, begun[1:], go))
        else:
            go()

    def _drop(self, begun: Sequence[Unkept], rooms: Sequence[Workspace], go: Callable[[], object]) -> None:
        self.question.clear()
        for one in begun:
            one.drop()
        for room in rooms:
            for field in words_under_way(room):
                field.document().setModified(False)  # no draft any more
        self._keep_words()
        go()

    def _back(self, room: Workspace | None) -> None:
        self.question.clear()
        if room is not None:
            self._show(room.id)


def _start(words: str) -> Text:
    said = " ".join(words.split())
    return said if len(said) <= _SHOWN else said[:_SHOWN] + "…"
