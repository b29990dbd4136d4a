# SPDX-License-Identifier: MIT
"""Numbers that a reader could derive from a table, found by linear programming: a withheld one to within two people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import Any

from analysis.withholding.network_of_sums import Quantities, Sum

_LONGEST = 20  # quantities that change
_TRIALS = 100
_BRANCHES = 5


def chain_of_changes(
    quantities: Quantities, name: str, sums_of: Mapping[str, Sequence[Sum]], step: float
) -> dict[str, float]:
    """Look for changes of `step` people, of a quantity and few others, that keep every sum.

    At most 20 quantities change and 100 trials are made: where none was found, only a linear programme tells whether
    there is none. Nothing falls below zero.

    Examples
    --------
    >>> network = Quantities(5, size={"a": 4, "b": 6, "all": 10}, hidden={"a", "b"})
    >>> network.add_sum(["a", "b"], ["all"])
    >>> in_sums = {name: network.sums for name in network.size}
    >>> chain_of_changes(network, "a", in_sums, 3.0)
    {'a': 3.0, 'b': -3.0}
    >>> network.hidden = {"a"}
    >>> chain_of_changes(network, "a", in_sums, 3.0)
    {}
    """
    for sign in (1.0, -1.0):
        if sign > 0 or quantities.size[name] >= step:
            search = _Search(quantities, sums_of, step)
            if search.changed(name, sign * step):
                return search.changes
    return {}


class _Search:
    """Mends one broken sum after the other by changing one more quantity in it; goes back where that leads nowhere."""

    def __init__(self, quantities: Quantities, sums_of: Mapping[str, Sequence[Sum]], step: float) -> None:
        self.quantities, self.sums_of, self.step = quantities, sums_of, step
        self.changes: dict[str, float] = {}
        self.off: dict[Sum, float] = {}
        self.trials = 0

    def changed(self, name: str, change: float) -> bool:
        """Whether every sum can be kept after this change; all is as before where not."""
        self.trials += 1
        if self.trials > _TRIALS or len(self.changes) >= _LONGEST:
            return False
        self._apply(name, change)
        broken = next((one for one, off in self.off.items() if off), None)
        if broken is None or any(self.changed(*other) for other in self._menders(broken)):
            return True
        self._apply(name, -change)
        return False

    def _apply(self, name: str, change: float) -> None:
        total = self.changes.get(name, 0.0) + change
        if total:
            self.changes[name] = total
        else:
            self.changes.pop(name, None)
        for one in self.sums_of.get(name, ()):
            self.off[one] = self.off.get(one, 0.0) + (change if name in one.parts else -change)

    def _menders(self, broken: Sum) -> list[tuple[str, float]]:
        """Unknown quantities of a sum and the change that mends it, those first that mend more than they break."""
        off = self.off[broken]
        found: list[tuple[int, str, float]] = []
        for side, sign in ((broken.parts, -1.0), (broken.whole, 1.0)):
            for name in side:
                change = sign * off
                if name in self.changes or not self.quantities.unknown(name):
                    continue
                if self.quantities.size[name] + change >= 0 and abs(change) <= self.step:
                    found.append((self._breaks(name, change), name, change))
        found.sort(key=lambda one: (one[0], -self.quantities.size[one[1]], one[1]))
        return [(name, change) for _, name, change in found[:_BRANCHES]]

    def _breaks(self, name: str, change: float) -> int:
        """How many sums more would be broken."""
        more = 0
        for one in self.sums_of.get(name, ()):
            now = self.off.get(one, 0.0)
            then = now + (change if name in one.parts else -change)
            more += bool(then) - bool(now)
        return more


MARGIN = 2  # people: a withheld quantity that is told to within this is told
_STEP = MARGIN + 1.0
_RINGS = (2, 5, 9)  # how far around a quantity a programme looks, the near first
_LARGE, _RINGS_OF_LARGE = 2_000, (2, 5, 9)  # quantities; in so large a network a programme looks no further
_PROGRAMMES = 2_000  # for single quantities of a large network; beyond, what nothing else proves counts as told
_TOGETHER = 30_000  # unknown quantities in one programme for many
_FEW = 4  # that hang together: fewer are looked for one by one
_TURNS = 4  # programmes for those that hang together, each with other directions of change
_REACH = 1_500  # quantities around an exposed one among which the cheapest to withhold are looked for


@dataclass(eq=False)
class _Proof:
    """Quantities that change together and keep every sum; it holds while none of them is shown."""

    names: frozenset[str]
    shown: int = 0


class Audit:
    """Looks for each withheld quantity for other numbers, as far as `_STEP` from the true ones, that fit as well.

    Such numbers are a proof that it cannot be told, and it holds for as long as nothing that changes in it is shown.
    One programme looks for many at once, the most that can be moved together; what it leaves is looked for one by one,
    with the least sum of changes, or counts as told where the network is large. Reference: Fischetti and Salazar
    (2001), Management Science 47, on the audit of cell suppression.
    """

    def __init__(self, quantities: Quantities, sums_of: Mapping[str, Sequence[Sum]]) -> None:
        self._quantities, self._sums_of = quantities, sums_of
        self._proof_of: dict[str, _Proof] = {}
        self._proofs_by_name: defaultdict[str, list[_Proof]] = defaultdict(list)
        self._proves: defaultdict[_Proof, set[str]] = defaultdict(set)
        self._fixed: dict[str, frozenset[str]] = {}
        self._solved = 0

    def safe(self, name: str) -> bool:
        """Whether a reader cannot tell the quantity to within `MARGIN`; what proves it is kept.

        References
        ----------
        Fischetti & Salazar (2001), Management Science 47, on the audit of cell suppression.
        """
        if self._proven(name):
            return True
        for rings in _RINGS_OF_LARGE if self._large else _RINGS:
            if self._large and self._solved >= _PROGRAMMES:
                return False
            sums, everything = self._around(name, rings)
            free = _free(self._quantities, sums, self._sums_of)
            if name in free and not free.keys() <= self._fixed.get(name, frozenset()):
                self._solved += 1
                changes = _least_change(self._quantities, name, sums, free)
                if changes:
                    self._store_proof(changes)
                    return True
                self._fixed[name] = frozenset(free)  # nor can it change where fewer are free
            if everything:
                break
        return False

    def disclosed(self, names: Sequence[str]) -> list[str]:
        """Those of several quantities that a reader can tell to within `MARGIN`."""
        left = [name for name in names if not self._proven(name)]
        waiting = set(left)
        for name in left:
            if name in waiting and not self._valid(name):
                waiting -= self._prove_around(name, waiting)
        return [name for name in left if not self._valid(name) and not self.safe(name)]

    def cheapest_to_withhold(self, name: str, cost: Callable[[str], float]) -> list[str] | None:
        """What is shown and need be withheld beside a quantity so that it cannot be told; what costs least together.

        One programme over what stands near it: the changes that move it by `_STEP`, or where none do by fewer people,
        and keep every sum. What is unknown changes at no cost.

        References
        ----------
        Fischetti & Salazar (2001), Management Science 47: the linear programme that prices what is withheld beside.
        """
        names, sums = self._near(name)
        given = set(sums)
        place: dict[str, int] = {}
        prices: list[float] = []
        sums = [one for one in sums if len(one.names) > 1]  # nothing helps against a number told by itself
        for one in names:
            price = 0.0 if self._quantities.unknown(one) else cost(one)
            if price < inf and given.issuperset(self._sums_of[one]):
                place[one] = len(prices)
                prices.append(price + 1e-3)
        for step in (_STEP, 2.0, 1.0) if name in place else ():
            for sign in (1.0, -1.0):
                if sign > 0 or self._quantities.size[name] >= step:
                    changes = _solved(self._quantities, name, sums, place, sign * step, prices)
                    if changes:
                        return [one for one in changes if not self._quantities.unknown(one)]
        return None

    def _near(self, name: str) -> tuple[list[str], list[Sum]]:
        """The quantities around one, shown or not, near before far, as many as `_REACH`; the sums between them."""
        names, sums = {name: None}, dict[Sum, None]()
        front = [name]
        while front and len(names) < _REACH:
            reached: dict[str, None] = {}
            for near in front:
                for one in self._sums_of.get(near, ()):
                    if one not in sums:
                        sums[one] = None
                        reached.update(dict.fromkeys(other for other in one.names if other not in names))
            names.update(reached)
            front = list(reached)
        return list(names), list(sums)

    @property
    def _large(self) -> bool:
        return len(self._sums_of) > _LARGE

    def show(self, name: str, *, again: bool = False) -> None:
        """Note that a quantity is shown; `again`: that it is withheld again."""
        for proof in self._proofs_by_name.get(name, ()):
            proof.shown += -1 if again else 1

    def disclosed_by_all(self, name: str) -> bool:
        """Whether everything that is shown tells the quantity to within `MARGIN`, by one programme over all of it."""
        sums, _ = self._around(name, len(self._sums_of))
        free = _free(self._quantities, sums, self._sums_of)
        return name not in free or not _least_change(self._quantities, name, sums, free)

    def resting_on(self, name: str) -> set[str]:
        """The quantities whose proof changes this one."""
        proofs = self._proofs_by_name.get(name, ())
        return {one for proof in proofs for one in self._proves[proof] if self._proof_of.get(one) is proof}

    def _valid(self, name: str) -> bool:
        proof = self._proof_of.get(name)
        return proof is not None and not proof.shown

    def _proven(self, name: str) -> bool:
        """Whether it is proven already, stands in no sum, or a short chain of changes proves it."""
        if self._valid(name) or not self._sums_of.get(name):
            return True
        changes = chain_of_changes(self._quantities, name, self._sums_of, _STEP)
        if changes:
            self._store_proof(changes)
        return bool(changes)

    def _prove_around(self, name: str, wanted: Collection[str]) -> set[str]:
        """Look for changes of all wanted quantities that hang together with this one; those looked for."""
        sums, _ = self._around(name, len(self._sums_of))
        free = _free(self._quantities, sums, self._sums_of)
        members = [one for one in free if one in wanted]
        if name not in free or len(free) > _TOGETHER or len(members) < _FEW:
            return {name}
        for turn in range(_TURNS):
            left = [one for one in members if not self._valid(one)]
            if not left:
                break
            changes = _most_changes(self._quantities, _signs(self._quantities, left, turn), sums, free)
            if not any(abs(changes.get(one, 0.0)) >= _STEP - 0.01 for one in left):
                continue
            self._store_proof(changes)
        return set(members)

    def _store_proof(self, changes: Mapping[str, float]) -> None:
        proof = _Proof(frozenset(changes))
        for name, change in changes.items():
            self._proofs_by_name[name].append(proof)
            if abs(change) >= _STEP - 0.01 and name in self._quantities.hidden and not self._valid(name):
                self._proof_of[name] = proof
                self._proves[proof].add(name)

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
                        fresh = [
                            other for other in found.names if other not in names and self._quantities.unknown(other)
                        ]
                        names.update(fresh)
                        reached += fresh
            if not reached:
                return list(sums), True
            front = reached
        return list(sums), False


def _signs(quantities: Quantities, names: Sequence[str], turn: int) -> dict[str, float]:
    """Which way each is to change: all up, then down where they can, then by turns."""
    if turn == 0:
        return dict.fromkeys(names, 1.0)
    able = [quantities.size[name] >= _STEP for name in names]
    down = [turn == 1 or (at + turn) % 2 == 0 for at in range(len(names))]
    return {name: -1.0 if can and wanted else 1.0 for name, can, wanted in zip(names, able, down, strict=True)}


def _most_changes(
    quantities: Quantities, signs: Mapping[str, float], sums: Sequence[Sum], place: Mapping[str, int]
) -> dict[str, float]:
    """Changes that keep every sum and move as many of these quantities as can be by `_STEP`, each its way.

    Maximises Σ min(sign · change, `_STEP`); nothing falls below zero.
    """
    import numpy as np  # numpy, 80 ms: not at start
    from scipy import sparse  # scipy.stats, 730 ms: not at start
    from scipy.optimize import linprog  # 300 ms: only where something is withheld

    n, k = len(place), len(signs)
    matrix = _equations(sums, place)
    at = np.array([place[name] for name in signs])
    way = np.array(list(signs.values()))
    below = sparse.hstack(
        [sparse.csr_matrix((-way, (np.arange(k), at)), shape=(k, n)), sparse.identity(k)], format="csr"
    )  # what counts of a change is no more than the change
    kept = sparse.hstack([matrix, sparse.csr_matrix((matrix.shape[0], k))], format="csr")
    size = np.array([quantities.size[one] for one in place], dtype=float)
    most = size.sum() + _STEP
    low = np.concatenate([-size, np.full(k, -most)])
    high = np.concatenate([np.full(n, most), np.full(k, _STEP)])
    cost = np.concatenate([np.zeros(n), -np.ones(k)])
    found = linprog(
        cost, A_ub=below, b_ub=np.zeros(k), A_eq=kept, b_eq=np.zeros(matrix.shape[0]), method="highs",
        bounds=np.column_stack([low, high]),
    )  # fmt: skip
    if found.x is None:
        return {}
    return {one: float(found.x[where]) for one, where in place.items() if abs(found.x[where]) > 1e-6}


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
    quantities: Quantities, name: str, sums: Sequence[Sum], place: Mapping[str, int], step: float,
    prices: Sequence[float] | None = None,
) -> dict[str, float]:  # fmt: skip
    import numpy as np  # numpy, 80 ms: not at start
    from scipy.optimize import linprog  # 300 ms: only where something is withheld

    matrix = _equations(sums, place)
    size = np.array([quantities.size[one] for one in place], dtype=float)
    n = len(place)
    low, high = np.zeros(2 * n), np.concatenate([np.full(n, np.inf), size])
    at = place[name]
    up, down = (at, n + at) if step > 0 else (n + at, at)
    low[up] = high[up] = abs(step)
    high[down] = 0.0
    each = np.ones(2 * n) if prices is None else np.tile(np.array(prices), 2)
    found = linprog(
        each + 1e-3 * np.arange(2 * n) / n, A_eq=_paired(matrix), b_eq=np.zeros(matrix.shape[0]), method="highs",
        bounds=np.column_stack([low, high]),
    )  # fmt: skip
    if found.x is None:
        return {}
    change = found.x[:n] - found.x[n:]
    return {one: float(change[where]) for one, where in place.items() if abs(change[where]) > 1e-6}


def _paired(matrix: Any) -> Any:
    from scipy import sparse  # scipy.stats, 730 ms: not at start

    return sparse.hstack([matrix, -matrix], format="csr")


def _equations(sums: Sequence[Sum], place: Mapping[str, int]) -> Any:
    """A row for each sum, a column for each free quantity."""
    from scipy import sparse  # scipy.stats, 730 ms: not at start

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
