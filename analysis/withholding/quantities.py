# SPDX-License-Identifier: MIT
"""The quantities of an export as a network: sizes, which are withheld, and the sums between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

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
        """Whether a reader does not see it.

        Parameters
        ----------
        name : str
            Name of a quantity.

        Returns
        -------
        bool
            True when it is withheld, or stands in no table.
        """
        return name in self.hidden or name in self.unseen

    def add_sum(self, parts: Iterable[str], whole: Iterable[str] = (), *, strict: bool = False) -> None:
        """Note that the parts make up the whole; a quantity on both sides tells nothing and is left out.

        Parameters
        ----------
        parts : Iterable[str]
            Names of what is added up; a name given twice counts once.
        whole : Iterable[str]
            Names of what it makes up; none: a number that everybody knows.
        strict : bool, default False
            Whether the parts keep their own secret, whatever becomes of the whole.

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
