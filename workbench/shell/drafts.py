# SPDX-License-Identifier: MIT
"""Typed text of a room that is not stored yet: gathered before a lock, put back after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypedDict

from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from workbench.widgets.fields import ANEW, FILTERS
from workbench.workspace import Workspace

Field = QLineEdit | QPlainTextEdit | QTextEdit


class Draft(TypedDict):
    """One field: what it is called, which of those called so, what was typed, whether one was typing there.

    Whether it only filters, too: such words are put back into their field or forgotten.
    """

    name: str
    number: int
    text: str
    here: bool
    filters: bool


def gather(room: Workspace) -> list[Draft]:
    """What the user typed into the fields in sight and left there; never a passphrase."""
    if not room.keeps_drafts:
        return []
    focus = QApplication.focusWidget()
    return [
        Draft(name=name, number=number, text=_text(field), here=field is focus, filters=bool(field.property(FILTERS)))
        for name, number, field in _fields(room)
        if _modified(field)
    ]


def put_back(room: Workspace, drafts: Sequence[Draft]) -> list[Draft]:
    """Type the drafts into the fields they were in; those whose field is not there and that are somebody's words."""
    there = {(name, number): field for name, number, field in _fields(room)}
    left = []
    for draft in drafts:
        field = there.get((draft["name"], draft["number"]))
        if field is None:
            left += writing([draft])
            continue
        if _text(field) != draft["text"]:
            _type(field, draft["text"])
        if draft["here"]:
            field.setFocus()
    return left


def writing(drafts: Sequence[Draft]) -> list[Draft]:
    """Those that are somebody's words, no filter's."""
    return [draft for draft in drafts if draft["text"].strip() and not draft["filters"]]


def words_under_way(room: Workspace) -> list[QPlainTextEdit | QTextEdit]:
    """The fields of several lines whose words are typed and not stored: a memo, a note, a text of the report."""
    if not room.keeps_drafts:
        return []
    fields = [field for _, _, field in _fields(room) if not isinstance(field, QLineEdit)]
    return [field for field in fields if _modified(field) and field.toPlainText().strip()]


def _fields(room: QWidget) -> list[tuple[str, int, Field]]:
    found: list[tuple[str, int, Field]] = []
    seen: Counter[str] = Counter()
    fields: list[QWidget] = [*room.findChildren(QLineEdit), *room.findChildren(QPlainTextEdit)]
    fields += room.findChildren(QTextEdit)
    for field in fields:
        assert isinstance(field, (QLineEdit, QPlainTextEdit, QTextEdit))
        if field.isReadOnly() or not field.isVisibleTo(room) or not _own(field):
            continue
        name = field.accessibleName() or type(field).__name__
        found.append((name, seen[name], field))
        seen[name] += 1
    return found


def _own(field: Field) -> bool:
    """Whether it is a field of its own: no passphrase, no word that confirms something or is only looked for."""
    if isinstance(field, QLineEdit) and field.echoMode() != QLineEdit.EchoMode.Normal:
        return False
    if field.property(ANEW):
        return False
    return not isinstance(field.parentWidget(), (QAbstractSpinBox, QComboBox))


def _modified(field: Field) -> bool:
    return field.isModified() if isinstance(field, QLineEdit) else field.document().isModified()


def _text(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def _type(field: Field, text: str) -> None:
    """As if it had been typed: the room hears of it, and does not store it before the user is done."""
    if isinstance(field, QLineEdit):
        field.setText(text)
        field.setModified(True)
        return
    field.setPlainText(text)
    field.document().setModified(True)


def plain(kept: object) -> list[Draft]:
    """Drafts as they were read back; anything else than what `gather` made counts as none."""
    if not isinstance(kept, list):
        return []
    return [
        Draft(
            name=str(one["name"]),
            number=int(one["number"]),
            text=str(one["text"]),
            here=bool(one["here"]),
            filters=bool(one.get("filters")),
        )  # fmt: skip
        for one in kept
        if isinstance(one, dict) and {"name", "number", "text", "here"} <= one.keys()
    ]
