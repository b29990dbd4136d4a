# SPDX-License-Identifier: MIT
"""A variable as it comes out of its columns, with how expressions see its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Reason, Variable
from projects.forms.column_values import Column
from projects.forms.records import Question
from projects.imported.mark_record import MissingMark
from projects.imported.records import Finding

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass
class BuiltColumn:
    """`columns` and `reasons` as in `ImportedTable`; `seen`: the column as expressions see it, if one refers to it.

    `headers` are the numbers of the file's columns it was read from. `findings` name no table yet. `padded`: numbers
    that had blanks around them.
    """

    variable: Variable
    columns: Mapping[str, pa.Array]
    reasons: np.ndarray
    seen: Column | None = None
    question: Question | None = None
    headers: tuple[int, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    marks: tuple[MissingMark, ...] = ()
    padded: int = 0


def missing_where(absent: np.ndarray) -> np.ndarray:
    """Reasons with MISSING where `absent` holds, PRESENT elsewhere."""
    return np.where(absent, np.int8(Reason.MISSING), np.int8(Reason.PRESENT)).astype(np.int8)
