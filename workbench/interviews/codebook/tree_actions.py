# SPDX-License-Identifier: MIT
"""Actions on the code chosen in the tree, by menu, key or drag."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QColor, QIcon, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from coding.codebook import palette
from coding.records import Code
from wording import msg, render
from workbench.interviews.codebook.codebook_tree import CodebookTree
from workbench.interviews.coding.code_picker import CodePicker
from workbench.interviews.coding.coding_actions import CodingActions
from workbench.interviews.page_parts import line_colour
from workbench.interviews.state import RoomState
from workbench.theme import colours_of
from workbench.translation import language_of

if TYPE_CHECKING:
    from projects.store.actions import Changes


class CodeTreeActions:
    """Bound to a tree once it is made; commands and the menu of a code run its methods."""

    def __init__(self, state: RoomState, coding_actions: CodingActions) -> None:
        self._state, self._coding_actions = state, coding_actions
        self._tree: CodebookTree
        self._picker: CodePicker
        self._show: Callable[[str], object]
        self.split_requested: Callable[[str], object] = lambda _code: None
        self.rules_requested: Callable[[str], object] = lambda _code: None
        self.memo_requested: Callable[[str], object] = lambda _code: None
        self._has_selection: Callable[[], bool]

    def bind(
        self, tree: CodebookTree, picker: CodePicker, show: Callable[[str], object], has_selection: Callable[[], bool]
    ) -> None:
        """Work on this tree; `has_selection` tells whether words of the text are chosen."""
        self._has_selection = has_selection
        self._tree, self._picker, self._show = tree, picker, show
        tree.codes.renaming.connect(self._renamed)
        tree.codes.naming.connect(self._make)
        tree.codes.moving.connect(self._coding_actions.move_code)
        tree.favourite_requested.connect(self._coding_actions.favourite)
        tree.counts_requested.connect(show)
        tree.delete_requested.connect(self._coding_actions.delete_code)
        tree.menu_requested.connect(self._menu)

    def has_code(self) -> bool:
        """Whether a code is chosen."""
        return hasattr(self, "_tree") and self._tree.current() is not None

    def has_codes(self) -> bool:
        """Whether there are codes to fold."""
        return hasattr(self, "_tree") and len(self._state.codebook) > 0

    def turn_all(self) -> None:
        """Fold all codes to those at the top, or show all."""
        self._tree.turn_all()

    def _code(self) -> Code:
        code = self._tree.current()
        assert code is not None
        return code

    # Making

    def new_code(self, parent: str | None = None) -> None:
        """A new code, named in place; it is made once it has its name."""
        taken = {name for code in self._state.codebook for name in code.name.by_language.values()}
        number = 1
        while render(msg("interviews.view.new_code_name", n=number), language_of()) in taken:
            number += 1
        self._tree.begin_code(render(msg("interviews.view.new_code_name", n=number), language_of()), parent)

    def new_below(self) -> None:
        """A new code below the chosen one."""
        self.new_code(self._code().id)

    def named(self, name: str) -> None:
        """A new code with the name typed into the field."""
        self._make(None, name)

    def _make(self, parent: str | None, name: str) -> None:

        def made(changes: Changes) -> None:
            self._state.codebook_changed.connect(
                partial(self._tree.pick, str(changes.result)), Qt.ConnectionType.SingleShotConnection
            )

        self._coding_actions.add_code(name, parent, made)

    # Changing

    def rename(self) -> None:
        """Rename in place."""
        self._tree.setFocus()
        self._tree.rename()

    def _renamed(self, code_id: str, name: str) -> None:
        if code_id in self._state.codebook:
            self._coding_actions.rename_code(self._state.codebook[code_id], name)

    def recolour(self) -> None:
        """Choose one of the palette's colours."""
        self._at_tree(self._colours())

    def favourite(self) -> None:
        """Choose a digit."""
        self._at_tree(self._digits())

    def show_segments(self) -> None:
        """List the segments."""
        self._show(self._code().id)

    def memo(self) -> None:
        """Write the memo of the code, on the page of its segments."""
        self.memo_requested(self._code().id)

    def move(self) -> None:
        """Choose the code to stand below."""
        code = self._code()
        below = self._state.codebook.with_descendants(code.id)
        self._picker.ask(
            self._tree.place_of(code.id),
            lambda parent: self._coding_actions.move_code(code.id, parent),
            title=msg("interviews.view.move_below", code=code.name),
            without=below,
        )

    def move_to_top(self) -> None:
        """Stand below no other code."""
        self._coding_actions.move_code(self._code().id, None)

    def move_up(self) -> None:
        """One place up among the siblings."""
        self._step(-1)

    def move_down(self) -> None:
        """One place down among the siblings."""
        self._step(1)

    def promote(self) -> None:
        """One level up, below the code it stood under."""
        code, book = self._code(), self._state.codebook
        if code.parent is not None:
            above = book[code.parent].parent
            siblings = [sibling.id for sibling in book.children(above)]
            self._coding_actions.move_code(code.id, above, siblings.index(code.parent) + 1)

    def demote(self) -> None:
        """One level down, as the last below the code before it."""
        code = self._code()
        siblings = [sibling.id for sibling in self._state.codebook.children(code.parent)]
        place = siblings.index(code.id)
        if place:
            self._coding_actions.move_code(code.id, siblings[place - 1])

    def retire(self) -> None:
        """Apply the code no more, or again; its codings stay."""
        code = self._code()
        self._coding_actions.change_code(code.id, "retired", not code.retired)

    def split(self) -> None:
        """Choose segments of the code that move to a new one."""
        self.split_requested(self._code().id)

    def _step(self, step: int) -> None:
        code = self._code()
        siblings = [sibling.id for sibling in self._state.codebook.children(code.parent)]
        place = siblings.index(code.id) + step
        if 0 <= place < len(siblings):
            self._coding_actions.move_code(code.id, code.parent, place)

    def merge(self) -> None:
        """Choose the code to merge into."""
        code = self._code()
        below = self._state.codebook.with_descendants(code.id)

        def merge_into(target: str) -> None:
            self._tree.pick(target)  # where the keys stay
            self._coding_actions.merge_codes(code.id, target)

        self._picker.ask(
            self._tree.place_of(code.id),
            merge_into,
            title=msg("interviews.view.merge_into", code=code.name),
            without=below,
        )

    def delete(self) -> None:
        """Remove the code; Undo brings it back."""
        self._coding_actions.delete_code(self._code().id)

    # Menus

    def _at_tree(self, menu: QMenu) -> None:
        menu.popup(self._tree.place_of(self._code().id))

    def _menu(self, _code_id: str, place: QPoint) -> None:
        menu, code = _new_menu(self._tree), self._code().id
        with_it = _add(menu, "code_with_this", lambda: self._tree.opened.emit(code), "Return")
        with_it.setEnabled(self._has_selection() and code not in self._state.unapplied())
        menu.addSeparator()
        for name, run, key in (
            ("show_segments", self.show_segments, ""),
            ("code_rules", lambda: self.rules_requested(code), ""),
            ("memo_of_code", self.memo, ""),
            ("rename_code", self.rename, "F2"),
            ("new_code_below", self.new_below, "Ctrl+Alt+N"),
        ):
            _add(menu, name, run, key)
        menu.addMenu(self._colours(menu))
        menu.addMenu(self._digits(menu))
        moves = _new_menu(menu, "moves")  # else the menu would be higher than a small screen
        menu.addMenu(moves)
        for name, run, key in (
            ("move_code", self.move, ""),
            ("move_to_top", self.move_to_top, ""),
            ("move_up", self.move_up, "Alt+Up"),
            ("move_down", self.move_down, "Alt+Down"),
            ("promote_code", self.promote, "Alt+Shift+Left"),
            ("demote_code", self.demote, "Alt+Shift+Right"),
        ):
            _add(moves, name, run, key)
        menu.addSeparator()
        retiring = "use_code_again" if self._code().retired else "use_no_more"
        for name, run, key in (
            ("merge_code", self.merge, ""),
            ("split_code", self.split, ""),
            (retiring, self.retire, ""),
            ("delete_code", self.delete, "Del"),
        ):
            _add(menu, name, run, key)
        menu.addSeparator()
        _add(menu, "turn_all_codes", self.turn_all)
        menu.popup(place)

    def _colours(self, parent: QWidget | None = None) -> QMenu:
        code, language = self._code(), language_of()
        menu = _new_menu(parent or self._tree, "recolour_code")
        for number, colour in enumerate(palette(), start=1):
            action = menu.addAction(render(msg("interviews.view.colour_number", n=number), language))
            action.setIcon(coloured_square(line_colour(colour, colours_of(self._tree))))
            action.setIconVisibleInMenu(True)
            action.setCheckable(True)
            action.setChecked(colour == code.colour)
            action.triggered.connect(partial(self._recoloured, code.id, colour))
        return menu

    def _recoloured(self, code_id: str, colour: str, _checked: bool = False) -> None:
        if self._state.codebook[code_id].colour != colour:
            self._coding_actions.recolour(code_id, colour)

    def _digits(self, parent: QWidget | None = None) -> QMenu:
        code, language = self._code(), language_of()
        menu = _new_menu(parent or self._tree, "favourites")
        for digit in range(1, 10):
            action = menu.addAction(render(msg("interviews.view.make_favourite", n=digit), language))
            action.setCheckable(True)
            action.setChecked(self._state.favourites.get(digit) == code.id)
            action.triggered.connect(lambda _on=False, d=digit: self._coding_actions.favourite(code.id, d))
        menu.addSeparator()
        none = menu.addAction(render(msg("interviews.view.no_favourite_key"), language))
        none.triggered.connect(lambda _on=False: self._coding_actions.favourite(code.id, 0))
        return menu


def _new_menu(parent: QWidget, name: str = "") -> QMenu:
    menu = QMenu(parent)
    if name:
        menu.setTitle(render(msg(f"interviews.view.{name}"), language_of()))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _add(menu: QMenu, name: str, run: Callable[[], object], key: str = "") -> QAction:
    action = menu.addAction(render(msg(f"interviews.view.{name}"), language_of()))
    action.setShortcut(QKeySequence(key))
    action.triggered.connect(lambda _checked=False: run())
    return action


def coloured_square(colour: str) -> QIcon:
    """The square of a code in a menu."""
    picture = QPixmap(16, 16)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(QRectF(2, 2, 12, 12), 3, 3)
    painter.end()
    return QIcon(picture)
