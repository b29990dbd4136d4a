# SPDX-License-Identifier: MIT
"""The settings panel: language, look, text size, idle lock, recent projects. Each applies at once."""

from __future__ import annotations

from PySide6.QtCore import Signal

from wording import msg
from workbench.settings import IDLE_MINUTES, TEXT_SCALES, WindowSettings
from workbench.shell.form_page import FormPage
from workbench.shell.statusbar import NATIVE_NAMES
from workbench.theme import ColourScheme
from workbench.translation import say
from workbench.widgets.buttons import PrimaryButton
from workbench.widgets.fields import ChoiceField, FormRow
from workbench.widgets.tick_box import TickBox


class PreferencesPage(FormPage):
    """The settings; `changed` carries the name of the setting and its new value."""

    changed = Signal(str, object)

    def __init__(self) -> None:
        super().__init__(msg("window.settings.title"))
        self.language = ChoiceField(msg("window.settings.language"), list(NATIVE_NAMES.items()))
        self.look = ChoiceField(
            msg("window.settings.look"),
            [(look.value, msg(f"window.settings.look.{look.value}")) for look in ColourScheme],
        )
        self.scale = ChoiceField(
            msg("window.settings.text_size"),
            [(scale, msg("window.settings.percent", percent=round(scale * 100))) for scale in TEXT_SCALES],
        )
        self.idle = ChoiceField(
            msg("window.settings.idle"),
            [(minutes, msg("window.settings.minutes", n=minutes)) for minutes in IDLE_MINUTES],
        )
        self.recent = TickBox()
        say(self.recent, msg("window.settings.recent"))
        rows = (
            ("language", self.language, ""),
            ("look", self.look, ""),
            ("text_size", self.scale, ""),
            ("idle", self.idle, msg("window.settings.idle_help")),
        )
        for name, field, help_text in rows:
            self.add(FormRow(msg(f"window.settings.{name}"), field, help_text))
        self.add(FormRow(msg("window.settings.recent_label"), self.recent, msg("window.settings.recent_help")))
        self.add_buttons(PrimaryButton(msg("window.settings.done"), self.left.emit))
        self.language.chosen.connect(lambda value: self.changed.emit("language", value))
        self.look.chosen.connect(lambda value: self.changed.emit("look", value))
        self.scale.chosen.connect(lambda value: self.changed.emit("text_scale", value))
        self.idle.chosen.connect(lambda value: self.changed.emit("idle_minutes", value))
        self.recent.clicked.connect(lambda checked: self.changed.emit("remember_recent", checked))

    def show_settings(self, settings: WindowSettings, language: str) -> None:
        """Show what is set."""
        self.language.choose(language)
        self.look.choose(settings.look)
        self.scale.choose(settings.text_scale)
        self.idle.choose(settings.idle_minutes)
        self.recent.setChecked(settings.remember_recent)
        self.language.setFocus()
