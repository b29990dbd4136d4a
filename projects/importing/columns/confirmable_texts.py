# SPDX-License-Identifier: MIT
"""Text columns that can be confirmed in one click: each value recurs and none looks like a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.records import Variable
from projects.identifiers.content_recognition import content_of, is_made_of_answers
from projects.identifiers.identifier_proposals import may_name_a_person

if TYPE_CHECKING:
    import pyarrow as pa

LEAST = 5  # times each value recurs
_SHOWN = 4


@dataclass(frozen=True)
class Shown:
    """The commonest values of a column, and whether it may be confirmed without a look at each."""

    first: tuple[str, ...]
    plain: bool


def values_shown(variable: Variable, column: pa.Array | None) -> Shown:
    """What a person is shown of a text column, from its Arrow column as imported."""
    if column is None:
        return Shown((), False)
    counted = column.drop_null().value_counts().to_pylist()
    codes = {choice.id: choice.code for choice in variable.choices}
    counts = sorted(((codes.get(one["values"], str(one["values"])), one["counts"]) for one in counted),
                    key=lambda one: -one[1])  # fmt: skip
    content = content_of(variable, column)
    looks = content is not None and (
        content.identifies() or content.names(float("inf")) or may_name_a_person(variable, content)
    )
    recurs = bool(counts) and all(count >= LEAST for _, count in counts)
    first = tuple(word if len(word) <= 40 else f"{word[:39]}…" for word, _ in counts[:_SHOWN])
    return Shown(first, recurs and not looks and is_made_of_answers(variable))
