# SPDX-License-Identifier: MIT
"""Look and language of the window, and the user's other settings; each change applies at once."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from wording import LANGUAGES, msg, render
from workbench.command_table import CommandTable
from workbench.icons import repaint_icons
from workbench.session import Session
from workbench.settings import TEXT_SCALES, WindowSettings
from workbench.shell.home import HomePage
from workbench.shell.idle_watch import IdleWatch
from workbench.shell.statusbar import StatusBar
from workbench.theme import ColourScheme, apply_theme, colours_of
from workbench.translation import language_of, respeak, translate_qt, use_language
from workbench.workspace import Workspace


class Appearance(QMainWindow):
    """The part of the main window that follows the settings."""

    session: Session
    settings: WindowSettings
    rooms: dict[str, Workspace]
    table: CommandTable
    status: StatusBar
    idle: IdleWatch
    home: HomePage

    def set_setting(self, name: str, value: object) -> None:
        """Change a preference, apply it at once and keep it."""
        setattr(self.settings, name, value)
        if name == "language":
            self.set_language(str(value))
        elif name in ("look", "text_scale"):
            self.apply_colours()
        elif name == "idle_minutes":
            self.idle.set_minutes(self.settings.idle_minutes)
            self.status.show_lock(self.settings.idle_minutes if self.session.is_open else None)
        elif name == "remember_recent":
            self._recent_switched()
        self.settings.save()

    def set_language(self, language: str) -> None:
        """Say everything in `language`, now."""
        use_language(language)
        translate_qt(language)
        respeak(self, language)
        for workspace in self.rooms.values():
            workspace.retranslate(language)
        self.table.refresh()
        self.table.fill_menus(self.menuBar())
        self.setWindowTitle(render(msg("window.name"), language))

    def apply_colours(self) -> None:
        """Dress everything in the look and text size that are set, now."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        apply_theme(application, ColourScheme(self.settings.look), self.settings.text_scale)
        self.retheme()

    def retheme(self) -> None:
        """Draw icons and own pictures in the colours of the look."""
        repaint_icons(self, colours_of(self))
        for widget in self.findChildren(QWidget):
            again = getattr(widget, "retheme", None)
            if callable(again):
                again()

    def toggle_colours(self) -> None:
        """From light to dark and back."""
        self.set_setting("look", "light" if colours_of(self).dark else "dark")

    def turn_language(self) -> None:
        """To the next language."""
        place = LANGUAGES.index(language_of())
        self.set_setting("language", LANGUAGES[(place + 1) % len(LANGUAGES)])

    def step_text(self, step: int) -> None:
        """One text size up or down."""
        nearest = min(range(len(TEXT_SCALES)), key=lambda place: abs(TEXT_SCALES[place] - self.settings.text_scale))
        self.set_setting("text_scale", TEXT_SCALES[min(max(nearest + step, 0), len(TEXT_SCALES) - 1)])

    def forget_recent(self) -> None:
        """Empty the list of recent projects."""
        self.settings.forget_recent()
        self.settings.save()
        self.home.show_recent([])
        self.table.refresh()

    def _recent_switched(self) -> None:
        if not self.settings.remember_recent:
            self.settings.forget_recent()
        elif self.session.folder is not None:
            self.settings.opened(self.session.folder)

    def _desktop_changed(self) -> None:
        if self.settings.look == ColourScheme.SYSTEM:
            self.apply_colours()
