# SPDX-License-Identifier: MIT
"""Infers the type of a column without a question: the safe guess, and text when in doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Kind
from projects.importing.columns.choices import squeezed
from projects.importing.columns.dates import UNCLEAR, order_shown
from projects.importing.columns.type_conversion import Converted, to_moment, to_number
from projects.importing.options import ImportOptions

if TYPE_CHECKING:
    import pyarrow as pa

_ID_LIKE = r"^\s*[-+]?0\d|^\s*\+"  # leading zero, plus sign
_PADDED = r"^\s|\s$"
_YES_OR_NO = frozenset(("yes", "no", "oui", "non", "ndiyo", "hapana", "ego", "oya", "yego"))
_WAYS_TO_WRITE = 4  # of one answer, in blanks and case
_CLOSE = 0.5  # a column of which at least half is numbers or dates is told when it stays text
_DATED = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?:[T ]\d.*)?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?:[T ,]+\d.*)?")
_GROUPED = re.compile("[-+]?[0-9]{1,3}([,.\u202f\u00a0 '][0-9]{3})+([.,][0-9]+)?")


@dataclass(frozen=True)
class Guess:
    """`kind` of a column; `values` where it is converted already; `misfits` of the kind it nearly was (`nearly`)."""

    kind: Kind
    values: Converted | None = None
    nearly: Kind | None = None
    misfits: np.ndarray | None = None
    padded: int = 0  # numbers with blanks before or behind them


def guess_kind(texts: pa.Array, options: ImportOptions, keep_text: bool = False) -> Guess:
    """The kind of a column of text. Numbers with leading zeros, too many digits or grouping stay text."""
    if keep_text or texts.null_count == len(texts):
        return Guess(Kind.TEXT)
    for attempt in (_as_number, _as_moment):
        guess = attempt(texts, options)
        if guess is not None and guess.nearly is None:
            return guess
        if guess is not None:
            return Guess(Kind.TEXT, nearly=guess.nearly, misfits=guess.misfits)
    for nearly, pattern in ((Kind.NUMBER, _GROUPED), (Kind.DATE, _DATED)):
        like = matching(texts, pattern)
        if like.sum() > _CLOSE * (len(texts) - texts.null_count):
            if nearly is Kind.DATE and options.date_order is None and order_shown(texts) == UNCLEAR:
                return Guess(Kind.TEXT)  # the order is asked, in a line of its own
            odd = like if nearly is Kind.NUMBER else to_moment(texts, options.date_order or "ymd").misfits
            return Guess(Kind.TEXT, nearly=nearly, misfits=odd)
    return Guess(Kind.ONE if _few_answers(texts, options.choice_limit) else Kind.TEXT)


def _as_number(texts: pa.Array, options: ImportOptions) -> Guess | None:
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    sample = texts.slice(0, 2_000).drop_null()
    if not len(sample):
        sample = texts.drop_null().slice(0, 2_000)
    tried = to_number(sample, options.decimal or ".", options.thousands or "")
    if tried.misfits.mean() > _CLOSE:
        return None
    numbers = to_number(texts, options.decimal or ".", options.thousands or "")
    odd = pc.match_substring_regex(texts, _ID_LIKE).fill_null(False).to_numpy(zero_copy_only=False) | numbers.misfits
    if not odd.any():
        floats = numbers.values.drop_null().to_numpy(zero_copy_only=False)
        whole = bool((floats == np.floor(floats)).all()) and not _has_point(sample)
        padded = int(pc.sum(pc.match_substring_regex(texts, _PADDED)).as_py() or 0)
        return Guess(Kind.INTEGER if whole else Kind.NUMBER, numbers, padded=padded)
    share = odd.sum() / max(len(texts) - texts.null_count, 1)
    return Guess(Kind.TEXT, nearly=Kind.NUMBER, misfits=odd) if share <= _CLOSE else None


def _has_point(sample: pa.Array) -> bool:
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    return bool(pc.any(pc.match_substring_regex(sample, r"[.,]\d*[1-9]")).as_py())


def _as_moment(texts: pa.Array, options: ImportOptions) -> Guess | None:
    own = order_shown(texts) if options.dates_by_column else ""
    order = (own if own != UNCLEAR else "") or options.date_order or "ymd"
    sample = texts.slice(0, 2_000).drop_null()
    if not len(sample):
        sample = texts.drop_null().slice(0, 2_000)
    if to_moment(sample, order).misfits.mean() > _CLOSE:
        return None
    moments = to_moment(texts, order)
    if moments.fits:
        stamps = moments.values.drop_null().to_numpy(zero_copy_only=False)
        midnight = bool((stamps == stamps.astype("datetime64[D]")).all()) and not _has_clock(sample)
        return Guess(Kind.DATE if midnight else Kind.DATETIME, moments)
    share = moments.misfits.sum() / max(len(texts) - texts.null_count, 1)
    return Guess(Kind.TEXT, nearly=Kind.DATE, misfits=moments.misfits) if share <= _CLOSE else None


def _has_clock(sample: pa.Array) -> bool:
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    return bool(pc.any(pc.match_substring(sample, ":")).as_py())


def _few_answers(texts: pa.Array, limit: int) -> bool:
    """Whether a column of words repeats a few answers rather than holding free text."""
    present = len(texts) - texts.null_count
    words = texts.slice(0, 5_000).unique().drop_null()
    if len(words) > limit * _WAYS_TO_WRITE:
        return False
    words = texts.unique().drop_null()
    if len(words) > limit * _WAYS_TO_WRITE:
        return False
    different = {squeezed(word) for word in words.to_pylist()}
    if {word.casefold() for word in different} <= _YES_OR_NO:
        return True  # however few the rows are: of two, one may refuse
    longest = max(map(len, different), default=0)
    return len(different) <= limit and longest <= 80 and present >= 2 * len(different)


def looks_grouped(texts: pa.Array) -> np.ndarray:
    """Where a cell is a number whose digits may be grouped ("1,234"): a bool array."""
    return matching(texts, _GROUPED)


def matching(texts: pa.Array, pattern: re.Pattern[str]) -> np.ndarray:
    """Where the whole of a cell, without spaces at its ends, matches: a bool array."""
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    head = texts.slice(0, 1_000).drop_null().to_pylist()
    if head and not any(pattern.fullmatch(word.strip()) for word in head):
        return np.zeros(len(texts), bool)
    found = pc.match_substring_regex(texts, rf"^\s*(?:{pattern.pattern})\s*$")
    return np.asarray(found.fill_null(False).to_numpy(zero_copy_only=False), bool)
