# SPDX-License-Identifier: MIT
"""Confirmations: what a person, a form or a labelled file vouches for in a variable.

An order of answers counts once a form, a labelled file or a person gave it. A text column that no form explains may
hold names: it stays inside the team until a person said what it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.records import Role, Variable
from projects.imported.unconfirmed_columns import guessed_order, unexplained_text
from projects.store.ports import Rows
from projects.stored_tables import queries

if TYPE_CHECKING:
    from projects.store.ports import Transaction

TOUCH_VARIABLE = "UPDATE variable SET name = name WHERE id = ?"
CONFIRM_VARIABLE = (
    "INSERT INTO variable_confirmed (id, table_id, content, ordering, kind) VALUES (?, ?, ?, ?, ?) ON "
    "CONFLICT (id) DO UPDATE SET content = excluded.content, ordering = excluded.ordering, kind = "
    "excluded.kind"
)


@dataclass(frozen=True)
class Confirmation:
    """What a person said of a variable; `kind` is "" where the kind is as it was imported."""

    content: bool = False
    order: bool = False
    kind: str = ""


def confirmations(reader: Rows, table_id: str) -> dict[str, Confirmation]:
    """What was said of the variables of a table, by variable id."""
    rows = queries.confirmed_rows(reader, table_id)
    return {
        row["id"].split(".", 1)[1]: Confirmation(bool(row["content"]), bool(row["ordering"]), row["kind"])
        for row in rows
    }


def confirm(
    transaction: Transaction,
    table_id: str,
    variable_id: str,
    *,
    content: bool | None = None,
    order: bool | None = None,
    kind: str | None = None,
    before: Mapping[str, Confirmation] | None = None,
) -> None:
    """Keep what a person said of a variable; None leaves what was said before, which is read unless it is given."""
    said_before = confirmations(transaction, table_id) if before is None else before
    known = said_before.get(variable_id, Confirmation())
    said = Confirmation(
        known.content if content is None else content,
        known.order if order is None else order,
        known.kind if kind is None else kind,
    )
    transaction.execute(
        CONFIRM_VARIABLE,
        (f"{table_id}.{variable_id}", table_id, int(said.content), int(said.order), said.kind),
    )
    # whoever shows the variable reads it anew
    transaction.execute(TOUCH_VARIABLE, (f"{table_id}.{variable_id}",))


def recipe_of(stored: str | None) -> Mapping[str, Any] | None:
    """The recipe in a stored row, as far as it lies open."""
    return None if stored is None else json.loads(stored)


def with_confirmation(
    variable: Variable,
    said: Mapping[str, Confirmation],
    recipe: Mapping[str, object] | None = None,
    *,
    attribute: bool = False,
) -> Variable:
    """The variable with what of it waits for a person, whether its sensitive answers are an attribute of persons."""
    known = said.get(variable.id, Confirmation())
    return replace(
        variable,
        order_unconfirmed=not known.order and guessed_order(variable, recipe),
        content_unconfirmed=not known.content and recipe is None and unexplained_text(variable),
        personal_attribute=attribute and variable.role is Role.SENSITIVE,
    )
