# SPDX-License-Identifier: MIT
"""Withholds more cells until nothing withheld can be computed from those shown, exactly or to within two people."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import inf

from analysis.withholding.disclosure_audit import Audit
from analysis.withholding.network_of_sums import Quantities, Sum

_AT_ONCE = 10  # a tenth of those exposed: what helps one often helps others
_SMALL, _TRIED, _TRIALS = 60, 6, 40  # quantities of a network with one secret; neighbours tried in a sum, in all
_MOST_GIVEN_BACK = 1_500  # withheld beside others: with more, none is tried to be shown again


def protect(quantities: Quantities) -> None:
    """Withhold further quantities so that none withheld can be worked out.

    A reader knows every sum and every quantity that is shown, and that nobody counts less than zero. Those withheld in
    one sum of a known whole hold together at least the minimum, and no linear programme says of a withheld one how
    many it is to within ± 2 people (`bounds.MARGIN`), unless everything around it is withheld already. What turns out
    not to be needed is shown again, the largest first.

    References
    ----------
    Fischetti & Salazar (2001), Management Science 47 (audit); Hundepool et al. (2012), Statistical Disclosure Control,
    Wiley (secondary suppression).
    """
    if quantities.hidden:
        secrets = frozenset(quantities.hidden)
        if not _Protection(quantities).run() and len(secrets) == 1:
            _choose_what_tells_least(quantities, *secrets)
    for name, parts in quantities.made_of:
        if quantities.hidden.intersection(parts):
            quantities.hidden.add(name)


def _choose_what_tells_least(quantities: Quantities, secret: str) -> None:
    """Try other neighbours of the only secret of a small network: the first ones chosen decide over all the rest.

    One from each of its sums comes first, as if a person had chosen them; what withholds fewest figures, and among
    equals fewest people, is taken.
    """
    if quantities.first or len(quantities.size) > _SMALL:
        return

    def loss(hidden: set[str]) -> tuple[int, int]:
        lost = hidden - {secret} - quantities.unseen
        return len(lost), sum(quantities.size[name] for name in lost)

    around = [one.names for one in dict.fromkeys(quantities.sums) if secret in one.names]
    filled = {name for name, size in quantities.size.items() if size > 0}
    shown = filled - quantities.unseen - quantities.released - {secret}
    sides = [sorted(shown.intersection(names), key=quantities.size.__getitem__)[:_TRIED] for names in around]
    for first in itertools.islice(dict.fromkeys(map(frozenset, itertools.product(*filter(None, sides)))), _TRIALS):
        trial = replace(quantities, first=first, hidden={secret})
        if not _Protection(trial).run() and loss(trial.hidden) < loss(quantities.hidden):
            quantities.hidden.clear()
            quantities.hidden.update(trial.hidden)


class _Protection:
    def __init__(self, quantities: Quantities) -> None:
        self.quantities = quantities
        self.sums_of: defaultdict[str, list[Sum]] = defaultdict(list)
        for one in {(one.parts, one.whole, one.strict): one for one in quantities.sums}.values():
            for name in one.names:
                self.sums_of[name].append(one)
        self.columns_of: defaultdict[str, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
        for base, cells in quantities.columns:
            for name in (base, *cells):
                self.columns_of[name].append((base, cells))
        self.bases = {base for base, _ in quantities.columns}
        self.alike = _alike(quantities.sums)
        self.audit = Audit(quantities, self.sums_of)
        self.primary = frozenset(quantities.hidden)
        self.lost: set[str] = set()
        self.kept: set[str] = set()

    def run(self) -> set[str]:
        """Withhold what must be; those that nothing protects are returned."""
        self._apply_local_rules(self.quantities.hidden)
        while True:
            exposed = self.audit.disclosed(self._ordered(self.quantities.hidden - self.lost))
            if not exposed:
                break
            if not self._show_empty(exposed):
                self._withhold_around(exposed[: max(1, len(exposed) // _AT_ONCE)])
        self._give_back()
        if self.quantities.released:
            self._show_disclosed()
        return self.lost

    def _show_disclosed(self) -> None:
        """Show what was withheld only beside others and follows from earlier files all the same."""
        for name in self._ordered((self.lost & self.quantities.hidden) - self.primary - self.quantities.unseen):
            if self.audit.disclosed_by_all(name) and not self._tells_base(name):
                self.quantities.hidden.discard(name)

    def _tells_base(self, name: str) -> bool:
        """Whether the share that stands with it would tell a withheld base."""
        hidden = self.quantities.hidden
        return any(base in hidden and name in self._disclosing(cells) for base, cells in self.columns_of[name])

    def _ordered(self, names: Iterable[str]) -> list[str]:
        return sorted(names, key=lambda name: (self.quantities.size[name], name))

    def _apply_local_rules(self, names: Iterable[str]) -> None:
        """Keep the rules that look at one sum, or one column, at a time, around names newly withheld."""
        waiting = self._ordered(names)
        while waiting:
            name = waiting.pop()
            for one in self.sums_of[name]:
                while (side := self._lacks(one)) is not None:
                    added = self._withhold_one(self._open_to_choice(one, side)) or self._withhold_one(one.names)
                    if not added:
                        break
                    waiting.append(added)
            for base, cells in self.columns_of[name]:
                if base in self.quantities.hidden:
                    more = self._disclosing(cells) - self.quantities.hidden - self.quantities.released
                    self.quantities.hidden |= more
                    waiting += self._ordered(more)

    def _disclosing(self, cells: Sequence[str]) -> set[str]:
        """The cells that tell a withheld base: those with people; the empty ones too where they tell the only other."""
        filled = {name for name in cells if self.quantities.size[name] > 0}
        return filled if len(filled) > 1 else set(cells)

    def _lacks(self, one: Sum) -> Sequence[str] | None:
        """The side of a sum of which one more must be withheld; None where the sum keeps its secret."""
        known = self.quantities
        if known.hidden.isdisjoint(one.names):
            return None
        parts, whole = ([name for name in side if known.unknown(name)] for side in (one.parts, one.whole))
        sides = [(parts, one.parts)] if parts and (one.strict or not whole) else []
        sides += [(whole, one.whole)] if whole and not parts else []
        for unknown, side in sides:
            few = sum(known.size[name] for name in unknown) < known.minimum
            shown = any(not known.unknown(name) for name in side)
            if (len(unknown) == 1 or few) and (shown or len(parts) + len(whole) == 1):
                return side
        return None

    def _withhold_one(self, names: Sequence[str]) -> str:
        """Withhold what tells least of what is shown; its name, or nothing where all is withheld.

        First what a person chose; then what takes fewest figures and neighbours along; then the smallest that is not
        empty.
        """
        known = self.quantities
        open_ones = [name for name in names if self._may_go(name)]
        choice = [name for name in open_ones if known.size[name] > 0] or open_ones
        if not choice:
            return ""
        chosen = min(choice, key=lambda name: (name not in known.first, self._cost(name), known.size[name], name))
        known.hidden.add(chosen)
        return chosen

    def _open_to_choice(self, one: Sum, side: Sequence[str]) -> Sequence[str]:
        """Those of which one may be withheld: a side of the sum; of bases the whole too, which may tell less."""
        seen = [name for name in one.names if name not in self.quantities.unseen]
        bases = not one.strict and side is one.parts and all(name in self.bases for name in seen)
        return one.names if bases and one.whole else side

    def _cost(self, name: str) -> int:
        """How many figures go with it, the columns of bases whole, each with its neighbours in other sums."""
        together = self.alike.get(name, (name,))
        figures = {one for base in together for of, cells in self.columns_of[base] if of == base for one in cells}
        figures.update(together)
        return len(figures - self.quantities.hidden) * (1 + self._alone_in(name, together))

    def _alone_in(self, name: str, together: Sequence[str]) -> int:
        """In how many sums it would be the only one withheld, if it were with those that count the same people."""
        return sum(
            not any(self.quantities.unknown(other) or other in together for other in one.names if other != name)
            for one in self.sums_of[name]
        )

    def _withhold_around(self, exposed: Sequence[str]) -> None:
        """Withhold what costs least beside each of the exposed ones; those whom nothing near them helps are lost."""
        done: set[str] = set()
        for name in exposed:
            if name in done:
                continue
            added = self.audit.cheapest_to_withhold(name, self._price)
            if added:
                done.update(other for new in added for one in self.sums_of[new] for other in one.names)
                self.quantities.hidden.update(added)
                self._apply_local_rules(added)
            else:
                self.lost.add(name)

    def _price(self, name: str) -> float:
        """What withholding a shown quantity costs in figures; infinity where it may not be withheld."""
        if not self._may_go(name):
            return inf
        if name in self.quantities.first:
            return 0.1
        figures = self._cost(name)
        return figures if self.quantities.size[name] else 2.0 * figures  # an empty one seldom needs be withheld

    def _may_go(self, name: str) -> bool:
        """Whether a quantity is shown and may still be withheld: no earlier file had it, and it was not shown again."""
        known = self.quantities
        return (
            not known.unknown(name) and name not in known.released and (known.size[name] > 0 or name not in self.kept)
        )

    def _show_empty(self, exposed: Sequence[str]) -> bool:
        """Show empty cells that were withheld beside others and can be told anyway; whether there were any."""
        empty = [name for name in exposed if not self.quantities.size[name] and name not in self.primary | self.kept]
        for name in empty:
            self.quantities.hidden.discard(name)
            self.audit.show(name)
            self.kept.add(name)  # once: should it be needed after all it stays
        self._apply_local_rules(other for name in empty for one in self.sums_of[name] for other in one.names
                     if other in self.quantities.hidden)  # fmt: skip
        return bool(empty)

    def _give_back(self) -> None:
        """Show again what was withheld beside others and need not be, the largest first, the chosen last."""
        extra = self.quantities.hidden - self.primary - self.quantities.unseen
        if len(extra) > _MOST_GIVEN_BACK:
            return
        chosen = self.quantities.first
        for name in sorted(reversed(self._ordered(extra)), key=chosen.__contains__):
            self.quantities.hidden.discard(name)
            self.audit.show(name)
            if not self._holds_without(name):
                self.quantities.hidden.add(name)
                self.audit.show(name, again=True)

    def _holds_without(self, name: str) -> bool:
        """Whether the rules are kept now that the quantity is shown."""
        hidden = self.quantities.hidden
        if self._tells_base(name):
            return False
        if any(self._lacks(one) is not None for one in self.sums_of[name]):
            return False
        beside = (self.audit.resting_on(name) & hidden) - self.lost - {name}
        return all(self.audit.safe(other) for other in beside)


def _alike(sums: Iterable[Sum]) -> dict[str, tuple[str, ...]]:
    """For each quantity that counts the same people as others all of those, itself too."""
    groups: dict[str, list[str]] = {}
    for one in sums:
        if len(one.parts) == len(one.whole) == 1:
            first, second = (groups.setdefault(name, [name]) for name in one.names)
            if first is not second:
                first += second
                groups.update(dict.fromkeys(second, first))
    return {name: tuple(found) for name, found in groups.items()}
