# SPDX-License-Identifier: MIT
"""Uses of a variable in a sample: design, weights, replicates, known totals, members drawn. It reads only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from projects.store.ports import Reader
from projects.store.schema import stored_setting
from projects.stored_tables.recipes import sources
from projects.stored_tables.row_records import KNOWN_TOTALS, REPLICATES, WITHIN_HOUSEHOLD, design_of
from projects.stored_tables.stored_table import recipes, table_row
from projects.stored_tables.titles import table_titles
from wording import Message, Text, msg


@dataclass(frozen=True)
class VariableUse:
    """A variable of a table used for the "design", "replicates", "totals" or "within_household" of `of_table`."""

    variable: str
    what: str
    of_table: str


def uses(reader: Reader, table_id: str) -> list[VariableUse]:
    """What the variables of a table are used for, each variable and use once."""
    design = design_of(table_row(reader, table_id))
    found = [VariableUse(name, "design", table_id)
             for name in (design.weight, design.strata, *design.clusters, *design.fpc) if name]  # fmt: skip
    found += [VariableUse(name, "replicates", table_id) for name in _setting(reader, REPLICATES, table_id, "variables")]
    known = _setting(reader, KNOWN_TOTALS, table_id)
    margins = [name for margin in known.get("margins", ()) for name in margin["variables"]]
    found += [
        VariableUse(name, "totals", table_id) for name in (*margins, *(name for name, _ in known.get("numbers", ())))
    ]
    for table, (of_table, name) in _setting(reader, WITHIN_HOUSEHOLD).items():
        if of_table == table_id:
            found.append(VariableUse(name, "within_household", table))
    return list(dict.fromkeys(found))


def _setting(reader: Reader, name: str, *keys: str) -> Any:
    found: Any = stored_setting(reader, name, {})
    for key in keys:
        found = found.get(key, {})
    return found


def rests_on(reader: Reader, table_id: str, variable_id: str) -> set[str]:
    """The variable with all it is worked out from."""
    made = recipes(reader, table_id)
    found: set[str] = set()
    level = [variable_id]
    while level:
        found.update(level)
        level = [name for one in level if one in made for name in sources(made[one]) if name not in found]
    return found


def uses_in_words(reader: Reader, found: Iterable[VariableUse]) -> list[Text]:
    """ "known totals of Households (Sampling, step 4)", each once."""
    titles = table_titles(reader)
    said = dict.fromkeys((one.what, one.of_table) for one in found)
    return [msg(f"data.use.{what}", table=titles.get(table, table)) for what, table in said]


def used_by(reader: Reader, table_id: str, variable_ids: Sequence[str]) -> list[VariableUse]:
    """The uses of these variables themselves."""
    wanted = set(variable_ids)
    return [one for one in uses(reader, table_id) if one.variable in wanted]


def refusal(reader: Reader, table_id: str, variable_id: str, called: Text) -> Message | None:
    """Why a variable must stay: what of the sample uses it and where that is changed; None where nothing does."""
    found = used_by(reader, table_id, [variable_id])
    return msg("data.recipe.sampled", variable=called, uses=uses_in_words(reader, found)) if found else None
