# SPDX-License-Identifier: MIT
"""The window of the manual: pages at the left, the page at the right, a field that searches all of them.

Each page opens at the line where it was left; narrow, the window shows the page alone and fits beside the work.
It opens links to its own pages only.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QHideEvent, QResizeEvent, QTextCursor, QTextLength, QTextTable
from PySide6.QtWidgets import QDialog, QHBoxLayout, QListWidget, QListWidgetItem, QTextBrowser, QVBoxLayout, QWidget

from wording import DEFAULT_LANGUAGE, msg, render
from wording.language_record import FOLDERS
from workbench.translation import language_of, say
from workbench.widgets import Button, MutedLabel, SearchField
from workbench.widgets.elision import shorten_names

FIRST = "index"
_COMMENT = re.compile(r"[ ]*<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"\]\(([a-z_]+)\.md(?:#[^)]*)?\)")


@dataclass(frozen=True)
class ManualPage:
    """One page: its name (that of its file), its title and its text in Markdown."""

    name: str
    title: str
    text: str

    @property
    def links(self) -> list[str]:
        """The names of the pages it leads to, in order."""
        return _LINK.findall(self.text)


class Manual:
    """All pages in one language, in the order in which the first page leads to them."""

    def __init__(self, language: str) -> None:
        """Read the pages of `language`, of the default where it has none; none where the installation lost them."""
        self.pages: dict[str, ManualPage] = {}
        kept = (sorted((FOLDERS / one / "manual").glob("*.md")) for one in (language, DEFAULT_LANGUAGE))
        read = {path.stem: _page(path) for path in next(filter(None, kept), ())}
        names = [FIRST, *(read[FIRST].links if FIRST in read else ()), *read]
        for name in names:
            if name in read:
                self.pages.setdefault(name, read[name])

    def find(self, words: str) -> list[ManualPage]:
        """The pages that hold all words, whatever their accents and capitals; those with one in the title first."""
        wanted = plain(words).split()
        held = [page for page in self.pages.values() if all(word in plain(page.text) for word in wanted)]
        return sorted(held, key=lambda page: not any(word in plain(page.title) for word in wanted))


def plain(text: str) -> str:
    """Small letters without accents, straight apostrophes and plain blanks: what searching compares."""
    letters = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'")
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def _page(path: Path) -> ManualPage:
    text = _COMMENT.sub("", path.read_text(encoding="utf-8"))
    title = text.partition("\n")[0].removeprefix("# ").strip()
    return ManualPage(path.stem, title, text)


_SIZE = (860, 640)
_LIST_WIDTH = 230
_WITH_LIST = 560  # narrower, the list of pages would leave the page too few words in a line
_NAME = Qt.ItemDataRole.UserRole


class _ManualReader(QTextBrowser):
    """Shows Markdown; it loads no file and no address."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.document().setDocumentMargin(18)
        say(self, name=msg("manual.text"))

    def show_page(self, page: ManualPage) -> None:
        """Show a page with room between its headings, paragraphs and lines of lists."""
        self.setMarkdown(page.text)
        cursor = QTextCursor(self.document())
        block = self.document().begin()
        while block.isValid():
            form = block.blockFormat()
            heading, listed = form.headingLevel() > 0, block.textList() is not None
            cursor.setPosition(block.position())
            if not cursor.currentTable():
                form.setTopMargin(16 if heading and block.position() else 0)
                form.setBottomMargin(4 if listed else 6 if heading else 8)
                cursor.setBlockFormat(form)
            block = block.next()
        for frame in self.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                shape = frame.format()
                shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 98))
                shape.setBottomMargin(10)
                frame.setFormat(shape)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def loadResource(self, _kind: int, _name: QUrl | str) -> object:
        """Load nothing: pages hold text only."""
        return None


class ManualWindow(QDialog):
    """The manual beside the main window; Esc closes it, Alt+Left goes back to the page read before."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModal(False)
        self.resize(*_SIZE)
        self.manual = Manual(language_of())
        self.name = ""
        self._before: list[str] = []
        self._lines: dict[str, int] = {}  # how far down each page was left
        self._stood: QPoint | None = None
        self.field = SearchField(msg("manual.find"))
        self.list = QListWidget()
        shorten_names(self.list)
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSpacing(3)
        say(self.list, name=msg("manual.pages"))
        self.nothing = MutedLabel(msg("manual.nothing"), wrap=True)
        self.nothing.hide()
        self.reader = _ManualReader()
        self.back = Button(msg("manual.back"), self.go_back, icon="chevron-left")
        self.first = Button(msg("manual.first"), lambda: self.turn_to(FIRST))
        self._lay_out()
        self.field.searched.connect(self.search)
        self.field.textChanged.connect(lambda _text: self._fit())
        self.field.to_list.connect(self.list.setFocus)
        self.field.returnPressed.connect(self._open_first)
        self.list.itemActivated.connect(self._open_item)
        self.list.itemClicked.connect(self._open_item)
        self.reader.anchorClicked.connect(self._follow)
        self.respeak(language_of())

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.addWidget(self.back)
        bar.addWidget(self.first)
        bar.addWidget(self.field, 1)
        self.left = QWidget()
        left = QVBoxLayout(self.left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.list, 1)
        left.addWidget(self.nothing)
        self.nothing.setFixedWidth(_LIST_WIDTH)
        below = QHBoxLayout()
        below.addWidget(self.left)
        below.addWidget(self.reader, 1)
        column = QVBoxLayout(self)
        column.addLayout(bar)
        column.addLayout(below, 1)

    def turn_to(self, name: str = FIRST) -> None:
        """Show a page, by its name; the first one where there is no such page."""
        page = self.manual.pages.get(name) or self.manual.pages.get(FIRST)
        if self.name and page is not None and page.name != self.name:
            self._before.append(self.name)
        self._show(page)
        if self._stood is not None and self.isHidden():  # Qt would put it over the middle again
            self.move(self._stood)
        self.show()
        self.field.setFocus()
        self.raise_()
        self.activateWindow()

    def search(self, words: str) -> None:
        """List the pages that hold these words; all pages without words."""
        found = self.manual.find(words)
        self._list(found)
        self.nothing.setVisible(not found)

    def go_back(self) -> None:
        """Show the page read before."""
        if self._before:
            self._show(self.manual.pages.get(self._before.pop()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the list of pages only where there is room for it."""
        super().resizeEvent(event)
        self._fit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Note where the window stood and how far its page was read."""
        super().hideEvent(event)
        self._stood = self.pos()
        self._leave()

    def respeak(self, language: str) -> None:
        """Show the same page in another language."""
        self.manual = Manual(language)
        self.setWindowTitle(render(msg("manual.title"), language))
        self._list(self.manual.find(self.field.text()))
        self._show(self.manual.pages.get(self.name) or self.manual.pages.get(FIRST))

    def _show(self, page: ManualPage | None) -> None:
        if page is None:
            self.reader.setPlainText(render(msg("manual.no_pages"), language_of(self)))
            return
        self._leave()
        self.name = page.name
        self.reader.show_page(page)
        self.reader.verticalScrollBar().setValue(self._lines.get(page.name, 0))
        self.back.setEnabled(bool(self._before))
        for row in range(self.list.count()):
            if self.list.item(row).data(_NAME) == page.name:
                self.list.setCurrentRow(row)
        self._mark()

    def _leave(self) -> None:
        if self.name:
            self._lines[self.name] = self.reader.verticalScrollBar().value()

    def _fit(self) -> None:
        """Show the list of pages where it fits; what a search finds, always."""
        self.left.setVisible(self.width() >= _WITH_LIST or bool(self.field.text()))

    def _mark(self) -> None:
        """Select the first place of what is searched for."""
        words = self.field.text().split()
        if words and all(word in plain(self.reader.toPlainText()) for word in plain(self.field.text()).split()):
            self.reader.find(words[0])

    def _list(self, pages: list[ManualPage]) -> None:
        self.list.clear()
        for page in pages:
            item = QListWidgetItem(page.title)
            item.setData(_NAME, page.name)
            self.list.addItem(item)
            if page.name == self.name:
                self.list.setCurrentItem(item)

    def _open_item(self, item: QListWidgetItem) -> None:
        self.turn_to(item.data(_NAME))

    def _open_first(self) -> None:
        self.search(self.field.text())
        if self.list.count():
            self._open_item(self.list.item(0))

    def _follow(self, link: QUrl) -> None:
        self.turn_to(link.path().removesuffix(".md"))
