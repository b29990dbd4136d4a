# SPDX-License-Identifier: MIT
"""Definitions of counts of cases, in the keys of their cells: which conditions, and which variables the count reads.

A key is "path.mark~scope~first~last.what:definition": the name up to the colon stays what it was in earlier files, and
the definition lets a later file count the same cases in the data of its day.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from analysis.declarations.conditions import RANGE_MARK, Condition, variables_of_conditions
from analysis.register import Part, Register
from analysis.specs import TableSpec
from analysis.withholding.overlapping_cases import ASKED, READS

STEP_PARTS = {
    "referred": (Part.REFERRED,),
    "assisted": (Part.GIVEN, Part.SERVICE),
    "outcome": (Part.OUTCOME,),
}
COUNTED = (Part.SERVICE, Part.STATUS, Part.KIND, Part.OUTCOME)  # the tables beside the pathway


def with_definitions(table: TableSpec, register: Register, where: Sequence[Condition] | None) -> TableSpec:
    """The table of counts of cases whose keys tell what they count."""

    asked = dict.fromkeys(variables_of_conditions(where))
    about = [*(f"{ASKED}{name}" for name in asked), *map(_condition_key, where or ())]

    def defined(key: str) -> str:
        if not key:
            return key
        what = key.split(".", 2)[2].rstrip(":")
        return key + "|".join([*_reads(what, register), *about])

    return replace(
        table,
        columns=tuple(replace(one, key=defined(one.key)) for one in table.columns),
        rows=tuple(
            replace(row, cells=tuple(replace(cell, key=defined(cell.key)) for cell in row.cells)) for row in table.rows
        ),
    )


def conditions_of(definition: Iterable[str]) -> list[Condition]:
    """The conditions in the definition of a count.

    Examples
    --------
    >>> conditions_of(["~v6", 'v6=@{"is": ["c1"], "variable": "v6"}'])
    [{'is': ['c1'], 'variable': 'v6'}]
    """
    marked = (part.partition(f"={RANGE_MARK}")[2] for part in sorted(definition))
    return [json.loads(one) for one in marked if one]


def _reads(what: str, register: Register) -> list[str]:
    """The variables that decide about a step or an answer, as parts of a key."""
    name = what.removeprefix("not_").partition(".")[0]
    parts = STEP_PARTS.get(name) or tuple(part for part in COUNTED if part == name)
    return [f"{READS}{one}" for part in parts for one in register.columns(part)]


def _condition_key(condition: Condition) -> str:
    first = next(variables_of_conditions([condition]), "")
    return f"{first}={RANGE_MARK}" + json.dumps(condition, sort_keys=True, default=str).replace("|", "\\u007c")
