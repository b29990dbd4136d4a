# SPDX-License-Identifier: MIT
"""The left column: the list of interviews above, the codebook below. It reports wishes, changes nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from wording import Text, msg
from wording.numbers import format_number
from workbench.interviews.codebook_tree import CodebookTree
from workbench.interviews.languages import short_language
from workbench.interviews.state import RoomState
from workbench.speech import language_of
from workbench.widgets import Entry, EntryList, IconButton, MutedLabel, Pane, PaneHeader, SearchField, Tabs
from workbench.widgets.letters import LettersForThe

DOCUMENTS, CASES = "documents", "cases"


class LeftPane(QSplitter):
    """Documents and codebook, one above the other; the border between them is dragged."""

    document_chosen = Signal(str)
    import_wanted = Signal()
    case_wanted = Signal()
    codebook_wanted = Signal()
    code_named = Signal(str)  # a new name typed into the field, confirmed

    def __init__(self, state: RoomState) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._state = state
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.list = EntryList(msg("interviews.view.documents"))
        self.list.installEventFilter(LettersForThe(self.list))
        self.tree = CodebookTree(state)
        self.field = SearchField(msg("interviews.view.find_or_create"))
        self.offer = MutedLabel("")
        self.no_codes = MutedLabel(msg("interviews.view.no_codes"), wrap=True)
        self.add_documents = IconButton("plus", msg("interviews.view.import"), self.import_wanted.emit)
        self.add_codes = IconButton("import", msg("interviews.view.import_codebook"), self.codebook_wanted.emit)
        words = ((DOCUMENTS, msg("interviews.view.documents")), (CASES, msg("casepage.view.cases")))
        self.switch = Tabs(msg("casepage.view.switch"), words)
        self.add_case = IconButton("plus", msg("casepage.view.new"), self.case_wanted.emit)
        self.add_case.hide()
        self.header = PaneHeader("", self.add_documents, self.add_case)
        self.header.row.insertWidget(0, self.switch)
        self.header.row.setContentsMargins(4, 4, 4, 4)  # two words and a button in a narrow column
        self.header.row.setSpacing(2)
        self.top = QStackedWidget()
        self.addWidget(self._documents())
        self.codes = self._codebook()
        self.addWidget(self.codes)
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setSizes([190, 460])
        self.list.picked.connect(lambda wanted: self.document_chosen.emit(str(wanted)))
        self.field.searched.connect(lambda _text: self._filter())
        self.field.textChanged.connect(lambda _text: self._offer_new())
        self.field.returnPressed.connect(self._entered)
        self.field.to_list.connect(self.tree.setFocus)
        state.listed.connect(self._show_documents)
        state.codebook_changed.connect(self._show_codes)
        state.opened.connect(self._pick_open)

    def _documents(self) -> QWidget:
        pane = Pane(self.header, spacing=0)
        self.documents = self.list
        self.top.addWidget(self.documents)
        pane.body.addWidget(self.top, 1)
        pane.setMinimumHeight(110)
        return pane

    def _codebook(self) -> QWidget:
        pane = Pane(PaneHeader(msg("interviews.view.codebook"), self.add_codes), spacing=0)
        field = QVBoxLayout()
        field.setContentsMargins(12, 5, 12, 5)
        field.setSpacing(4)
        for widget in (self.field, self.offer, self.no_codes):
            field.addWidget(widget)
        self.offer.hide()
        pane.body.addLayout(field)
        pane.body.addWidget(self.tree, 1)
        pane.setMinimumHeight(160)
        return pane

    def _show_documents(self) -> None:
        entries = []
        for line in self._state.documents:
            number = format_number(line.segments, language_of())
            note: Text = f"{short_language(line.language)} · {number}"
            entries.append(Entry(str(line.id), line.name, note))
        self.list.set_entries(entries, picked=self._state.document_id())

    def _pick_open(self) -> None:
        opened = self._state.document_id()
        if opened is not None:
            self.list.pick(opened, quiet=True)

    def _show_codes(self) -> None:
        self.no_codes.setVisible(not len(self._state.codebook))
        self._filter()

    # Find or create

    def _filter(self) -> None:
        typed = self.field.text().strip()
        wanted = {code.id for code in self._state.codes_for(typed, len(self._state.codebook))} if typed else None
        self.tree.keep_only(wanted)
        self._offer_new()

    def _offer_new(self) -> None:
        typed = self.field.text().strip()
        new = bool(typed) and self._state.named_exactly(typed) is None
        self.offer.say(msg("interviews.view.create_code", name=typed) if new else "")
        self.offer.setVisible(new)

    def _entered(self) -> None:
        """Enter goes to the code of that name, or makes it."""
        typed = self.field.text().strip()
        if not typed:
            return
        there = self._state.named_exactly(typed)
        self.field.clear()
        self.tree.keep_only(None)
        if there is not None:
            self.tree.pick(there.id)
            self.tree.setFocus()
        else:
            self.code_named.emit(typed)

    def respeak(self, _language: str) -> None:
        """Write the notes again."""
        self._show_documents()
        self._offer_new()
