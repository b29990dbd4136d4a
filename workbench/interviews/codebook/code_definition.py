# SPDX-License-Identifier: MIT
"""Definition of a code: its meaning, its use, its keywords, to be changed in place. It reports wishes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from coding.records import Code
from wording import Text, msg
from workbench.interviews.codebook.code_status import CodeStanding
from workbench.interviews.languages import language_name
from workbench.interviews.side_page import empty_layout
from workbench.translation import language_of
from workbench.widgets import MutedLabel, TextField

_ALWAYS = ("en", "fr")
_WHETHER = ("inclusion", "exclusion")


class CodeFacts(QWidget):
    """The definition in the window's language, and the keywords of each language, separated by semicolons."""

    defined = Signal(str, str)  # code, definition
    keywords_given = Signal(str, str, list)  # code, language, keywords
    changed = Signal(str, str, object)  # code, part, value

    def __init__(self) -> None:
        super().__init__()
        self._code: Code | None = None
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(14, 8, 12, 4)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(1, 1)
        self.definition: TextField | None = None
        self.whether: dict[str, TextField] = {}
        self.standing: CodeStanding | None = None
        self.keywords: dict[str, TextField] = {}

    def show_code(self, code: Code | None) -> None:
        """Show this code."""
        if code == self._code:
            return
        self._code = code
        self._fill()

    def respeak(self, _language: str) -> None:
        """The definition has a language of its own."""
        self._fill()

    def _fill(self) -> None:
        empty_layout(self._grid)
        self.keywords, self.whether, self.definition, self.standing = {}, {}, None, None
        code = self._code
        if code is None:
            return
        self.definition = self._row(0, msg("interviews.view.definition"), code.definition.in_language(language_of()))
        self.definition.editingFinished.connect(self._definition_given)
        for number, part in enumerate(_WHETHER, start=1):
            field = self._row(number, msg(f"codebook.part.{part}"), getattr(code, part).in_language(language_of()))
            field.editingFinished.connect(partial(self._whether_given, part))
            self.whether[part] = field
        first = 1 + len(_WHETHER)
        languages = list(dict.fromkeys((*_ALWAYS, *code.keywords)))
        for number, language in enumerate(languages, start=first):
            said = "; ".join(code.keywords.get(language, ()))
            name = msg("interviews.view.keywords", language=language_name(language))
            field = self._row(number, name, said)
            field.editingFinished.connect(partial(self._keywords_given, language))
            self.keywords[language] = field
        self.standing = CodeStanding(code)
        self.standing.changed.connect(partial(self.changed.emit, code.id))
        self._grid.addWidget(self.standing, first + len(languages), 0, 1, 2)

    def _row(self, number: int, name: Text, text: str) -> TextField:
        field = TextField(name, placeholder="")
        field.setText(text)
        field.setCursorPosition(0)
        label = MutedLabel(name)
        label.setBuddy(field)
        self._grid.addWidget(label, number, 0)
        self._grid.addWidget(field, number, 1)
        return field

    def _definition_given(self) -> None:
        code, field = self._code, self.definition
        if code is not None and field is not None:
            text = field.text().strip()
            if text != code.definition.in_language(language_of()):
                self.defined.emit(code.id, text)

    def _whether_given(self, part: str) -> None:
        code, text = self._code, self.whether[part].text().strip()
        if code is not None and text != getattr(code, part).in_language(language_of()):
            self.changed.emit(code.id, part, text)

    def _keywords_given(self, language: str) -> None:
        code = self._code
        if code is None:
            return
        words = [word.strip() for word in self.keywords[language].text().split(";") if word.strip()]
        if tuple(words) != code.keywords.get(language, ()):
            self.keywords_given.emit(code.id, language, words)
