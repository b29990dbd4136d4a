# SPDX-License-Identifier: MIT
"""The command palette: finds what is typed among commands, variables, codes and interviews, and runs one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from wording import LANGUAGES, msg, render
from wording.catalogue import has_message
from workbench.command_table import CommandTable, named_group
from workbench.commands import Command, key_text
from workbench.fuzzy_match import score
from workbench.shell.topbar import CommandField
from workbench.translation import language_of
from workbench.widgets.labels import MutedLabel
from workbench.widgets.lists import Entry, EntryList
from workbench.workspace import Found, Workspace

_SHOWN = 12
_NAMED = 0.5  # a command was meant by its name or another word for it, not by letters that follow one another

_BEGUN = 0.7  # every word that is typed begins a word of the name
_BY_SUBMENU = 0.52  # the menu it stands in was named: after what is named so itself, before letters that follow on
_OTHER_LANGUAGE = 0.95  # a word of another language than the window's, which people who work in both type as well

_DESTROYING = frozenset({"delete", "erase", "remove", "forget"})


def destroys(command: Command) -> bool:
    """Whether a command takes something away for good or for now: it is never the first one found."""
    return command.icon == "trash-2" or bool(_DESTROYING & set(command.id.split(".")))


def synonym_score(typed: str, words: str) -> float:
    """How well what is typed, or its singular, fits one of several other words, set apart by commas.

    The very word counts more than a word somewhere in a name, anything else less.
    """
    asked = {typed, " ".join(map(_singular, typed.split()))}
    best = max((score(one, word.strip()) for word in words.split(",") for one in asked), default=0.0)
    return 0.9 if best == 1 else 0.8 * best


def _singular(word: str) -> str:
    """The word without the s that makes it many, in English as in French."""
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word


def submenu_score(typed: str, command: Command, language: str) -> float:
    """How well what is typed names the submenu a command stands in: enough to list it, never before its namesakes."""
    key = named_group(command)
    return _BY_SUBMENU if key and score(typed, render(msg(key), language)) > _BEGUN else 0.0


class CommandPalette(QFrame):
    """The list under the command field."""

    sought = Signal()
    """Enter was pressed while the list held nothing of what was typed."""

    def __init__(
        self,
        field: CommandField,
        table: CommandTable,
        workspaces: Callable[[], Sequence[Workspace]],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self.setProperty("kind", "card")
        self._field, self._table, self._workspaces = field, table, workspaces
        self._before: QWidget | None = None
        self._found: list[Found] = []
        self._asked = 0
        self.list = EntryList(msg("window.palette.list"), self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.clicked.connect(lambda _index: self._accept())
        self.nothing = MutedLabel(msg("window.palette.nothing"), wrap=True)
        self.nothing.setContentsMargins(12, 8, 12, 8)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(1, 5, 1, 5)
        column.addWidget(self.list)
        column.addWidget(self.nothing)
        field.entered.connect(self.open)
        field.left.connect(self.leave)
        field.moved.connect(self._move)
        field.accepted.connect(self._accept)
        field.textEdited.connect(lambda _text: self.open())
        self.hide()

    def summon(self) -> None:
        """Go to the field, remembering where the focus was."""
        now = self.window().focusWidget()
        self._before = self._before if now is self._field and not self.isHidden() else now  # asked for again
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()
        self.open()

    def open(self) -> None:
        """Show the list for what is typed."""
        self._typed(self._field.text())
        self.show()
        self.raise_()

    def leave(self) -> None:
        """Hide the list, empty the field, go back."""
        if self.isHidden():
            return
        self.hide()
        self._field.clear()
        self._found = []
        self.list.set_entries([])  # words of people do not stay in what nobody sees
        if self._field.hasFocus():
            self._field.clearFocus()
            if self._before is not None and self._before.isVisible():
                self._before.setFocus()
        self._before = None

    def respeak(self, language: str) -> None:
        """Close: what is shown was found in another language."""
        self.leave()

    def _typed(self, text: str) -> None:
        self._asked += 1
        self._found = []
        self._show()
        if len(text.strip()) >= 2:
            for workspace in self._workspaces():
                workspace.find_by_words(text.strip(), partial(self._add, self._asked))

    def _add(self, asked: int, found: Sequence[Found]) -> None:
        if asked == self._asked and found:
            self._found.extend(found)
            self._show()

    def _show(self) -> None:
        typed, language = self._field.text(), language_of()
        commands = [(self._score(typed, one, language) * self._ease(one, typed), one) for one in self._table.offered()]
        best = sorted((pair for pair in commands if pair[0] > 0), key=lambda pair: -pair[0])[:_SHOWN]
        calm = [self._entry(command, language) for _score, command in best if not destroys(command)]
        grave = [self._entry(command, language) for _score, command in best if destroys(command)]
        found = [
            Entry(("found", place), one.text, one.kind, icon=one.icon or "corner-down-left", hit=one.hit)
            for place, one in enumerate(self._found[: 2 * _SHOWN])
        ]
        entries = [*calm[:1], *grave, *calm[1:], *found] if calm else [*found[:1], *grave, *found[1:]]
        self.list.set_entries(entries)
        self._hint(typed, language, best, chosen=bool(calm or found))
        self.list.setVisible(bool(entries))
        if calm or found:
            self.list.pick(entries[0].id)
        else:
            self.list.setCurrentIndex(QModelIndex())  # what deletes is chosen on purpose
        self._place(len(entries))

    def _ease(self, command: Command, typed: str) -> float:
        """What would leave the project that is open comes after its own commands of the same name."""
        return 0.9 if typed and self._workspaces() and command.id.startswith("project.start.sample") else 1

    def _hint(self, typed: str, language: str, best: Sequence[tuple[float, Command]], *, chosen: bool) -> None:
        """Say below the list that what was meant cannot run now, or why nothing is chosen."""
        top = max([_NAMED, *(one for one, _command in best)])
        waiting = [(self._score(typed, one, language), one, why) for one, why in self._table.out_of_reach() if typed]
        meant = max(waiting, key=lambda line: line[0], default=None)
        if meant is not None and meant[0] > top:
            place = msg(f"window.menu.{meant[1].section.value}")
            text = meant[2] or msg("window.palette.not_now", command=meant[1].named(), menu=place)
        elif chosen:
            text = None
        else:
            text = msg("window.palette.destroys") if best else msg("window.palette.nothing")
        self.nothing.setVisible(text is not None)
        if text is not None:
            self.nothing.say(text)

    @staticmethod
    def _score(typed: str, command: Command, language: str) -> float:
        name = score(typed, render(command.named(), language))
        if not typed:
            return name
        others = [] if command.also is None else [command.also]
        here = [synonym_score(typed, render(one, language)) for one in others]
        named = f"synonyms.{command.id}"
        said = {one: synonym_score(typed, render(msg(named), one)) for one in LANGUAGES if has_message(named, one)}
        names = {one: score(typed, render(command.named(), one)) for one in LANGUAGES if one != language}
        known = [*names.values(), *(found for one, found in said.items() if one != language)]
        other_language = [found * _OTHER_LANGUAGE for found in known if found >= _NAMED]
        return max([name, said.get(language, 0.0), submenu_score(typed, command, language), *here, *other_language])

    @staticmethod
    def _entry(command: Command, language: str) -> Entry:
        keys = command.keys()
        return Entry(
            ("command", command.id),
            command.named(),
            msg(f"window.menu.{command.section.value}"),
            icon=command.icon or "chevron-right",
            key=key_text(keys[0], language) if keys else "",
        )

    def _place(self, rows: int) -> None:
        corner = self._field.mapTo(self.window(), QPoint(-70, self._field.height() + 4))
        width = self._field.width() + 140
        height = min(rows, _SHOWN) * self.list.sizeHintForRow(0) if rows else 0
        self.list.setFixedHeight(height)  # of its own it would be higher than one row, and cut the note below it
        column, shown = self._column, not self.nothing.isHidden()
        edges = self.contentsMargins() + column.contentsMargins()  # the frame as well: a line of the note hangs on it
        hint = max(self.nothing.heightForWidth(width - edges.left() - edges.right()), 36) if shown else 0
        gap = column.spacing() if rows and shown else 0
        self.setGeometry(corner.x(), corner.y(), width, height + gap + hint + edges.top() + edges.bottom())

    def seek_again(self) -> None:
        """More commands are there now: run what was typed, if the list holds it."""
        if self.isVisible():
            self.open()
            if self.list.picked_id() is not None:
                self._accept()

    def _move(self, step: int) -> None:
        if self.isHidden():
            self.open()
            return
        count = len(self.list.entries.entries)
        if count:
            row = min(max(self.list.currentIndex().row() + step, 0), count - 1)
            self.list.setCurrentIndex(self.list.entries.index(row))

    def _accept(self) -> None:
        if self.isHidden():  # nobody saw what would run
            self.open()
            return
        picked = self.list.picked_id()
        if picked is None:  # the hint below says why
            if not self.list.entries.entries:
                self.sought.emit()
            return
        found = list(self._found)
        self.leave()
        what, which = picked
        if what == "command":
            self._table.run(which)
        else:
            found[which].show()
