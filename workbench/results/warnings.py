# SPDX-License-Identifier: MIT
"""Warnings of a table: its flags gathered into sentences, and the card that says them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from analysis.result_tables import Flag, TableSpec
from wording import Text, msg
from workbench.widgets import Label

_NAMED_AT_MOST = 3
_WARNED = (Flag.HIGH_CV, Flag.FEW_PSUS, Flag.LONELY_PSU, Flag.SMALL_BASE, Flag.MASKED_BASE)


def warnings_of(tables: Sequence[TableSpec]) -> list[Text]:
    """One sentence for each kind of flag in the tables, naming the first few places."""
    found: dict[Flag, dict[str, Text]] = {}
    for table in tables:
        for row in table.rows:
            for column, cell in zip(table.columns, row.cells, strict=False):
                place = msg("analysis.view.warn.place", row=row.label, column=column.label)
                for flag in cell.flags & set(_WARNED):
                    found.setdefault(flag, {}).setdefault(f"{table.id}/{row.id}/{column.id}", place)
    return [_sentence(flag, list(found[flag].values())) for flag in _WARNED if flag in found]


def _sentence(flag: Flag, places: list[Text]) -> Text:
    named = places[:_NAMED_AT_MOST]
    rest = len(places) - len(named)
    where: Text = msg("analysis.view.warn.places", places=named)
    if rest:
        where = msg("analysis.view.warn.more", places=named, n=rest)
    return msg(f"analysis.view.warn.{flag.value}", where=where)


class WarningCard(QFrame):
    """The sentences on a wash; hidden when there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "warning")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(10, 8, 10, 8)
        self._column.setSpacing(6)
        self._labels: list[Label] = []
        self.hide()

    def say(self, sentences: Sequence[Text]) -> None:
        """Say these."""
        for label in self._labels:
            self._column.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        for sentence in sentences:
            label = Label("", wrap=True)
            label.setProperty("kind", "warning")
            label.say(sentence)
            self._column.addWidget(label)
            self._labels.append(label)
        self.setVisible(bool(sentences))

    def texts(self) -> list[str]:
        """What it says."""
        return [label.text() for label in self._labels]
