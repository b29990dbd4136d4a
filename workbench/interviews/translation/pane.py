# SPDX-License-Identifier: MIT
"""The page of a transcript beside its translation, the menu of its versions, the form that links the two."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from wording import Text, msg, render
from workbench.interviews.page_parts import language_name, short_language
from workbench.interviews.reading.guarded_editor import EditorBar
from workbench.interviews.translation.aligned_view import AlignedView
from workbench.translation import language_of
from workbench.widgets import (
    Button,
    Entry,
    EntryList,
    IconButton,
    KeyHints,
    LeadLabel,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
    TextField,
)

if TYPE_CHECKING:
    from coding.alignment import AlignedTurns
    from projects.interviews.queries import DocumentLine
    from projects.transcripts.translations import ParallelTexts, Translation


@dataclass(frozen=True)
class VersionEntry:
    """A text to be shown alone, or with `beside` together with its original; `shown`: it is what is seen now."""

    document: str
    beside: bool
    text: Text
    shown: bool


def version_entries(
    versions: Sequence[Translation], languages: Mapping[str, Text], opened: str, beside: str | None
) -> list[VersionEntry]:
    """What can be shown of an interview: its original, each translation, each beside the original.

    `opened`: the text at hand. `beside`: the translation that stands beside its original now, None for none.
    """
    if not versions:
        return []

    def alone(document: str, key: str, translator: str = "") -> VersionEntry:
        said = msg(f"versions.{key}", language=languages.get(document, ""), translator=translator)
        return VersionEntry(document, False, said, beside is None and opened == document)

    entries = [alone(versions[0].original, "original")]
    entries += [
        alone(one.translation, "translated_by" if one.translator else "translation", one.translator) for one in versions
    ]
    for one in versions:
        said = msg("versions.both") if len(versions) == 1 else msg(
            "versions.both_of", language=languages.get(one.translation, "")
        )  # fmt: skip
        entries.append(VersionEntry(one.translation, True, said, beside == one.translation))
    return entries


def turn_beside(rows: Sequence[AlignedTurns], turn: int, *, of_translation: bool) -> int | None:
    """The turn of the other text beside a turn, or beside the nearest one before it that has any."""
    pairs = [(one.translation, one.original) if of_translation else (one.original, one.translation) for one in rows]
    found = [(own, other) for own, other in pairs if own is not None and other is not None and own <= turn]
    return max(found)[1] if found else None


def open_version_menu(
    over: QWidget, entries: Sequence[VersionEntry], choose: Callable[[VersionEntry], object],
    add: Callable[[], object], other: Callable[[], object],
) -> QMenu:  # fmt: skip
    """Show the menu below a header: one text of the interview is chosen, or another interview beside it."""
    menu, language = QMenu(over), language_of()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    group = QActionGroup(menu)
    for at, entry in enumerate(entries):
        if entry.beside and not entries[at - 1].beside:
            menu.addSeparator()
        action = menu.addAction(render(entry.text, language).replace("&", "&&"), partial(choose, entry))
        action.setCheckable(True)
        action.setChecked(entry.shown)
        group.addAction(action)
    if not entries:
        menu.addAction(render(msg("versions.none"), language)).setEnabled(False)
        menu.addAction(render(msg("versions.add"), language), add)
    menu.addSeparator()
    menu.addAction(render(msg("versions.other"), language), other)
    menu.popup(over.mapToGlobal(over.rect().bottomRight()) - QPoint(menu.sizeHint().width(), 0))
    return menu


_LINES = 3.6  # lines of reading text that are seen


class TranslateBar(EditorBar):
    """Whose turn it is, and the words in the other language."""

    given = Signal(int, str)  # the row, the words

    def __init__(self) -> None:
        super().__init__("translating", "translating.words", MutedLabel(""), _LINES)
        self.row = 0
        self.words.textChanged.connect(lambda: self.keep.setEnabled(bool(self.words.toPlainText().strip())))

    def begin(self, row: int, speaker: str) -> None:
        """Ask for the words of a row, counted from 0."""
        self.row = row
        self.words.clear()
        self.keep.setEnabled(False)
        self.title.say(msg("translating.of_turn", turn=row + 1, speaker=speaker))
        self.show()
        self.words.setFocus()

    def submit(self) -> None:
        """Hand over the words, if there are any."""
        if self.keep.isEnabled():
            self.given.emit(self.row, self.words.toPlainText())


class BesidePane(Pane):
    """Header, both texts, keys; or the form."""

    left = Signal()
    unlink_requested = Signal()
    adjust_requested = Signal()
    linked = Signal(str, str, str)  # translation, original, translator
    import_requested = Signal()  # of the other text

    def __init__(self) -> None:
        self.adjust = Button(msg("translations.view.adjust"), lambda: self.adjust_requested.emit())
        self.unlink = IconButton("trash-2", msg("translations.view.unlink"), lambda: self.unlink_requested.emit())
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.header = PaneHeader("", self.adjust, self.unlink, back)
        super().__init__(self.header, spacing=0)
        self.view = AlignedView()
        self.hints = KeyHints(
            [
                ("Ctrl K", msg("interviews.view.hint.code")),
                ("E", msg("translations.view.hint.extend")),
                ("↑ ↓", msg("translations.view.hint.sentence")),
                ("F6", msg("translations.view.hint.side")),
                ("Ctrl ⇧ ↑ ↓", msg("translations.view.hint.align")),
                ("U", msg("translations.view.hint.untranslated")),
            ]
        )
        self.stack = QStackedWidget()
        self.texts, self.form = QWidget(), LinkForm(self.linked.emit, self.import_requested.emit)
        column = QVBoxLayout(self.texts)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.languages = MutedLabel("")
        self.languages.setContentsMargins(14, 5, 14, 5)
        column.addWidget(self.languages)
        column.addWidget(self.view, 1)
        self.translate = TranslateBar()
        column.addWidget(self.translate)
        column.addWidget(self.hints)
        self.stack.addWidget(self.texts)
        self.stack.addWidget(self.form)
        self.body.addWidget(self.stack, 1)

    def minimumSizeHint(self) -> QSize:
        """It scrolls where there is little room."""
        return QSize(300, 200)

    def show_texts(self, shown: ParallelTexts) -> None:
        """Show both texts."""
        original, translation = shown.original.document, shown.translation.document
        self.header.title.say(msg("translations.view.title", original=original.name, translation=translation.name))
        self.header.note.say(msg("translations.view.aligned", n=shown.aligned, rows=len(shown.rows)))
        translator: Text = shown.link.translator or msg("translations.no_one")
        languages = {"original": language_name(original.language), "translation": language_name(translation.language)}
        self.languages.say(msg("translations.view.languages", translator=translator, **languages))
        for button in (self.adjust, self.unlink):
            button.show()
        self.view.show_beside(shown)
        self.stack.setCurrentWidget(self.texts)

    def show_form(self, document: DocumentLine, others: Sequence[DocumentLine], picked: str | None = None) -> None:
        """Show the form for an interview without a translation; `picked`: the other text, where it is known."""
        self.header.title.say(document.name)
        self.header.note.say("")
        for button in (self.adjust, self.unlink):
            button.hide()
        self.view.show_beside(None)
        self.form.show_document(document, others, picked)
        self.stack.setCurrentWidget(self.form)
        if others:
            self.form.list.setFocus()


class LinkForm(QWidget):
    """Which interview is the translation of the open one, or its original, and who translated."""

    def __init__(self, linked: Callable[[str, str, str], object], bring: Callable[[], object]) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self._linked, self._document = linked, ""
        self.sentence = LeadLabel("", wrap=True)
        self.list = EntryList(msg("translations.view.others"))
        self.translator = TextField(msg("translations.view.translator"))
        self.is_translation = PrimaryButton(msg("translations.view.is_translation"), lambda: self._link(True))
        self.is_original = Button(msg("translations.view.is_original"), lambda: self._link(False))
        self.bring = Button(msg("translations.view.import"), bring, icon="import")
        self.nothing = MutedLabel(msg("translations.view.no_others"), wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        for widget, stretch in ((self.sentence, 0), (self.nothing, 0), (self.list, 1), (self.translator, 0)):
            column.addWidget(widget, stretch)
        row = QHBoxLayout()
        row.addWidget(self.is_translation)
        row.addWidget(self.is_original)
        row.addStretch(1)
        row.addWidget(self.bring)
        column.addLayout(row)

    def show_document(self, document: DocumentLine, others: Sequence[DocumentLine], picked: str | None = None) -> None:
        """Show what can be the other text of an interview."""
        before = self.list.picked_id() if self._document == str(document.id) else None
        self._document = str(document.id)
        self.sentence.say(msg("translations.view.none_yet", document=document.name))
        entries = [Entry(str(line.id), line.name, short_language(line.language)) for line in others]
        self.list.set_entries(entries)
        if entries:
            there = [entry.id for entry in entries]
            self.list.pick(next((one for one in (picked, before) if one in there), there[0]), quiet=True)
        self.nothing.setVisible(not entries)
        for widget in (self.list, self.translator, self.is_translation, self.is_original):
            widget.setVisible(bool(entries))

    def _link(self, picked_is_translation: bool) -> None:
        picked = self.list.picked_id()
        if picked is not None:
            pair = (str(picked), self._document) if picked_is_translation else (self._document, str(picked))
            self._linked(*pair, self.translator.text().strip())
