# SPDX-License-Identifier: MIT
"""Texts of `wording` set on Qt widgets, rendered again when the language changes."""

from __future__ import annotations

import struct
from collections.abc import Mapping

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from wording import DEFAULT_LANGUAGE, LANGUAGES, Message, Text, msg, render
from wording.catalogue import has_message

_LOCALES = {code: QLocale(code) for code in LANGUAGES}
_NOT_IN_QT = {
    "&Look in:": "qt.look_in",
    "Files of &type:": "qt.file_types",
    "Folder": "qt.folder",
    "%1 File": "qt.kind_of_file",
    "File": "qt.file",
    "Drive": "qt.drive",
    "Return": "qt.return_key",  # Qt's catalogue has the word of typewriters; keyboards and the manual another
}
_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")  # a compiled catalogue of Qt begins so
_SETTERS = {
    "text": ("setText", "setTitle"),
    "tip": ("setToolTip",),
    "name": ("setAccessibleName",),
    "description": ("setAccessibleDescription",),
    "placeholder": ("setPlaceholderText",),
    "what": ("setWhatsThis",),
}


def use_language(language: str) -> None:
    """Make `language` that of every widget made from now on, numbers in spin boxes included."""
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
    if language != DEFAULT_LANGUAGE and translator.load(f"qtbase_{language}", folder):
        application.installTranslator(translator)
        application.installTranslator(DialogWords(application, language))


class DialogWords(QTranslator):
    """Words of Qt's own dialogs and keys that its catalogues do not have, as a compiled catalogue.

    Qt asks for words in any thread, in some places with a lock held that the window waits for: were this Python, the
    window, which holds the interpreter, and the other thread would wait for each other for ever.
    """

    def __init__(self, parent: QObject, language: str) -> None:
        super().__init__(parent)
        self._data = compiled_words({source: render(msg(key), language) for source, key in _NOT_IN_QT.items()})
        self.load(self._data)  # Qt reads the bytes where they are: they live as long as this


def compiled_words(words: Mapping[str, str]) -> bytes:
    """A compiled catalogue of Qt (.qm) in which each word counts in any context.

    Parameters
    ----------
    words : mapping of str to str
        The translation of each source text.

    Returns
    -------
    bytes
        Its magic number, then the places of messages by the hash of their source, then the messages.

    References
    ----------
    Qt's qtranslator.cpp and the writer of lrelease (qm.cpp).
    """
    places, messages = [], b""
    for source, said in words.items():
        places.append((_elf_hash(source.encode()), len(messages)))
        for tag, text in ((3, said.encode("utf-16-be")), (6, source.encode())):  # translation, source text
            messages += struct.pack(">BI", tag, len(text)) + text
        messages += b"\x01"
    hashes = b"".join(struct.pack(">II", *place) for place in sorted(places))
    sections = ((0x42, hashes), (0x69, messages))
    return _MAGIC + b"".join(struct.pack(">BI", tag, len(data)) + data for tag, data in sections)


def _elf_hash(text: bytes) -> int:
    value = 0
    for byte in text:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value or 1


def language_of(widget: QWidget | None = None) -> str:
    """The language `widget` speaks, or the program's when none is given."""
    locale = widget.locale() if widget is not None else QLocale()
    spoken = locale.language()
    return next((code for code, known in _LOCALES.items() if known.language() == spoken), DEFAULT_LANGUAGE)


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

    The texts are remembered on the widget, so that `respeak` can render them in another language. What a field is for
    ("What is this?", Shift+F1) follows from its name: the sentence under `what.` and the name's key.
    """
    said: dict[str, Text] = getattr(widget, "_texts_said", {})
    given = {"text": text, "tip": tip, "name": name, "description": description, "placeholder": placeholder}
    new = {part: spoken for part, spoken in given.items() if spoken is not None}
    what = _what_of(name if name is not None else text)
    if what is not None:
        new["what"] = what
        if not isinstance(widget, QLabel):
            new.setdefault("description", what)
    said.update(new)
    widget._texts_said = said  # type: ignore[attr-defined]  # kept on the widget that says it
    _speak(widget, new, language_of())


def explain(widget: QWidget, name: Text) -> None:
    """Say what a field is for, where the widget shows something else than its `name`: what is chosen in it."""
    what = _what_of(name)
    if what is None:
        return
    said: dict[str, Text] = getattr(widget, "_texts_said", {})
    said.update(what=what, description=what)
    widget._texts_said = said  # type: ignore[attr-defined]  # kept on the widget that says it
    _speak(widget, {"what": what, "description": what}, language_of())


def what_is(widget: QWidget) -> Message | None:
    """The sentence that says what a field is for; None where it has none."""
    said: dict[str, Message] = getattr(widget, "_texts_said", {})
    return said.get("what")


def _what_of(name: Text | None) -> Message | None:
    if not isinstance(name, Message) or not has_message(f"what.{name.key}", LANGUAGES[0]):
        return None
    return msg(f"what.{name.key}")


def respeak(root: QWidget, language: str) -> None:
    """Render again everything said by `root` and the widgets in it."""
    for widget in (root, *root.findChildren(QWidget)):
        said = getattr(widget, "_texts_said", None)
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
