# SPDX-License-Identifier: MIT
"""A missing mark of a column as a record, and how marks are compared."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.records import Reason

if TYPE_CHECKING:
    import numpy as np


@dataclass(frozen=True)
class MissingMark:
    """A mark of one column: how it is written, in how many cells, the `Reason` they get (0: they stay answers).

    `asked`: a person should look. `codes`: it stands among codes of two letters, where NA may be Namibia.
    """

    text: str
    count: int
    reason: int = int(Reason.MISSING)
    asked: bool = False
    codes: bool = False


@dataclass
class MarkedTable:
    """The marks of a table's columns by number, and the reasons of their cells where these are more than missing."""

    marks: dict[int, tuple[MissingMark, ...]] = field(default_factory=dict)
    reasons: dict[int, np.ndarray] = field(default_factory=dict)


def normal_mark(text: str) -> str:
    """A mark for comparing: without blanks at its ends, in any case; whole numbers without zeros behind the point."""
    plain = text.strip().casefold()
    whole = re.fullmatch(r"([-+]?\d+)[.,]0+", plain)
    return whole[1] if whole else plain
