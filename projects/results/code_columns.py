# SPDX-License-Identifier: MIT
"""Codes joined to a survey table as derived variables that follow the coding."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.records import Choice, DataTable, Kind, Role
from coding.case_folding import fold_plain
from projects.datasets.derived.derived_variables import add_derived
from projects.interviews.codes import stored_codebook
from projects.results.coded_rows import coded_column
from projects.store.actions import Action
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import data_table
from projects.stored_tables.titles import called_table
from wording import LANGUAGES, Labels, Problem, msg, render

if TYPE_CHECKING:
    from coding.codebook import Codebook
    from coding.records import Code
    from projects.store.ports import Reader, Transaction

HOW = ("any", "count")
_KEYS = frozenset({Kind.ONE, Kind.TEXT, Kind.INTEGER, Kind.NUMBER})


def join_codes(
    table_id: str, code_ids: Sequence[str], how: str = "any", key: str = "", children: bool = True, coder: str = ""
) -> Action:
    """Add a variable for each code: whether ("any") or how often ("count") it was given to the cases of a row.

    `key` is the id of a variable that holds the names of cases; rows joined to cases or tied to interviews need none.
    The result are the ids of the new variables. Raises Problem where no row has an interview.
    """
    if how not in HOW:
        raise KeyError(how)

    def perform(transaction: Transaction) -> list[str]:
        book, table = stored_codebook(transaction), data_table(transaction, table_id)
        unknown = next((one for one in code_ids if one not in book), None)
        if unknown is not None:
            raise Problem(msg("problem.no_code", code=unknown))
        if key and table.variable(key).kind not in _KEYS:
            raise Problem(msg("code_columns.key_kind", variable=table.variable(key).name))
        made = []
        taken = {variable.name for variable in table.variables}
        for code in map(book.__getitem__, code_ids):
            recipe = _recipe(code, how, key, children, coder)
            role = Role.SENSITIVE if _sensitive(book, code, children) else Role.ORDINARY
            name = _name(code, taken)
            choices = yes_and_no() if how == "any" else ()
            made.append(
                str(add_derived(table_id, name, _labels(code, how), recipe, choices, role).perform(transaction))
            )
        if not rows_interviewed(transaction, table_id, made[0] if made else ""):
            raise Problem(msg("code_columns.nobody", table=called_table(table)))
        transaction.set_message(msg("code_columns.joined", n=len(made), table=called_table(table)))
        return made

    return Action("results.join_codes", msg("code_columns.joined", n=len(code_ids), table=table_id), perform)


def rows_interviewed(reads: Reader, table_id: str, variable_id: str) -> int:
    """How many rows of a table have an interview, by a variable that a code was joined as."""
    columns, table = TableColumns(reads, table_id), data_table(reads, table_id)
    return int((columns.read(table.variable(variable_id)).reasons == 0).sum()) if variable_id else 0


def key_of(reads: Reader, table: DataTable) -> str:
    """The variable whose values name the most cases, "" for none or where rows are joined already."""
    best, most = "", 0
    columns = TableColumns(reads, table.id)
    for variable in table.variables:
        if variable.kind not in _KEYS:
            continue
        recipe = {"do": "codes", "codes": [code.id for code in stored_codebook(reads)], "key": variable.id}
        column = coded_column(reads, table.id, columns.row_ids, recipe, variable, (variable, columns.read(variable)))
        found = int((column.reasons == 0).sum())
        if found > most:
            best, most = variable.id, found
    return best


def yes_and_no() -> tuple[Choice, Choice]:
    """The answers of a variable that says whether a code was given: 0 no, 1 yes."""
    words = [{language: render(msg(f"code_columns.{name}"), language) for language in LANGUAGES} for name in _ANSWERS]
    return Choice("c1", "0", Labels(words[0])), Choice("c2", "1", Labels(words[1]))


_ANSWERS = ("no", "yes")


def _recipe(code: Code, how: str, key: str, children: bool, coder: str) -> dict[str, object]:
    recipe: dict[str, object] = {"do": "codes", "codes": [code.id], "as": how, "children": children}
    return {**recipe, **({"key": key} if key else {}), **({"coder": coder} if coder else {})}


def _sensitive(book: Codebook, code: Code, children: bool) -> bool:
    below = book.with_descendants(code.id) if children else {code.id}
    return any(book[one].is_sensitive for one in below)


def _labels(code: Code, how: str) -> Labels:
    named = {language: render(code.name, language) for language in LANGUAGES}
    return Labels(
        {language: render(msg(f"code_columns.label_{how}", code=name), language) for language, name in named.items()}
    )


def _name(code: Code, taken: set[str]) -> str:
    """ "code_threats", counted on where that is taken."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold_plain(render(code.name, LANGUAGES[0]))).strip("_")[:24]
    stem, number = f"code_{plain or code.id}", 1
    name = stem
    while name in taken:
        number += 1
        name = f"{stem}_{number}"
    taken.add(name)
    return name
