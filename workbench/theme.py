# SPDX-License-Identifier: MIT
"""The look of the window: fonts, palette, then the generated stylesheet, from the tokens."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from workbench.stylesheet import stylesheet
from workbench.tokens import DARK, FONT, LIGHT, TYPE, Colours

FONT_FOLDER = Path(__file__).resolve().parent.parent / "third_party" / "fonts"


class ColourScheme(StrEnum):
    """Which of the two looks; SYSTEM follows the desktop."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


_SCHEMES = {
    ColourScheme.SYSTEM: Qt.ColorScheme.Unknown,
    ColourScheme.LIGHT: Qt.ColorScheme.Light,
    ColourScheme.DARK: Qt.ColorScheme.Dark,
}


def load_fonts() -> None:
    """Make the shipped fonts known to Qt; where a file is missing the system's own font is used."""
    for file in sorted(FONT_FOLDER.glob("*.otf")):
        QFontDatabase.addApplicationFont(str(file))


def apply_theme(application: QApplication, look: ColourScheme, scale: float = 1.0) -> Colours:
    """Put the look on the whole application, live, with text `scale` times its normal size. Returns its colours."""
    application.styleHints().setColorScheme(_SCHEMES[look])
    wanted = application.styleHints().colorScheme() if look is ColourScheme.SYSTEM else _SCHEMES[look]
    colours = DARK if wanted == Qt.ColorScheme.Dark else LIGHT
    if application.style().name().lower() != "fusion":
        application.setStyle(QStyleFactory.create("Fusion"))
    application.setProperty("textScale", scale)
    application.setFont(font(TYPE.body))
    application.setPalette(palette(colours))
    sheet = stylesheet(colours, scale)
    application.setProperty("sheet", sheet)
    for window in application.topLevelWidgets():
        if window.styleSheet() and window.styleSheet() != sheet:
            window.setStyleSheet(sheet)
    return colours


def apply_stylesheet(window: QWidget) -> None:
    """Give a window the stylesheet of the look, now and whenever it changes; what stands in the window follows.

    Windows have it, not the application: there Qt styles all that a part holds anew each time the part is put into
    another, and a room took twice as long to make.
    """
    application = QApplication.instance()
    window.setStyleSheet(str((application.property("sheet") if application else None) or ""))


def colours_of(_widget: QWidget) -> Colours:
    """The colours of the look; for widgets that paint themselves.

    The stylesheet changes the palettes of single widgets, so the application's is asked.
    """
    return DARK if QApplication.palette().window().color().lightness() < 128 else LIGHT


def font(size: int = TYPE.body, weight: QFont.Weight = QFont.Weight.Normal, *, tabular: bool = False) -> QFont:
    """The program's font, `size` pixels before the user's text scale; `tabular` gives figures of one width."""
    application = QApplication.instance()
    scale = float((application.property("textScale") if application else None) or 1.0)
    made = QFont([FONT, "Noto Sans", "Segoe UI", "Helvetica Neue", "Arial"])
    made.setPixelSize(round(size * scale))
    made.setWeight(weight)
    if tabular:
        made.setFeature(QFont.Tag("tnum"), 1)
    return made


def section_font() -> QFont:
    """The font of a heading within a list: small, its letters a little apart."""
    made = font(TYPE.small)
    made.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.7)
    return made


def palette(colours: Colours) -> QPalette:
    """The palette of a look: every role Fusion draws with."""
    made = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.background,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Base: colours.surface,
        QPalette.ColorRole.AlternateBase: colours.background,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Button: colours.surface,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.BrightText: colours.danger,
        QPalette.ColorRole.ToolTipBase: colours.text,
        QPalette.ColorRole.ToolTipText: colours.surface,
        QPalette.ColorRole.Highlight: colours.accent_wash,
        QPalette.ColorRole.HighlightedText: colours.text,
        QPalette.ColorRole.Link: colours.accent,
        QPalette.ColorRole.LinkVisited: colours.accent,
        QPalette.ColorRole.Accent: colours.accent,
        QPalette.ColorRole.Light: colours.surface,
        QPalette.ColorRole.Midlight: colours.hover,
        QPalette.ColorRole.Mid: colours.line,
        QPalette.ColorRole.Dark: colours.line,
        QPalette.ColorRole.Shadow: colours.line,
    }
    for role, colour in roles.items():
        made.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.muted))
    return made
