# SPDX-License-Identifier: MIT
"""The left column: the list of interviews above, the codebook below. A double click on a header gives it all room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from wording import msg
from workbench.icons import give_icon
from workbench.interviews.codebook.codebook_tree import CODER_COLUMN, CodebookTree
from workbench.interviews.foldable_pane import FoldablePane, FoldButton
from workbench.interviews.page_parts import coder_letters
from workbench.interviews.reading.documents import DocumentsPane
from workbench.interviews.state import RoomState
from workbench.theme import colours_of
from workbench.translation import say
from workbench.widgets import Button, ElidedLink, IconButton, LinkButton, MutedLabel, PaneHeader, SearchField, Tabs
from workbench.widgets.tab_order import keep_own_order

DOCUMENTS, CASES = "documents", "cases"
_SCROLL_BAR = 11  # pixels beside the columns of the tree
_TWO_CODES = 46  # pixels of the tree in a low window, below a field, an offer and the eyes of coders


class CoderEyes(QWidget):
    """An eye over each coder's column of the codebook that shows and hides their codings, where several code."""

    def __init__(self, state: RoomState, tree: CodebookTree) -> None:
        super().__init__()
        self._state, self._tree = state, tree
        self.buttons: dict[str, Button] = {}
        self.others = LinkButton(msg("coders.view.others", n=0))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, _SCROLL_BAR, 0)
        self._row.setSpacing(0)
        self._row.addWidget(self.others)
        self._row.addStretch(1)
        state.counted.connect(self._show)
        self._show()

    def _show(self) -> None:
        coders = self._tree.coders()
        if list(self.buttons) != coders:
            for gone in self.buttons.values():
                gone.hide()
                gone.deleteLater()
            self.buttons = {name: self._eye(name) for name in coders}
            keep_own_order(self)  # the eyes are made later than the columns at the right
        more = len(self._state.by_coder) - len(coders)
        self.others.say(msg("coders.view.others", n=more), tip=msg("interviews.view.choose_coders"))
        self.others.setVisible(more > 0)
        self.setVisible(bool(coders))
        for name, eye in self.buttons.items():
            hidden = name in self._state.hidden
            eye.setChecked(not hidden)
            give_icon(eye, "eye-off" if hidden else "eye", colours_of(self), 13, "muted" if hidden else "accent")
            said = msg("coders.view.show" if hidden else "coders.view.hide", coder=self._state.coder_name(name))
            say(eye, coder_letters(name) or "–", name=said, tip=said)

    def _eye(self, name: str) -> Button:
        made = Button("", kind="eye")
        made.setCheckable(True)
        made.setFixedWidth(CODER_COLUMN)
        made.clicked.connect(lambda _on: self._state.hide_coder(name, name not in self._state.hidden))
        self._row.addWidget(made)
        return made


class DocumentsAndCodebookPane(QSplitter):
    """Documents and codebook, one above the other; the border between them is dragged."""

    document_chosen = Signal(str)
    import_requested = Signal()
    case_requested = Signal()
    codebook_requested = Signal()
    code_named = Signal(str)  # a new name typed into the field, confirmed

    def __init__(self, state: RoomState) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self._state = state
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self.documents = DocumentsPane(state)
        self.list = self.documents.list
        self.tree = CodebookTree(state)
        self.field = SearchField(msg("interviews.view.find_or_create"))
        self.offer = ElidedLink(msg("interviews.view.create_code", name=""), self._create)
        self.eyes = CoderEyes(state, self.tree)
        self.no_codes = MutedLabel(msg("interviews.view.no_codes"), wrap=True)
        self.add_documents = IconButton("plus", msg("interviews.view.import"), self.import_requested.emit)
        self.add_codes = IconButton("import", msg("interviews.view.import_codebook"), self.codebook_requested.emit)
        words = ((DOCUMENTS, msg("interviews.view.documents")), (CASES, msg("casepage.view.cases")))
        self.switch = Tabs(msg("casepage.view.switch"), words)
        self.add_case = IconButton("plus", msg("casepage.view.new"), self.case_requested.emit)
        self.add_case.hide()
        self.fold_documents, self.fold_codes = FoldButton(msg("panes.documents")), FoldButton(msg("panes.codebook"))
        self.header = PaneHeader("", self.add_documents, self.add_case, self.fold_documents)
        self.header.title.setMinimumWidth(0)
        self.header.row.insertWidget(0, self.switch)
        self.header.row.setContentsMargins(4, 4, 4, 4)  # two words and a button in a narrow column
        self.header.row.setSpacing(2)
        self.top = QStackedWidget()
        self.top_pane = self._documents()
        self.addWidget(self.top_pane)
        self.codes = self._codebook()
        self.addWidget(self.codes)
        self._open_sizes: list[int] | None = None  # while a pane is folded: those of before
        self._beside_codes: list[int] = []  # the heights before the codebook was hidden
        self._above_codes: list[int] = []  # and before the interviews were
        for pane in (self.top_pane, self.codes):
            pane.turned.connect(self._share_room)
        self._heads = (self.header, *self.switch.findChildren(QAbstractButton)), (self.codes_header,)
        for head in (*self._heads[0], *self._heads[1]):
            head.installEventFilter(self)
        for head in (self.header, self.codes_header):
            say(head, tip=msg("panes.whole_column"))
        self.setStretchFactor(0, 0)
        self.setStretchFactor(1, 1)
        self.setSizes([370, 290])
        self.documents.chosen.connect(self.document_chosen)
        self.field.searched.connect(lambda _text: self._filter())
        self.field.textChanged.connect(lambda _text: self._offer_new())
        self.field.returnPressed.connect(self._entered)
        self.field.to_list.connect(self._to_tree)
        state.codebook_changed.connect(self._show_codes)

    def _documents(self) -> FoldablePane:
        pane = FoldablePane(self.header, self.fold_documents, 110)
        self.top.addWidget(self.documents)
        pane.body.addWidget(self.top, 1)
        return pane

    def _codebook(self) -> FoldablePane:
        self.codes_header = PaneHeader(msg("interviews.view.codebook"), self.add_codes, self.fold_codes)
        self.add_codes.hide()  # until it is known that there are no codes: else the menu has it
        pane = FoldablePane(self.codes_header, self.fold_codes, 160)
        field = QVBoxLayout()
        field.setContentsMargins(12, 5, 12, 5)
        field.setSpacing(4)
        for widget in (self.field, self.offer, self.no_codes, self.eyes):
            field.addWidget(widget)
        self.offer.hide()
        self.no_codes.hide()  # until the codebook was read
        pane.body.addLayout(field)
        self.tree.setMinimumHeight(_TWO_CODES)
        pane.body.addWidget(self.tree, 1)
        return pane

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click on the header of a pane gives it the whole column, the next one gives the room back."""
        if event.type() == QEvent.Type.MouseButtonDblClick and self.codes.isVisible():
            pane, other = (self.top_pane, self.codes) if watched in self._heads[0] else (self.codes, self.top_pane)
            if pane.folded:
                pane.fold(False)
            else:
                other.fold()
        return super().eventFilter(watched, event)

    def shares(self) -> list[int]:
        """The heights of documents and codebook, as they are while neither is folded."""
        return list(self._open_sizes or self._sizes())

    def _share_room(self) -> None:
        """Give the room of a folded pane to the other; the splitter alone would keep that of the upper one."""
        panes, sizes = (self.top_pane, self.codes), self._sizes()
        self._fill_column()
        if not any(pane.folded for pane in panes):
            self.setSizes(self._open_sizes or sizes)
            self._open_sizes = None
            return
        self._open_sizes = self._open_sizes or sizes
        self.setSizes([min(pane.maximumHeight(), sum(sizes)) if pane.folded else sum(sizes) for pane in panes])

    def show_codebook(self, shown: bool) -> None:
        """Show the codebook or leave the column to the cases."""
        if not shown and not self.codes.isHidden():
            self._beside_codes = self.sizes()
        back = shown and self.codes.isHidden()
        self.codes.setVisible(shown)
        self._fill_column()
        if back and self._beside_codes and not (self.top_pane.folded or self.codes.folded):
            self.setSizes(self._beside_codes)

    def show_documents(self, shown: bool) -> None:
        """Show the interviews above the codebook, or leave the column to it."""
        if shown == self.top_pane.isHidden():
            sizes = self._sizes()
            self._above_codes = self._above_codes if shown else sizes
            self.top_pane.setVisible(shown)
            self._fill_column()
            if shown and self._above_codes and not (self.top_pane.folded or self.codes.folded):
                self.setSizes(self._above_codes)

    def _sizes(self) -> list[int]:
        """The heights now, or those that come back with the codebook or the interviews: one of them is alone."""
        if self.codes.isHidden() and self._beside_codes:
            return self._beside_codes
        return self._above_codes if self.top_pane.isHidden() and self._above_codes else self.sizes()

    def _fill_column(self) -> None:
        """A column of folded panes alone would be as low as their headers, and the whole room with it."""
        shown = [pane for pane in (self.top_pane, self.codes) if not pane.isHidden()]
        for pane in shown:
            pane.fill(pane is shown[-1] and all(one.folded for one in shown))

    def _show_codes(self) -> None:
        for none in (self.no_codes, self.add_codes):
            none.setVisible(not len(self._state.codebook))
        self._filter()
        now = self.tree.current()
        if now is not None and self.tree.hasFocus():  # renamed or new: it stays in sight, whatever is typed above
            self.tree.pick(now.id)

    # Find or create

    def _filter(self) -> None:
        typed = self.field.text().strip()
        wanted = {code.id for code in self._state.codes_for(typed, len(self._state.codebook))} if typed else None
        self.tree.keep_only(wanted)
        self._offer_new()

    def _offer_new(self) -> None:
        typed = self.field.text().strip()
        new = bool(typed) and self._state.named_exactly(typed) is None
        offered = msg("interviews.view.create_code", name=typed)
        self.offer.say(offered, tip=offered)
        self.offer.setVisible(new)

    def _entered(self) -> None:
        """Enter goes to the code that fits best; where none does it makes one."""
        typed = self.field.text().strip()
        if not typed:
            return
        fitting = self._state.codes_for(typed, 1)
        named = self._state.all_named(typed)
        if len(named) > 1:  # which of them is for a person to say: the tree shows where each stands
            self._to_tree()
            return
        there = next(iter(named or fitting), None)
        self.field.clear()
        self.tree.keep_only(None)
        if there is not None:
            self.tree.pick(there.id)
            self.tree.setFocus()
        else:
            self.code_named.emit(typed)

    def _to_tree(self) -> None:
        """Down goes into the tree: while it is filtered to the code that fits best, not to those above it."""
        typed, now = self.field.text().strip(), self.tree.current()
        fitting = [code.id for code in self._state.codes_for(typed, len(self._state.codebook))] if typed else []
        if fitting and (now is None or now.id not in fitting):
            self.tree.pick(fitting[0])
        self.tree.setFocus()

    def _create(self) -> None:
        """Make a code of the name typed, though others fit."""
        typed = self.field.text().strip()
        self.field.clear()
        self.tree.keep_only(None)
        if typed:
            self.code_named.emit(typed)

    def respeak(self, _language: str) -> None:
        """Write the notes again."""
        self.documents.show_lines()
        self._offer_new()
