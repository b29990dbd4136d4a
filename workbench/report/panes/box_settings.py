# SPDX-License-Identifier: MIT
"""Settings of tiles and quote boxes: which number or quote stands in each, the target a number is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from analysis.report.key_figures import KeyFigure
from wording import Message, Text, msg
from wording.numbers import format_number
from wording.texts import in_quotes
from workbench.translation import language_of
from workbench.widgets import (
    ChoiceField,
    Entry,
    EntryList,
    FormRow,
    Label,
    LinkButton,
    MutedLabel,
    SearchField,
    TextField,
)

if TYPE_CHECKING:
    from projects.pages.page_quotes import PageQuotes

_AIMED = frozenset({"share", "mean"})  # of a share no target is kept: it has a base
_HEIGHT = 232  # of the list of quotes
_FROM = 8  # so many quotes are searched


class TileSettings(QWidget):
    """A field for each tile; `chosen` carries the keys in order (None: whatever tells most), `aimed` the targets."""

    chosen = Signal(object)
    aimed = Signal(object)

    def __init__(
        self, shown: Sequence[KeyFigure], figures: Sequence[KeyFigure], targets: Mapping[str, float], own: bool,
        words: Callable[[KeyFigure], str],
    ) -> None:  # fmt: skip
        super().__init__()
        self.keys = [one.key for one in shown]
        self.targets = {str(key): float(target) for key, target in targets.items()}
        self.fields: list[ChoiceField] = []
        self.aims: dict[str, FormRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        choices: list[tuple[str, Text]] = [(one.key, words(one)) for one in figures if one.known]
        for at, figure in enumerate(shown):
            label = msg("view_report.field.tile", number=at + 1)
            field = ChoiceField(label, choices)
            field.choose(figure.key)
            field.chosen.connect(lambda key, place=at: self._take(place, str(key)))
            self.fields.append(field)
            column.addWidget(FormRow(label, field))
            if figure.unit not in _AIMED:
                column.addWidget(self._target(figure))
        if own:
            column.addWidget(LinkButton(msg("view_report.tiles_auto"), lambda: self.chosen.emit(None)))
        else:
            column.addWidget(MutedLabel(msg("view_report.tiles_note"), wrap=True))

    def _target(self, figure: KeyFigure) -> FormRow:
        """The number that was to be reached; "" for none."""
        label = msg("view_report.field.target")
        field = TextField(label, placeholder=msg("view_report.target_none"))
        held = self.targets.get(figure.key)
        field.setText("" if held is None else format_number(held, language_of(self)))
        row = FormRow(label, field)
        field.editingFinished.connect(lambda: self._aim(figure.key, field.text(), row))
        self.aims[figure.key] = row
        return row

    def _take(self, place: int, key: str) -> None:
        """Another number in a tile; one that stands in another tile changes places with it."""
        keys = list(self.keys)
        if key in keys:
            keys[keys.index(key)] = keys[place]
        keys[place] = key
        if keys != self.keys:
            self.keys = keys
            self.chosen.emit(keys)

    def _aim(self, key: str, written: str, row: FormRow) -> None:
        """Hold the number against a target; words that are no number above 0 are told and change nothing."""
        plain = "".join(letter for letter in written if not letter.isspace() and letter not in ",\u202f")
        if plain and not (plain.isdecimal() and int(plain) > 0):
            row.complain(msg("view_report.target_number"))
            return
        row.complain(None)
        targets = {name: one for name, one in self.targets.items() if name != key}
        if plain:
            targets[key] = float(plain)
        if targets != self.targets:
            self.targets = targets
            self.aimed.emit(targets)


class QuoteSettings(QWidget):
    """The quotes as a list; `chosen` carries the key of a segment, "" for whichever is short."""

    chosen = Signal(str)

    def __init__(self, quotes: PageQuotes | None, segment: str) -> None:
        super().__init__()
        self._segment = segment
        self._quotes = quotes.once if quotes is not None else ()
        self.list = EntryList(msg("view_report.field.quote"))
        self.list.setFixedHeight(_HEIGHT)
        self.list.picked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if not self._quotes:
            column.addWidget(Label(msg("view_report.quotes_none"), wrap=True))
        else:
            if len(self._quotes) >= _FROM:
                search = SearchField(msg("view_report.find_quote"))
                search.searched.connect(self._search)
                search.to_list.connect(self.list.setFocus)
                column.addWidget(search)
            column.addWidget(FormRow(msg("view_report.field.quote"), self.list))
            self._search("")
        self.notes = [MutedLabel(note, wrap=True) for note in _notes(quotes, segment)]
        for note in self.notes:
            column.addWidget(note)

    def _search(self, words: str) -> None:
        wanted = words.casefold()
        found = [
            Entry(
                one.segment.id, in_quotes(" ".join(one.segment.quote.split()), ""), wraps=True, name=one.document_name
            )
            for one in self._quotes
            if wanted in f"{one.segment.quote} {one.document_name}".casefold()
        ]
        first = [] if wanted else [Entry("", msg("view_report.quote_auto"), icon="quote")]
        self.list.set_entries([*first, *found], picked=self._segment)

    def _take(self, segment: str) -> None:
        if segment != self._segment:
            self._segment = segment
            self.chosen.emit(segment)


def _notes(quotes: PageQuotes | None, segment: str) -> list[Message]:
    """What is not shown and why; that the chosen one is among those."""
    told = []
    if quotes is not None:
        told += [msg("view_report.quote_gone")] if segment and quotes.chosen(segment) is None else []
        told += [msg("view_report.quotes_unconsented", n=quotes.unconsented)] if quotes.unconsented else []
        told += [msg("view_report.quotes_young", n=quotes.young)] if quotes.young else []
    return [*told, msg("view_report.quote_note")]
