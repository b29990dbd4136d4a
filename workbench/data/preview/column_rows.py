# SPDX-License-Identifier: MIT
"""The columns of a file about to be imported: kind, order, missing marks, what is shared of them. No widgets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from analysis.records import Kind, Level, Role, Variable
from projects.datasets.corrections.kind_conversion import word_of
from projects.imported.records import ImportedTable, MissingMark
from projects.importing.finding_causes import single
from wording import Text, msg, render
from workbench.data.panes.measurement_form import OrderList
from workbench.data.preview.file_reading import ConfirmedGuesses, ReadFile, first_values
from workbench.table_labels import title_of_imported
from workbench.variable_words import called, has_words
from workbench.widgets import Button, MutedLabel, PrimaryButton, StrongLabel
from workbench.widgets.flow_layout import FlowLayout

FIXED = (Role.KEY, Role.WEIGHT, Role.STRATUM, Role.CLUSTER, Role.FPC, Role.CONSENT)  # known by what they are for
STAYS = "stays"  # text nobody has confirmed: it stays with the team
_OPEN_WORDS = (Role.ORDINARY, Role.TEXT, Role.SENSITIVE, Role.QUASI_IDENTIFIER)  # none of them explains the words
_FIRST = 4


class ColumnSelection(StrEnum):
    """Which columns are listed."""

    ALL = "all"
    OPEN = "open"
    TEXT = "text"
    IDENTIFYING = "identifying"


@dataclass(frozen=True)
class ColumnRow:
    """A column of a file, as read; `alone`: its file has one table, `days`: its numbers may be dates."""

    table: ImportedTable
    variable: Variable
    marks: tuple[MissingMark, ...]
    first: str
    alone: bool
    days: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """The ids of its table and variable."""
        return self.table.id, self.variable.id

    def wording(self) -> Text:
        """The question's words, or the table it stands in; "" where there is nothing but the name."""
        if has_words(self.variable.labels):
            return called(self.variable)
        return "" if self.alone else title_of_imported(self.table)


def rows_of(read: ReadFile) -> list[ColumnRow]:
    """Every column of the file, in its order."""
    alone = len(read.imported.tables) == 1
    asked = {
        (line.table, line.variable)
        for line in single(read.imported.findings)
        if line.message.key.endswith("serial_dates_asked")
    }
    return [
        ColumnRow(
            table,
            variable,
            table.marks.get(variable.id, ()),
            first_values(table, variable, _FIRST),
            alone,
            (table.id, variable.id) in asked,
        )  # fmt: skip
        for table in read.imported.tables
        for variable in table.variables
    ]


def kind_now(row: ColumnRow, said: ConfirmedGuesses) -> str:
    """The word for the kind a column is imported in."""
    return said.kinds.get(row.key, word_of(row.variable)).partition(":")[0]


def shared_now(row: ColumnRow, said: ConfirmedGuesses) -> object:
    """What happens to a column when data leave: its role, or `STAYS`."""
    role = _role_now(row, said)
    return STAYS if role in _OPEN_WORDS and _unconfirmed(row, said) else role


def _role_now(row: ColumnRow, said: ConfirmedGuesses) -> Role:
    return said.roles.get(row.key, row.variable.role)


def _unconfirmed(row: ColumnRow, said: ConfirmedGuesses) -> bool:
    """Whether nobody has said yet that the words of a column are no names."""
    kind = said.kinds.get(row.key, "text").partition(":")[0]
    return row.variable.content_unconfirmed and row.key not in said.confirmed and kind == "text"


def order_now(
    row: ColumnRow, said: ConfirmedGuesses, made: Variable | None = None
) -> tuple[tuple[str, ...], bool] | None:
    """The codes of ordered answers from the lowest, and whether somebody confirmed them; None for other columns.

    `made`: the variable in the kind it was given.
    """
    if kind_now(row, said) != "ordered" or row.variable.role is Role.IDENTIFIER:
        return None
    if row.key in said.orders:
        return said.orders[row.key], True
    codes = tuple(choice.code for choice in (made or row.variable).choices if not choice.reason)
    known = row.variable.kind is Kind.ONE and row.variable.level is Level.ORDINAL and not row.variable.order_unconfirmed
    return codes, known


def is_open(row: ColumnRow, said: ConfirmedGuesses) -> bool:
    """Whether a person should look: text not confirmed, an order nobody gave, a mark or number that may be another."""
    order = order_now(row, said)
    return (
        _mark_open(row)
        or days_open(row, said)
        or shared_now(row, said) == STAYS
        or (order is not None and not order[1])
    )


def asks(row: ColumnRow, said: ConfirmedGuesses) -> bool:
    """Whether a row stands in amber: what a person should look at, but for free text, which stays with the team."""
    return is_open(row, said) and (row.variable.kind is not Kind.TEXT or days_open(row, said) or _mark_open(row))


def _mark_open(row: ColumnRow) -> bool:
    return any(mark.asked or mark.codes and not mark.reason for mark in row.marks)


def days_open(row: ColumnRow, said: ConfirmedGuesses) -> bool:
    """Whether nobody has said yet if the numbers of a column are numbers or a spreadsheet's dates."""
    return row.days and row.key not in said.kinds


def wanted(row: ColumnRow, said: ConfirmedGuesses, which: ColumnSelection) -> bool:
    """Whether a column is in a list."""
    if which is ColumnSelection.OPEN:
        return is_open(row, said)
    if which is ColumnSelection.TEXT:
        return row.variable.content_unconfirmed
    if which is ColumnSelection.IDENTIFYING:
        return _role_now(row, said) in (Role.IDENTIFIER, Role.QUASI_IDENTIFIER)
    return True


def matches(row: ColumnRow, typed: str, language: str) -> bool:
    """Whether a column's name or wording holds what was typed."""
    said = f"{row.variable.name} {render(row.wording(), language)}".casefold()
    return all(word in said for word in typed.casefold().split())


def sharing_choices(rows: list[ColumnRow]) -> Iterator[tuple[object, Text]]:
    """What can be said of the leaving of these columns."""
    if any(row.variable.content_unconfirmed for row in rows):
        yield STAYS, msg("kinds.stays")
        yield Role.ORDINARY, msg("kinds.names_nobody")
    else:
        yield Role.ORDINARY, msg("data.role.ordinary")
    for role in (Role.SENSITIVE, Role.QUASI_IDENTIFIER, Role.IDENTIFIER):
        yield role, msg(f"data.role.{role}")


def leave_as(row: ColumnRow, said: ConfirmedGuesses, what: object) -> None:
    """Keep what a person said of the leaving of a column."""
    if row.variable.role in FIXED:
        return
    if what == STAYS:
        said.roles.pop(row.key, None)
        said.confirmed.discard(row.key)
        return
    role = Role(str(what))
    if role is row.variable.role:
        said.roles.pop(row.key, None)
    else:
        said.roles[row.key] = role
    if row.variable.content_unconfirmed and role is not Role.IDENTIFIER:
        said.confirmed.add(row.key)
        if row.variable.role is Role.TEXT and role is Role.ORDINARY:
            said.roles.pop(row.key, None)  # free text stays free text


def mark_counts(row: ColumnRow, language: str) -> str:
    """The missing marks of a column with their counts: "NA 402 · -99 88?" """
    return " · ".join(f"{mark.text} {mark.count}" + ("" if mark.reason else "\u202f?") for mark in row.marks)


class OrderPage(QWidget):
    """`confirmed` carries the codes from the lowest to the highest; `left` comes when nothing is changed."""

    confirmed = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.answers: OrderList | None = None
        self._codes: dict[str, str] = {}
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 4, 0, 4)
        self.title = StrongLabel("")
        self._whole.addWidget(self.title)
        self._whole.addWidget(MutedLabel(msg("kinds.order_open"), wrap=True))
        self._place = QHBoxLayout()
        self._whole.addLayout(self._place, 1)
        row = FlowLayout(in_one_line=True)
        row.addWidget(PrimaryButton(msg("kinds.order_confirm"), self._confirm))
        row.addWidget(Button(msg("kinds.up"), lambda: self._shift(-1), icon="arrow-up"))
        row.addWidget(Button(msg("kinds.down"), lambda: self._shift(1), icon="arrow-down"))
        row.addWidget(Button(msg("data.view.cancel"), self.left.emit))
        self._whole.addLayout(row)

    def show_order(self, row: ColumnRow, variable: Variable, codes: tuple[str, ...]) -> None:
        """Show the answers of a column in the order they have now."""
        places = {code: at for at, code in enumerate(codes)}
        choices = sorted(variable.choices, key=lambda one: places.get(one.code, len(places)))
        self._codes = {choice.id: choice.code for choice in choices}
        self.title.say(msg("kinds.list.order_of", name=row.variable.name))
        if self.answers is not None:
            self._place.removeWidget(self.answers)
            self.answers.deleteLater()
        self.answers = OrderList(replace(variable, choices=tuple(choices)))
        self.answers.setMinimumHeight(60)
        self.answers.setMaximumHeight(16777215)
        self._place.addWidget(self.answers)
        self.answers.setFocus()

    def _shift(self, by: int) -> None:
        if self.answers is not None:
            self.answers.shift(by)

    def _confirm(self) -> None:
        if self.answers is not None:
            self.confirmed.emit(tuple(self._codes[one] for one in self.answers.ids()))
