# SPDX-License-Identifier: MIT
"""The reader with a linear programme: whether what is shown tells a withheld quantity to within two people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analysis.withholding.chains import chain_of_changes
from analysis.withholding.quantities import Quantities, Sum

if TYPE_CHECKING:
    pass

MARGIN = 2  # people: a withheld quantity that is told to within this is told
_STEP = MARGIN + 1.0
_LARGE = 2_000  # quantities
_RINGS = (2, 5, 9)  # how far around a quantity the programme looks, the near first


class Audit:
    """Looks for each withheld quantity for other numbers, as far as `_STEP` from the true ones, that fit as well.

    Such numbers are a proof that it cannot be told; the one found changes as few quantities as possible (least sum of
    changes) and holds for as long as none of these is shown. Reference: Fischetti and Salazar (2001), Management
    Science 47, on the audit of cell suppression.
    """

    def __init__(self, quantities: Quantities, sums_of: Mapping[str, Sequence[Sum]]) -> None:
        self._quantities, self._sums_of = quantities, sums_of
        self._proofs: dict[str, frozenset[str]] = {}
        self._resting_on: defaultdict[str, set[str]] = defaultdict(set)

    def safe(self, name: str) -> bool:
        """Whether a reader cannot tell the quantity to within `MARGIN`; what proves it is kept.

        In a large network no programme is solved: what no short chain of changes proves safe counts as told.
        """
        proof = self._proofs.get(name)
        if proof is not None and all(self._quantities.unknown(one) for one in proof):
            return True
        if not self._sums_of.get(name):
            return True
        changes = chain_of_changes(self._quantities, name, self._sums_of, _STEP)
        if changes:
            self._keep(changes)
            return True
        if len(self._sums_of) > _LARGE:
            return False
        for rings in _RINGS:
            sums, everything = self._around(name, rings)
            free = _free(self._quantities, sums, self._sums_of)
            changes = _least_change(self._quantities, name, sums, free) if name in free else {}
            if changes:
                self._keep(changes)
                return True
            if everything:
                break
        return False

    def resting_on(self, name: str) -> set[str]:
        """The quantities whose proof changes this one."""
        return {one for one in self._resting_on[name] if name in self._proofs.get(one, ())}

    def _keep(self, changes: Mapping[str, float]) -> None:
        proof = frozenset(changes)
        for name, change in changes.items():
            if abs(change) >= _STEP - 0.01 and name in self._quantities.hidden:
                held = self._proofs.get(name)
                if held is None or not all(self._quantities.unknown(one) for one in held):
                    self._proofs[name] = proof
                    for one in proof:
                        self._resting_on[one].add(name)

    def _around(self, name: str, rings: int) -> tuple[list[Sum], bool]:
        """The sums within so many steps of a quantity through what is unknown; whether there are no more.

        Unknowns beyond the last ring are held at their true values.
        """
        names, front = {name}, [name]
        sums: dict[Sum, None] = {}
        for _ in range(rings):
            reached: list[str] = []
            for one in front:
                for found in self._sums_of.get(one, ()):
                    if found not in sums:
                        sums[found] = None
                        reached += [
                            other for other in found.names if other not in names and self._quantities.unknown(other)
                        ]
                        names.update(reached)
            if not reached:
                return list(sums), True
            front = reached
        return list(sums), False


def _free(quantities: Quantities, sums: Sequence[Sum], sums_of: Mapping[str, Sequence[Sum]]) -> dict[str, int]:
    """The unknown quantities all of whose sums are given, each with its place."""
    given = set(sums)
    names = dict.fromkeys(name for one in sums for name in one.names if quantities.unknown(name))
    free = (name for name in names if all(one in given for one in sums_of[name]))
    return {name: at for at, name in enumerate(free)}


def _least_change(quantities: Quantities, name: str, sums: Sequence[Sum], free: Mapping[str, int]) -> dict[str, float]:
    """The least changes to free quantities that move one by `_STEP` and keep every sum; empty where there are none.

    None falls below zero.
    """
    for sign in (1.0, -1.0):
        if sign > 0 or quantities.size[name] >= _STEP:
            found = _solved(quantities, name, sums, free, sign * _STEP)
            if found:
                return found
    return {}


def _solved(
    quantities: Quantities, name: str, sums: Sequence[Sum], place: Mapping[str, int], step: float
) -> dict[str, float]:
    import numpy as np
    from scipy.optimize import linprog  # 300 ms: only where something is withheld

    matrix = _equations(sums, place)
    size = np.array([quantities.size[one] for one in place], dtype=float)
    n = len(place)
    low, high = np.zeros(2 * n), np.concatenate([np.full(n, np.inf), size])
    at = place[name]
    up, down = (at, n + at) if step > 0 else (n + at, at)
    low[up] = high[up] = abs(step)
    high[down] = 0.0
    found = linprog(
        1.0 + 1e-3 * np.arange(2 * n) / n, A_eq=_paired(matrix), b_eq=np.zeros(matrix.shape[0]), method="highs",
        bounds=np.column_stack([low, high]),
    )  # fmt: skip
    if found.x is None:
        return {}
    change = found.x[:n] - found.x[n:]
    return {one: float(change[where]) for one, where in place.items() if abs(change[where]) > 1e-6}


def _paired(matrix: Any) -> Any:
    from scipy import sparse

    return sparse.hstack([matrix, -matrix], format="csr")


def _equations(sums: Sequence[Sum], place: Mapping[str, int]) -> Any:
    """A row for each sum, a column for each free quantity."""
    from scipy import sparse

    rows: list[int] = []
    columns: list[int] = []
    signs: list[float] = []
    for row, one in enumerate(sums):
        for side, sign in ((one.parts, 1.0), (one.whole, -1.0)):
            for name in side:
                if name in place:
                    rows.append(row)
                    columns.append(place[name])
                    signs.append(sign)
    return sparse.csr_matrix((signs, (rows, columns)), shape=(len(sums), len(place)))
