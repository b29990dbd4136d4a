# SPDX-License-Identifier: MIT
"""A quick proof that a withheld quantity cannot be computed: a few others that change with it and keep every sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analysis.withholding.quantities import Quantities, Sum

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
