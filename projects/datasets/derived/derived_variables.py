# SPDX-License-Identifier: MIT
"""Actions on derived variables: a recipe and a name are stored, no values; `recipes` computes them when read."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.codings.records import JOINED
from analysis.records import Choice, Kind, Level, Role, Variable
from projects.datasets.table.frames import taken
from projects.datasets.table.variable_summary import VariableFacts, facts_of
from projects.design.dependencies import refusal
from projects.identifiers.link_key_storage import reconcile
from projects.identifiers.secret_words import (
    data_set_of,
    derived_follow,
    sensitive_follow,
    store_variables,
    stored_secrecy,
    write_variable,
)
from projects.store.actions import Action
from projects.store.ports import Reader
from projects.stored_tables import queries
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.recipes import below, evaluate, sources
from projects.stored_tables.row_records import to_json
from projects.stored_tables.row_states import kept_rows
from projects.stored_tables.stored_table import recipes, variables
from wording import Labels, Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

SET_VARIABLE_LABELS = "UPDATE variable SET labels = ? WHERE id = ?"
LAST_VARIABLE_POSITION = "SELECT MAX(position) AS last FROM variable WHERE table_id = ?"
RECIPE_OF_VARIABLE = "SELECT recipe FROM variable WHERE id = ?"
HIGHEST_VARIABLE_NUMBER_EVER_USED = (
    "SELECT MAX(CAST(substr(key, ?) AS INTEGER)) AS last FROM journal WHERE tbl = 'variable' AND key LIKE ?"
)


def add_derived(
    table_id: str, name: str, labels: Labels, recipe: Mapping[str, object], choices: Sequence[Choice] = (),
    role: Role = Role.ORDINARY,
) -> Action:  # fmt: skip
    """Add a variable worked out by `recipe` at the end of a table; its result is the new id.

    `choices` are the categories of a recode, of bins or of a code. It is a direct identifier when a source is one,
    sensitive when one is, else has `role`.
    A source may be derived itself. Doing it raises Problem for a recipe that does not fit its sources.
    """
    recipe = dict(recipe)

    def perform(transaction: Transaction) -> str:
        wanted = sources(recipe)
        try:
            found = variables(transaction, table_id, wanted)
        except KeyError as error:
            raise Problem(msg("data.no_variable", variable=str(error.args[0]))) from error
        variable = _variable(transaction, table_id, name, labels, recipe, choices, found, role)
        reader = TableColumns(transaction, table_id)
        if recipe["do"] != "codes":  # what was coded fits every table
            evaluate(recipe, variable, {source.id: (source, reader.read(source)) for source in found})
        last = transaction.query(LAST_VARIABLE_POSITION, (table_id,))
        made = {variable.id: recipe}
        secrecy = stored_secrecy(transaction, data_set_of(transaction, table_id), {table_id: [variable]}, made)
        store_variables(transaction, table_id, [variable], secrecy, int(last[0]["last"] or 0) + 1, made)
        return variable.id

    return Action("data.derive", msg("data.derived", variable=labels if labels.by_language else name), perform)


def _variable(
    transaction: Transaction,
    table_id: str,
    name: str,
    labels: Labels,
    recipe: Mapping[str, object],
    choices: Sequence[Choice],
    found: Sequence[Variable],
    role: Role,
) -> Variable:
    kind = _kind_made(recipe, found)
    grouped = kind is not Kind.NUMBER
    if grouped and not choices:
        raise Problem(msg("data.recipe.needs_groups"))
    roles = {source.role for source in found} if recipe["do"] != "codes" else set()
    return Variable(
        id=_fresh_id(transaction, table_id),
        name=name,
        labels=labels,
        kind=kind,
        level=Level.INTERVAL if not grouped else Level.ORDINAL if recipe["do"] in ("bins", "index") else Level.NOMINAL,
        role=next((one for one in (Role.IDENTIFIER, Role.SENSITIVE) if one in roles), role),
        choices=tuple(choices) if grouped else (),
        form_type=JOINED if recipe["do"] == "codes" else "",
    )


def _kind_made(recipe: Mapping[str, object], found: Sequence[Variable]) -> Kind:
    """The kind of what a recipe makes: answers from answers, of a set from a set, else numbers."""
    if recipe["do"] == "recode" and any(source.kind is Kind.SET for source in found):
        return Kind.SET
    coded = recipe["do"] == "codes" and recipe.get("as") != "count"
    classed = recipe["do"] == "index" and recipe.get("as") == "class"
    return Kind.ONE if coded or classed or recipe["do"] in ("recode", "bins") else Kind.NUMBER


def _fresh_id(transaction: Transaction, table_id: str) -> str:
    """A number never used in this table, not even by a variable that was undone: the journal remembers those."""
    start = len(table_id) + 3  # after "t1.v"
    rows = transaction.query(
        HIGHEST_VARIABLE_NUMBER_EVER_USED,
        (start, f"{table_id}.v%"),
    )
    return f"v{int(rows[0]['last'] or 0) + 1}"


def preview_derived(
    project: Reader, table_id: str, recipe: Mapping[str, object], choices: Sequence[Choice] = ()
) -> VariableFacts:
    """What a recipe would give over the rows in analysis, without adding anything. Raises Problem."""
    found = variables(project, table_id, sources(recipe))
    kind = _kind_made(recipe, found)
    level = Level.INTERVAL if kind is Kind.NUMBER else Level.NOMINAL
    variable = Variable("v0", "", Labels({}), kind, level, choices=tuple(choices))
    reader = TableColumns(project, table_id)
    column = evaluate(recipe, variable, {source.id: (source, reader.read(source)) for source in found})
    return facts_of(variable, taken(column, kept_rows(project, table_id)))


def change_recipe(
    table_id: str,
    variable_id: str,
    recipe: Mapping[str, object],
    choices: Sequence[Choice] | None = None,
    labels: Labels | None = None,
) -> Action:
    """Give a derived variable another recipe of the same kind, and other categories or labels where some are given.

    It is a direct identifier, with what builds on it, while a source is one. Doing it raises Problem for a circle, and
    where the recipe or one that builds on it no longer fits; LinkLocked where identifiers come or go and are closed.
    """
    recipe = dict(recipe)

    def perform(transaction: Transaction) -> None:
        made = recipes(transaction, table_id)
        before = made.get(variable_id)
        if before is None or before["do"] != recipe.get("do"):
            raise Problem(msg("data.recipe.unknown"))
        (variable,) = variables(transaction, table_id, [variable_id])
        above = [variable_id, *below(made, [variable_id])]
        if set(sources(recipe)) & set(above):
            named = variables(transaction, table_id, sorted(set(sources(recipe)) & set(above)))
            raise Problem(msg("data.recipe.circle", variable=_called(variable), names=[_called(one) for one in named]))
        if choices is not None and variable.kind in (Kind.ONE, Kind.SET):
            place = (table_id, variable_id)
            transaction.execute(queries.DELETE_CHOICES_OF_VARIABLE, place)
            variable = dataclasses.replace(variable, choices=tuple(choices))
        secrecy = stored_secrecy(transaction, data_set_of(transaction, table_id))
        write_variable(transaction, table_id, variable, secrecy, recipe)
        if labels is not None:
            variable = dataclasses.replace(variable, labels=labels)
            row = (to_json(labels), f"{table_id}.{variable_id}")
            transaction.execute(SET_VARIABLE_LABELS, row)
        if derived_follow(transaction, table_id):
            reconcile(transaction, data_set_of(transaction, table_id))
        sensitive_follow(transaction, table_id)
        check_derived(transaction, table_id, above)
        transaction.set_message(msg("data.recipe_changed", variable=_called(variable)))

    return Action("data.recipe", msg("data.recipe_changed", variable=variable_id), perform)


def check_derived(project: Reader, table_id: str, variable_ids: Sequence[str]) -> None:
    """Work the variables out and forget them. Raises Problem that names the first whose recipe no longer fits."""
    reader = TableColumns(project, table_id)
    for variable in variables(project, table_id, variable_ids):
        try:
            reader.read(variable)
        except (Problem, KeyError) as error:
            why = error.message if isinstance(error, Problem) else msg("data.no_variable", variable=str(error.args[0]))
            raise Problem(msg("data.recipe.breaks", variable=_called(variable), why=why)) from error


def remove_derived(table_id: str, variable_id: str) -> Action:
    """Remove a derived variable. Raises Problem for one that was collected, and for one in use, with what uses it."""

    def perform(transaction: Transaction) -> None:
        made = recipes(transaction, table_id)
        if variable_id not in made:
            raise Problem(msg("data.recipe.not_derived"))
        (variable,) = variables(transaction, table_id, [variable_id])
        users = [name for name, recipe in made.items() if variable_id in sources(recipe)]
        if users:
            named = [_called(one) for one in variables(transaction, table_id, users)]
            raise Problem(msg("data.recipe.in_use", variable=_called(variable), names=named, n=len(named)))
        used = refusal(transaction, table_id, variable_id, _called(variable))
        if used is not None:
            raise Problem(used)
        place = (table_id, variable_id)
        transaction.execute(queries.DELETE_CHOICES_OF_VARIABLE, place)
        transaction.execute(queries.DELETE_VARIABLE, place)
        transaction.set_message(msg("data.derived_removed", variable=_called(variable)))

    return Action("data.derive_remove", msg("data.derived_removed", variable=variable_id), perform)


def recipe_of(project: Reader, table_id: str, variable_id: str) -> dict[str, Any] | None:
    """The recipe of a variable, or None when it was collected."""
    rows = project.query(RECIPE_OF_VARIABLE, (f"{table_id}.{variable_id}",))
    return json.loads(rows[0]["recipe"]) if rows and rows[0]["recipe"] else None


def _called(variable: Variable) -> Labels | str:
    return variable.labels if any(variable.labels.by_language.values()) else variable.name
