# SPDX-License-Identifier: MIT
"""The quantities of an export as a network: sizes, which are withheld, and the sums between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from analysis.withholding.quantity_keys import is_single, read_key, variable_of

ANY = "*"  # the answer of a condition that only asks for one


@dataclass(frozen=True, eq=False)
class Sum:
    """Σ parts = Σ whole. Without a whole the parts make up a number that everybody knows: the base in a heading."""

    parts: tuple[str, ...]
    whole: tuple[str, ...] = ()
    strict: bool = False  # the parts keep their own secret, whatever becomes of the whole

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Every quantity of it."""
        return (*self.parts, *self.whole)


@dataclass
class Quantities:
    """Unweighted sizes by name, and what a reader sees of them.

    `hidden` are withheld and must not be worked out; `unseen` stand in no table (people who gave no answer to a
    grouping): nobody sees them, and the small ones are in `hidden` too. `released` were shown in an earlier file: no
    more can they be withheld. `minimum` is the least number of people that
    those withheld together must hold. `first` are those that a person would rather have withheld beside others.
    """

    minimum: int
    first: frozenset[str] = frozenset()
    size: dict[str, int] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    unseen: set[str] = field(default_factory=set)
    released: set[str] = field(default_factory=set)
    sums: list[Sum] = field(default_factory=list)
    made_of: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)  # hidden with any of those
    columns: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)  # a base, and the shares that tell it

    def unknown(self, name: str) -> bool:
        """Whether a reader does not see it."""
        return name in self.hidden or name in self.unseen

    def add_sum(self, parts: Iterable[str], whole: Iterable[str] = (), *, strict: bool = False) -> None:
        """Note that the parts make up the whole; a quantity on both sides tells nothing and is left out.

        Examples
        --------
        >>> network = Quantities(minimum=5)
        >>> network.add_sum(["women", "men", "staff"], ["everyone", "staff"])
        >>> network.sums[0].parts, network.sums[0].whole
        (('women', 'men'), ('everyone',))
        """
        left, right = list(dict.fromkeys(parts)), list(dict.fromkeys(whole))
        both = set(left) & set(right)
        parts_left, whole_left = (tuple(one for one in side if one not in both) for side in (left, right))
        kept = Sum(parts_left, whole_left, strict)
        if kept.names:
            self.sums.append(kept)

    def touched(self) -> Iterator[Sum]:
        """The sums with something withheld in them."""
        return (one for one in self.sums if not self.hidden.isdisjoint(one.names))


def add_by_key(quantities: Quantities, found: Sequence[tuple[str, str, str]]) -> None:
    """Add what follows from the keys alone: the groups of one table from a whole shown in another."""
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
