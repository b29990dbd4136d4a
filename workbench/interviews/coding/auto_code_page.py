# SPDX-License-Identifier: MIT
"""Auto-coding in the window: what to look for, each hit in context with a tick, one code for all that is ticked."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from coding.auto_code import PatternHit, PatternKind, Scope, patterns_of
from projects.interviews.auto_coding import Search, code_hits, search_hits, spoken_in
from wording import Message, Text, msg
from workbench.interviews.page_parts import language_name
from workbench.interviews.state import RoomState
from workbench.theme import colours_of
from workbench.translation import say
from workbench.widgets import Button, ChoiceField, Label, MutedLabel, PaneHeader, PrimaryButton, SearchField
from workbench.widgets.elision import cut_passages, hit_in_context, shortened
from workbench.widgets.flow_layout import FlowLayout
from workbench.widgets.reading_list import QuietList

if TYPE_CHECKING:
    from coding.records import Document
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.session import Session

Index = QModelIndex | QPersistentModelIndex
_BLANKS = re.compile(r"\s+")
_AROUND = 60  # characters shown on either side of a hit
_MOST_SHOWN = 5_000
_ROW = Qt.ItemDataRole.UserRole
_PARTS = Qt.ItemDataRole.UserRole + 1  # name of the interview; what stands before the hit, the hit, what stands after


class AutoCodePage(QWidget):
    """Lies over the transcript until it is closed; Esc closes it."""

    def __init__(self, state: RoomState, session: Session, ask_code: Callable[[Callable[[str], object]], object],
                 close: Callable[[], object]) -> None:  # fmt: skip
        super().__init__()
        self._state, self._session, self._ask_code, self._close = state, session, ask_code, close
        self._hits: list[PatternHit] = []
        self._documents: dict[str, Document] = {}
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = SearchField(msg("autocode.view.pattern"))
        kinds = [(kind.value, msg(f"autocode.kind.{kind.value}")) for kind in PatternKind]
        self.kind = ChoiceField(msg("autocode.view.kind"), kinds)
        self.scope = ChoiceField(msg("autocode.view.scope"), _scopes(spoken=True))
        self.kind.setMinimumContentsLength(10)  # each of their words whole in French
        self.scope.setMinimumContentsLength(9)
        self.kind.choose(PatternKind.PHRASE.value)
        self.scope.choose(Scope.SENTENCE.value)
        self.within, self.speaker, self.language, self.group = self._filters()
        self.list = QuietList()
        self.list.setSpacing(3)
        cut_passages(self.list)
        self.list.setItemDelegate(_HitDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        say(self.list, name=msg("autocode.view.hits"))
        self.note = MutedLabel(msg("autocode.view.hint"), wrap=True)
        self.code = PrimaryButton(msg("autocode.view.code"), self._code, icon="tag")
        self.code.setEnabled(False)
        self._lay_out()
        self.field.searched.connect(lambda _text: self.search())
        self.kind.currentIndexChanged.connect(lambda _place: self.search())
        self.scope.currentIndexChanged.connect(lambda _place: self.search())
        for field in (self.within, self.speaker, self.language, self.group):
            field.currentIndexChanged.connect(lambda _place: self.search())
        self.list.itemChanged.connect(lambda _item: self._count())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        header = PaneHeader(msg("autocode.view.title"), Button(msg("autocode.view.close"), self._close))
        column.addWidget(header)
        row = QHBoxLayout()
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.kind)
        row.addWidget(Label(msg("autocode.view.scope")))
        row.addWidget(self.scope)
        column.addLayout(row)
        limits = FlowLayout(spacing=8)
        limits.setContentsMargins(12, 0, 12, 8)
        for field in (self.within, self.speaker, self.language, self.group):
            limits.addWidget(field)
        limits.addWidget(Button(msg("walkedcoding.auto.words_of"), self._ask_words, icon="list"))
        column.addLayout(limits)
        column.addWidget(self.list, 1)
        below = QHBoxLayout()
        below.setContentsMargins(12, 8, 12, 8)
        below.setSpacing(8)
        below.addWidget(self.note, 1)
        below.addWidget(Button(msg("autocode.view.all"), lambda: self._tick(True)))
        below.addWidget(Button(msg("autocode.view.none"), lambda: self._tick(False)))
        below.addWidget(self.code)
        column.addLayout(below)

    @staticmethod
    def _filters() -> tuple[ChoiceField, ChoiceField, ChoiceField, ChoiceField]:
        """Where hits count: within a code, said by somebody, in a language, in interviews of a group."""
        names = ("within", "speaker", "language", "group")
        fields = [ChoiceField(msg(f"walkedcoding.auto.{name}"), [("", _all_of(name))]) for name in names]
        for field in fields:
            field.setMinimumContentsLength(8)
        return fields[0], fields[1], fields[2], fields[3]

    def _offer(self, spoken: tuple[list[str], list[str]]) -> None:
        """Offer what the interviews have; fields with nothing to choose are grey."""
        speakers, languages = spoken
        if not speakers and self.scope.value() == Scope.TURN.value:
            self.scope.choose(Scope.PARAGRAPH.value)
        self.scope.set_choices(_scopes(spoken=bool(speakers)))
        codes = [(code.id, code.name) for code in self._state.codebook if self._state.counts.get(code.id)]
        groups = sorted({line.group for line in self._state.documents if line.group}, key=str.casefold)
        offered: tuple[tuple[ChoiceField, str, list[tuple[str, Text]]], ...] = (
            (self.within, "within", [*codes]),
            (self.speaker, "speaker", [(one, one) for one in speakers]),
            (self.language, "language", [(one, language_name(one)) for one in languages]),
            (self.group, "group", [(one, one) for one in groups]),
        )
        for field, name, choices in offered:
            field.set_choices([("", _all_of(name)), *choices])
            field.setEnabled(bool(choices))

    def _ask_words(self) -> None:
        """Look for the list of words of a code: its keywords in all languages."""
        self._ask_code(self._take_words)

    def _take_words(self, code_id: str) -> None:
        code = self._state.codebook[code_id]
        words = [word for held in code.keywords.values() for word in held if ":" not in word]  # no rules
        if not words:
            self._session.notice.emit(msg("walkedcoding.auto.no_words", code=code.name))
            return
        self.kind.choose(PatternKind.WILDCARD.value)
        self.field.setText("; ".join(dict.fromkeys(words)))
        self.search()

    def summon(self, words: str = "") -> None:
        """Begin with what is selected, or what was looked for before."""
        self._session.ask(spoken_in, self._offer, latest="interviews.auto_code.spoken", owner=self)
        if words:
            self.field.setText(words)
        self.field.setFocus()
        self.field.selectAll()
        self.search()

    def search(self) -> None:
        """Look for the pattern in all documents."""
        if not self.field.text().strip():
            self._show(([], {}))
            return
        search = Search(
            patterns_of(self.field.text(), PatternKind(self.kind.value())),
            Scope(self.scope.value()),
            languages=_chosen_set(self.language),
            speakers=_chosen_set(self.speaker),
            groups=_chosen_set(self.group),
            within=self.within.value() or "",
        )

        def read(project: Project) -> Any:
            return search_hits(project, search)

        self._session.ask(read, self._show, latest="interviews.auto_code", owner=self)

    def _show(self, found: tuple[list[PatternHit], dict[str, Document]]) -> None:
        self._hits, self._documents = found
        self.list.blockSignals(True)
        self.list.clear()
        for place, hit in enumerate(self._hits[:_MOST_SHOWN]):
            document = self._documents[hit.document]
            parts = _parts(document, hit)
            item = QListWidgetItem(f"{document.name}:  {''.join(parts)}")
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
            item.setData(_ROW, place)
            item.setData(_PARTS, (document.name, *parts))
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._count()

    def ticked(self) -> list[PatternHit]:
        """The hits that would be coded; beyond those shown all are."""
        items = [self.list.item(row) for row in range(self.list.count())]
        chosen = [self._hits[item.data(_ROW)] for item in items if item.checkState() == Qt.CheckState.Checked]
        return [*chosen, *self._hits[_MOST_SHOWN:]]

    def _tick(self, on: bool) -> None:
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            self.list.item(row).setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        self.list.blockSignals(False)
        self._count()

    def _count(self) -> None:
        number = len(self.ticked())
        self.code.setEnabled(number > 0)
        if self.field.text().strip():
            self.note.say(msg("autocode.view.ticked", n=len(self._hits), ticked=number))
        else:
            self.note.say(msg("autocode.view.hint"))

    def _code(self) -> None:
        hits = self.ticked()
        if hits:
            self._ask_code(lambda code: self._apply(code, hits))

    def _apply(self, code_id: str, hits: list[PatternHit]) -> None:
        action = code_hits(code_id, hits, self._documents.values(), coder=self._state.user)
        stretches = len({(hit.document, hit.start, hit.end) for hit in hits})

        def coded(changes: Changes) -> None:
            there = stretches - int(changes.result)  # type: ignore[call-overload]  # how many are new
            if there:
                name = self._state.codebook[code_id].name
                self._session.notice.emit(msg("autocode.view.there", n=there, code=name))
            self._close()

        self._session.do(action, coded)

    def keyPressEvent(self, event: Any) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)


class _HitDelegate(QStyledItemDelegate):
    """A row in which the hit stands whole and underlined: what is around it is cut to the width of the list."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the words with a line under the hit."""
        super().paint(painter, option, index)
        row = QStyleOptionViewItem(option)
        self.initStyleOption(row, index)
        style = row.widget.style()
        words = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, row, row.widget)
        before, hit, _after = self._shown(row, index)
        metrics = row.fontMetrics
        start = words.left() + style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, row, row.widget) + 1
        start += metrics.horizontalAdvance(before)
        below = words.center().y() + metrics.ascent() // 2 + 3
        painter.fillRect(start, below, metrics.horizontalAdvance(hit), 2, QColor(colours_of(row.widget).accent))

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Set the words to paint."""
        super().initStyleOption(option, index)
        if index.data(_PARTS) is not None and option.rect.isValid():  # else asked for its height only
            option.text = "".join(self._shown(option, index))

    @staticmethod
    def _shown(option: QStyleOptionViewItem, index: Index) -> tuple[str, str, str]:
        """The name of the interview with what has room before the hit, the hit, what has room after it."""
        style = option.widget.style()
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget).width()
        room -= 2 * (style.pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin, option, option.widget) + 1)
        document, before, hit, after = index.data(_PARTS)
        name = shortened(f"{document}:  ", option.fontMetrics, room / 3)
        left = room - option.fontMetrics.horizontalAdvance(name)
        first, shown, last = hit_in_context(before, hit, after, option.fontMetrics, left)
        return name + first, shown, last


def _parts(document: Document, hit: PatternHit) -> tuple[str, str, str]:
    """What stands before a hit, the hit, and what stands after it; each on one line."""
    first, last = hit.found
    begin, end = max(0, first - _AROUND), min(len(document.text), last + _AROUND)
    before, found, after = (
        _BLANKS.sub(" ", document.text[start:stop]) for start, stop in ((begin, first), (first, last), (last, end))
    )
    return ("…" if begin else "") + before, found, after + ("…" if end < len(document.text) else "")


def _scopes(spoken: bool) -> list[tuple[str, Message]]:
    """What can be coded around a hit; turns only where somebody speaks: else they are the paragraphs."""
    return [(one.value, msg(f"autocode.scope.{one.value}")) for one in Scope if spoken or one is not Scope.TURN]


def _all_of(name: str) -> Message:
    return msg(f"walkedcoding.auto.{name}.all")


def _chosen_set(field: ChoiceField) -> frozenset[str]:
    """What is chosen; empty where nothing limits."""
    return frozenset({str(field.value())} if field.value() else ())
