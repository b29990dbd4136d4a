# SPDX-License-Identifier: MIT
"""Field for a period: all sessions, a year, a quarter, or two dates, carried as "2024-01-01..2024-12-31"."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from analysis.analyses.registers.periods import days_of_period
from wording import Text, msg
from workbench.translation import say
from workbench.widgets.fields import ChoiceField

ALL, YEAR, QUARTER, DATES = "all", "year", "quarter", "dates"
_PATTERN = "dd/MM/yyyy"
_QUARTERS = {"-01-01": "-03-31", "-04-01": "-06-30", "-07-01": "-09-30", "-10-01": "-12-31"}


class PeriodField(QWidget):
    """The kind of period first, then which; years and quarters are those that `offer_days` names."""

    changed = Signal(str)

    def __init__(self, name: Text, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        say(self, name=name)
        self._days = dt.date(2000, 1, 1), dt.date(2000, 12, 31)
        self.kind = ChoiceField(name, [(one, msg(f"period.{one}")) for one in (ALL, YEAR, QUARTER, DATES)])
        self.which = ChoiceField(msg("period.which"))
        self.first, self.last = _date(msg("period.first")), _date(msg("period.last"))
        self._dates = QWidget(self)
        dates = QHBoxLayout(self._dates)
        dates.setContentsMargins(0, 0, 0, 0)
        dates.setSpacing(6)
        dates.addWidget(self.first, 1)
        dates.addWidget(self.last, 1)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.kind, 1)
        row.addWidget(self.which, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self._dates)
        self.setFocusProxy(self.kind)
        self.kind.chosen.connect(self._take_kind)
        self.which.chosen.connect(lambda _value: self._emit_period())
        self.first.editingFinished.connect(self._take_first)
        self.last.editingFinished.connect(self._take_last)
        self._said = ""
        self._show(ALL)

    def offer_days(self, first: str, last: str) -> None:
        """Name the days from which years and quarters are offered: of the first session and of the last."""
        before = self._said
        self._days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        self.show_period(before)

    def value(self) -> str:
        """The period chosen, "" for all."""
        kind = self.kind.value()
        if kind == ALL:
            return ""
        if kind == DATES:
            return "..".join(_iso(field.date()) for field in (self.first, self.last))
        return str(self.which.value() or "")

    def show_period(self, period: str) -> None:
        """Show a period as the kind it is; one without an end is shown by two dates."""
        period = days_of_period(period)
        kind = _kind(period)
        self.kind.choose(kind)
        self._show(kind)
        if kind in (YEAR, QUARTER):
            choices = self._choices(kind)
            if period not in [value for value, _ in choices]:
                self.which.set_choices([*choices, (period, _named(period, kind))])
            self.which.choose(period)
        elif kind == DATES:
            self._fill_dates(period)
        self._said = period

    def _show(self, kind: str) -> None:
        self.which.setVisible(kind in (YEAR, QUARTER))
        self._dates.setVisible(kind == DATES)
        if kind in (YEAR, QUARTER):
            self.which.set_choices(self._choices(kind))

    def _choices(self, kind: str) -> list[tuple[str, Text]]:
        first, last = self._days
        found = []
        for year in range(first.year, last.year + 1):
            if kind == YEAR:
                found.append(f"{year}-01-01..{year}-12-31")
                continue
            for start, end in _QUARTERS.items():
                held = (
                    dt.date.fromisoformat(f"{year}{end}") >= first and dt.date.fromisoformat(f"{year}{start}") <= last
                )
                if held:
                    found.append(f"{year}{start}..{year}{end}")
        return [(period, _named(period, kind)) for period in found]

    def _take_kind(self, kind: object) -> None:
        """The last year or quarter is proposed, and the days chosen before."""
        self._show(str(kind))
        if kind in (YEAR, QUARTER):
            self.which.choose(self._choices(str(kind))[-1][0])
        elif kind == DATES:
            self._fill_dates(self._said)
        self._emit_period()

    def _fill_dates(self, period: str) -> None:
        first, _, last = period.partition("..")
        for field, day, usual in zip((self.first, self.last), (first, last), self._days, strict=True):
            field.blockSignals(True)
            field.setDate(_qdate(dt.date.fromisoformat(day.strip()) if day.strip() else usual))
            field.blockSignals(False)

    def _take_first(self) -> None:
        """A first day after the last takes it along: no period ends before it begins."""
        if self.first.date() > self.last.date():
            self.last.setDate(self.first.date())
        self._emit_period()

    def _take_last(self) -> None:
        if self.last.date() < self.first.date():
            self.first.setDate(self.last.date())
        self._emit_period()

    def _emit_period(self) -> None:
        if self.value() != self._said:
            self._said = self.value()
            self.changed.emit(self._said)


def _date(name: Text) -> QDateEdit:
    made = QDateEdit()
    made.setCalendarPopup(True)
    made.setDisplayFormat(_PATTERN)
    say(made, name=name)
    return made


def _kind(period: str) -> str:
    """Which kind a period is; one that is no whole year or quarter is two dates."""
    if not period.strip():
        return ALL
    first, _, last = period.partition("..")
    if first[:4] != last[:4]:
        return DATES
    if first[4:] == "-01-01" and last[4:] == "-12-31":
        return YEAR
    return QUARTER if _QUARTERS.get(first[4:]) == last[4:] else DATES


def _named(period: str, kind: str) -> Text:
    if kind == YEAR:
        return period[:4]
    return msg("period.quarter_of_year", quarter=(int(period[5:7]) + 2) // 3, year=period[:4])


def _iso(day: QDate) -> str:
    return f"{day.year():04}-{day.month():02}-{day.day():02}"


def _qdate(day: dt.date) -> QDate:
    return QDate(day.year, day.month, day.day)
