# SPDX-License-Identifier: MIT
"""Missing marks in the typed columns of statistics files and Parquet: texts such as NA, numbers such as -99.

What the file labels or declares missing itself is left as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.records import Choice, Level, Reason, Role, Variable
from projects.imported.mark_record import MissingMark
from projects.importing.columns.column_builder import BuiltColumn, missing_where
from projects.importing.columns.type_inference import guess_kind
from projects.importing.missing.missing_marks import MarkReader
from projects.importing.options import ImportOptions
from wording import Labels

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Cleaned:
    """A column without the marks that are no answers: an Arrow string array or floats with NaN."""

    values: Any
    marks: tuple[MissingMark, ...] = ()
    reasons: np.ndarray | None = None  # of the marked cells, where they are more than missing

    @property
    def taken(self) -> bool:
        """Whether cells became absent."""
        return any(mark.reason for mark in self.marks)

    def with_marks(self, built: BuiltColumn) -> BuiltColumn:
        """The variable with its marks, and with what they say of why cells are absent."""
        built.marks = self.marks
        if self.reasons is not None:
            here = (self.reasons != Reason.PRESENT) & (built.reasons == Reason.MISSING)
            built.reasons[here] = self.reasons[here]
        return built


def cleaned_texts(texts: pa.Array, name: str, reader: MarkReader, choices: tuple[Choice, ...] = ()) -> Cleaned:
    """A column of texts; `choices` are the values that the file labels or declares missing."""
    return Cleaned(*reader.read(texts, name, choices))


def cleaned_numbers(values: np.ndarray, name: str, reader: MarkReader, choices: tuple[Choice, ...] = ()) -> Cleaned:
    """A column of float64 with NaN; it is looked at as text only where one of the numbers could be a mark."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    if not np.isin(values, reader.numbers()).any():
        return Cleaned(values)
    texts, marks, reasons = reader.read(pa.array(values, from_pandas=True).cast(pa.string()), name, choices)
    gone = texts.is_null().to_numpy(zero_copy_only=False)
    return Cleaned(np.where(gone, np.nan, values), marks, reasons)


def typed_by_marks(
    found: Cleaned, variable_id: str, name: str, labels: Labels, options: ImportOptions
) -> BuiltColumn | None:
    """Numbers or dates that stood as text owing to their marks; None where no mark was taken or texts remain.

    A column of texts without a mark stays text: its file says so.
    """
    guess = guess_kind(found.values, options) if found.taken else None
    if guess is None or guess.values is None or not guess.values.fits:
        return None
    column = guess.values.values
    variable = Variable(variable_id, name, labels, guess.kind, Level.INTERVAL, Role.ORDINARY)
    absent = column.is_null().to_numpy(zero_copy_only=False)
    return found.with_marks(BuiltColumn(variable, {variable_id: column}, missing_where(absent)))
