# SPDX-License-Identifier: MIT
"""The form of a code: its meaning, use, keywords, sensitivity, category and anchor examples."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QListWidgetItem, QWidget

from coding.records import ORDINARY, Code
from wording import LANGUAGES, Text, msg
from workbench.interviews.page_parts import MemoField, empty_layout, language_name
from workbench.translation import language_of, say
from workbench.widgets import ChoiceField, FoldedLine, IconButton, MutedLabel, TextField
from workbench.widgets.elision import cut_passages
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.reading_list import QuietList

_SENSITIVITIES = ("", ORDINARY, "low", "medium", "high", "very high")
_MEMO = 52  # height of the memo in pixels: two lines
_SHOWN, _ROW = 3, 24  # anchor examples seen at once, pixels of one


class CodeStatus(QWidget):
    """One row of choices; below it the anchor examples, where there are any, each to be taken off."""

    changed = Signal(str, object)  # part, value

    def __init__(self, code: Code) -> None:
        super().__init__()
        self._code = code
        self.sensitivity = ChoiceField(msg("codebook.edit.sensitivity"), _choices(code))
        self.sensitivity.choose(code.sensitivity)
        self.sensitivity.chosen.connect(lambda value: self.changed.emit("sensitivity", value))
        self.category, self.retired = QCheckBox(), QCheckBox()
        say(self.category, msg("codebook.edit.category"), tip=msg("codebook.edit.category_tip"))
        say(self.retired, msg("codebook.edit.retire"), tip=msg("codebook.edit.retire_tip"))
        self.category.setChecked(code.category)
        self.retired.setChecked(code.retired)
        self.category.clicked.connect(self._category)
        self.retired.clicked.connect(lambda on: self.changed.emit("retired", on))
        self.anchors = QuietList(self)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 2, 0, 2)
        grid.setColumnStretch(0, 1)
        row = FlowLayout(spacing=12, in_one_line=True)
        label = MutedLabel(msg("codebook.edit.sensitivity"))
        label.setBuddy(self.sensitivity)
        for widget in (label, self.sensitivity, self.category, self.retired):
            row.addWidget(widget)
        self.sensitivity.setMinimumContentsLength(10)
        grid.addLayout(row, 0, 0, 1, 2)
        self._show_anchors(grid)

    def _show_anchors(self, grid: QGridLayout) -> None:
        if not self._code.anchors:
            self.anchors.hide()
            return
        say(self.anchors, name=msg("codebook.edit.anchors"))
        cut_passages(self.anchors)
        self.anchors.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for words, _document in self._code.anchors:
            item = QListWidgetItem(" ".join(words.split()))
            item.setToolTip(words)
            self.anchors.addItem(item)
        self.anchors.setCurrentRow(0)
        self.anchors.setFixedHeight(min(len(self._code.anchors), _SHOWN) * _ROW + 6)
        grid.addWidget(MutedLabel(msg("codebook.edit.anchors")), 1, 0, 1, 2)
        grid.addWidget(self.anchors, 2, 0)
        remove = IconButton("trash-2", msg("codebook.edit.remove_anchor"), self.remove_anchor, framed=False)
        grid.addWidget(remove, 2, 1, Qt.AlignmentFlag.AlignTop)

    def remove_anchor(self) -> None:
        """Ask to take the chosen anchor example off."""
        row = self.anchors.currentRow()
        if 0 <= row < len(self._code.anchors):
            self.changed.emit("anchor", self._code.anchors[row])

    def _category(self, on: bool) -> None:
        self.category.setChecked(self._code.category)  # the page is drawn anew once it is stored; it may be refused
        self.changed.emit("category", on)


def _choices(code: Code) -> list[tuple[str, Text]]:
    said: list[tuple[str, Text]] = [
        (value, msg(f"codebook.edit.sensitivity.{value.replace(' ', '_') or 'none'}")) for value in _SENSITIVITIES
    ]
    if code.sensitivity not in _SENSITIVITIES:
        said.append((code.sensitivity, code.sensitivity))
    return said


_WHETHER = ("inclusion", "exclusion")


class CodeFacts(QWidget):
    """The definition in the window's language, and what else is known of the code; what is empty is folded.

    Keywords are separated by semicolons.
    """

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
        self.status: CodeStatus | None = None
        self.keywords: dict[str, TextField] = {}
        self.memo = MemoField(msg("codebook.edit.memo"), msg("codebook.edit.memo_hint"))
        self.memo.setFixedHeight(_MEMO)
        self.memo.setParent(self)
        self.memo.hide()
        self.rest = FoldedLine(msg("codebook.edit.rest"), QWidget())
        self.rest.setParent(self)
        self.rest.hide()
        self.rest.turned.connect(lambda _whole: self._arrange())
        self._rows: list[tuple[bool, tuple[QWidget, ...]]] = []  # whether something stands in it, label and field
        self.memo.stored.connect(lambda code, text: self.changed.emit(str(code), "memo", text))

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
        empty_layout(self._grid, lambda widget: widget in (self.memo, self.rest))
        self.keywords, self.whether, self.definition, self.status, self._rows = {}, {}, None, None, []
        code = self._code
        if code is None:
            self.memo.hide()
            self.rest.hide()
            return
        self.definition = self._row(0, msg("interviews.view.definition"), code.definition.in_language(language_of()))
        self.definition.editingFinished.connect(self._definition_given)
        for number, part in enumerate(_WHETHER, start=1):
            field = self._row(number, msg(f"codebook.part.{part}"), getattr(code, part).in_language(language_of()))
            field.editingFinished.connect(partial(self._whether_given, part))
            self.whether[part] = field
        first = 1 + len(_WHETHER)
        languages = list(dict.fromkeys((*LANGUAGES, *code.keywords)))
        for number, language in enumerate(languages, start=first):
            said = "; ".join(code.keywords.get(language, ()))
            name = msg("interviews.view.keywords", language=language_name(language))
            field = self._row(number, name, said)
            field.editingFinished.connect(partial(self._keywords_given, language))
            self.keywords[language] = field
        self.status = CodeStatus(code)
        self.status.changed.connect(partial(self.changed.emit, code.id))
        below = first + len(languages)
        self._grid.addWidget(self.status, below, 0, 1, 2)
        told = code.sensitivity not in ("", ORDINARY) or code.category or code.retired or bool(code.anchors)
        self._rows.append((told, (self.status,)))
        self._show_memo(code, below + 1)
        self._grid.addWidget(self.rest, below + 2, 0, 1, 2)
        self._arrange()

    def _arrange(self) -> None:
        """Show what holds something, and the rest where it is wanted."""
        whole = not self.rest.inside.isHidden()
        for told, row in self._rows:
            for part in row:
                part.setVisible(told or whole or part.hasFocus())
        self.rest.setVisible(not all(told for told, _row in self._rows))

    def write_memo(self) -> None:
        """Put the keys into the memo."""
        self.rest.fold(False)
        self.memo.setFocus()

    def _show_memo(self, code: Code, number: int) -> None:
        """The memo keeps its field while it is written, so that a pause in typing does not take the place away."""
        self.memo.show_memo(code.id, code.memo)
        label = MutedLabel(msg("codebook.edit.memo"))
        self._grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self.memo, number, 1)
        self._rows.append((bool(code.memo) or self.memo.hasFocus(), (label, self.memo)))

    def _row(self, number: int, name: Text, text: str) -> TextField:
        field = TextField(name, placeholder="")
        field.setText(text)
        field.setCursorPosition(0)
        label = MutedLabel(name)
        label.setBuddy(field)
        self._grid.addWidget(label, number, 0)
        self._grid.addWidget(field, number, 1)
        self._rows.append((bool(text) or not number, (label, field)))
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
