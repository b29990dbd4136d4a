# SPDX-License-Identifier: MIT
"""Question before the user leaves a project: what becomes of an analysis or of words that are not kept.

An analysis that is kept becomes a saved result; words are sealed with the project and put back into their field.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypedDict

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from wording import Text, msg
from workbench.widgets.banner import Banner
from workbench.widgets.fields import ANEW, FILTERS
from workbench.workspace import Workspace

if TYPE_CHECKING:
    from workbench.session import Session
    from workbench.workspace import Unkept

Field = QLineEdit | QPlainTextEdit | QTextEdit


class Draft(TypedDict):
    """One field: what it is called, which of those called so, what was typed, whether one was typing there.

    Whether it only filters, too: such words are put back into their field or forgotten.
    """

    name: str
    number: int
    text: str
    here: bool
    filters: bool


def gather(room: Workspace) -> list[Draft]:
    """What the user typed into the fields in sight and left there; never a passphrase."""
    if not room.keeps_drafts:
        return []
    focus = QApplication.focusWidget()
    return [
        Draft(name=name, number=number, text=_text(field), here=field is focus, filters=bool(field.property(FILTERS)))
        for name, number, field in _fields(room)
        if _modified(field)
    ]


def put_back(room: Workspace, drafts: Sequence[Draft]) -> list[Draft]:
    """Type the drafts into the fields they were in; those whose field is not there and that are somebody's words."""
    there = {(name, number): field for name, number, field in _fields(room)}
    left = []
    for draft in drafts:
        field = there.get((draft["name"], draft["number"]))
        if field is None:
            left += writing([draft])
            continue
        if _text(field) != draft["text"]:
            _type(field, draft["text"])
        if draft["here"]:
            field.setFocus()
    return left


def writing(drafts: Sequence[Draft]) -> list[Draft]:
    """Those that are somebody's words, no filter's."""
    return [draft for draft in drafts if draft["text"].strip() and not draft["filters"]]


def words_under_way(room: Workspace) -> list[QPlainTextEdit | QTextEdit]:
    """The fields of several lines whose words are typed and not stored: a memo, a note, a text of the report."""
    if not room.keeps_drafts:
        return []
    fields = [field for _, _, field in _fields(room) if not isinstance(field, QLineEdit)]
    return [field for field in fields if _modified(field) and field.toPlainText().strip()]


def _fields(room: QWidget) -> list[tuple[str, int, Field]]:
    found: list[tuple[str, int, Field]] = []
    seen: Counter[str] = Counter()
    fields: list[QWidget] = [*room.findChildren(QLineEdit), *room.findChildren(QPlainTextEdit)]
    fields += room.findChildren(QTextEdit)
    for field in fields:
        assert isinstance(field, (QLineEdit, QPlainTextEdit, QTextEdit))
        if field.isReadOnly() or not field.isVisibleTo(room) or not _own(field):
            continue
        name = field.accessibleName() or type(field).__name__
        found.append((name, seen[name], field))
        seen[name] += 1
    return found


def _own(field: Field) -> bool:
    """Whether it is a field of its own: no passphrase, no word that confirms something or is only looked for."""
    if isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal:
        return False
    if field.property(ANEW):
        return False
    return not isinstance(field.parentWidget(), (QAbstractSpinBox, QComboBox))


def _modified(field: Field) -> bool:
    return field.isModified() if isinstance(field, QLineEdit) else field.document().isModified()


def _text(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _type(field: Field, text: str) -> None:
    """As if it had been typed: the room hears of it, and does not store it before the user is done."""
    if isinstance(field, QLineEdit):
        field.setText(text)
        field.setModified(True)
        return
    field.setPlainText(text)
    field.document().setModified(True)


def plain(kept: object) -> list[Draft]:
    """Drafts as they were read back; anything else than what `gather` made counts as none."""
    if not isinstance(kept, list):
        return []
    return [
        Draft(
            name=str(one["name"]),
            number=int(one["number"]),
            text=str(one["text"]),
            here=bool(one["here"]),
            filters=bool(one.get("filters")),
        )  # fmt: skip
        for one in kept
        if isinstance(one, dict) and {"name", "number", "text", "here"} <= one.keys()
    ]


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
