# SPDX-License-Identifier: MIT
"""The sampling frame: a line for each stratum, and lines for clusters where there are any.

The sample-size tool writes it, field teams fill it, the weights are computed from it.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from wording import Problem, msg


class Selection(StrEnum):
    """How clusters were selected."""

    NONE = "none"  # households drawn directly
    PPS = "pps"  # with probability proportional to the households in frame
    SRS = "srs"  # each cluster alike
    ALL = "all"  # every cluster of the stratum


@dataclass(frozen=True)
class FrameRow:
    """A stratum of the frame: what it holds and what was drawn. Counts are numbers of households or clusters.

    `households_completed` 0 means that nobody has counted them yet: then the rows of the data are counted.
    """

    stratum: str
    households_in_frame: float
    households_selected: float
    households_completed: float = 0
    clusters_in_frame: float = 0
    clusters_selected: float = 0
    selection: Selection = Selection.NONE


@dataclass(frozen=True)
class ClusterRow:
    """A selected cluster: its households in the frame, found when listed, selected and completed (0: none).

    `chance` is the chance with which it was drawn, where the draw says so (a cluster larger than the step has 1);
    `replacement` marks one drawn to stand in: it counts as selected only where it has interviews.
    """

    stratum: str
    cluster: str
    households_in_frame: float
    households_listed: float
    households_selected: float
    households_completed: float = 0
    chance: float | None = None
    replacement: bool = False


@dataclass(frozen=True)
class Sheet:
    """The whole sampling frame."""

    strata: tuple[FrameRow, ...] = ()
    clusters: tuple[ClusterRow, ...] = ()

    def row(self, stratum: str) -> FrameRow | None:
        """The line of a stratum.

        Parameters
        ----------
        stratum : str
            Its name as written.

        Returns
        -------
        FrameRow or None
            None where there is none.
        """
        return next((row for row in self.strata if row.stratum == stratum), None)


STRATUM_HEADS = {
    "stratum": ("stratum", "strata", "strate"),
    "households_in_frame": ("households in frame", "households", "population", "ménages dans la base", "ménages"),
    "clusters_in_frame": ("clusters in frame", "clusters", "grappes dans la base"),
    "selection": ("selection", "how", "clusters selected how", "sélection", "mode", "tirage"),
    "clusters_selected": ("clusters selected", "grappes sélectionnées", "grappes tirées"),
    "households_selected": ("households selected", "ménages sélectionnés", "ménages tirés"),
    "households_completed": ("households completed", "completed", "ménages enquêtés"),
}
CLUSTER_HEADS = {
    "stratum": STRATUM_HEADS["stratum"],
    "cluster": ("cluster", "grappe"),
    "households_in_frame": STRATUM_HEADS["households_in_frame"],
    "households_listed": ("households listed", "ménages dénombrés"),
    "households_selected": STRATUM_HEADS["households_selected"],
    "households_completed": STRATUM_HEADS["households_completed"],
    "chance": ("chance of selection", "chance", "probability", "probabilité de tirage", "probabilité"),
    "replacement": ("replacement", "remplacement", "rempl.", "réserve"),
}
_HOW = {
    "": Selection.NONE,
    "households": Selection.NONE,
    "ménages": Selection.NONE,
    "simple": Selection.SRS,
    "simple random": Selection.SRS,
    "aléatoire simple": Selection.SRS,
    "proportional to size": Selection.PPS,
    "proportionnel à la taille": Selection.PPS,
    "ppt": Selection.PPS,
    "toutes": Selection.ALL,
    "aucune": Selection.NONE,
    "aucun": Selection.NONE,
}
_HOW_WORDS = {**{kind.value: kind for kind in Selection}, **_HOW}
_YES = ("yes", "oui", "1", "x", "true", "vrai", "replacement", "remplacement")


def folded(text: object) -> str:
    """A heading or a name without case, accents, underscores and doubled blanks, to tell the same word again.

    Parameters
    ----------
    text : object
        Anything that has a text.

    Returns
    -------
    str
        Words with one blank between.

    Examples
    --------
    >>> folded("Ménages_dans  la base")
    'menages dans la base'
    """
    plain = unicodedata.normalize("NFKD", str(text).replace("_", " ")).casefold()
    return " ".join("".join(mark for mark in plain if not unicodedata.combining(mark)).split())


def read_sheet(lines: Iterable[Mapping[str, object]], numbers: Iterable[int] | None = None) -> Sheet:
    """The sheet from lines with English or French headings; a line that names a cluster is one.

    Parameters
    ----------
    lines : iterable of mapping
        Cells by heading.
    numbers : iterable of int or None
        Where the lines stand in their file; None: from 1.

    Returns
    -------
    Sheet
        Empty lines left out.

    Raises
    ------
    Problem
        `survey.frame_line` or `survey.frame_no_stratum`, naming the line; what `check` raises.

    Examples
    --------
    >>> sheet = read_sheet([{"Strate": "nord", "Ménages": "4 000", "Ménages sélectionnés": "40"}])
    >>> sheet.row("nord").households_in_frame
    4000.0
    """
    strata: list[FrameRow] = []
    clusters: list[ClusterRow] = []
    for number, line in zip(numbers or itertools.count(1), lines, strict=False):
        plain = {folded(key): value for key, value in line.items()}
        if _first_given(plain, CLUSTER_HEADS["cluster"]) is not None:
            clusters.append(_cluster(plain, number))
        elif any(value not in (None, "") for value in plain.values()):
            strata.append(_stratum(plain, number))
    sheet = Sheet(tuple(strata), tuple(clusters))
    check(sheet)
    return sheet


def heads_fit(cells: Iterable[object]) -> bool:
    """Whether cells are the headings of such a sheet: a stratum and something counted.

    Parameters
    ----------
    cells : iterable
        Cells of one line.

    Returns
    -------
    bool
        In English or French.

    Examples
    --------
    >>> heads_fit(["Stratum", "Households"]), heads_fit(["Name", "Age"])
    (True, False)
    """
    names = {folded(cell) for cell in cells}
    counted = [head for table in (STRATUM_HEADS, CLUSTER_HEADS) for key, head in table.items() if "house" in key]
    return bool(names & _folded(STRATUM_HEADS["stratum"])) and any(names & _folded(head) for head in counted)


def _folded(heads: Sequence[str]) -> set[str]:
    return {folded(head) for head in heads}


def _first_given(plain: Mapping[str, object], heads: Sequence[str]) -> object | None:
    return next((plain[name] for name in map(folded, heads) if plain.get(name) not in (None, "")), None)


def _stratum(plain: Mapping[str, object], number: int) -> FrameRow:
    values = {name: _first_given(plain, heads) for name, heads in STRATUM_HEADS.items()}
    how = folded(values["selection"] or "")
    try:
        kind = next(kind for word, kind in _HOW_WORDS.items() if folded(word) == how)
    except StopIteration:
        raise Problem(msg("survey.frame_line", line=number)) from None
    counts = {n: _number(v, number) for n, v in values.items() if n not in ("stratum", "selection")}
    return FrameRow(_name(values["stratum"], number), selection=kind, **counts)


def _cluster(plain: Mapping[str, object], number: int) -> ClusterRow:
    values: dict[str, Any] = {name: _first_given(plain, heads) for name, heads in CLUSTER_HEADS.items()}
    counts = {name: _number(value, number) for name, value in values.items() if "households" in name}
    counts["households_listed"] = counts["households_listed"] or counts["households_in_frame"]
    return ClusterRow(
        _name(values["stratum"], number),
        written(values["cluster"]),
        **counts,
        chance=_number(values["chance"], number) if values["chance"] is not None else None,
        replacement=folded(values["replacement"] or "") in _YES,
    )


def _name(value: object, number: int) -> str:
    if value is None:
        raise Problem(msg("survey.frame_no_stratum", line=number))
    return written(value)


def written(value: object) -> str:
    """A name as it is written: whole numbers without ".0".

    Parameters
    ----------
    value : object
        A cell.

    Returns
    -------
    str
        Without blanks at its ends.

    Examples
    --------
    >>> written(12.0), written(" Kayanza ")
    ('12', 'Kayanza')
    """
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def number_of(text: object) -> float:
    """A number as people write it.

    Parameters
    ----------
    text : object
        A cell: "4,000", "4 000", "0,5".

    Returns
    -------
    float
        Finite.

    Raises
    ------
    ValueError
        Anything else.

    Examples
    --------
    >>> number_of("4,000"), number_of("0,5")
    (4000.0, 0.5)
    """
    plain = "".join(str(text).split())
    if re.fullmatch(r"\d{1,3}(,\d{3})+", plain):
        plain = plain.replace(",", "")
    found = float(plain.replace(",", "."))
    if not math.isfinite(found):
        raise ValueError(plain)
    return found


def _number(value: object, line: int) -> float:
    try:
        return number_of(value if value is not None else 0)
    except ValueError as error:
        raise Problem(msg("survey.frame_line", line=line)) from error


def check(sheet: Sheet) -> None:
    """Refuse a sheet that cannot be right.

    Parameters
    ----------
    sheet : Sheet
        Its lines for strata and clusters.

    Raises
    ------
    Problem
        `survey.frame_stratum_twice`, `survey.frame_cluster_twice`; `survey.frame_counts`, `survey.frame_cluster_counts`
        for counts that contradict each other, such as more selected than in the frame.

    Examples
    --------
    >>> check(Sheet((FrameRow("hill", households_in_frame=30, households_selected=40),)))
    Traceback (most recent call last):
    wording.problems.Problem: survey.frame_counts
    """
    twice = [name for name, count in Counter(row.stratum for row in sheet.strata).items() if count > 1]
    if twice:
        raise Problem(msg("survey.frame_stratum_twice", strata=twice))
    pairs = Counter((row.stratum, row.cluster) for row in sheet.clusters)
    doubled = [cluster for (_, cluster), count in pairs.items() if count > 1]
    if doubled:
        raise Problem(msg("survey.frame_cluster_twice", clusters=doubled[:8]))
    for row in sheet.strata:
        selected, clusters = row.households_selected, row.selection != Selection.NONE
        if is_bare(sheet) and row.households_in_frame > 0:
            continue
        bad = selected <= 0 or row.households_completed < 0 or row.households_in_frame < selected
        bad = bad or row.households_completed > selected
        bad = bad or (clusters and (row.clusters_selected <= 0 or row.clusters_in_frame < row.clusters_selected))
        if bad:
            raise Problem(msg("survey.frame_counts", stratum=row.stratum))
    for line in sheet.clusters:
        bad = line.households_in_frame <= 0 or line.households_completed < 0
        bad = bad or line.households_listed < line.households_selected
        bad = bad or line.households_completed > line.households_selected
        bad = bad or (line.chance is not None and not 0 < line.chance <= 1)
        if bad:
            raise Problem(msg("survey.frame_cluster_counts", cluster=line.cluster, stratum=line.stratum))


def is_bare(sheet: Sheet) -> bool:
    """Whether a sheet says of its strata how large they are and nothing of what was drawn.

    Parameters
    ----------
    sheet : Sheet
        As read or typed.

    Returns
    -------
    bool
        Then the rows of the data count as what was drawn.
    """
    said = any(
        row.households_selected or row.households_completed or row.selection is not Selection.NONE
        for row in sheet.strata
    )
    return bool(sheet.strata) and not sheet.clusters and not said


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
