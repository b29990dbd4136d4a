# SPDX-License-Identifier: MIT
"""The list of interviews, in their groups, filtered and sorted; and the page of one: name, case, language, consent.

Filter and order stand above a list that is longer than a glance. Signals tell what the user asks for. A group folds by
a click, Enter, ← and →.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial, reduce

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QMenu, QStyleOptionViewItem, QVBoxLayout, QWidget

from coding.case_folding import fold_plain
from projects.interviews.queries import DocumentLine
from projects.stored_interviews.tables import CONSENTS
from wording import Message, Text, msg, render
from wording.numbers import format_number
from workbench.commands import Command
from workbench.interviews.page_parts import (
    MemoField,
    SidePage,
    empty_layout,
    empty_page,
    language_choices,
    short_language,
)
from workbench.interviews.state import RoomState
from workbench.translation import language_of
from workbench.widgets import (
    ChoiceField,
    CommandButton,
    Entry,
    EntryList,
    Fact,
    FoldedLine,
    FormRow,
    Label,
    LinkButton,
    MutedLabel,
    SearchField,
    SectionLabel,
    TextField,
)
from workbench.widgets.fields import TypeAheadFilter
from workbench.widgets.lists import EntryDelegate

Index = QModelIndex | QPersistentModelIndex


NAME, LANGUAGE, CODINGS = "name", "language", "codings"


_ROW, _LINE = 20, 1.18  # pixels, lines: some 25 interviews are seen at once in the whole column


_GROUP = "group:"


_GLANCE = 8  # interviews that are seen without a filter


def fits(line: DocumentLine, words: Sequence[str]) -> bool:
    """Whether each word stands in the name, group, case or kind of an interview, or is its language."""
    held = fold_plain(" ".join((line.name, line.group, line.case_name, line.kind)))
    return all(word in held or word == line.language for word in words)


def in_order(lines: Iterable[DocumentLine], by: str, downwards: bool) -> list[DocumentLine]:
    """The interviews sorted; "" keeps the order of the project."""
    keys = {
        NAME: lambda line: (fold_plain(line.name),),
        LANGUAGE: lambda line: (line.language or "\uffff", fold_plain(line.name)),
        CODINGS: lambda line: (line.segments,),
    }
    return sorted(lines, key=keys[by], reverse=downwards) if by else list(lines)


class DocumentsPane(QWidget):
    """Filter and order, list."""

    chosen = Signal(str)

    def __init__(self, state: RoomState) -> None:
        super().__init__()
        self._state = state
        self._by, self._downwards = "", False
        self._folded: set[str] = set()
        self.filter = SearchField(msg("documents.view.filter"))
        self.order = LinkButton(msg("documents.view.sort"), self.offer_orders)
        self.list = DocumentList()
        self._seen: str | None = None  # the open interview when the list was last scrolled to it
        self.list.installEventFilter(TypeAheadFilter(self.list))
        self.nothing = MutedLabel(msg("documents.view.none_fits"), wrap=True)
        self.count = MutedLabel("")  # how many are shown of how many
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        search = QHBoxLayout()
        search.setContentsMargins(12, 0, 12, 0)
        search.addWidget(self.filter)
        column.addLayout(search)
        self.above = QWidget()
        above = QHBoxLayout(self.above)
        above.setContentsMargins(12, 0, 12, 0)
        above.setSpacing(8)
        above.addWidget(self.count)
        above.addStretch(1)
        above.addWidget(self.order)
        column.addWidget(self.above)
        self.nothing.setContentsMargins(12, 4, 12, 4)
        column.addWidget(self.nothing)
        column.addWidget(self.list, 1)
        self.nothing.hide()
        self.filter.searched.connect(lambda _text: self.show_lines())
        self.filter.to_list.connect(self.list.setFocus)
        self.list.picked.connect(self._picked)
        self.list.fold_requested.connect(self._fold)
        state.listed.connect(self.show_lines)
        state.opened.connect(self.pick_open)

    def sort(self, by: str) -> None:
        """Sort by this, downwards the second time, then again as the project has them."""
        if self._by != by:
            self._by, self._downwards = by, by == CODINGS  # the most coded first
        elif self._downwards == (by == CODINGS):
            self._downwards = not self._downwards
        else:
            self._by, self._downwards = "", False
        self.order.say(self._ordered(self._by) if self._by else msg("documents.view.sort"))
        self.show_lines()

    def _ordered(self, by: str) -> Message:
        """An order with its direction, where the list stands in it."""
        said: Message = msg(f"documents.view.by.{by}")
        return msg("documents.view.sorted", by=said, arrow="↓" if self._downwards else "↑") if by == self._by else said

    def offer_orders(self) -> None:
        """A menu of what the interviews can be sorted by."""
        menu, language = QMenu(self), language_of(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for by in _ORDERS:
            menu.addAction(render(self._ordered(by), language), partial(self.sort, by))
        under = self.order if self.order.isVisible() else self
        menu.popup(under.mapToGlobal(under.rect().bottomLeft() if under is self.order else under.rect().topLeft()))

    def show_lines(self) -> None:
        """Show the interviews of the room that fit."""
        words = fold_plain(self.filter.text()).split()
        shown = in_order((line for line in self._state.documents if fits(line, words)), self._by, self._downwards)
        groups = self._groups()
        entries: list[Entry] = []
        for group in [*groups, ""] if groups else [""]:
            held = [line for line in shown if line.group == group]
            if groups and held:
                entries.append(self._group_entry(group, len(held)))
            if not groups or group not in self._folded or words:
                entries += [self._entry(line, bool(groups)) for line in held]
        opened = self._state.document_id()
        there = any(entry.id == opened for entry in entries)
        self.list.set_entries(entries, picked=opened if there else None)
        self.nothing.setVisible(bool(words) and not shown)
        total = len(self._state.documents)
        for above in (self.filter, self.above):
            above.setVisible(bool(words) or total > _GLANCE or (above is self.above and bool(self._by)))
        some = msg("documents.view.some", n=len(shown), total=total) if len(shown) < total else ""
        self.count.say(some or (str(total) if total else ""))

    def _groups(self) -> list[str]:
        """The groups in the order of their first interview; "" where only some are in one comes last."""
        return list(dict.fromkeys(line.group for line in self._state.documents if line.group))

    def _group_entry(self, group: str, count: int) -> Entry:
        name: Text = group or msg("documents.view.no_group")
        icon = "chevron-right" if group in self._folded else "chevron-down"
        return Entry(f"{_GROUP}{group}", name, format_number(count, language_of()), icon=icon, strong=True)

    def _entry(self, line: DocumentLine, below: bool) -> Entry:
        number = format_number(line.segments, language_of())
        note = f"{short_language(line.language)} · {number}"
        mark, said = ("file-text", msg("interviews.view.memo_tip", text=line.memo)) if line.memo else ("", "")
        return Entry(str(line.id), line.name, note, depth=int(below), mark=mark, mark_name=said)

    def step(self, by: int) -> None:
        """Open the interview listed after the open one, or before it."""
        listed = [one for entry in self.list.entries.entries if not (one := str(entry.id)).startswith(_GROUP)]
        opened = self._state.document_id()
        wanted = listed.index(opened) + by if opened in listed else 0
        if 0 <= wanted < len(listed):
            self.chosen.emit(listed[wanted])

    def pick_open(self) -> None:
        """The open interview is the chosen one."""
        opened = self._state.document_id()
        if opened is not None:
            self.list.pick(opened, quiet=True)
            if opened != self._seen:  # only with another interview: whoever scrolls the list is left where they are
                self._seen = opened
                self.list.scrollTo(self.list.currentIndex())

    def _picked(self, wanted: object) -> None:
        if not str(wanted).startswith(_GROUP):
            self.chosen.emit(str(wanted))

    def _fold(self, entry: str, folded: object) -> None:
        """Fold a group or unfold it; None turns it."""
        if not entry.startswith(_GROUP):
            return
        group = entry.removeprefix(_GROUP)
        fold = group not in self._folded if folded is None else bool(folded)
        self._folded = self._folded | {group} if fold else self._folded - {group}
        self.show_lines()
        self.list.pick(entry, quiet=True)


_ORDERS = (NAME, LANGUAGE, CODINGS)


class DocumentList(EntryList):
    """Low rows; groups are turned by a click, Enter, ← and →."""

    fold_requested = Signal(str, object)

    def __init__(self) -> None:
        super().__init__(msg("interviews.view.documents"))
        self.setItemDelegate(_LowRows(self))
        self.clicked.connect(lambda _index: self.fold_requested.emit(str(self.picked_id()), None))
        self.by_key = False  # another interview is being chosen by a key: the keys stay here until Enter

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Fold and unfold the group at hand; go from interview to interview."""
        keys = {Qt.Key.Key_Left: True, Qt.Key.Key_Right: False, Qt.Key.Key_Return: None, Qt.Key.Key_Enter: None}
        key = Qt.Key(event.key())
        if key in keys and str(self.picked_id()).startswith(_GROUP):
            self.fold_requested.emit(str(self.picked_id()), keys[key])
            return
        self.by_key = True
        super().keyPressEvent(event)
        self.by_key = False


class _LowRows(EntryDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A line, with less room than elsewhere."""
        del index
        return QSize(80, max(_ROW, round(option.fontMetrics.height() * _LINE)))


_ANSWERS = ((None, "unknown"), (True, "yes"), (False, "no"))


_MOST_SPEAKERS = 8


class DocumentPage(SidePage):
    """Shows what is recorded about the open document."""

    name_given = Signal(str, str)
    case_given = Signal(str, str)
    language_given = Signal(str, str)
    group_given = Signal(str, str)
    consent_given = Signal(str, str, object)
    memo_written = Signal(object, str)

    def __init__(self, state: RoomState, commands: dict[str, Command]) -> None:
        super().__init__()
        self._state = state
        self.name = TextField(msg("interviews.view.name"), placeholder="")
        self.case = TextField(msg("interviews.view.case"), placeholder="")
        self.group = TextField(msg("documents.view.group"), placeholder="")
        self.language = ChoiceField(msg("interviews.view.document_language"), language_choices())
        self.memo = MemoField(msg("interviews.view.memo"), msg("interviews.view.document_memo_hint"))
        self.consents: dict[str, ChoiceField] = {}
        self.facts = QVBoxLayout()
        self.facts.setSpacing(0)
        self.speakers = QVBoxLayout()
        self.speakers.setSpacing(0)
        self.speakers_title = SectionLabel(msg("interviews.view.speakers"))
        self.nothing = empty_page(
            msg("interviews.view.no_document"), CommandButton(commands["interviews.bring.documents"])
        )
        self.details = self._details()
        self.column.addWidget(self.nothing)
        self.column.addWidget(self.details)
        self.column.addStretch(1)
        self.name.editingFinished.connect(self._name_given)
        self.case.editingFinished.connect(self._case_given)
        self.group.editingFinished.connect(self._group_given)
        self.language.chosen.connect(lambda value: self.language_given.emit(self._id(), value))
        self.memo.stored.connect(self.memo_written)
        state.opened.connect(self._show)
        state.listed.connect(self._show)
        self._show()

    def _details(self) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for label, field in (("name", self.name), ("case", self.case), ("document_language", self.language)):
            column.addWidget(FormRow(msg(f"interviews.view.{label}"), field))
        column.addWidget(FormRow(msg("documents.view.group"), self.group))
        self.consent = FoldedLine(msg("interviews.view.consents"), self._consents())
        column.addWidget(self.consent)
        column.addWidget(SectionLabel(msg("interviews.view.counts")))
        column.addLayout(self.facts)
        column.addWidget(self.speakers_title)
        column.addLayout(self.speakers)
        column.addWidget(SectionLabel(msg("interviews.view.memo")))
        column.addWidget(self.memo)
        self.memo_unseen = MutedLabel(msg("coders.memo_unseen"), wrap=True)
        self.memo_unseen.hide()
        column.addWidget(self.memo_unseen)
        return whole

    def _consents(self) -> QWidget:
        whole = QWidget()
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(5)
        choices = [(value, msg(f"interviews.view.consent.{word}")) for value, word in _ANSWERS]
        for row, name in enumerate(CONSENTS):
            label = Label(msg(f"interviews.view.consent.{name}"), wrap=True)
            field = ChoiceField(msg(f"interviews.view.consent.{name}"), choices)
            field.setMinimumContentsLength(0)
            field.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToContents)
            field.chosen.connect(partial(self._consent_given, name))
            label.setBuddy(field)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
            self.consents[name] = field
        grid.setColumnStretch(0, 1)
        grid.addWidget(MutedLabel(msg("interviews.view.consent_note"), wrap=True), len(CONSENTS), 0, 1, 2)
        return whole

    def _id(self) -> str:
        return self._state.document_id() or ""

    def _show(self) -> None:
        line, loaded = self._state.line(), self._state.loaded
        there = line is not None and loaded is not None
        self.nothing.setVisible(not there)
        self.details.setVisible(there)
        if line is None or loaded is None:
            return
        if not self.name.hasFocus():
            self.name.setText(line.name)
        if not self.case.hasFocus():
            self.case.setText(line.case_name)
        if not self.group.hasFocus():
            self.group.setText(line.group)
        self.language.choose(line.language)
        for name, field in self.consents.items():
            field.choose(line.consents[name])
        self.consent.note.say(_spoken(line.consents))
        self.memo.show_memo(str(line.id), line.memo)
        self.memo.setDisabled(line.memo_unseen or line.held_back)
        self.memo_unseen.setVisible(line.memo_unseen)
        self._show_facts()

    def _show_facts(self) -> None:
        line, loaded = self._state.line(), self._state.loaded
        if line is None or loaded is None:
            return
        empty_layout(self.facts)
        language = language_of()
        turns = loaded.document.turns
        for name, value in (("words", line.words), ("turns", len(turns)), ("segments", line.segments)):
            if name == "turns" and loaded.held_back:
                continue  # they are not read
            self.facts.addWidget(Fact(msg(f"interviews.view.{name}"), format_number(value, language)))
        self.speakers_title.setVisible(any(turn.speaker for turn in turns))
        empty_layout(self.speakers)
        speakers = Counter(turn.speaker for turn in turns if turn.speaker)
        for speaker, count in speakers.most_common(_MOST_SPEAKERS):
            self.speakers.addWidget(Fact(speaker, format_number(count, language)))

    def _name_given(self) -> None:
        line = self._state.line()
        if line is not None and self.name.text().strip() not in ("", line.name):
            self.name_given.emit(self._id(), self.name.text().strip())

    def _case_given(self) -> None:
        line = self._state.line()
        if line is not None and self.case.text().strip() != line.case_name:
            self.case_given.emit(self._id(), self.case.text().strip())

    def _group_given(self) -> None:
        line = self._state.line()
        if line is not None and self.group.text().strip() != line.group:
            self.group_given.emit(self._id(), self.group.text().strip())

    def _consent_given(self, name: str, value: object) -> None:
        self.consent_given.emit(self._id(), name, value)

    def respeak(self, _language: str) -> None:
        """Write the numbers again."""
        self._show_facts()


def _spoken(consents: Mapping[str, bool | None]) -> Message:
    """The answer to all, where it is one; else each that is refused or not recorded."""
    words = {value: msg(f"interviews.view.consent.{word}") for value, word in _ANSWERS}
    if len(set(consents.values())) == 1:
        return words[next(iter(consents.values()))]
    held_back = [msg("consents.is", what=msg(f"consents.{one}"), given=words[consents[one]]) for one in CONSENTS]
    said = [one for one, name in zip(held_back, CONSENTS, strict=True) if not consents[name]]
    return reduce(lambda first, second: msg("group.pair", first=first, second=second), said)
