# SPDX-License-Identifier: MIT
"""Joins rare answers of a question into one under a name: a recode that saved analyses take in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.analyses import Declaration, declarations
from analysis.records import Choice, Kind, Level, Variable
from analysis.withholding_remedies import Grouping
from projects.datasets.derived.derived_variables import add_derived
from projects.datasets.derived.recipe_kinds import Recipe
from projects.results.saved_results import change_analysis, saved_analyses
from projects.store.actions import Action
from projects.stored_tables.stored_table import variables
from wording import LANGUAGES, Labels, Problem, Text, msg, render

if TYPE_CHECKING:
    from projects.store.ports import Transaction

VARIABLE_NAMES = "SELECT name FROM variable WHERE table_id = ?"


def joinable(declaration: str, variable: Variable | None) -> frozenset[str]:
    """The answers (choice ids) in the rows of an analysis of this variable that can become one; empty where none."""
    if not _declared(declaration).answers_in_rows or variable is None or variable.kind not in (Kind.ONE, Kind.SET):
        return frozenset()
    return frozenset(choice.id for choice in variable.choices if not choice.reason)


def groupings(declaration: str, known: Sequence[Variable], options: Mapping[str, object]) -> list[Grouping]:
    """The questions with choices by whose answers an analysis is broken down."""
    by_id, found = {one.id: one for one in known}, list[Grouping]()
    for option in _declared(declaration).answers:
        value = options.get(option)
        for name in value if isinstance(value, list) else [value]:
            one = by_id.get(str(name)) if option != "variable" else None
            if one is not None and one.kind in (Kind.ONE, Kind.SET):
                labels = {choice.id: _label(choice) for choice in one.choices if not choice.reason}
                found.append(Grouping(one.id, labels, one.level is Level.ORDINAL))
    return found


def group_name(labels: Sequence[Text], language: str) -> str:
    """What a group of several is called until somebody names it."""
    return " / ".join(render(one, language) for one in labels)


def joined(variable: Variable, choice_ids: Sequence[str], name: str, language: str) -> Recipe:
    """The recode in which these answers are one, called `name` in `language`, after all others as they are.

    Of a question with several answers the joined one is chosen where any of them is. Raises Problem for what is no
    question with choices, fewer than two answers, all of them, or no name.
    """
    if variable.kind not in (Kind.ONE, Kind.SET):
        raise Problem(msg("withheld.join.needs_one_choice"))
    answers = [choice for choice in variable.choices if not choice.reason]
    members = [choice for choice in answers if choice.id in choice_ids]
    kept = [choice for choice in answers if choice not in members]
    name = " ".join(name.split())
    if not name:
        raise Problem(msg("withheld.join.needs_name"))
    if len(members) < 2 or not kept:
        raise Problem(msg("withheld.join.needs_two"))
    if any(name.casefold() in {label.casefold() for label in one.labels.by_language.values()} for one in kept):
        raise Problem(msg("withheld.join.name_taken", name=name))
    codes, number = {one.code for one in kept}, 1
    code = "other"
    while code in codes:
        number += 1
        code = f"other_{number}"
    choices = [Choice(f"c{at}", one.code, one.labels) for at, one in enumerate(kept, 1)]
    other = Choice(f"c{len(kept) + 1}", code, Labels({language: name}))
    to = {one.id: made.id for one, made in zip(kept, choices, strict=True)} | {one.id: other.id for one in members}
    return Recipe({"do": "recode", "of": variable.id, "to": to}, (*choices, other))


def join_answers(
    table_id: str, variable_id: str, choice_ids: Sequence[str], name: str, language: str, variable_name: str = ""
) -> Action:
    """Add the variable with these answers joined; analyses that are kept and show its answers take it in their place.

    `Changes.result` is its id. Done, it raises Problem as `joined` does; undo takes all of it back.
    """

    def perform(transaction: Transaction) -> str:
        (variable,) = variables(transaction, table_id, [variable_id])
        recipe = joined(variable, choice_ids, name, language)
        called = variable_name or _fresh_name(transaction, table_id, f"{variable.name}_joined")
        action = add_derived(table_id, called, _labels(variable), recipe.steps, recipe.choices)
        made = str(action.perform(transaction))
        changed = 0
        for one in saved_analyses(transaction):
            options = _with_other(one.declaration, one.options, variable_id, made)
            if one.data_table == table_id and options != one.options:
                change_analysis(one.id, options=options).perform(transaction)
                changed += 1
        labels = [_label(choice) for choice in variable.choices if choice.id in choice_ids]
        transaction.set_message(msg("withheld.did.joined", answers=labels, name=name, n=changed))
        return made

    return Action("data.derive", msg("withheld.did.joining", name=name), perform)


def _with_other(declaration: str, options: Mapping[str, object], old: str, new: str) -> dict[str, Any]:
    names = _declared(declaration).answers
    return {key: _instead(value, old, new) if key in names else value for key, value in options.items()}


def _declared(name: str) -> Declaration:
    """The analysis of that name; of one that is gone, one that shows no answers."""
    return next((one for one in declarations() if one.id == name), Declaration(name, (), ""))


def _instead(value: object, old: str, new: str) -> Any:
    if isinstance(value, list):
        return [new if one == old else one for one in value]
    return new if value == old else value


def _fresh_name(transaction: Transaction, table_id: str, wanted: str) -> str:
    rows = transaction.query(VARIABLE_NAMES, (table_id,))
    taken, name, number = {row["name"] for row in rows}, wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}_{number}"
    return name


def _labels(variable: Variable) -> Labels:
    known = [one for one in LANGUAGES if variable.labels.by_language.get(one)] or list(LANGUAGES)
    called = variable.labels if any(variable.labels.by_language.values()) else variable.name
    return Labels({one: render(msg("withheld.join.label", variable=called), one) for one in known})


def _label(choice: Choice) -> Labels | str:
    return choice.labels if any(choice.labels.by_language.values()) else choice.code
