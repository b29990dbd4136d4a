# SPDX-License-Identifier: MIT
"""Left side of the review: waiting suggestions by code, rule or interview, and the codes that suggest nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from projects.assistance.codes_without_suggestions import SilentCode
from projects.assistance.learned_suggestions import ExpectedPrecision
from projects.assistance.review import WaitingSuggestion
from wording import Text, msg
from workbench.interviews.page_parts import line_colour
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.rule_text import RuleText
from workbench.theme import colours_of
from workbench.widgets import Entry, EntryList, Line, Tabs

CODE, RULE, DOCUMENT = "code", "rule", "document"
LEARNED = "model"  # among the rules: what was learned


class SuggestionsByCode(QWidget):
    """`picked` carries the way of grouping and what was chosen in it, "" for all.

    `silent_picked` and `silent_opened` carry a code that suggests nothing: its switch is shown, its rules are wanted.
    """

    picked = Signal(str, str)
    silent_picked = Signal(str)
    silent_opened = Signal(str)

    def __init__(self, state: RoomState) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self._state = state
        self._lines: Sequence[WaitingSuggestion] = ()
        self._silent: Sequence[SilentCode] = ()
        self._expected: Mapping[str, ExpectedPrecision] = {}
        ways = [(way, msg(f"assist.way.{way}")) for way in (CODE, RULE, DOCUMENT)]
        self.ways = Tabs(msg("assist.ways"), ways)
        self.ways.chosen.connect(self._turn)
        self.list = EntryList(msg("assist.ways"))
        self.list.picked.connect(self._picked)
        self.list.opened.connect(self._opened)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(6, 6, 6, 6)
        head.addWidget(self.ways)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addWidget(Line())
        self.foot = QVBoxLayout()  # for the switches
        column.addLayout(self.foot)
        self._chosen = ""

    def show_waiting(
        self,
        lines: Sequence[WaitingSuggestion],
        silent: Sequence[SilentCode],
        expected: Mapping[str, ExpectedPrecision] | None = None,
    ) -> None:
        """Count these by the way chosen, codes with what is expected; what was chosen stays chosen if still there."""
        self._lines, self._silent, self._expected = lines, silent, expected or {}
        self._fill()

    def choose(self, way: str, value: str) -> None:
        """Show what is chosen elsewhere, without a signal."""
        self.ways.choose(way)
        self._chosen = value
        self._fill()

    def silent(self) -> str:
        """The code picked among those that suggest nothing; "" for none."""
        kind, _, code = self._chosen.partition(":")
        return code if kind == "silent" else ""

    def _turn(self, _way: object) -> None:
        self._chosen = ""
        self._fill()
        self.picked.emit(self.ways.value(), "")

    def _fill(self) -> None:
        way = self.ways.value()
        entries = [Entry("", msg("assist.all_waiting"), note=str(len(self._lines)), strong=True)]
        entries += {CODE: self._codes, RULE: self._rules, DOCUMENT: self._documents}[way]()
        if way == CODE and self._silent:
            entries.append(Entry("", msg("assist.silent"), section=True))
            entries += [self._quiet(one) for one in self._silent]
        self.list.blockSignals(True)
        self.list.entries.set_entries(entries)
        ids = [entry.id for entry in entries]
        place = ids.index(self._chosen) if self._chosen in ids else 0
        self.list.setCurrentIndex(self.list.entries.index(place, 0))
        self.list.blockSignals(False)

    def _codes(self) -> list[Entry]:
        counts = Counter(line.suggestion.code for line in self._lines)
        learned = {line.suggestion.code for line in self._lines if LEARNED in line.sources}
        said: dict[str, Text] = {code: self._expected[code].said for code in learned & self._expected.keys()}
        book, colours = self._state.codebook, colours_of(self)
        return [
            Entry(
                code, book[code].name, note=str(n), colour=line_colour(book[code].colour, colours),
                name=said.get(code, ""),
            )
            for code, n in counts.most_common()
            if code in book
        ]  # fmt: skip

    def _rules(self) -> list[Entry]:
        counts = Counter(rule for line in self._lines for rule in line.rules)
        learned = sum(LEARNED in line.sources for line in self._lines)
        first = [Entry(LEARNED, msg("assist.learned_rule"), note=str(learned))] if learned else []
        return [*first, *(Entry(rule, RuleText.of(rule).body, note=str(n)) for rule, n in counts.most_common())]

    def _documents(self) -> list[Entry]:
        counts = Counter((line.suggestion.document, line.document_name) for line in self._lines)
        return [Entry(number, name, note=str(n)) for (number, name), n in counts.items()]

    def _quiet(self, one: SilentCode) -> Entry:
        said: Text = msg(f"assist.silent.{one.why}", n=one.n)
        return Entry(f"silent:{one.code.id}", one.code.name, name=said, colour=colours_of(self).line)

    def _picked(self, value: object) -> None:
        kind, _, code = str(value).partition(":")
        self._chosen = str(value)
        if kind == "silent":
            self.silent_picked.emit(code)
        else:
            self.picked.emit(self.ways.value(), self._chosen)

    def _opened(self, value: object) -> None:
        kind, _, code = str(value).partition(":")
        if kind == "silent":
            self.silent_opened.emit(code)
