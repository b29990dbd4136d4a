# SPDX-License-Identifier: MIT
"""Direct identifiers in a form: the words that are secret, the rows without them.

A hidden variable (an identifier, or one worked out from an identifier) keeps its row, its name and its question, its
choices keep their ids and order. Their codes and labels, the answers quoted in conditions and the places a weight was
worked out for lie in one object per variable under the link key, named in `variable.sealed`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.records import Role, Variable
from projects.store.erase_request import Naming
from projects.store.ports import Reader
from projects.stored_tables import queries
from projects.stored_tables.queries import insert
from projects.stored_tables.recipes import below
from projects.stored_tables.row_records import choice_rows, secret_of, to_json, variable_rows
from projects.stored_tables.stored_table import recipes, variables

if TYPE_CHECKING:
    from projects.store.ports import NamedValues, Transaction

CHOICES_OF_VARIABLE = "SELECT * FROM choice WHERE table_id = ? AND variable = ?"

VARIABLE_BY_ID = "SELECT * FROM variable WHERE id = ?"

Recipes = Mapping[str, Mapping[str, Any]]
CONDITIONS = {
    "relevant": "relevant",
    "constraint_text": "constraint",
    "calculation": "calculation",
    "choice_filter": "choice_filter",
}
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_MENTION = re.compile(r"\$\{([^}]+)\}")
_MASK, _SHORTEST = "…", 3


@dataclass(frozen=True)
class SecretWords:
    """`hidden`: tables and variables; `names`: of hidden variables with choices; `words`: only their choices have.

    `form`: whether the form the data came with says any of it.
    """

    hidden: frozenset[tuple[str, str]]
    names: frozenset[str]
    words: Naming
    form: bool = False

    def parts(self, table_id: str, variable: Variable, recipe: Mapping[str, object] | None = None) -> dict[str, Any]:
        """What of a variable lies under the link key; empty for one that says nothing of an identifier."""
        own, found = (table_id, variable.id) in self.hidden, dict[str, Any]()
        if own and variable.choices:
            found["choices"] = {
                choice.id: {"code": choice.code, "labels": dict(choice.labels.by_language)}
                for choice in variable.choices
            }
        for column, name in CONDITIONS.items():
            text = getattr(variable, name)
            if self._quotes(text, own and name != "relevant") and self.masked(text) != text:
                found[column] = text
        if own and recipe is not None and recipe.get("values"):
            found["recipe"] = dict(recipe)
        return found

    def masked(self, text: str) -> str:
        """A condition without the answers it quotes: what it asks about stays."""
        without = _LITERAL.sub(f"'{_MASK}'", text)
        return _MASK if self.words.in_text(without) else without

    def _quotes(self, text: str, own: bool) -> bool:
        return bool(text) and (own or not self.names.isdisjoint(_MENTION.findall(text)) or self.words.in_text(text))


def secrecy_of(tables: Mapping[str, Sequence[Variable]], made: Mapping[str, Recipes] | None = None) -> SecretWords:
    """What is secret in the tables of a data set; `made` holds the recipes of derived variables, by table."""
    hidden = {(table, one.id) for table, found in tables.items() for one in found if one.role is Role.IDENTIFIER}
    for table, named in (made or {}).items():
        hidden |= {
            (table, name) for name in below(_revealing(named), [name for place, name in hidden if place == table])
        }
    secret, known, names = set[str](), set[str](), set[str]()
    for table, found in tables.items():
        for variable in found:
            own = (table, variable.id) in hidden
            (secret if own else known).update(_words(variable))
            names |= {variable.name} if own and variable.choices else set()
    secrecy = SecretWords(frozenset(hidden), frozenset(names), Naming(sorted(secret - known)))
    collected = ((t, one) for t, found in tables.items() for one in found if one.id not in (made or {}).get(t, {}))
    return replace(secrecy, form=any(secrecy.parts(table, one) for table, one in collected))


def _words(variable: Variable) -> Iterable[str]:
    for choice in variable.choices:
        for word in (choice.code, *choice.labels.by_language.values()):
            if word and len(word.strip()) >= _SHORTEST:
                yield word.strip()


def stored_secrecy(
    reader: Reader, data_set: str, more: Mapping[str, Sequence[Variable]] | None = None, made: Recipes | None = None
) -> SecretWords:
    """What is secret in a data set as it is stored, with `more` variables and the recipes `made` for them."""
    rows = reader.query(queries.TABLES_OF_DATA_SET, (data_set,))
    more = more or {}
    tables = {row["id"]: [*variables(reader, row["id"]), *more.get(row["id"], ())] for row in rows}
    own = {row["id"]: {**recipes(reader, row["id"]), **((made or {}) if row["id"] in more else {})} for row in rows}
    return secrecy_of(tables, own)


def derived_follow(transaction: Transaction, table_id: str) -> bool:
    """What is worked out from an identifier, through others too, is one; what is not any more is ordinary again.

    Whether a role changed: then the data set has to be settled.
    """
    made, known = recipes(transaction, table_id), {one.id: one.role for one in variables(transaction, table_id)}
    secret = [name for name, role in known.items() if role is Role.IDENTIFIER and name not in made]
    hidden = set(below(_revealing(made), secret))
    wanted = {name: Role.IDENTIFIER for name in hidden if known[name] is Role.ORDINARY}
    wanted |= {name: Role.ORDINARY for name in made if name not in hidden and known[name] is Role.IDENTIFIER}
    for name, role in wanted.items():
        transaction.execute(queries.SET_VARIABLE_ROLE, (str(role), f"{table_id}.{name}"))
    return bool(wanted)


def _revealing(made: Recipes) -> dict[str, Mapping[str, Any]]:
    """The recipes whose results tell of their sources: a code joined by a key says nothing of the key."""
    return {name: recipe for name, recipe in made.items() if recipe.get("do") != "codes"}


def sensitive_follow(transaction: Transaction, table_id: str) -> None:
    """What is worked out from a sensitive variable, through others too, is sensitive unless it has another role."""
    made, known = (
        _revealing(recipes(transaction, table_id)),
        {one.id: one.role for one in variables(transaction, table_id)},
    )
    for name in below(made, [name for name, role in known.items() if role is Role.SENSITIVE]):
        if known[name] is Role.ORDINARY:
            place = (str(Role.SENSITIVE), f"{table_id}.{name}")
            transaction.execute(queries.SET_VARIABLE_ROLE, place)


def data_set_of(reader: Reader, table_id: str) -> str:
    """The data set of a table."""
    return str(reader.query(queries.DATA_SET_OF_TABLE, (table_id,))[0]["data_set"])


def store_variables(
    transaction: Transaction,
    table_id: str,
    found: Sequence[Variable],
    secrecy: SecretWords,
    first: int = 0,
    made: Recipes | None = None,
) -> None:
    """Insert variables with their choices, what is secret under the link key from the first. Raises LinkLocked."""
    rows, choices = [], []
    for row, variable in zip(variable_rows(table_id, found, first), found, strict=True):
        recipe = (made or {}).get(variable.id)
        row = row | {"recipe": None if recipe is None else to_json(recipe)}
        own, below = _open_rows(transaction, table_id, variable, row, secrecy, recipe)
        rows.append(own)
        choices += below
    insert(transaction, "variable", rows)
    insert(transaction, "choice", choices)


def write_variable(
    transaction: Transaction,
    table_id: str,
    variable: Variable,
    secrecy: SecretWords,
    recipe: Mapping[str, object] | None = None,
) -> None:
    """Store what a known variable says anew: conditions, recipe, choices. Rows that stay the same are not written.

    Kind, level, role, wording and place of the variable stay as stored; choices it has no more stay too.
    """
    key = f"{table_id}.{variable.id}"
    known = transaction.query(VARIABLE_BY_ID, (key,))[0]
    if known["sealed"] and not _reads(transaction, known["sealed"]):
        transaction.touch_link()  # what lies there cannot be written anew unread
    row = {column: getattr(variable, name) for column, name in CONDITIONS.items()}
    row |= {"recipe": None if recipe is None else to_json(recipe), "sealed": None}
    own, choices = _open_rows(transaction, table_id, variable, row, secrecy, recipe, known["sealed"])
    _update(transaction, "variable", key, known, own)
    place = (table_id, variable.id)
    there = {one["id"]: one for one in transaction.query(CHOICES_OF_VARIABLE, place)}
    insert(transaction, "choice", [choice for choice in choices if choice["id"] not in there])
    for choice in choices:
        if choice["id"] in there:
            _update(transaction, "choice", str(choice["id"]), there[choice["id"]], choice)


def _reads(transaction: Transaction, ref: str) -> bool:
    return bool(secret_of(transaction, ref))


def _update(transaction: Transaction, table: str, key: str, known: NamedValues, wanted: Mapping[str, object]) -> None:
    changed = {column: value for column, value in wanted.items() if known[column] != value}
    if changed:
        names = ", ".join(f"{column} = ?" for column in changed)
        transaction.execute(queries.set_columns(table, names), (*changed.values(), key))


def _open_rows(
    transaction: Transaction,
    table_id: str,
    variable: Variable,
    row: Mapping[str, object],
    secrecy: SecretWords,
    recipe: Mapping[str, object] | None,
    held: str | None = None,
) -> tuple[dict[str, object], list[dict[str, object]]]:
    """The rows of a variable and its choices as the project keeps them; `held`: the object it has already."""
    parts, choices = secrecy.parts(table_id, variable, recipe), choice_rows(table_id, variable)
    if not parts:
        return {**row, "sealed": None}, choices
    same = held is not None and secret_of(transaction, held) == parts
    ref = held if same else transaction.put_link_object(json.dumps(parts, ensure_ascii=False).encode())
    masked = {column: secrecy.masked(parts[column]) for column in CONDITIONS if column in parts}
    if "recipe" in parts:
        masked["recipe"] = to_json({**parts["recipe"], "values": [], "worked": []})
    if "choices" in parts:
        choices = [{**choice, "code": "", "labels": "{}", "sealed": 1} for choice in choices]
    return {**row, **masked, "sealed": ref}, choices
