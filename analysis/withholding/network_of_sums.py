# SPDX-License-Identifier: MIT
"""The quantities of an export as a network: sizes, which are withheld, and the sums between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from analysis.withholding.quantity_keys import Conditions, is_single, read_key, variable_of
from analysis.withholding.row_groups import joined

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


RANGE = "=@"  # in a condition on values between two ends
_OUTSIDE = -1  # the piece of whoever is within no range
MOST_PIECES = 200  # of one variable; beyond, its ranges are compared by the sums of their tables alone


def range_pieces(
    known: Iterable[Conditions], rows_of: Callable[[str], int | None]
) -> Iterator[tuple[Conditions, dict[Conditions, int]]]:
    """For each quantity of overlapping ranges of a number the pieces that make it up, one by one and by other ranges.

    Examples
    --------
    >>> rows = {"v5=@15-19": 0b0111, "v5=@18-24": 0b1110}
    >>> found = range_pieces([frozenset({one}) for one in rows], rows.get)
    >>> [sorted(pieces.values()) for _, pieces in found][:2]
    [[1, 6], [6, 8]]
    """
    everything = list(known)
    by_variable: defaultdict[str, set[str]] = defaultdict(set)
    for conditions in everything:
        for part in sorted(conditions):
            if RANGE in part:
                by_variable[variable_of(part)].add(part)
    for variable, ranges in by_variable.items():
        pieces = _pieces({part: rows_of(part) or 0 for part in sorted(ranges)})
        if len(pieces) > MOST_PIECES or not any(len(within) > 1 for within in pieces):
            continue
        numbered = list(pieces.items())
        around = ranges | {f"{variable}={ANY}", variable}  # whoever is within a range has answered
        contexts = {one - around for one in everything if one & ranges}
        made: defaultdict[Conditions, dict[Conditions, frozenset[int]]] = defaultdict(dict)
        for conditions in everything:
            asked, context = conditions & ranges, conditions - around
            if asked or context in contexts:
                rows = rows_of("|".join(sorted(conditions))) or 0
                inside = [(at, held & rows) for at, (within, held) in enumerate(numbered) if asked <= within]
                if not asked:
                    inside.append((_OUTSIDE, rows & ~joined(pieces.values())))
                found = {_named(conditions - ranges, variable, [at]): held for at, held in inside if held}
                yield conditions, found
                made[context][conditions] = frozenset(at for at, held in inside if held)
        for several in made.values():
            yield from _cut_by_each_other(ranges, variable, several, [held for _, held in numbered], rows_of)


def _cut_by_each_other(
    ranges: set[str], variable: str, several: dict[Conditions, frozenset[int]],
    piece_rows: Sequence[int], rows_of: Callable[[str], int | None],
) -> Iterator[tuple[Conditions, dict[Conditions, int]]]:  # fmt: skip
    """Each quantity of ranges as what another one takes of it and what it leaves: both may be known by subtraction."""
    for whole, members in several.items():
        rows, base = rows_of("|".join(sorted(whole))) or 0, whole - ranges
        for other in {one & members - {_OUTSIDE} for one in several.values()} - {frozenset(), members}:
            taken = joined(piece_rows[at] for at in other) & rows
            sides = {
                _named(base, variable, other): taken,
                _named(base, variable, members - other): rows & ~taken,
            }
            yield whole, {piece: held for piece, held in sides.items() if held}


def _named(base: Conditions, variable: str, places: Collection[int]) -> Conditions:
    """Conditions of pieces; whoever is within no range may have answered or not, so that the base stays as it is."""
    context = base if _OUTSIDE in places else base - {f"{variable}={ANY}", variable}
    return context | {f"{variable}{RANGE}{','.join(map(str, sorted(places)))}"}


def _pieces(ranges: dict[str, int]) -> dict[frozenset[str], int]:
    """The rows that lie within the same ranges, by these."""
    found: dict[frozenset[str], int] = {frozenset(): joined(ranges.values())}
    for part, rows in ranges.items():
        cut: defaultdict[frozenset[str], int] = defaultdict(int)
        for within, held in found.items():
            cut[within | {part}] |= held & rows
            cut[within] |= held & ~rows
        found = {within: held for within, held in cut.items() if held}
    return found
