# SPDX-License-Identifier: MIT
"""Text columns of an import that nobody has confirmed, with their values; confirmed in one click, or one by one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from analysis.records import Role, Variable
from projects.imported.records import ImportedTable
from projects.importing.columns.confirmable_texts import Shown
from wording import msg
from workbench.data.preview.file_reading import ConfirmedGuesses
from workbench.widgets import Button, Label, LinkButton, MutedLabel, SectionLabel

_MOST_LISTED = 30


class TextColumns:
    """Adds a section to the right part of the conversation; `renew` shows it anew, `look` lists them one by one."""

    def __init__(
        self, said: Callable[[], ConfirmedGuesses], renew: Callable[[], None], look: Callable[[], None]
    ) -> None:
        self._said, self._renew, self._look = said, renew, look
        self._shown: Mapping[tuple[str, str], Shown] = {}

    def begin(self, shown: Mapping[tuple[str, str], Shown]) -> None:
        """Another file is shown, with what is shown of its text columns."""
        self._shown = shown

    def add(self, body: QVBoxLayout, table: ImportedTable) -> None:
        """The text columns that stay with the team until confirmed: those of few answers in one click."""
        said = self._said()
        waiting = [v for v in table.variables if v.content_unconfirmed and self._waits(table, v, said)]
        if waiting:
            self._add_texts(body, table, waiting, said)

    def _waits(self, table: ImportedTable, variable: Variable, said: ConfirmedGuesses) -> bool:
        key = (table.id, variable.id)
        text = said.kinds.get(key, "text") == "text"
        return text and said.roles.get(key, variable.role) is not Role.IDENTIFIER

    def _add_texts(
        self, body: QVBoxLayout, table: ImportedTable, waiting: list[Variable], said: ConfirmedGuesses
    ) -> None:
        body.addSpacing(6)
        body.addWidget(SectionLabel(msg("kinds.texts", n=len(waiting)), wrap=True))
        shown = {v.id: self._shown[table.id, v.id] for v in waiting}
        plain = [v for v in waiting if shown[v.id].plain]
        open_ones = [v for v in plain if (table.id, v.id) not in said.confirmed]
        if plain:
            body.addWidget(MutedLabel(msg("kinds.texts_plain"), wrap=True))
            for variable in plain[:_MOST_LISTED]:
                body.addWidget(
                    Label(msg("kinds.text_line", name=variable.name, values=list(shown[variable.id].first)), wrap=True)
                )
            if open_ones:
                keys = [(table.id, v.id) for v in open_ones]
                label = msg("kinds.confirm_plain", n=len(keys))
                body.addWidget(Button(label, partial(self._confirm, keys), icon="check"))
            else:
                body.addWidget(MutedLabel(msg("kinds.texts_confirmed", n=len(plain))))
        others = [v for v in waiting if not shown[v.id].plain and (table.id, v.id) not in said.confirmed]
        if others:
            body.addWidget(LinkButton(msg("kinds.texts_others", n=len(others)), self._look))

    def _confirm(self, keys: list[tuple[str, str]]) -> None:
        self._said().confirmed.update(keys)
        self._renew()
