# SPDX-License-Identifier: MIT
"""Texts of `wording` set on Qt widgets, rendered again when the language changes. It holds no sentence."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication, QWidget

from wording import Text, render

_LOCALES = {"en": QLocale(QLocale.Language.English), "fr": QLocale(QLocale.Language.French)}
_SETTERS = {
    "text": ("setText", "setTitle"),
    "tip": ("setToolTip",),
    "name": ("setAccessibleName",),
    "description": ("setAccessibleDescription",),
    "placeholder": ("setPlaceholderText",),
}


def use_language(language: str) -> None:
    """Make `language` ("en" or "fr") that of every widget made from now on, numbers in spin boxes included."""
    QLocale.setDefault(_LOCALES[language])


def translate_qt(language: str) -> None:
    """Let Qt's own menus and dialogs speak `language`, where its catalogue is installed."""
    application = QApplication.instance()
    if application is None:
        return
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)


def language_of(widget: QWidget | None = None) -> str:
    """The language `widget` speaks, or the program's when none is given."""
    locale = widget.locale() if widget is not None else QLocale()
    return "fr" if locale.language() == QLocale.Language.French else "en"


def say(
    widget: QWidget,
    text: Text | None = None,
    *,
    tip: Text | None = None,
    name: Text | None = None,
    description: Text | None = None,
    placeholder: Text | None = None,
) -> None:
    """Set what is given: the widget's text (or title), tooltip, accessible name or description, placeholder.

    The texts are remembered on the widget, so that `respeak` can render them in another language.
    """
    said: dict[str, Text] = getattr(widget, "_said", {})
    given = {"text": text, "tip": tip, "name": name, "description": description, "placeholder": placeholder}
    new = {part: spoken for part, spoken in given.items() if spoken is not None}
    said.update(new)
    widget._said = said  # type: ignore[attr-defined]
    _speak(widget, new, language_of())


def respeak(root: QWidget, language: str) -> None:
    """Render again everything said by `root` and the widgets in it."""
    for widget in (root, *root.findChildren(QWidget)):
        said = getattr(widget, "_said", None)
        if said:
            _speak(widget, said, language)
        again = getattr(widget, "respeak", None)
        if callable(again):
            again(language)
        if not widget.parentWidget() or widget is root:
            widget.setLocale(_LOCALES[language])


def _speak(widget: QWidget, texts: dict[str, Text], language: str) -> None:
    for part, spoken in texts.items():
        for setter in _SETTERS[part]:
            if hasattr(widget, setter):
                getattr(widget, setter)(render(spoken, language))
                break
