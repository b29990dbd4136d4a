# SPDX-License-Identifier: MIT
"""About: version, promise, the licences of what the program is built from, and all keyboard shortcuts."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import metadata
from typing import Any

from PySide6.QtWidgets import QAbstractItemView

from wording import msg, render
from workbench.commands import Command, key_text
from workbench.fuzzy_match import plain
from workbench.shell.form_page import FormPage
from workbench.translation import language_of
from workbench.version import sandbox_status, version
from workbench.widgets.buttons import Button
from workbench.widgets.fields import SearchField
from workbench.widgets.labels import Label, MutedLabel, SectionLabel
from workbench.widgets.tables import RowsColumn, RowsModel, RowsTable

_SHIPPED = (("Inter", "4.1", "SIL OFL 1.1"), ("Lucide", "1.62", "ISC"))


def licences() -> list[tuple[str, str, str]]:
    """Name, version and licence of every installed package, and of the fonts and icons shipped."""
    found = {}
    for package in metadata.distributions():
        about: Any = package.metadata
        licence = (
            about.get("License-Expression") or _classified(about) or (about.get("License") or "").partition("\n")[0]
        )
        found[str(about["Name"])] = (str(about["Name"]), package.version, licence[:80] or "–")
    return sorted([*found.values(), *_SHIPPED], key=lambda line: line[0].casefold())


def _classified(about: Any) -> str:
    names = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    return ", ".join(names)


class AboutPage(FormPage):
    """Version and licences; read when it is first shown."""

    def __init__(self) -> None:
        super().__init__(msg("window.about.title", version=version()), "", 720)
        self.add(Label(msg("window.about.promise"), wrap=True), MutedLabel(msg("window.about.licence"), wrap=True))
        self.add(MutedLabel(sandbox_status(), wrap=True))
        self.add(SectionLabel(msg("window.about.parts")))
        self.table = RowsTable(msg("window.about.parts"))
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.model = RowsModel(
            [
                RowsColumn(msg("window.about.part"), lambda row, _language: row[0]),
                RowsColumn(msg("window.about.version"), lambda row, _language: row[1], muted=True),
                RowsColumn(msg("window.about.licence_of"), lambda row, _language: row[2], muted=True),
            ],
            self.table,
        )
        self.table.setModel(self.model)
        self.table.setColumnWidth(0, 250)
        self.table.setColumnWidth(1, 110)
        self.table.setMinimumHeight(360)
        self.add(self.table)
        self.add_buttons(Button(msg("window.close"), self.left.emit))

    def fill(self) -> None:
        """Read the licences once."""
        if not self.model.rows:
            self.model.set_rows(licences())
        self.table.setFocus()


class ShortcutsPage(FormPage):
    """All commands that have a shortcut, from the same declarations as menus and palette."""

    def __init__(self) -> None:
        super().__init__(msg("window.shortcuts.title"), "", 720)
        self.search = SearchField(msg("window.shortcuts.find"))
        self.table = RowsTable(msg("window.shortcuts.title"))
        self.model = RowsModel(
            [
                RowsColumn(msg("window.shortcuts.keys"), self._keys),
                RowsColumn(
                    msg("window.shortcuts.command"), lambda command, language: render(command.named(), language)
                ),
                RowsColumn(msg("window.shortcuts.where"), self._where, muted=True),
            ],
            self.table,
        )
        self.table.setModel(self.model)
        self.table.setColumnWidth(1, 330)
        self.table.fit_columns({0: 280})  # two keys, in French
        self.table.setMinimumHeight(440)
        self.add(self.search, self.table)
        self.add_buttons(Button(msg("window.close"), self.left.emit))
        self.search.searched.connect(self._filter)
        self.search.to_list.connect(self.table.setFocus)

    def fill(self, commands: Sequence[Command]) -> None:
        """List these commands."""
        self.model.set_rows([command for command in commands if command.keys() or command.typed])
        self.search.setFocus()

    def _filter(self, text: str) -> None:
        wanted, language = plain(text), language_of(self)
        self.model.keep(
            lambda command: wanted in plain(render(command.named(), language) + self._keys(command, language))
        )

    @staticmethod
    def _keys(command: Command, language: str) -> str:
        return command.typed or ", ".join(key_text(key, language) for key in command.keys()[:2])

    @staticmethod
    def _where(command: Command, language: str) -> str:
        return render(msg(f"window.menu.{command.section.value}"), language)
