# SPDX-License-Identifier: MIT
"""Recognises identifiers by the content of a column: phones, addresses, places, card numbers, names.

It looks at a sample of cells and proposes; a person decides.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Kind, Variable
from coding.entities.name_lists import GIVEN
from projects.forms.special_choices import plain
from projects.identifiers.heading_words import KINDS_OF_PEOPLE

if TYPE_CHECKING:
    import pyarrow as pa

_SAMPLE = 500
_PHONE = r"^\s*((\+|00)\d[\d\s().-]{6,16}\d|0\d[\d\s().-]{6,12}\d|\(?\d{2,4}\)?[ .-]\d{2,4}([ .-]\d{2,4}){1,4})\s*$"
_ABROAD = r"^\s*(\+|00)\d[\d\s().-]{6,16}\d\s*$"  # with the number of the country: nothing else is written so
_MAIL = r"^\s*[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}\s*$"
_ID = r"^\s*[A-Za-z]{0,4}[-/ ]?\d{6,20}\s*$"  # of cards, cases, registrations: different in nearly every row
_ID_PARTS = r"^\s*[A-Za-z]{0,4}\d{1,8}([-/. ][A-Za-z0-9]{1,10}){1,5}\s*$"  # 199-00C12345, 1/01-2345.67
_SEVEN_DIGITS = r"(\d[^\d]*){7}"  # a study's own codes ("A01-001") are shorter
_DATE = r"^\s*(\d{4}[-/. ]\d{1,2}[-/. ]\d{1,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{2,4})"
_GPS = r"^\s*-?\d{1,3}\.\d{3,}[\s,;]+-?\d{1,3}\.\d{3,}(\s|$)"
# Two to four words that each begin with a capital, or a family name in capitals and a first name; particles between.
_WORD = r"(\p{Lu}[\p{Ll}\p{M}'’.-]+(-\p{Lu}\p{Ll}+)?|\p{Lu}{2,}[\p{Lu}'’-]*|\p{Lu}\.)"
_NAME = rf"^\s*{_WORD}(\s+((de|da|do|dos|du|la|le|el|al|bin|bint|ben|van|von|y)\s+)*{_WORD}){{1,3}}\s*$"
_ARABIC = r"^\s*\p{Arabic}{2,12}(\s+\p{Arabic}{2,12}){1,3}\s*$"
# A code of letters and a number of its own: GBV-2025-001, KIG/0042; ages ("10-15") and study codes begin with digits.
_CASE = r"^\s*[A-Z]{2,8}([-/_ ][A-Za-z0-9]{1,6})?[-/_ ]?\d{3,12}\s*$"
_FEW = 8  # fewer texts say nothing about names
_MOST_TIMES = 8.0  # what stands in more rows than a person comes to is a place, a group, an answer
_MOST_ARABIC = 4.0  # two words are an answer more often there
_LOOKED_AT = 5_000
_DUMMY = frozenset(["0", "1", "true", "false", "yes", "no", "oui", "non", "y", "n", "si", "sí", "sim", "não", "nao",
                    "vrai", "faux", "t", "f", "0.0", "1.0"])  # fmt: skip


@dataclass(frozen=True)
class Content:
    """The different values of a column, up to 500 of them, and how often each stands there on average."""

    values: pa.Array  # Arrow strings, or float64
    times: float

    def is_yes_or_no(self) -> bool:
        """Whether the column is an ordinary dummy: 0 and 1, true and false, yes and no."""
        found = {
            f"{value:g}" if isinstance(value, float) else value.strip().casefold() for value in self.values.to_pylist()
        }
        return bool(found) and found <= _DUMMY

    def are_small_numbers(self) -> bool:
        """Whether all values are numbers of at most four digits."""
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        if not pa.types.is_floating(self.values.type) or not len(self.values):
            return False
        return bool((np.abs(_numbers(self.values)) < 10_000).all())

    def identifies(self) -> bool:
        """Whether most values are phone numbers, mail addresses, coordinates, numbers of cards or names.

        People recur in a register: what counts are the different values. Names of places recur more often.
        """
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        if pa.types.is_floating(self.values.type):
            return _is_long_number(self.values, self.times)
        if len(self.values) < 3:
            return False
        return _is_contact(self.values, self.times) or _is_number_of_card(self.values, self.times) or self.names()

    def contacts(self) -> bool:
        """Whether most values, few as they may be, are phone numbers, mail addresses or coordinates."""
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        return pa.types.is_string(self.values.type) and _is_contact(self.values, self.times)

    def names(self, most_times: float = _MOST_TIMES) -> bool:
        """Whether the values look like names of people."""
        if len(self.values) < _FEW or self.times > most_times:
            return False
        return _share(self.values, _NAME) >= 0.7 or (_share(self.values, _ARABIC) >= 0.8 and self.times <= _MOST_ARABIC)

    def few_names(self) -> bool:
        """Whether values, few as they may be, are first and family names, and none a kind of person ("Young Woman")."""
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        if not pa.types.is_string(self.values.type) or not len(self.values):
            return False
        return (_share(self.values, _NAME) >= 0.7 or _share(self.values, _ARABIC) >= 0.8) and not self._kinds()

    def first_names(self) -> bool:
        """Whether most values are one word with a capital that is no kind of person."""
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        if not pa.types.is_string(self.values.type) or not len(self.values):
            return False
        return _share(self.values, rf"^\s*{_WORD}\s*$") >= 0.7 and not self._kinds() and not self.is_yes_or_no()

    def given_names(self) -> bool:
        """Whether the values are first names: most with a capital and a fifth of them known, or half of them known."""
        import pyarrow as pa  # pyarrow, 100 ms: not at start

        if not pa.types.is_string(self.values.type) or not len(self.values) or self._kinds() or self.is_yes_or_no():
            return False
        words = [re.findall(r"[^\W\d_]+", plain(value)) for value in self.values.to_pylist()]
        known = sum(0 < len(one) <= 3 and one[0] in given_names() for one in words) / len(words)
        return known >= (0.2 if self.first_names() else 0.5)

    def _kinds(self) -> bool:
        """Whether more than a fifth of the values hold a word for a kind of person, place or answer."""
        words = [set(re.findall(r"\w+", plain(value))) for value in self.values.to_pylist()]
        return sum(bool(found & KINDS_OF_PEOPLE) for found in words) > 0.2 * len(words)


@functools.cache
def given_names() -> frozenset[str]:
    """Common given names in lower case and without accents."""
    return frozenset(plain(name) for name in GIVEN)


def is_made_of_answers(variable: Variable) -> bool:
    """Whether the variable's choices are nothing but the words that stood in its column."""
    named = any(any(choice.labels.by_language.values()) for choice in variable.choices)
    return variable.kind is Kind.ONE and not variable.form_type and not named


def content_of(variable: Variable, column: pa.Array | None) -> Content | None:
    """What a column holds, as far as it can identify somebody; None for other kinds and where there is nothing."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    if column is None or not len(column):
        return None
    if is_made_of_answers(variable) and pa.types.is_dictionary(column.type):
        codes = [choice.code for choice in variable.choices if not choice.reason]
        present = len(column) - column.null_count
        return Content(pa.array(codes[:_SAMPLE], pa.string()), present / len(codes)) if codes else None
    if not (pa.types.is_string(column.type) or pa.types.is_floating(column.type)):
        return None
    sample = column.slice(0, _LOOKED_AT).drop_null()
    different = pc.unique(sample)
    if not len(different):
        return None
    return Content(different.slice(0, _SAMPLE), len(sample) / len(different))


def _share(sample: pa.Array, pattern: str) -> float:
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    return float(pc.mean(pc.cast(pc.match_substring_regex(sample, pattern), pa.int8())).as_py())


def _is_contact(values: pa.Array, times: float) -> bool:
    if any(_share(values, pattern) >= 0.6 for pattern in (_MAIL, _GPS, _ABROAD)):
        return True
    return times <= _MOST_TIMES and _share(values, _PHONE) >= 0.6 and _share(values, _DATE) < 0.2


def _is_number_of_card(values: pa.Array, times: float) -> bool:
    if len(values) < 5 or times > _MOST_TIMES:
        return False
    if _share(values, _ID) >= 0.9 or _share(values, _CASE) >= 0.9:
        return True
    in_parts = _share(values, _ID_PARTS) >= 0.9 and _share(values, _SEVEN_DIGITS) >= 0.9
    return in_parts and _share(values, _DATE) < 0.2


def _is_long_number(column: pa.Array, times: float) -> bool:
    """Whole numbers of 8 to 15 digits, few of them round, that do not repeat much: phones or cards read as numbers."""
    values = _numbers(column)
    if len(values) < 5 or times > _MOST_TIMES or bool((values % 1 != 0).any()):
        return False
    long = (values >= 1e7) & (values < 1e15)
    return bool(long.mean() >= 0.9 and (values % 1000 == 0).mean() < 0.2)


def are_places(one: pa.Array | None, other: pa.Array | None) -> bool:
    """Whether two columns of numbers beside each other are latitudes and longitudes.

    Many decimals, within the globe, near each other, and not both close to the origin, where weights lie.
    """
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    if not all(column is not None and pa.types.is_floating(column.type) for column in (one, other)):
        return False
    pair = [_numbers(column) for column in (one, other)]
    if any(len(values) < 5 or not _has_decimals(values) for values in pair):
        return False
    inside = all(bool((np.abs(values) <= 180).all()) for values in pair) and any(
        bool((np.abs(values) <= 90).all()) for values in pair
    )
    near = all(float(np.ptp(values)) < 25 for values in pair)
    far = max(abs(float(np.median(values))) for values in pair) > 10
    return inside and near and far


def _numbers(column: pa.Array) -> np.ndarray:
    values: np.ndarray = column.slice(0, _SAMPLE).drop_null().to_numpy(zero_copy_only=False)
    found: np.ndarray = values[np.isfinite(values)]
    return found


def _has_decimals(values: np.ndarray) -> bool:
    """Whether most values have at least four decimals."""
    return bool((np.abs(values * 1000 - np.round(values * 1000)) > 1e-6).mean() >= 0.8)
