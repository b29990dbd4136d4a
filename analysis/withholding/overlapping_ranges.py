# SPDX-License-Identifier: MIT
"""The pieces into which ranges of one number cut each other, such as classes of 5 years and a condition “18 to 24”.

A reader subtracts: of the class 15–19 those of 18 and 19 leave those of 15–17. Each piece is a quantity of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from analysis.withholding.quantities import ANY
from analysis.withholding.quantity_keys import Conditions, variable_of
from analysis.withholding.row_groups import joined

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
