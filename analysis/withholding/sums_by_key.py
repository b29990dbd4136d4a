# SPDX-License-Identifier: MIT
"""Sums over several tables that follow from the keys of their quantities, where the rows behind them are not known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from analysis.withholding.quantities import Quantities
from analysis.withholding.quantity_keys import is_single, read_key, variable_of


def add_by_key(quantities: Quantities, found: Sequence[tuple[str, str, str]]) -> None:
    """Add what follows from the keys alone: the groups of one table from a whole shown in another.

    Parameters
    ----------
    quantities : Quantities
        The network: sums, and rests that stand in no table, are added to it.
    found : sequence of (name, data table, key)
        The quantities whose rows are not known.
    """
    wholes = {(table, *read_key(key)): name for name, table, key in found}
    parts: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for (table, base, conditions), name in wholes.items():
        for one in conditions:
            variable = variable_of(one)
            whole = wholes.get((table, base, conditions - {one})) if is_single(one) else None
            if whole is not None:
                parts[whole, variable].append(name)
    for number, ((whole, _), names) in enumerate(parts.items()):
        rest = quantities.size[whole] - sum(quantities.size[name] for name in names)
        if rest < 0:
            continue
        rests = [f"~key{number}~{whole}"] if rest else []
        for name in rests:
            quantities.size[name] = rest
            quantities.unseen.add(name)
            if rest < quantities.minimum:
                quantities.hidden.add(name)
        quantities.add_sum([*names, *rests], [whole])
