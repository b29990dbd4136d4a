# SPDX-License-Identifier: MIT
"""The right column while the wording of a question and its answers is changed, in one language after the other."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit

from analysis.records import Variable
from wording import LANGUAGES, Labels, Text, msg
from wording.catalogue import language_word
from wording.language_record import quoted
from workbench.data.side_column_widgets import NamedField, ScrollingColumn
from workbench.translation import language_of, say
from workbench.variable_words import called
from workbench.widgets import (
    Button,
    ChoiceField,
    FormRow,
    IconButton,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    SectionLabel,
    TextField,
)

_LINES = 4


class LabelForm(Pane):
    """`kept` carries the variable's id, its labels or None where they stay, and the changed labels by answer id."""

    kept = Signal(str, object, object)
    closed = Signal()

    def __init__(self) -> None:
        close = IconButton("x", msg("data.view.close"), lambda: self.closed.emit(), framed=False)
        self.header = PaneHeader("", close)
        super().__init__(self.header)
        self.scrolled = ScrollingColumn(msg("data.labels.form"))
        self.body.addWidget(self.scrolled, 1)
        self.keep = PrimaryButton(msg("data.labels.keep"), self._keep, icon="check")
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 10)
        row.addWidget(Button(msg("data.view.cancel"), lambda: self.closed.emit()))
        row.addStretch(1)
        row.addWidget(self.keep)
        self.body.addLayout(row)
        self.variable: Variable | None = None
        self.language = ""
        self.question: _Wording | None = None
        self.answers: dict[str, TextField] = {}
        self._labels = Labels({})  # as they are typed so far, in every language
        self._answer_labels: dict[str, Labels] = {}

    def offer(self, variable: Variable) -> None:
        """Show the wording of a variable in the window's language, to be changed."""
        self.variable, self.language = variable, language_of(self)
        self._labels = variable.labels
        self._answer_labels = {choice.id: choice.labels for choice in variable.choices}
        self.header.title.say(msg("data.labels.title", variable=called(variable)))
        self._fill()

    def begin(self) -> None:
        """Type into the question."""
        if self.question is not None:
            self.question.setFocus()

    def _languages(self) -> list[str]:
        held = [self._labels, *self._answer_labels.values()]
        there = [language for labels in held for language, text in labels.by_language.items() if text]
        return list(dict.fromkeys([*LANGUAGES, *there]))

    def _fill(self) -> None:
        variable = self.variable
        if variable is None:
            return
        body = self.scrolled.renew()
        choices = [(one, _language_name(one)) for one in self._languages()]
        language = ChoiceField(msg("data.labels.language"), choices)
        language.choose(self.language)
        language.chosen.connect(self._turn)
        body.addWidget(FormRow(msg("data.labels.language"), language))
        written, other = self._labels.by_language.get(self.language, ""), _other_language(self._labels, self.language)
        self.question = _Wording(msg("data.labels.question"), written, other)
        body.addWidget(FormRow(msg("data.labels.question"), self.question, other))
        body.addWidget(MutedLabel(variable.name, wrap=True))
        self.answers = {}
        if variable.choices:
            body.addWidget(SectionLabel(msg("data.labels.answers")))
        for choice in variable.choices:
            labels = self._answer_labels[choice.id]
            field = TextField(choice.code, placeholder=_other_language(labels, self.language))
            field.setText(labels.by_language.get(self.language, ""))
            field.setCursorPosition(0)
            self.answers[choice.id] = field
            body.addWidget(NamedField(choice.code, field))
        body.addStretch(1)
        self.scrolled.put()

    def _take(self) -> None:
        """Keep what is typed in the language in front."""
        if self.question is not None:
            self._labels = self._labels.with_text(self.language, self.question.text())
        for choice_id, field in self.answers.items():
            self._answer_labels[choice_id] = self._answer_labels[choice_id].with_text(self.language, field.text())

    def _turn(self, language: object) -> None:
        self._take()
        self.language = str(language)
        self._fill()

    def _keep(self) -> None:
        variable = self.variable
        if variable is None:
            return
        self._take()
        before = {choice.id: choice.labels for choice in variable.choices}
        answers = {one: labels for one, labels in self._answer_labels.items() if _differ(labels, before[one])}
        labels = self._labels if _differ(self._labels, variable.labels) else None
        if labels is not None or answers:
            self.kept.emit(variable.id, labels, answers)
        self.closed.emit()

    def respeak(self, _language: str) -> None:
        """Names of languages follow the window."""
        self._take()
        self._fill()


class _Wording(QPlainTextEdit):
    """A question, whole: it goes on in further lines, and holds none of its own."""

    def __init__(self, name: Text, text: str, hint: str) -> None:
        super().__init__(text)
        say(self, name=name)
        self.setProperty("kind", "field")
        self.setPlaceholderText(hint)
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 16)

    def text(self) -> str:
        """What is typed, in one line."""
        return " ".join(self.toPlainText().split())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on to the answers."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
            return
        super().keyPressEvent(event)


def _other_language(labels: Labels, language: str) -> str:
    """The words in another language, named, for whoever translates; "" where there are none."""
    found = ((one, text) for one, text in labels.by_language.items() if text and one != language)
    one, text = next(found, ("", ""))
    if not text:
        return ""
    return f"{one.upper()} · {quoted(text, one)}" if one else text


def _differ(one: Labels, other: Labels) -> bool:
    """Whether labels say something else in some language."""
    here, there = ({key: text for key, text in labels.by_language.items() if text} for labels in (one, other))
    return here != there


def _language_name(language: str) -> Text:
    return language_word("data.labels.language", language) if language else msg("data.labels.no_language")
