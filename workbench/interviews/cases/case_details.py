# SPDX-License-Identifier: MIT
"""Details of a case in the right column: its documents and turns, survey rows, consent, memos, links."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from wording import msg
from workbench.interviews.cases.page_rows import CaseSection
from workbench.interviews.page_parts import MemoField, SidePage
from workbench.widgets import (
    Button,
    ChoiceField,
    ElidedLabel,
    Fact,
    FormRow,
    IconButton,
    Label,
    LinkButton,
    MutedLabel,
    ShownInUse,
    TextField,
)
from workbench.widgets.tab_order import keep_own_order

if TYPE_CHECKING:
    from projects.cases.page import CasePage, MemberLine, MemoLine
    from projects.cases.target_names import LinkLine

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
