# SPDX-License-Identifier: MIT
"""Links of segments to the cases for which they count: one each, several for words of a group."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray


@dataclass(frozen=True)
class CaseLinks:
    """A link for each case of each segment, in the order of the segments: position of the segment, name of the case."""

    rows: NDArray[np.int64]
    cases: NDArray[np.object_]
    per_segment: NDArray[np.int64]  # how many links each segment has

    @property
    def several(self) -> bool:
        """Whether a segment counts for more than one case."""
        return len(self.rows) > len(self.per_segment)

    def of(self, places: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The links of some segments."""
        import numpy as np  # with the frames

        if not self.several:
            return np.arange(len(places)), places
        held = self.per_segment[places]
        starts = (np.cumsum(self.per_segment) - self.per_segment)[places]
        at = np.repeat(np.arange(len(places)), held)
        within = np.arange(len(at)) - np.repeat(np.cumsum(held) - held, held)
        return at, starts[at] + within


def links_of(segments: pd.DataFrame) -> CaseLinks:
    """The links of segments to their cases."""
    import numpy as np  # with the frames

    column = segments["cases"]
    per_segment = np.fromiter(map(len, column), dtype=np.int64, count=len(column))
    cases = np.empty(int(per_segment.sum()), dtype=object)
    cases[:] = list(chain.from_iterable(column))
    return CaseLinks(np.repeat(np.arange(len(column)), per_segment), cases, per_segment)


def cases_in(segments: pd.DataFrame) -> set[str]:
    """The cases for which some segments count."""
    return set(chain.from_iterable(segments["cases"].unique()))


def of_any(column: Iterable[Sequence[str]], wanted: Collection[str]) -> NDArray[np.bool_]:
    """Which segments (or interviews) count for any of some cases."""
    import numpy as np  # with the frames

    names = frozenset(wanted)
    known: dict[Sequence[str], bool] = {}
    found = []
    for held in column:
        if held not in known:
            known[held] = not names.isdisjoint(held)
        found.append(known[held])
    return np.array(found, dtype=bool)


def names_of_cases(cases: Iterable[str]) -> str:
    """The cases of a segment in one text.

    Examples
    --------
    >>> names_of_cases(("P01", "P02")), names_of_cases(("P01",))
    ('P01; P02', 'P01')
    """
    return "; ".join(cases)
