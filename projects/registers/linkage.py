# SPDX-License-Identifier: MIT
"""Finds rows of a register that may be one person: names in any order and spelling, telephone, sex, age.

It proposes pairs with a likeness; a person decides. Candidates share a telephone number or pieces of their names, so
that 20,000 rows are compared in seconds; then rapidfuzz compares what each pair has. Record linkage by agreement of
fields after Fellegi & Sunter (1969), "A theory for record linkage", with weights set by hand for lists of attendance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from projects.word_folding import fold

LIKELY = 0.86  # at and above: one person, unless somebody says otherwise
POSSIBLE = 0.74  # from here on a pair is shown for a decision
_PHONE = 8  # last digits compared: country codes and a leading zero are written or left out
_PIECE = 4  # letters of a name's beginning or end that make a candidate
_SHORT = 3  # letters of each of two words
_CROWD = 400  # rows that share a piece: a commoner one tells nothing, other pieces find the pair
_TURNS = 4  # words at which a name may begin
_SLACK, _APART = 2, 8  # years of age that two lists may differ by; from which an equal name is another person

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]


@dataclass(frozen=True)
class Participants:
    """What is known of each row, in columns of one length; "" and NaN where nothing is."""

    names: Sequence[str]
    telephones: Sequence[str]
    sexes: Sequence[str]
    ages: Sequence[float]

    def __post_init__(self) -> None:
        lengths = {len(self.names), len(self.telephones), len(self.sexes), len(self.ages)}
        if len(lengths) != 1:
            raise ValueError("columns of different lengths")


@dataclass(frozen=True)
class Pairs:
    """Pairs of rows (first < second) that may be one person, with their likeness from 0 to 1, likeliest first."""

    first: Rows
    second: Rows
    likeness: Numbers

    def __len__(self) -> int:
        return len(self.first)


def likely_pairs(people: Participants, stop: Callable[[], bool] = lambda: False) -> Pairs:
    """Every pair of rows at least `POSSIBLE` alike. `stop` is asked between the steps; then the pairs so far."""
    plain = pd.DataFrame({"name": [_plain(name) for name in people.names]})
    plain["joined"] = [name.replace(" ", "") for name in plain["name"]]
    for turn in range(_TURNS):
        plain[f"turn{turn}"] = [_turned(name, turn) for name in people.names]
    plain["phone"] = [_digits(number) for number in people.telephones]
    plain["sex"] = [fold(sex).strip()[:1] for sex in people.sexes]
    plain["age"] = np.asarray(people.ages, dtype=float)
    first, second = _of_like_age(plain, *_candidates(plain))
    if stop() or not len(first):
        return _ordered(first[:0], second[:0], np.zeros(0))
    likeness = _likeness(plain.iloc[first].reset_index(drop=True), plain.iloc[second].reset_index(drop=True))
    kept = likeness >= POSSIBLE
    return _ordered(first[kept], second[kept], likeness[kept])


def groups(rows: int, same: Sequence[tuple[int, int]]) -> list[int]:
    """The number of the person of each row, 0 … n−1, given the pairs decided to be the same."""
    from scipy import sparse  # with its graph routines 0.1 s: only where people are counted

    ends = np.array(list(same), dtype=np.int64).reshape(-1, 2)
    graph = sparse.coo_matrix((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(rows, rows))
    _, labels = sparse.csgraph.connected_components(graph, directed=False)
    return [int(label) for label in labels]


def contradictions(
    rows: int, same: Sequence[tuple[int, int]], different: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The pairs said to be two people although a chain of others makes them one (A = B, B = C, A ≠ C)."""
    person = groups(rows, same)
    return [(one, other) for one, other in different if person[one] == person[other]]


def _plain(name: str) -> str:
    """The words of a name without case, accents, signs and titles, in alphabetical order."""
    return " ".join(sorted(re.findall(r"[^\W\d_]+", fold(name))))


def _turned(name: str, turn: int) -> str:
    """The words of a name in one string, begun at the word `turn`: "Niyo nkuru Alda" may be "Alda Niyonkuru"."""
    words = re.findall(r"[^\W\d_]+", fold(name))
    at = turn % len(words) if words else 0
    return "".join(words[at:] + words[:at])


def _digits(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return digits[-_PHONE:] if len(digits) >= _PHONE else ""


def _candidates(plain: pd.DataFrame) -> tuple[Rows, Rows]:
    """Pairs that share a telephone, a piece of a word of the name, or a piece of the whole name."""
    rows: list[int] = []
    keys: list[str] = []
    for row, (name, joined, phone) in enumerate(zip(plain["name"], plain["joined"], plain["phone"], strict=True)):
        found = {f"t{phone}"} if phone else set()
        words = name.split()
        for word in words:
            if len(word) >= _PIECE:
                found |= {f"b{word[:_PIECE]}", f"e{word[-_PIECE:]}"}
        for one, other in combinations(words, 2):  # where one piece is common, two together seldom are
            found |= {f"b{one[:_SHORT]} {other[:_SHORT]}", f"e{one[-_SHORT:]} {other[-_SHORT:]}"}
        if joined and not found:
            found = {f"j{joined}"}
        rows.extend([row] * len(found))
        keys.extend(found)
    shared = pd.DataFrame({"row": rows, "key": keys})
    if shared.empty:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    codes, _ = pd.factorize(shared["key"])
    return _pairs_within(shared["row"].to_numpy(dtype=np.int64), codes, len(plain))


def _of_like_age(plain: pd.DataFrame, first: Rows, second: Rows) -> tuple[Rows, Rows]:
    """Without pairs too far apart in age to be proposed, unless they share a telephone: half of all, cheaply told."""
    age, phone = plain["age"].to_numpy(), plain["phone"].to_numpy()
    far = np.abs(age[first] - age[second]) > _APART
    kept = ~far
    kept[far] = (phone[first[far]] == phone[second[far]]) & (phone[first[far]] != "")
    return first[kept], second[kept]


def _pairs_within(rows: Rows, codes: NDArray[np.intp], count: int) -> tuple[Rows, Rows]:
    """Each pair once of rows with an equal code; the codes of crowds are passed over."""
    order = np.argsort(codes, kind="stable")
    rows, codes = rows[order], codes[order]
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]])
    found = []
    for members in np.split(rows, starts[1:]):
        if 1 < len(members) <= _CROWD:
            one, other = np.triu_indices(len(members), 1)
            found.append(members[one] * count + members[other])
    if not found:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    every = np.sort(np.concatenate(found))  # numpy's own `unique` hashes: ten times slower here
    unique = every[np.r_[True, every[1:] != every[:-1]]]
    first, second = np.divmod(unique, count)
    swapped = first > second
    return np.where(swapped, second, first), np.where(swapped, first, second)


def _likeness(one: pd.DataFrame, other: pd.DataFrame) -> Numbers:
    """From 0 to 1: how alike the names are, raised by an equal telephone, lowered by another sex or age."""
    from rapidfuzz import fuzz, process  # compiled; only where people are counted

    by_words = process.cpdist(one["name"].tolist(), other["name"].tolist(), scorer=fuzz.token_sort_ratio) / 100
    names = by_words.astype(float)
    begun = one["turn0"].tolist()
    for turn in range(_TURNS):
        whole = process.cpdist(begun, other[f"turn{turn}"].tolist(), scorer=fuzz.ratio) / 100
        names = np.maximum(names, whole)
    names = np.where((one["joined"] == "") | (other["joined"] == ""), 0.5, names)
    phones = (one["phone"] != "") & (other["phone"] != "")
    equal = phones & (one["phone"] == other["phone"])
    likeness = np.where(equal, np.minimum(1.0, names + 0.15), np.where(phones, names - 0.12, names - 0.03))
    sexes = (one["sex"] != "") & (other["sex"] != "") & (one["sex"] != other["sex"])
    years = np.abs(one["age"].to_numpy() - other["age"].to_numpy())
    likeness = likeness - np.where(sexes, 0.1, 0.0)
    likeness = np.where(years > _SLACK, likeness - np.minimum(0.03 * years, 0.25), likeness)
    return np.clip(np.where(years <= _SLACK, likeness + 0.03, likeness), 0.0, 1.0)


def _ordered(first: Rows, second: Rows, likeness: Numbers) -> Pairs:
    order = np.lexsort((second, first, -likeness))
    return Pairs(first[order], second[order], likeness[order])
