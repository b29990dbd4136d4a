# SPDX-License-Identifier: MIT
"""A table for SPSS and Stata: labels, value labels, and missing kinds as user-missing values.

Their library writes to a path only: the file is made in a private folder inside the project, streamed and deleted.
SPSS: not asked, refused, don't know and reasons of the user are negative user-missing numbers; Stata: .a .b .c ….
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from analysis.records import Kind, Reason, Variable
from projects.datasets.chunks import MOMENTS, NUMBERS, Column
from projects.datasets.export.gathering import ExportTable
from projects.datasets.export.names import column_heads, reason_word, short_names
from projects.datasets.export.scratch import private_folder

if TYPE_CHECKING:
    import pandas as pd

LONGEST = {"sav": 64, "dta": 32}
LABEL_BYTES, VALUE_LABEL_BYTES = {"sav": 250, "dta": 80}, {"sav": 120, "dta": 240}
SPSS_MISSING = -990  # minus the reason: not asked is −991, refused −992, don't know −993
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass
class _Written:
    """What the library is given, column by column."""

    data: dict[str, Any] = field(default_factory=dict)
    labels: dict[str, str | None] = field(default_factory=dict)
    values: dict[str, dict[Any, str]] = field(default_factory=dict)
    missing: dict[str, Any] = field(default_factory=dict)
    measure: dict[str, str] = field(default_factory=dict)


def write_statistical(export: ExportTable, kind: str, stream: BinaryIO, *, scratch: Path, language: str = "en") -> None:
    """Write one table as "sav" or "dta" to `stream`; `scratch` is the project's folder."""
    import pyreadstat

    written = _prepared(export, kind, language)
    with private_folder(scratch) as folder:
        path = folder / f"table.{kind}"
        if kind == "sav":
            pyreadstat.write_sav(
                _frame(written),
                path,
                column_labels=written.labels,
                variable_value_labels=written.values,
                missing_ranges=written.missing,
                variable_measure=written.measure,
                row_compress=True,
            )
        else:
            pyreadstat.write_dta(
                _frame(written),
                path,
                column_labels=written.labels,
                variable_value_labels=written.values,
                missing_user_values=written.missing,
                version=14,
            )
        with path.open("rb") as made:
            shutil.copyfileobj(made, stream)


def _frame(written: _Written) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(written.data)


def _prepared(export: ExportTable, kind: str, language: str) -> _Written:
    heads = ["row_id", *(["parent_row_id"] if export.parents is not None else [])]
    for variable in export.variables:
        heads += column_heads(variable)[1:] if variable.kind is Kind.SET else [variable.name]
    # the library names a set of value labels after its column and the column's number
    longest = LONGEST[kind] - (len(str(len(heads))) if kind == "dta" else 0)
    names = iter(short_names([head.replace("/", "_") for head in heads], longest))
    written = _Written()
    written.data[next(names)] = export.row_ids.astype(float)
    if export.parents is not None:
        written.data[next(names)] = np.where(export.parents >= 0, export.parents, np.nan).astype(float)
    for variable in export.variables:
        column = export.columns[variable.id]
        if variable.kind is Kind.SET:
            for place, choice in enumerate(variable.choices):
                values = column.values[:, place].astype(float)
                label = f"{_label(variable, language)}: {choice.labels.in_language(language) or choice.code}"
                _add_numbers(
                    written, next(names), variable, values, column, (label, {0.0: "0", 1.0: "1"}), kind, language
                )
        else:
            _add(written, next(names), variable, column, kind, language)
    return written


def _add(written: _Written, name: str, variable: Variable, column: Column, kind: str, language: str) -> None:
    label = _label(variable, language)
    if variable.kind is Kind.ONE:
        codes = _numeric_codes(variable)
        values = np.array([*codes, np.nan])[column.values]
        words = {
            code: choice.labels.in_language(language) or choice.code
            for code, choice in zip(codes, variable.choices, strict=True)
            if choice.reason == Reason.PRESENT
        }
        _add_numbers(written, name, variable, values, column, (label, words), kind, language)
    elif variable.kind in NUMBERS:
        _add_numbers(written, name, variable, column.values, column, (label, {}), kind, language)
    elif variable.kind in MOMENTS:
        written.data[name] = np.where(column.reasons == 0, column.values, np.iinfo(np.int64).min).view("datetime64[ns]")
        written.labels[name] = _cut(label, LABEL_BYTES[kind])
    else:
        written.data[name] = ["" if text is None else text for text in column.values.to_pylist()]
        written.labels[name] = _cut(label, LABEL_BYTES[kind])


def _numeric_codes(variable: Variable) -> list[float]:
    """The choices' own codes where all are different whole numbers, else 1, 2, 3 …"""
    codes = [choice.code for choice in variable.choices]
    if all(code.lstrip("-").isdigit() and code.isascii() for code in codes):
        own = [float(code) for code in codes]
        if len(set(own)) == len(own) and all(0 <= number < 1e9 for number in own):
            return own
    return [float(number) for number in range(1, len(codes) + 1)]


def _add_numbers(
    written: _Written,
    name: str,
    variable: Variable,
    values: np.ndarray,
    column: Column,
    words: tuple[str, dict[float, str]],
    kind: str,
    language: str,
) -> None:
    label, value_labels = words
    present = column.reasons == 0
    marks = sorted({int(reason) for reason in column.reasons} - {0, int(Reason.MISSING)})
    named: dict[Any, str] = {**value_labels}
    if kind == "sav":
        first = SPSS_MISSING
        low = values[present].min() if present.any() else 0.0
        while low <= first:  # data that low keep their numbers: the marks go further down
            first *= 10
        stored = np.where(present, values, np.nan)
        for mark in marks:
            stored[column.reasons == mark] = first - mark
            named[float(first - mark)] = reason_word(variable, mark, language)
        if marks:
            written.missing[name] = [{"lo": float(first - max(marks)), "hi": float(first - min(marks))}]
        written.data[name] = stored
        level = {"nominal": "nominal", "ordinal": "ordinal"}.get(str(variable.level), "scale")
        written.measure[name] = "nominal" if variable.kind is Kind.SET else level
    else:
        letters = {mark: LETTERS[place] for place, mark in enumerate(marks[:26])}
        named |= {letter: reason_word(variable, mark, language) for mark, letter in letters.items()}
        written.data[name] = _with_letters(values, column.reasons, letters)
        if letters:
            written.missing[name] = list(letters.values())
    written.labels[name] = _cut(label, LABEL_BYTES[kind])
    if named:
        written.values[name] = {value: _cut(text, VALUE_LABEL_BYTES[kind]) for value, text in named.items()}


def _with_letters(values: np.ndarray, reasons: np.ndarray, letters: dict[int, str]) -> Any:
    numbers = np.where(reasons == 0, values, np.nan)
    if not letters:
        return numbers
    mixed = numbers.astype(object)
    for mark, letter in letters.items():
        mixed[reasons == mark] = letter
    return mixed


def _label(variable: Variable, language: str) -> str:
    return variable.labels.in_language(language) or variable.name


def _cut(text: str, most: int) -> str:
    """Text of at most `most` UTF-8 bytes, cut between letters."""
    return text.encode()[:most].decode("utf-8", "ignore")
