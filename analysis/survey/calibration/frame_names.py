# SPDX-License-Identifier: MIT
"""Names of a sampling frame matched to those of the data, as written or nearly so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from analysis.survey.calibration.frame_sheet import folded


@dataclass(frozen=True)
class MatchedNames:
    """Names of the sheet beside those of the data: `same` sheet name → data name, and what stands on one side only."""

    same: Mapping[str, str] = field(default_factory=dict)
    only_sheet: tuple[str, ...] = ()
    only_data: tuple[str, ...] = ()


def match_names(sheet: Iterable[str], data: Mapping[str, Sequence[str]]) -> MatchedNames:
    """Names of the sheet matched to those of the data.

    Parameters
    ----------
    sheet : iterable of str
        Names as the sheet has them.
    data : mapping of str to sequence of str
        Codes and labels of each name of the data.

    Returns
    -------
    MatchedNames
        A code or label as written comes before one that differs in case, accents or blanks.

    Examples
    --------
    >>> found = match_names(["NORD", "sud"], {"1": ["1", "Nord"], "2": ["2", "Est"]})
    >>> found.same, found.only_sheet, found.only_data
    ({'NORD': '1'}, ('sud',), ('2',))
    """
    exact: dict[str, str] = {}
    loose: dict[str, str] = {}
    for name, words in data.items():
        for word in words:
            exact.setdefault(word, name)
            loose.setdefault(folded(word), name)
    same: dict[str, str] = {}
    names = tuple(dict.fromkeys(sheet))
    for name in names:
        found = exact.get(name, loose.get(folded(name)))
        if found is not None and found not in same.values():
            same[name] = found
    return MatchedNames(
        same,
        tuple(name for name in names if name not in same),
        tuple(name for name in data if name not in same.values()),
    )
