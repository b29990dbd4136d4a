# SPDX-License-Identifier: MIT
"""Whether the content of a column identifies people: phones, mail addresses, places, numbers of cards, names.

It looks at a sample, names no column and decides nothing: it proposes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

_SAMPLE = 500
_PHONE = r"^\s*((\+|00)\d[\d\s().-]{6,16}\d|0\d[\d\s().-]{6,12}\d|\(?\d{2,4}\)?[ .-]\d{2,4}([ .-]\d{2,4}){1,4})\s*$"
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
_FEW = 8  # fewer texts say nothing about names
_PLACE_NAMES = 0.7  # below this share of different ones, capitals are of places or groups


def holds_identifiers(column: pa.Array) -> bool:
    """Whether most of the first values are phone numbers, mail addresses, coordinates, numbers of cards or names."""
    import pyarrow as pa

    if pa.types.is_string(column.type):
        sample = column.slice(0, _SAMPLE).drop_null()
        return len(sample) >= 3 and (_is_contact(sample) or _is_number_of_card(sample) or _is_name(sample))
    if pa.types.is_floating(column.type):
        return _is_long_number(column)
    return False


def _share(sample: pa.Array, pattern: str) -> float:
    import pyarrow as pa
    import pyarrow.compute as pc

    return float(pc.mean(pc.cast(pc.match_substring_regex(sample, pattern), pa.int8())).as_py())


def _different(sample: pa.Array) -> float:
    return len(sample.unique()) / len(sample)


def _is_contact(sample: pa.Array) -> bool:
    if _share(sample, _MAIL) >= 0.6 or _share(sample, _GPS) >= 0.6:
        return True
    return _share(sample, _PHONE) >= 0.6 and _share(sample, _DATE) < 0.2 and _different(sample) >= 0.5


def _is_number_of_card(sample: pa.Array) -> bool:
    if len(sample) < 5 or _different(sample) < 0.9:
        return False
    if _share(sample, _ID) >= 0.9:
        return True
    in_parts = _share(sample, _ID_PARTS) >= 0.9 and _share(sample, _SEVEN_DIGITS) >= 0.9
    return in_parts and _share(sample, _DATE) < 0.2


def _is_name(sample: pa.Array) -> bool:
    if len(sample) < _FEW or _different(sample) < _PLACE_NAMES:
        return False
    return _share(sample, _NAME) >= 0.7 or (_share(sample, _ARABIC) >= 0.8 and _different(sample) >= 0.9)


def _is_long_number(column: pa.Array) -> bool:
    """Whole numbers of 8 to 15 digits, different in nearly every row: phones or cards read as numbers."""
    values = _numbers(column)
    if len(values) < 5 or bool((values % 1 != 0).any()):
        return False
    long = (values >= 1e7) & (values < 1e15)
    return bool(long.mean() >= 0.9 and len(np.unique(values)) >= 0.9 * len(values))


def are_places(one: Any, other: Any) -> bool:
    """Whether two columns of numbers beside each other are latitudes and longitudes.

    Many decimals, within the globe, near each other, and not both close to the origin, where weights lie.
    """
    import pyarrow as pa

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
    return values[np.isfinite(values)]


def _has_decimals(values: np.ndarray) -> bool:
    """Whether most values have at least four decimals."""
    return bool((np.abs(values * 1000 - np.round(values * 1000)) > 1e-6).mean() >= 0.8)
