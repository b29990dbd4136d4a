# SPDX-License-Identifier: MIT
"""Answers named in known totals and in weights from a frame, when a form makes choices of what were plain values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from analysis.records import Kind
from projects.identifiers.secret_words import SecretWords, write_variable
from projects.store.schema import stored_setting
from projects.stored_tables.row_records import KNOWN_TOTALS
from projects.stored_tables.stored_table import recipes, variables

if TYPE_CHECKING:
    from projects.datasets.question_matching import Pair
    from projects.store.ports import Transaction

Words = Mapping[str, Mapping[str, str]]  # variable → an answer as it was named → as it is named now


def rename_answers(transaction: Transaction, table_id: str, pairs: Iterable[Pair], secrecy: SecretWords) -> None:
    """Name the answers of questions that became choices, or are none any more, as they are named now."""
    words = {pair.merged.id: found for pair in pairs if (found := _renamed(pair))}
    if words:
        _in_totals(transaction, table_id, words)
        _in_weights(transaction, table_id, words, secrecy)


def _renamed(pair: Pair) -> dict[str, str]:
    old, new = pair.old, pair.merged
    if old is None or (old.kind is Kind.ONE) is (new.kind is Kind.ONE):
        return {}
    if new.kind is Kind.ONE:
        return {choice.code: choice.id for choice in new.choices}
    return {choice.id: choice.code for choice in old.choices}


def _in_totals(transaction: Transaction, table_id: str, words: Words) -> None:
    stored: dict[str, Any] = stored_setting(transaction, KNOWN_TOTALS, {})
    margins = stored.get(table_id, {}).get("margins", ())
    again = [
        {**one, "totals": [[_named(one["variables"], names, words), total] for names, total in one["totals"]]}
        for one in margins
    ]
    if again != list(margins):
        transaction.set_setting(KNOWN_TOTALS, {**stored, table_id: {**stored[table_id], "margins": again}})


def _in_weights(transaction: Transaction, table_id: str, words: Words, secrecy: SecretWords) -> None:
    for name, recipe in recipes(transaction, table_id).items():
        if recipe.get("do") == "frame" and recipe.get("values") and words.keys() & set(recipe["of"]):
            values = [[*_named(recipe["of"], line[:-1], words), line[-1]] for line in recipe["values"]]
            (variable,) = variables(transaction, table_id, [name])
            write_variable(transaction, table_id, variable, secrecy, {**recipe, "values": values})


def _named(of: Iterable[str], answers: Iterable[str], words: Words) -> list[str]:
    return [words.get(name, {}).get(answer, answer) for name, answer in zip(of, answers, strict=True)]
