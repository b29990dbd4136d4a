# SPDX-License-Identifier: MIT
"""Text columns of an import that nobody has confirmed, with their values; and the kinds a person gives columns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from analysis.records import Kind, Role, Variable
from projects.importing.confirmable import values_shown
from projects.importing.records import ImportedTable
from wording import Problem, Text, msg
from workbench.data.import_reading import Confirmed
from workbench.data.parts import NamedField
from workbench.variable_picker import VariableField
from workbench.variable_words import called
from workbench.widgets import Button, ChoiceField, Label, MutedLabel, SectionLabel, StrongLabel

_MOST_LISTED = 30


class TextColumns:
    """Adds the two sections to the right part of the conversation; `renew` shows it anew."""

    def __init__(self, said: Callable[[], Confirmed], renew: Callable[[], None]) -> None:
        self._said, self._renew = said, renew
        self._chosen: dict[str, str] = {}

    def add(self, body: QVBoxLayout, table: ImportedTable) -> None:
        """The text columns that stay with the team until confirmed: those of few answers in one click."""
        said = self._said()
        waiting = [v for v in table.variables if v.content_unconfirmed and self._role(table, v) is not Role.IDENTIFIER]
        if waiting:
            self._add_texts(body, table, waiting, said)
        self._add_kinds(body, table, said)

    def _role(self, table: ImportedTable, variable: Variable) -> Role:
        return self._said().roles.get((table.id, variable.id), variable.role)

    def _add_texts(self, body: QVBoxLayout, table: ImportedTable, waiting: list[Variable], said: Confirmed) -> None:
        body.addSpacing(6)
        body.addWidget(SectionLabel(msg("kinds.texts", n=len(waiting)), wrap=True))
        shown = {v.id: values_shown(v, table.columns.get(v.id)) for v in waiting}
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
        others = [v for v in waiting if not shown[v.id].plain]
        if others:
            body.addWidget(MutedLabel(msg("kinds.texts_others", n=len(others)), wrap=True))
        for variable in others[:_MOST_LISTED]:
            key = (table.id, variable.id)
            body.addWidget(StrongLabel(variable.name))
            if shown[variable.id].first:
                body.addWidget(MutedLabel(msg("kinds.values", values=list(shown[variable.id].first)), wrap=True))
            field = ChoiceField(called(variable), [(False, msg("kinds.stays")), (True, msg("kinds.names_nobody"))])
            field.choose(key in said.confirmed)
            field.chosen.connect(partial(self._one, key))
            body.addWidget(NamedField(msg("kinds.when_it_leaves"), field, 200))

    def _confirm(self, keys: list[tuple[str, str]]) -> None:
        self._said().confirmed.update(keys)
        self._renew()

    def _one(self, key: tuple[str, str], confirmed: bool) -> None:
        (self._said().confirmed.add if confirmed else self._said().confirmed.discard)(key)

    # Kinds

    def _add_kinds(self, body: QVBoxLayout, table: ImportedTable, said: Confirmed) -> None:
        from projects.datasets.kinds import WORDS, word_of  # with the project's modules, once a file is read

        listed = [
            v for v in table.variables if v.role is not Role.KEY and v.kind is not Kind.SET or self._given(table, v)
        ]
        if not listed:
            return
        body.addSpacing(6)
        body.addWidget(SectionLabel(msg("kinds.kinds")))
        for variable in [v for v in listed if self._given(table, v)]:
            body.addWidget(Label(self._line(table, variable), wrap=True))
        label = msg("kinds.of_column")
        column = VariableField(label, empty=msg("data.view.import.choose_variable"))
        column.offer(table, listed, self._chosen.get(table.id))
        column.chosen.connect(partial(self._choose, table.id))
        body.addWidget(NamedField(label, column, 200))
        chosen = next((v for v in listed if v.id == self._chosen.get(table.id)), None)
        if chosen is not None:
            kinds = ChoiceField(msg("kinds.kind"), [(word, msg(f"kinds.word.{word}")) for word in WORDS])
            kinds.choose(said.kinds.get((table.id, chosen.id), word_of(chosen)))
            kinds.chosen.connect(partial(self._kind, table, chosen))
            body.addWidget(NamedField(msg("kinds.kind"), kinds, 200))

    def _given(self, table: ImportedTable, variable: Variable) -> bool:
        return (table.id, variable.id) in self._said().kinds

    def _choose(self, table: str, variable: str | None) -> None:
        self._chosen[table] = variable or ""
        self._renew()

    def _kind(self, table: ImportedTable, variable: Variable, word: str) -> None:
        from projects.datasets.kinds import word_of  # as above

        if word == word_of(variable):
            self._said().kinds.pop((table.id, variable.id), None)
        else:
            self._said().kinds[table.id, variable.id] = word
        self._renew()

    def _line(self, table: ImportedTable, variable: Variable) -> Text:
        from projects.datasets.kinds import converted_import  # as above

        word = self._said().kinds[table.id, variable.id]
        try:
            made = converted_import(table, variable, word)
        except Problem as problem:
            self._said().kinds.pop((table.id, variable.id), None)
            return problem.message
        kind = msg(f"kinds.word.{word}")
        return msg("kinds.set", variable=variable.name, kind=kind, n=int(made.lost.sum()))
