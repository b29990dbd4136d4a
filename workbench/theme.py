# SPDX-License-Identifier: MIT
"""The look of the window: fonts, palette, then the generated stylesheet, from the tokens."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from workbench.colours_and_sizes import DARK, FONT, LIGHT, RADIUS, TYPE, Colours

_PICTURES = Path(__file__).resolve().parent / "pictures"


def stylesheet(c: Colours, scale: float) -> str:
    """The rules for a look, with sizes in pixels times `scale`."""
    size = {name: round(getattr(TYPE, name) * scale) for name in TYPE.__dataclass_fields__}
    return "\n".join((_frames(c), _texts(c, size), _buttons(c, size), _fields(c, size), _lists(c, size), _bars(c)))


def _picture(name: str, c: Colours) -> str:
    return (_PICTURES / f"{name}-{'dark' if c.dark else 'light'}.svg").as_posix()


def _frames(c: Colours) -> str:
    return f"""
    QToolTip {{ background: {c.text}; color: {c.surface}; border: 0; padding: 4px 8px; }}
    QWidget[kind="surface"], QFrame[kind="surface"] {{ background: {c.surface}; }}
    QWidget[kind="background"] {{ background: {c.background}; }}
    QFrame[kind="line"] {{ background: {c.line}; border: 0; }}
    QFrame[kind="card"] {{ background: {c.surface}; border: 1px solid {c.line}; border-radius: {RADIUS}px; }}
    QFrame[kind="rule"] {{ background: {c.surface}; border: 0; border-bottom: 1px solid {c.line};
        border-left: 3px solid transparent; border-radius: 0; }}
    QFrame[kind="rule"][current="true"] {{ border-left-color: {c.accent}; }}
    QFrame[kind="suggestion"] {{ background: {c.surface}; border: 1px dashed {c.good}; border-radius: {RADIUS}px; }}
    QFrame[kind="note"] {{ background: {c.accent_wash}; border: 0; border-radius: {RADIUS}px; }}
    QFrame[kind="warning"] {{ background: {c.warning_wash}; border: 0; border-radius: {RADIUS}px; }}
    QFrame[kind="danger"] {{ background: {c.danger_wash}; border: 0; border-radius: {RADIUS}px; }}
    QFrame[strip="true"] {{ border: 0; border-top: 1px solid {c.line}; border-radius: 0; }}
    QSplitter::handle {{ background: {c.line}; }}
    QSplitter::handle:hover {{ background: {c.accent}; }}
    QScrollArea {{ background: transparent; border: 0; }}
    QScrollArea[kind="read"] {{ border: 2px solid transparent; }}
    QScrollArea[kind="read"]:focus {{ border-color: {c.accent}; }}
    QMenuBar {{ background: {c.surface}; border-bottom: 1px solid {c.line}; padding: 0 6px; }}
    QMenuBar::item {{ padding: 4px 9px; background: transparent; border-radius: 4px; }}
    QMenuBar::item:selected {{ background: {c.hover}; }}
    QMenu {{ background: {c.surface}; border: 1px solid {c.line}; padding: 5px; menu-scrollable: 1; }}
    QMenu::item {{ padding: 5px 26px 5px 24px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {c.accent_wash}; color: {c.text}; }}
    QMenu::item:disabled {{ color: {c.muted}; background: transparent; }}
    QMenu::separator {{ height: 1px; background: {c.line}; margin: 5px 6px; }}
    """


def _texts(c: Colours, size: dict[str, int]) -> str:
    return f"""
    QLabel {{ background: transparent; }}
    QLabel[kind="muted"] {{ color: {c.muted}; font-size: {size["muted"]}px; }}
    QLabel[kind="section"] {{ color: {c.muted}; font-size: {size["small"]}px; letter-spacing: 0.7px; }}
    QLabel[kind="strong"] {{ font-weight: 600; }}
    QLabel[kind="heading"] {{ font-size: {size["heading"]}px; font-weight: 600; }}
    QLabel[kind="title"] {{ font-size: {size["title"]}px; font-weight: 700; }}
    QLabel[kind="lead"] {{ color: {c.muted}; font-size: {size["reading"]}px; }}
    QLabel[kind="warning"] {{ color: {c.warning}; background: transparent; }}
    QLabel[kind="danger"] {{ color: {c.danger}; background: transparent; }}
    QLabel[kind="good"] {{ color: {c.good}; }}
    QLabel[kind="key"] {{ color: {c.muted}; background: {c.surface}; border: 1px solid {c.line};
        border-bottom-width: 2px; border-radius: 4px; padding: 0 4px; font-size: {size["small"]}px; }}
    """


def _buttons(c: Colours, size: dict[str, int]) -> str:
    return f"""
    QPushButton, QToolButton[kind="button"] {{ background: {c.surface}; color: {c.text}; border: 1px solid {c.line};
        border-radius: {RADIUS}px; padding: 4px 10px; min-height: 19px; font-weight: 500; }}
    QPushButton:hover, QToolButton[kind="button"]:hover {{ background: {c.hover}; }}
    QPushButton:pressed, QToolButton[kind="button"]:pressed {{ background: {c.line}; }}
    QPushButton:disabled, QToolButton[kind="button"]:disabled {{ color: {c.muted}; background: transparent; }}
    QPushButton:focus, QToolButton[kind="button"]:focus {{ border: 2px solid {c.accent}; padding: 3px 9px; }}
    QPushButton[kind="primary"] {{ background: {c.accent}; color: {c.on_accent}; border: 1px solid {c.accent}; }}
    QPushButton[kind="primary"]:hover {{ background: {c.accent_hover}; }}
    QPushButton[kind="primary"]:focus {{ border: 2px solid {c.text}; }}
    QPushButton[kind="primary"]:disabled {{ background: {c.hover}; color: {c.muted}; border-color: {c.line}; }}
    QPushButton[kind="danger"] {{ color: {c.danger}; }}
    QPushButton[kind="field"] {{
        background: {c.field}; text-align: left; font-weight: 400; padding: 4px 28px 4px 9px; }}
    QPushButton[kind="field"]:focus {{ padding: 3px 27px 3px 8px; }}
    QPushButton[kind="large"], QPushButton[kind="primary"][large="true"] {{ padding: 8px 16px; }}
    QPushButton[kind="large"]:focus, QPushButton[kind="primary"][large="true"]:focus {{ padding: 7px 15px; }}
    QPushButton[kind="link"] {{ border: 1px solid transparent; background: transparent; color: {c.accent};
        padding: 2px 4px; text-align: left; }}
    QPushButton[kind="link"]:hover {{ background: {c.hover}; }}
    QPushButton[kind="link"]:focus {{ border: 2px solid {c.accent}; padding: 1px 3px; }}
    QPushButton[kind="quiet"], QToolButton[kind="quiet"] {{ border: 1px solid transparent; background: transparent;
        border-radius: {RADIUS}px; padding: 3px 6px; color: {c.muted}; font-weight: 400;
        font-size: {size["muted"]}px; }}
    QPushButton[kind="quiet"]:hover, QToolButton[kind="quiet"]:hover {{ background: {c.hover}; }}
    QPushButton[kind="quiet"]:focus, QToolButton[kind="quiet"]:focus {{ border: 2px solid {c.accent};
        padding: 2px 5px; }}
    QPushButton[kind="eye"] {{ border: 1px solid transparent; background: transparent; border-radius: {RADIUS}px;
        padding: 0 2px; min-height: 17px; color: {c.muted}; font-weight: 600; font-size: {size["small"]}px; }}
    QPushButton[kind="eye"]:checked {{ color: {c.accent}; }}
    QPushButton[kind="eye"]:hover {{ background: {c.hover}; }}
    QPushButton[kind="eye"]:focus {{ border: 2px solid {c.accent}; padding: 0 1px; }}
    QPushButton::menu-indicator, QToolButton::menu-indicator {{ image: none; width: 0; }}
    QPushButton[kind="chip"] {{ border-radius: 11px; padding: 1px 10px; min-height: 18px; font-weight: 400;
        font-size: {size["muted"]}px; }}
    QPushButton[kind="chip"]:checked {{ background: {c.accent_wash}; color: {c.accent}; border-color: {c.accent}; }}
    QPushButton[kind="chip"]:focus {{ border: 2px solid {c.accent}; padding: 0 9px; }}
    QPushButton[kind="tab"] {{ border: 1px solid transparent; background: transparent; color: {c.muted};
        padding: 3px 9px; font-weight: 600; }}
    QPushButton[kind="tab"]:hover {{ background: {c.hover}; }}
    QPushButton[kind="tab"]:checked {{ background: {c.accent_wash}; color: {c.accent}; }}
    QPushButton[kind="tab"]:focus {{ border: 2px solid {c.accent}; padding: 2px 8px; }}
    """


def _fields(c: Colours, size: dict[str, int]) -> str:
    return f"""
    QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QPlainTextEdit[kind="field"], QTextEdit[kind="field"],
    QDateEdit {{
        background: {c.field}; color: {c.text}; border: 1px solid {c.line}; border-radius: {RADIUS}px;
        padding: 3px 9px; min-height: 21px; placeholder-text-color: {c.muted}; selection-background-color: {c.accent};
        selection-color: {c.on_accent}; }}
    QLineEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit[kind="field"]:focus,
    QTextEdit[kind="field"]:focus, QDateEdit:focus {{ border: 2px solid {c.accent}; padding: 2px 8px; }}
    QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit[kind="field"]:disabled,
    QTextEdit[kind="field"]:disabled {{ color: {c.muted}; }}
    QWidget[kind="background"] QLineEdit, QWidget[kind="background"] QComboBox,
    QWidget[kind="background"] QAbstractSpinBox {{ background: {c.surface}; }}
    QWidget QAbstractSpinBox QLineEdit {{ background: transparent; border: 0; padding: 0 8px; min-height: 0; }}
    QWidget[kind="background"] QWidget[kind="surface"] QAbstractSpinBox,
    QWidget[kind="background"] QFrame[kind="card"] QAbstractSpinBox,
    QWidget[kind="background"] QWidget[kind="surface"] QLineEdit,
    QWidget[kind="background"] QWidget[kind="surface"] QComboBox,
    QWidget[kind="background"] QFrame[kind="card"] QLineEdit,
    QWidget[kind="background"] QFrame[kind="card"] QComboBox {{ background: {c.field}; }}
    QComboBox {{ combobox-popup: 0; }}
    QComboBox::drop-down {{ border: 0; width: 24px; }}
    QComboBox::down-arrow {{ image: url({_picture("chevron", c)}); width: 14px; height: 14px; }}
    QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ width: 0; }}
    QAbstractSpinBox {{ padding: 3px 0; min-height: 18px; }}
    QComboBox QAbstractItemView {{ background: {c.surface}; border: 1px solid {c.line}; outline: 0; }}
    QComboBox QAbstractItemView::item {{ min-height: 24px; padding: 0 6px; }}
    QPlainTextEdit, QTextEdit, QTextBrowser {{ background: {c.surface}; border: 0;
        selection-background-color: {c.accent}; selection-color: {c.on_accent}; }}
    QPlainTextEdit[kind="reading"] {{ font-size: {size["reading"]}px; }}
    QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px; border: 2px solid transparent; border-radius: 4px; }}
    QCheckBox:focus, QRadioButton:focus {{ border-color: {c.accent}; }}
    QCheckBox::indicator, QRadioButton::indicator, QAbstractItemView::indicator {{ width: 14px; height: 14px;
        border: 1px solid {c.muted}; border-radius: 4px; background: {c.field}; }}
    QRadioButton::indicator {{ border-radius: 8px; }}
    QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {c.accent};
        border-color: {c.accent}; image: url({_picture("check", c)}); }}
    QCheckBox::indicator:indeterminate {{ background: {c.accent}; border-color: {c.accent};
        image: url({_picture("dash", c)}); }}
    QRadioButton::indicator:checked {{ background: {c.accent}; border-color: {c.accent};
        image: url({_picture("dot", c)}); }}
    QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {c.line}; }}
    """


def _lists(c: Colours, size: dict[str, int]) -> str:
    return f"""
    QAbstractItemView {{ background: {c.surface}; border: 0; outline: 0; gridline-color: {c.line}; }}
    QAbstractItemView[kind="plain"] {{ background: transparent; }}
    QAbstractItemView::item:hover {{ background: {c.hover}; }}
    QAbstractItemView::item:selected {{ background: {c.accent_wash}; color: {c.text}; }}
    QHeaderView {{ background: {c.background}; border: 0; }}
    QHeaderView::section {{ background: {c.background}; color: {c.muted}; border: 0;
        border-bottom: 1px solid {c.line}; padding: 6px 10px; font-weight: 600; font-size: {size["muted"]}px; }}
    QTableCornerButton::section {{ background: {c.background}; border: 0; }}
    QFileDialog QAbstractItemView {{ border: 2px solid {c.line}; }}
    QFileDialog QAbstractItemView:focus {{ border-color: {c.accent}; }}
    QFileDialog QComboBox QAbstractItemView {{ border: 1px solid {c.line}; }}
    QFileDialog QHeaderView {{ border: 0; }}
    QFileDialog QToolButton {{ border: 2px solid transparent; border-radius: {RADIUS}px; padding: 2px; }}
    QFileDialog QToolButton:hover {{ background: {c.hover}; }}
    QFileDialog QToolButton:focus {{ border-color: {c.accent}; }}
    """


def _bars(c: Colours) -> str:
    return f"""
    QScrollBar {{ background: transparent; border: 0; }}
    QScrollBar:vertical {{ width: 11px; }} QScrollBar:horizontal {{ height: 11px; }}
    QScrollBar::handle {{ background: {c.line}; border-radius: 4px; margin: 1px; min-height: 28px; min-width: 28px; }}
    QScrollBar::handle:hover {{ background: {c.muted}; }}
    QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page {{
        background: transparent; border: 0; width: 0; height: 0; }}
    QProgressBar {{ background: {c.line}; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }}
    QProgressBar::chunk {{ background: {c.accent}; border-radius: 3px; }}
    """


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
