# SPDX-License-Identifier: MIT
"""Small parts of the case page: a section with its title and link, a line of name, value and source, a state."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from coding.act_means_purpose import State
from wording import Text, msg
from workbench.icons import pixmap
from workbench.interviews.page_parts import MemoField, SidePage, empty_layout, line_colour
from workbench.theme import colours_of
from workbench.widgets import (
    Button,
    ChoiceField,
    ElidedLabel,
    ElidedLink,
    Fact,
    FormRow,
    IconButton,
    Label,
    Line,
    LinkButton,
    MutedLabel,
    SectionLabel,
    ShownInUse,
    TextField,
    TwoLineLabel,
)
from workbench.widgets.tab_order import keep_own_order

if TYPE_CHECKING:
    from projects.cases.page import CasePage, MemberLine, MemoLine
    from projects.cases.target_names import LinkLine

STATE_ICONS = {
    State.BOTH: "check",
    State.INTERVIEW: "messages-square",
    State.SURVEY: "table-2",
    State.DIFFER: "triangle-alert",
    State.DENIED: "minus",
    State.NOTHING: "minus",
}


class CaseSection(QWidget):
    """A title, a link at the right where there is something to add, and lines below."""

    def __init__(self, title: Text, link: Text = "", pressed: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.title = SectionLabel(title, wrap=True)  # a long one takes no room from what is beside it
        self.link = LinkButton(link, pressed) if link else None
        self.lines = QVBoxLayout()
        self.lines.setContentsMargins(0, 0, 0, 0)
        self.lines.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 4)
        head.addWidget(self.title, 1)
        if self.link is not None:
            head.addWidget(self.link)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addLayout(self.lines)

    def clear(self) -> None:
        """Take all lines away."""
        empty_layout(self.lines)

    def add(self, *widgets: QWidget) -> None:
        """Add lines, each over a hairline."""
        for widget in widgets:
            self.lines.addWidget(widget)
            self.lines.addWidget(Line())

    def say_empty(self, sentence: Text) -> None:
        """One muted sentence in place of lines."""
        self.lines.addWidget(MutedLabel(sentence, wrap=True))


class FactLine(QWidget):
    """A name, its value, muted at the right where it comes from; pressing the name runs `pressed`."""

    def __init__(
        self, name: Text, value: Text, origin: Text = "", pressed: Callable[[], object] | None = None,
        *, absent: bool = False,
    ) -> None:  # fmt: skip
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(8)
        named: QWidget = ElidedLink(name, pressed) if pressed is not None else ElidedLabel(name)
        named.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        said = ElidedLabel(value, kind="muted" if absent else "")
        if absent:
            slanted = said.font()
            slanted.setItalic(True)
            said.setFont(slanted)
        row.addWidget(named, 6)
        row.addWidget(said, 5)
        if origin:
            row.addWidget(MutedLabel(origin))


class QuoteLabel(TwoLineLabel):
    """Words as they were said, on two lines where one does not hold them."""

    def __init__(self, text: Text, *, kind: str = "") -> None:
        super().__init__(text, kind=kind, running=True)


class SwatchName(QWidget):
    """The name of a code behind its colour, on one line."""

    def __init__(self, name: Text, colour: str, *, muted: bool = False) -> None:
        super().__init__()
        self._colour, self._mark = colour, Label("")
        self.name = ElidedLabel(name, kind="muted" if muted else "", running=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(7)
        row.addWidget(self._mark)
        row.addWidget(self.name, 1)
        self.retheme()

    def retheme(self) -> None:
        """Draw the colour so that it is seen on the surface."""
        square = QPixmap(QSize(10, 10))
        square.fill(QColor(line_colour(self._colour, colours_of(self))))
        self._mark.setPixmap(square)


class StateMark(QWidget):
    """The state of an element as icon and word; no colour stands for a verdict."""

    def __init__(self, state: State, *, muted: bool = False) -> None:
        super().__init__()
        self.state = state
        self.icon = Label("")
        self.word = Label(msg(f"casepage.state.{state.value}"))
        warns = state is State.DIFFER and not muted
        if warns:
            self.word.setProperty("kind", "warning")
        elif muted or state in (State.NOTHING, State.DENIED):
            self.word.setProperty("kind", "muted")
        self._warns = warns
        self.icon.setFixedSize(QSize(18, 18))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.icon)
        row.addWidget(self.word, 1)
        self.retheme()

    def retheme(self) -> None:
        """Draw the icon in the look's colours."""
        colours = colours_of(self)
        colour = colours.warning if self._warns else colours.muted
        self.icon.setPixmap(pixmap(STATE_ICONS[self.state], colour, 15))


_ANSWERS = {True: "yes", False: "no", None: "unknown_value"}
_KINDS = ("person", "group", "site", "institution")


class CaseDetails(SidePage):
    """Shows and takes apart what belongs to the case at hand."""

    join_requested = Signal()
    leave_requested = Signal(object)  # CaseMember
    document_requested = Signal(str)
    name_given = Signal(str)
    kind_given = Signal(object)
    memo_written = Signal(object, str)  # the id of a memo ("" for a new one), its text
    memo_requested = Signal(str)  # the id of a memo to be written anew
    target_requested = Signal(str)
    link_requested = Signal()
    unlink_requested = Signal(str)
    delete_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name = TextField(msg("casepage.view.name"), placeholder="")
        self.kind = ChoiceField(msg("casepage.view.kind"), [(one, msg(f"casepage.kind.{one}")) for one in _KINDS])
        self.members = CaseSection(msg("casepage.view.members"), msg("casepage.view.join"), self.join_requested.emit)
        self.locked = MutedLabel(msg("casepage.view.own_key"), wrap=True)
        self.consents = CaseSection(msg("casepage.view.consent"))
        self.memos = CaseSection(msg("casepage.view.memos"))
        self.fresh = MemoField(msg("casepage.view.new_memo"), msg("casepage.view.memo_hint"))
        self.links = CaseSection(msg("casepage.view.links"), msg("casepage.view.add"), self.link_requested.emit)
        self.delete = Button(msg("casepage.view.delete"), self.delete_requested.emit, kind="danger", icon="trash-2")
        for part in (
            FormRow(msg("casepage.view.name"), self.name), FormRow(msg("casepage.view.kind"), self.kind), self.members,
            self.locked, self.consents, self.memos, self.fresh, self.links,
        ):  # fmt: skip
            self.column.addWidget(part)
        self.column.addStretch(1)
        self.column.addWidget(self.delete)
        self.name.editingFinished.connect(lambda: self.name_given.emit(self.name.text().strip()))
        self.kind.chosen.connect(self.kind_given)
        self.fresh.stored.connect(lambda _whose, text: self.memo_written.emit("", text))
        self._case = ""  # the one shown
        self.show_page(None)

    def show_page(self, page: CasePage | None) -> None:
        """Show what belongs to a case."""
        self.inside.setVisible(page is not None)
        if page is None:
            return
        if not self.name.hasFocus():
            self.name.setText(page.case.name)
        elif page.case.id != self._case:  # the keys came in before the new case: what they type is its name
            self.name.setText(page.case.name)
            self.name.selectAll()
        self._case = page.case.id
        self.kind.choose(page.case.kind)
        self.members.clear()
        for member in page.members:
            self.members.add(self._member(member))
        if not page.members:
            self.members.say_empty(msg("casepage.view.no_members"))
        self.locked.setVisible(any(line.member.table for line in page.members))
        self.consents.clear()
        for consent, given in page.consents.items():
            word = msg(f"consents.{_ANSWERS[given]}")
            self.consents.lines.addWidget(Fact(msg(f"consents.{consent}"), word))
        self.memos.clear()
        for memo in page.memos:
            self.memos.add(self._memo(memo))
        if not page.memos:
            self.memos.say_empty(msg("casepage.view.no_memos"))
        self.fresh.show_memo((page.case.id, len(page.memos)), "")
        self.links.clear()
        for link in page.links:
            self.links.add(self._link(link))
        if not page.links:
            self.links.say_empty(msg("casepage.view.no_links"))
        keep_own_order(self.inside)  # rows made later than the fields stand among them

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Words typed on the button that deletes are meant for the memo: its blank would press it."""
        if self.delete.hasFocus() and event.text().isalnum():
            self.fresh.setFocus()
            self.fresh.insertPlainText(event.text())
        else:
            super().keyPressEvent(event)

    def _member(self, line: MemberLine) -> QWidget:
        row, across = _row()
        if line.member.document:
            name: QWidget = LinkButton(line.text, partial(self.document_requested.emit, line.member.document))
        else:
            name = ElidedLabel(line.text)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        across.addWidget(name, 1)
        across.addWidget(MutedLabel(line.note))
        away = IconButton(
            "x", msg("casepage.view.leave"), partial(self.leave_requested.emit, line.member), framed=False
        )
        across.addWidget(away)
        ShownInUse(row, away)
        return row

    def _memo(self, memo: MemoLine) -> QWidget:
        row, across = _row()
        words = Label(memo.text, wrap=True)
        across.addWidget(words, 1)
        if memo.id:
            write = partial(self.memo_requested.emit, memo.id)
            across.addWidget(IconButton("pencil", msg("casepage.view.change_memo"), write, framed=False))
        kind = memo.target.partition(":")[0]
        across.addWidget(
            LinkButton(msg(f"casepage.view.memo_of.{kind}"), partial(self.target_requested.emit, memo.target))
        )
        return row

    def _link(self, link: LinkLine) -> QWidget:
        row, across = _row()
        across.addWidget(LinkButton(link.text, partial(self.target_requested.emit, link.other)))
        across.addStretch(1)
        unlink = partial(self.unlink_requested.emit, link.id)
        away = IconButton("x", msg("casepage.view.unlink"), unlink, framed=False)
        across.addWidget(away)
        ShownInUse(row, away)
        return row


def _row() -> tuple[QWidget, QHBoxLayout]:
    row = QWidget()
    across = QHBoxLayout(row)
    across.setContentsMargins(0, 3, 0, 3)
    across.setSpacing(6)
    return row, across
