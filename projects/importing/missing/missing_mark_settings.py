# SPDX-License-Identifier: MIT
"""Reading settings of a data set: the missing marks its file was read with, so that newer exports are read alike.

A data set of before there were such settings was read without marks, and keeps that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from projects.imported.mark_record import normal_mark
from projects.importing.missing.missing_marks import SPECIAL, given_marks, stands_apart
from projects.importing.options import ImportOptions
from projects.store.ports import Reader
from projects.store.schema import stored_setting

if TYPE_CHECKING:
    from projects.store.ports import Transaction

READING = "data.reading"  # setting: data set → how its files are read


def kept_options(project: Reader, data_set: str) -> ImportOptions:
    """How the files of a data set are read."""
    stored = _stored(project).get(data_set)
    return ImportOptions(missing={}) if stored is None else ImportOptions(**stored)


def keep_options(transaction: Transaction, data_set: str, kept: Mapping[str, object]) -> None:
    """Keep how a data set is read."""
    transaction.set_setting(READING, {**_stored(transaction), data_set: kept})


def _stored(project: Reader) -> dict[str, Any]:
    return stored_setting(project, READING, {})


def undecided_marks(
    project: Reader, data_set: str, table: str, columns: Sequence[tuple[str, np.ndarray]]
) -> list[dict[str, int]]:
    """Of each (heading, numbers) the marks such as -99 with their rows, of which nobody has said what they mean."""
    found: list[dict[str, int]] = []
    kept: ImportOptions | None = None
    for heading, numbers in columns:
        marks = _apart(numbers)
        if marks:
            kept = kept_options(project, data_set) if kept is None else kept
            said = {normal_mark(mark) for place in (heading, "") for mark in kept.mark_reasons.get(place, {})}
            listed = given_marks(kept, (table,)) is not None
            marks = {} if listed else {mark: n for mark, n in marks.items() if mark not in said}
        found.append(marks)
    return found


def _apart(numbers: np.ndarray) -> dict[str, int]:
    """The numbers that may mean no answer, lying where no other does, with how many rows hold each."""
    present = numbers[np.isfinite(numbers)]
    if not len(present) or not {float(present.min()), float(present.max())} & set(map(float, SPECIAL)):
        return {}
    rest = present[~np.isin(present, SPECIAL)]
    counts = {mark: int((present == mark).sum()) for mark in SPECIAL if stands_apart(mark, rest)}
    return {str(mark): n for mark, n in counts.items() if n}
