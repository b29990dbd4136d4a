# SPDX-License-Identifier: MIT
"""A person's choice of what to withhold: other or more quantities, never fewer than the rules ask."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class WithholdingChoice:
    """Quantities by name (`table_sums.named`), alike in every table that shows them.

    `first` are withheld before others where a neighbour must be; `only_total` are withheld so that only what they add
    up to prints.
    """

    first: frozenset[str] = frozenset()
    only_total: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.first or self.only_total)


NOTHING_CHOSEN = WithholdingChoice()
