# SPDX-License-Identifier: MIT
"""The pages made when first asked for: settings, shortcuts, about, restoring a copy, a hand-over, the manual."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workbench.shell.about import AboutPage, ShortcutsPage
from workbench.shell.form_page import FormPage
from workbench.shell.handover import ReceivePage
from workbench.shell.preferences import PreferencesPage
from workbench.shell.restore import RestorePage
from workbench.translation import language_of

if TYPE_CHECKING:
    from workbench.manual import ManualWindow
    from workbench.shell.project_flow import ProjectFlow
    from workbench.shell.shell_window import ShellWindow


_PAGES: dict[str, Callable[[], FormPage]] = {
    "settings": PreferencesPage,
    "shortcuts": ShortcutsPage,
    "about": AboutPage,
}


class LazyPages:
    """Makes each page once."""

    def __init__(self, window: ShellWindow, project: ProjectFlow) -> None:
        self._window, self._project = window, project
        self._pages: dict[str, FormPage] = {}
        self._manual: ManualWindow | None = None

    def show_manual(self, page: str = "") -> None:
        """Show a page of the manual beside the window; that of the room in front where none is named."""
        from workbench.manual import ManualWindow  # more of Qt: not before first paint

        if self._manual is None:
            self._manual = ManualWindow(self._window)
        room = self._window.front
        self._manual.turn_to(page or (room.id if room is not None else "home"))

    def page(self, name: str) -> FormPage:
        """The page "settings", "shortcuts", "about", "restore" or "receive"."""
        if name not in self._pages:
            made = self._built_page(name)
            made.left.connect(self._window.go_back)
            if isinstance(made, PreferencesPage):
                made.changed.connect(self._window.set_setting)
            self._window.pages.addWidget(made)
            self._pages[name] = made
        return self._pages[name]

    def _built_page(self, name: str) -> FormPage:
        if name == "restore":
            return RestorePage(self._window.session)
        if name == "receive":
            page = ReceivePage(self._window.session)
            page.received.connect(self._project.open_received)
            return page
        return _PAGES[name]()

    def fill(self, name: str) -> None:
        """Show what there is now."""
        page = self._pages[name]
        if isinstance(page, PreferencesPage):
            page.show_settings(self._window.settings, language_of())
        elif isinstance(page, ShortcutsPage):
            page.fill(self._window.table.all())
        elif isinstance(page, AboutPage):
            page.fill()
        elif isinstance(page, ReceivePage):
            page.begin(self._project.take_package(), self._project.place())
        elif isinstance(page, RestorePage):
            page.begin(self._window.unlock_page.folder if not self._window.session.is_open else None)
