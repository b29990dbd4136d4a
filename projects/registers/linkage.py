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
from rapidfuzz import fuzz, process

from projects.word_folding import fold

LIKELY = 0.86  # at and above: one person, unless somebody says otherwise
POSSIBLE = 0.74  # from here on a pair is shown for a decision
_PHONE = 8  # last digits compared: country codes and a leading zero are written or left out
_PIECE = 4  # letters of a name's beginning or end that make a candidate
_SHORT = 3  # letters of each of two words
_CROWD = 400  # rows that share a piece: a commoner one tells nothing, other pieces find the pair
_TURNS = 4  # words at which a name may begin
_BLOCK, _PLACES = 100_000, 32  # pairs whose letters are counted at once; places that letters are counted in
_ROUNDING = 1e-5  # likenesses of names are of single precision
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


@dataclass(frozen=True)
class _Plain:
    """What is compared of each row: the number of its name (`words` has each name once), telephone, sex and age."""

    name: Rows
    words: Sequence[Sequence[str]]  # of each name, as written, without case, accents and signs
    phone: Rows  # 0 where there is none, as in `sex`
    sex: Rows
    age: Numbers


def likely_pairs(people: Participants, stop: Callable[[], bool] = lambda: False) -> Pairs:
    """Every pair of rows at least `POSSIBLE` alike. `stop` is asked between the steps; then the pairs so far."""
    plain = _plain(people)
    first, second = _candidates(plain)
    by_phone, by_person = _by_phone(plain, first, second), _by_person(plain, first, second)
    kept = np.flatnonzero(_most_alike(plain, first, second) + by_phone + by_person >= POSSIBLE - _ROUNDING)
    first, second, by_phone, by_person = first[kept], second[kept], by_phone[kept], by_person[kept]
    if stop() or not len(first):
        return _ordered(first[:0], second[:0], np.zeros(0))
    likeness = np.clip(np.minimum(1.0, _alike_names(plain, first, second) + by_phone) + by_person, 0.0, 1.0)
    found = likeness >= POSSIBLE
    return _ordered(first[found], second[found], likeness[found])


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


def _plain(people: Participants) -> _Plain:
    """Each name once: lists of attendance repeat them."""
    words = [tuple(re.findall(r"[^\W\d_]+", fold(name))) for name in people.names]
    number: dict[tuple[str, ...], int] = {}
    names = [number.setdefault(name, len(number)) for name in words]
    phones, _ = pd.factorize(np.array(["", *map(_digits, people.telephones)], dtype=object))
    sexes, _ = pd.factorize(np.array(["", *(fold(sex).strip()[:1] for sex in people.sexes)], dtype=object))
    return _Plain(
        np.array(names, dtype=np.int64), list(number), phones[1:].astype(np.int64), sexes[1:].astype(np.int64),
        np.asarray(people.ages, dtype=float),
    )  # fmt: skip


def _digits(number: str) -> str:
    digits = re.sub(r"\D", "", number)
    return digits[-_PHONE:] if len(digits) >= _PHONE else ""


def _candidates(plain: _Plain) -> tuple[Rows, Rows]:
    """Pairs that share a telephone, a piece of a word of the name, or a piece of the whole name."""
    number: dict[str, int] = {}
    of_name = [[number.setdefault(key, len(number)) for key in _pieces(words)] for words in plain.words]
    counts = np.array([len(keys) for keys in of_name], dtype=np.int64)
    every = np.array([key for keys in of_name for key in keys], dtype=np.int64)
    begins = np.cumsum(counts) - counts
    many = counts[plain.name]
    rows = np.repeat(np.arange(len(plain.name)), many)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(many) - many, many)
    codes = every[np.repeat(begins[plain.name], many) + within] if len(rows) else every
    called = np.flatnonzero(plain.phone)
    lone = np.flatnonzero((plain.phone == 0) & (many == 0) & _has_words(plain)[plain.name])  # by the whole name
    rows = np.concatenate([rows, called, lone])
    codes = np.concatenate([codes, len(number) + plain.phone[called], -1 - plain.name[lone]])
    return _pairs_within(rows, codes, plain)


def _pieces(words: Sequence[str]) -> set[str]:
    """What a name is looked up by: the beginnings and ends of its words, and of each two of them."""
    found = {f"{end}{piece}" for word in words if len(word) >= _PIECE for end, piece in _ends(word, _PIECE)}
    for one, other in combinations(sorted(words), 2):  # where one piece is common, two together seldom are
        for (end, mine), (_, theirs) in zip(_ends(one, _SHORT), _ends(other, _SHORT), strict=True):
            found.add(f"{end}{mine} {theirs}")
    return found


def _ends(word: str, letters: int) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("b", word[:letters]), ("e", word[-letters:])


def _has_words(plain: _Plain) -> NDArray[np.bool_]:
    return np.array([bool(words) for words in plain.words], dtype=bool)


def _pairs_within(rows: Rows, codes: Rows, plain: _Plain) -> tuple[Rows, Rows]:
    """Each pair once of rows with an equal code and of like age; the codes of crowds are passed over."""
    order = np.lexsort((rows, codes))
    rows, codes = rows[order], codes[order]
    starts = np.flatnonzero(np.r_[True, codes[1:] != codes[:-1]]) if len(codes) else np.zeros(0, dtype=np.int64)
    sizes = np.diff(np.r_[starts, len(codes)])
    ends = np.repeat(np.where(sizes <= _CROWD, starts + sizes, 0), sizes)
    at, found = np.arange(len(rows)), [np.zeros(0, dtype=np.int64)]
    for step in range(1, _CROWD):  # each row with the one after it, then with the second after it, …
        at = at[at + step < ends[at]]
        if not len(at):
            break
        one, other = rows[at], rows[at + step]
        near = _of_like_age(plain, one, other)
        found.append(one[near] * len(plain.name) + other[near])
    every = np.sort(np.concatenate(found))  # numpy's own `unique` hashes: ten times slower here
    first, second = np.divmod(every[np.r_[True, every[1:] != every[:-1]]] if len(every) else every, len(plain.name))
    return first, second


def _of_like_age(plain: _Plain, first: Rows, second: Rows) -> NDArray[np.bool_]:
    """Not of pairs too far apart in age to be proposed, unless they share a telephone: half of all, cheaply told."""
    far = np.abs(plain.age[first] - plain.age[second]) > _APART
    called = (plain.phone[first] == plain.phone[second]) & (plain.phone[first] > 0)
    return np.asarray(~far | called)


def _by_phone(plain: _Plain, first: Rows, second: Rows) -> Numbers:
    """What an equal telephone adds to the likeness of names, and another one takes away."""
    mine, theirs = plain.phone[first], plain.phone[second]
    both = (mine > 0) & (theirs > 0)
    return np.where(both, np.where(mine == theirs, 0.15, -0.12), -0.03)


def _by_person(plain: _Plain, first: Rows, second: Rows) -> Numbers:
    """What a like age adds, and another sex or age takes away."""
    sexes = (plain.sex[first] > 0) & (plain.sex[second] > 0) & (plain.sex[first] != plain.sex[second])
    years = np.abs(plain.age[first] - plain.age[second])
    by_age = np.where(years <= _SLACK, 0.03, np.where(years > _SLACK, -np.minimum(0.03 * years, 0.25), 0.0))
    return by_age - np.where(sexes, 0.1, 0.0)


def _most_alike(plain: _Plain, first: Rows, second: Rows) -> Numbers:
    """What the names of each pair may be alike at most, by their letters in any order: told without comparing them.

    Indel distance is at least the number of letters that one name has and the other has not.
    """
    joined = ["".join(words) for words in plain.words]
    letters, totals = _letters(joined), np.array([len(name) for name in joined], dtype=np.int64)
    gaps = np.array([max(len(words) - 1, 0) for words in plain.words], dtype=np.int64)
    most = np.empty(len(first))
    for begin in range(0, len(first), _BLOCK):
        block = slice(begin, begin + _BLOCK)
        one, other = plain.name[first[block]], plain.name[second[block]]
        apart = np.abs(letters[one] - letters[other]).sum(axis=1, dtype=np.int64)
        whole = np.maximum(totals[one] + totals[other], 1)
        spaced = (apart + np.abs(gaps[one] - gaps[other])) / np.maximum(whole + gaps[one] + gaps[other], 1)
        empty = (totals[one] == 0) | (totals[other] == 0)
        most[block] = np.where(empty, 0.5, 1 - np.minimum(apart / whole, spaced))
    return most


def _letters(names: Sequence[str]) -> NDArray[np.int8]:
    """How often each letter stands in each name. In other scripts two letters may share a place: that drops no pair."""
    letters = np.frombuffer("".join(names).encode("utf-32-le"), dtype=np.uint32) % _PLACES
    row = np.repeat(np.arange(len(names)), [len(name) for name in names])
    counts = np.bincount(row * _PLACES + letters, minlength=len(names) * _PLACES)
    return np.minimum(counts, 60).reshape(len(names), _PLACES).astype(np.int8)


def _alike_names(plain: _Plain, first: Rows, second: Rows) -> Numbers:
    """From 0 to 1: how alike the names of each pair are, each two names compared once."""
    codes, back = np.unique(plain.name[first] * len(plain.words) + plain.name[second], return_inverse=True)
    one, other = (names.tolist() for names in np.divmod(codes, len(plain.words)))

    def compared(mine: Sequence[str], theirs: Sequence[str]) -> Numbers:
        ratios = process.cpdist([mine[at] for at in one], [theirs[at] for at in other], scorer=fuzz.ratio)
        return ratios.astype(float) / 100

    ordered = [" ".join(sorted(words)) for words in plain.words]
    begun = [_turned(words, 0) for words in plain.words]
    alike = compared(ordered, ordered)
    for turn in range(_TURNS):
        alike = np.maximum(alike, compared(begun, [_turned(words, turn) for words in plain.words]))
    named = _has_words(plain)
    return np.where(named[one] & named[other], alike, 0.5)[back]


def _turned(words: Sequence[str], turn: int) -> str:
    """The words of a name in one string, begun at the word `turn`: "Niyo nkuru Alda" may be "Alda Niyonkuru"."""
    at = turn % len(words) if words else 0
    return "".join((*words[at:], *words[:at]))


def _ordered(first: Rows, second: Rows, likeness: Numbers) -> Pairs:
    order = np.lexsort((second, first, -likeness))
    return Pairs(first[order], second[order], likeness[order])
