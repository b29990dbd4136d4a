# SPDX-License-Identifier: MIT
"""The frame every workspace fills: columns, commands, answers to changes, empty state, tour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from wording import Message, Text
from workbench.collapsed_columns import FoldableColumns
from workbench.commands import Command
from workbench.room_columns import ThreeColumns
from workbench.session import Session
from workbench.widgets.pages import EmptyState

if TYPE_CHECKING:
    from projects.store.actions import Changes
    from workbench.requests import Request


@dataclass(frozen=True)
class Found:
    """Something the command palette finds besides commands: a variable, a code, a document, a passage.

    `hit` is where the words looked for stand in a passage: they stay in sight where it is too long.
    """

    text: Text
    kind: Message
    show: Callable[[], object]
    icon: str = ""
    hit: tuple[int, int] | None = None


@dataclass(frozen=True)
class Unkept:
    """Something begun that nobody kept: what it is called, how it is kept (then `done` is called) or dropped."""

    title: Text
    keep: Callable[[Callable[[], object]], object]
    drop: Callable[[], object]


def _ready() -> bool:
    return True


@dataclass(frozen=True)
class TourStep:
    """One picture of the tour: do `act`, wait until `ready`, then the window is taken as `name`."""

    name: str
    act: Callable[[], object]
    ready: Callable[[], bool] = _ready


class Workspace(QWidget):
    """One room of the window. Subclasses set `id`, `title`, `icon`, fill `set_columns` and override what they need.

    It is made once a project is open. `furnish` comes first; `attach` before it is first shown; `on_changes`
    after every stored change, undo and redo included. All reading goes through `session.ask`, all changing through
    `session.do`.
    """

    id: ClassVar[str]
    title: ClassVar[Message]
    icon: ClassVar[str]

    keeps_drafts: ClassVar[bool] = True
    """Whether what is typed here and not stored yet is kept over a lock."""

    commands_changed = Signal()
    """Emit when a command's name or enabled state may have changed (selection, focus)."""

    status_changed = Signal(object)
    """Emit a Text for the status bar, such as "Household survey · 640 rows"."""

    wants_front = Signal()
    """Emit to bring this workspace to the front."""

    asked = Signal(object)
    """Emit a Request (`workbench/requests.py`) to have another room come to the front and answer it, or a ShowPage."""

    wants_place = Signal(str, str)
    """Emit a room and the id of a place of it to show it there; Back returns here."""

    lasting_changed = Signal()
    """Emit when `lasting` says something else."""

    leaves_place = Signal()
    """Emit before another place of this room is shown, such as another interview; Back returns here."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.can_ask: Callable[[str], bool] = lambda _room: False  # whether a room is there; the window knows
        self.table_looked_at: Callable[[], str] = str  # in whichever room shows one; the window knows
        self.columns = ThreeColumns(self)
        self._empty: EmptyState | None = None
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._frame = FoldableColumns(self.columns)
        self._stack.addWidget(self._frame)

    # To be filled by the views

    def furnish(self) -> Iterator[None]:
        """Make what is in the room, yielding now and then: each piece is made in a turn of the event loop of its own.

        It comes right after `__init__` and before everything else; a small room makes all in `__init__`.
        """
        return iter(())

    def commands(self) -> Sequence[Command]:
        """The commands of this room, asked for once, right after it is made."""
        return ()

    def attach(self) -> None:
        """The room stands in the window: ask for what is shown."""

    def on_changes(self, changes: Changes) -> None:
        """Redraw what `changes.changed` (table → keys of rows) touches."""

    def where(self) -> dict[str, Any]:
        """Where one is in this room, as plain values: kept sealed while the project is locked.

        What is typed is put back only where all of it is the same again but keys that begin with "_".
        """
        return {}

    def return_to(self, where: dict[str, Any]) -> None:
        """Go back there; what is gone meanwhile is passed over."""

    def lasting(self) -> dict[str, str]:
        """The part of `where` that is sealed at each change and outlives a power cut; empty as in a new room."""
        return {}

    def unkept(self) -> Unkept | None:
        """What was begun here and is asked about before the project closes, besides words that are typed."""
        return None

    def open_place(self, place: str) -> None:
        """Bring a thing of this room to the front: a table, an interview, a page, by its id."""

    def answer(self, request: Request) -> None:
        """Another room asked for something here: show it."""

    def table_in_front(self) -> str:
        """The id of the table looked at here, for rooms that begin with it; "" where none is."""
        return ""

    def shown(self) -> None:
        """The workspace came to the front."""

    def retranslate(self, language: str) -> None:
        """Render again what was not said through `say` (models, own painting)."""

    def retheme(self) -> None:
        """The look changed: draw own pictures anew. Palette, stylesheet and button icons follow by themselves."""

    def find_by_words(self, text: str, done: Callable[[Sequence[Found]], object]) -> None:
        """Look for `text` among the things of this room and hand up to a dozen to `done`, now or later."""
        done(())

    def tour(self) -> Sequence[TourStep]:
        """The pictures to take of this room in the sample study."""
        return (TourStep(self.id, _ready),)

    # Offered to the views

    def set_columns(self, left: QWidget | None, centre: QWidget, right: QWidget | None = None) -> None:
        """Fill the three columns; a side may be None."""
        self.columns.fill(left, centre, right)
        if left is not None:
            self._frame.name(self.id)

    def layout_kept(self) -> dict[str, list[int]]:
        """Widths and folds to remember between sessions, each list under a name of its own."""
        return {self.id: self.columns.state()}

    def restore_layout(self, kept: Mapping[str, list[int]]) -> None:
        """Restore what `layout_kept` gave."""
        self.columns.restore(kept.get(self.id, []))

    def empty_state(self, sentence: Text, button: QWidget | None = None) -> None:
        """Show one sentence and one button in place of the columns, until `show_columns`."""
        self.show_columns()
        self._empty = EmptyState(sentence, button, self.icon)
        self._stack.addWidget(self._empty)
        self._stack.setCurrentWidget(self._empty)

    def show_columns(self) -> None:
        """Show the columns again."""
        self._stack.setCurrentWidget(self._frame)
        if self._empty is not None:
            self._stack.removeWidget(self._empty)
            self._empty.deleteLater()
            self._empty = None
