# SPDX-License-Identifier: MIT
"""Form for the limits of a code's rules: whose turns they look in, in which interviews, and what they propose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from coding.rules.rule_limits import SPANS, RuleLimits, plain_sign
from wording import Text, msg, render
from workbench.translation import language_of
from workbench.widgets import ChoiceField, FormRow, TextField

_WIDTH = 148  # pixels of a field with the room beside it
_ROLES = ("", "participant", "interpreter", "participant/interpreter", "interviewer")


class LimitsForm(QWidget):
    """Role, speakers by name, group, stretch; `limits_given` only when somebody changes one."""

    limits_given = Signal(object)  # Limits

    def __init__(self) -> None:
        super().__init__()
        self._groups: list[str] = []
        roles: list[tuple[str, Text]] = [(role, msg(f"interviews.rules.role.{_key(role)}")) for role in _ROLES]
        self.role = ChoiceField(msg("interviews.rules.role"), roles)
        self.speakers = TextField(msg("interviews.rules.speakers"), placeholder=msg("interviews.rules.speakers_hint"))
        self.group = ChoiceField(msg("interviews.rules.group_of"), [("", msg("interviews.rules.every_group"))])
        spans: list[tuple[str, Text]] = [(span, msg(f"interviews.rules.span.{span}")) for span in SPANS]
        self.span = ChoiceField(msg("interviews.rules.span"), spans)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._rows: list[FormRow] = []
        self._columns = 0
        for name, field in (
            ("interviews.rules.role", self.role),
            ("interviews.rules.speakers", self.speakers),
            ("interviews.rules.group_of", self.group),
            ("interviews.rules.span", self.span),
        ):
            field.setMinimumWidth(120)
            self._rows.append(FormRow(msg(name), field))
        self._place(2)
        self.role.chosen.connect(lambda _role: self._submit())
        self.group.chosen.connect(lambda _group: self._submit())
        self.span.chosen.connect(lambda _span: self._submit())
        self.speakers.editingFinished.connect(self._typed)
        self._shown = RuleLimits()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Side by side where there is room."""
        super().resizeEvent(event)
        self._place(max(1, min(len(self._rows), (self.width() + 8) // _WIDTH)))

    def _place(self, columns: int) -> None:
        if columns == 3:  # four fields: one alone below three looks lost
            columns = 2
        if columns != self._columns:
            self._columns = columns
            for at, row in enumerate(self._rows):
                self._grid.addWidget(row, at // columns, at % columns)

    def offer_groups(self, names: Sequence[str]) -> None:
        """The groups of interviews there are."""
        self._groups = [plain_sign(name) for name in names]
        self.show_limits(self._shown)

    def show_limits(self, limits: RuleLimits) -> None:
        """Show these; a group that is not there any more stays to be seen."""
        self._shown = RuleLimits().for_all(limits)
        group = "/".join(limits.groups)
        names = dict.fromkeys([*self._groups, *([group] if group else [])])
        self.group.set_choices([("", msg("interviews.rules.every_group")), *((name, name) for name in names)])
        self.group.choose(group)
        self.role.choose("/".join(limits.roles))
        self.speakers.setText(", ".join(limits.speakers))
        self.span.choose(limits.span or SPANS[0])

    def spoken(self) -> list[str]:
        """What is chosen and not usual, as it is read."""
        shown, language = self._shown, language_of()
        role = [msg(f"interviews.rules.role.{_key('/'.join(shown.roles))}")] if shown.roles else []
        span = [msg(f"interviews.rules.span.{shown.span}")] if shown.span else []
        named: list[Text] = [", ".join(names) for names in (shown.speakers, shown.groups) if names]
        return [render(one, language) for one in (*role, *named, *span)]

    def _typed(self) -> None:
        if self._read() != self._shown:
            self._submit()

    def _read(self) -> RuleLimits:
        typed = (plain_sign(name) for name in self.speakers.text().split(","))
        span = str(self.span.value())
        return RuleLimits(
            _parts(self.role.value()),
            tuple(name for name in typed if name),
            _parts(self.group.value()),
            span="" if span == SPANS[0] else span,
        )

    def _submit(self) -> None:
        self._shown = self._read()
        self.limits_given.emit(self._shown)


def _parts(value: object) -> tuple[str, ...]:
    return tuple(str(value).split("/")) if value else ()


def _key(role: str) -> str:
    return role.replace("/", "_") or "any"
