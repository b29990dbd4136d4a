# SPDX-License-Identifier: MIT
"""A table as plain cells, a piece of rows at a time, for sheets and delimited text.

Absent values are empty, except that a choice which means refused or don't know keeps its own code or label. Beside a
variable whose values are absent for more than being missing stands a column `<name>__reason` that says why.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

import numpy as np

from analysis.records import Kind, Reason, Variable
from projects.datasets.export.column_names import choice_word, column_heads, unique_names
from projects.datasets.export.export_content import Block, ExportTable
from projects.datasets.table.frames import taken
from projects.file_writers import Steps
from projects.stored_tables.cells import moment_text
from projects.stored_tables.chunks import DATES, NUMBERS, ChunkColumn, arrow_columns, column_names
from wording import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    import pyarrow as pa

PlainCell = str | float | None
ROW_HEAD, PARENT_HEAD, REASON_SUFFIX = "_row", "_parent_row", "__reason"
PIECE = 2048
_EXACT = 1e15  # whole numbers below it are written as such


@dataclass(frozen=True)
class Wording:
    """How cells are written: language, labels or codes, reasons beside or not, what is done to texts."""

    language: str = DEFAULT_LANGUAGE
    labels: bool = False
    reasons: bool = True
    clean: Callable[[str], str] = str


def heads(export: ExportTable, how: Wording) -> list[str]:
    """The heads: `_row`, `_parent_row`, then each variable; a set joined and one 0/1 column per choice."""
    found = [ROW_HEAD, *([PARENT_HEAD] if export.parents is not None else [])]
    for variable in export.variables:
        found += column_heads(variable)
        if how.reasons and export.tells_reasons(variable.id):
            found.append(variable.name + REASON_SUFFIX)
    return unique_names(found)


def pieces(export: ExportTable, how: Wording) -> Iterator[list[list[PlainCell]]]:
    """Some rows after the others, each piece as its columns under `heads`."""
    beside = {one.id for one in export.variables if how.reasons and export.tells_reasons(one.id)}
    for block in export.blocks():
        for start in range(0, len(block.row_ids), PIECE):
            yield _piece(export, block, slice(start, start + PIECE), how, beside)


def _piece(export: ExportTable, block: Block, rows: slice, how: Wording, beside: set[str]) -> list[list[PlainCell]]:
    found: list[list[PlainCell]] = [block.row_ids[rows].tolist()]
    if block.parents is not None:
        found.append([row if row >= 0 else None for row in block.parents[rows].tolist()])
    at = np.arange(*rows.indices(len(block.row_ids)))
    for variable in export.variables:
        column = taken(block.columns[variable.id], at)
        found += _cells(variable, column, how)
        if variable.id in beside:
            found.append(_reasons(variable, column))
    return found


def _cells(variable: Variable, column: ChunkColumn, how: Wording) -> list[list[PlainCell]]:
    words: list[PlainCell] = [how.clean(choice_word(choice, how.language, how.labels)) for choice in variable.choices]
    if variable.kind is Kind.SET:
        glue = "; " if how.labels else " "
        plain = [str(word) for word in words]
        joined: list[PlainCell] = [glue.join(plain[place] for place in np.flatnonzero(row)) for row in column.values]
        flags = [_with_absent(column.values[:, place].astype(int).tolist(), column, {}) for place in range(len(words))]
        return [_with_absent(joined, column, _reason_words(variable, how)), *flags]
    absent = _reason_words(variable, how)
    if variable.kind is Kind.ONE:
        cells = [*words, None]
        return [_with_absent([cells[place] for place in column.values.tolist()], column, absent)]
    if variable.kind in NUMBERS:
        return [_with_absent(_numbers(column), column, absent)]
    if variable.kind in DATES:
        moments = column.values.tolist()
        present = (column.reasons == 0).tolist()
        texts: list[PlainCell] = [
            moment_text(moment, variable.kind) if there else None
            for moment, there in zip(moments, present, strict=True)
        ]
        return [_with_absent(texts, column, absent)]
    written: list[PlainCell] = [None if text is None else how.clean(text) for text in column.values.to_pylist()]
    return [_with_absent(written, column, absent)]


def _numbers(column: ChunkColumn) -> list[PlainCell]:
    values = np.where(column.reasons == 0, column.values, 0.0)
    if bool(np.all((values == np.floor(values)) & (np.abs(values) < _EXACT))):
        whole: list[PlainCell] = values.astype(np.int64).tolist()
        return whole
    return [int(one) if one.is_integer() and abs(one) < _EXACT else one for one in values.tolist()]


def _reason_words(variable: Variable, how: Wording) -> dict[int, str]:
    """The form's own answers for absent values."""
    found = {choice.reason: choice_word(choice, how.language, how.labels) for choice in reversed(variable.choices)}
    return {reason: how.clean(word) for reason, word in found.items() if reason}


def _with_absent(cells: list[PlainCell], column: ChunkColumn, words: dict[int, str]) -> list[PlainCell]:
    for place in np.flatnonzero(column.reasons).tolist():
        cells[place] = words.get(int(column.reasons[place]))
    return cells


def _reasons(variable: Variable, column: ChunkColumn) -> list[PlainCell]:
    words = {reason: reason_code(variable, reason) for reason in np.unique(column.reasons).tolist()}
    return [words[reason] for reason in column.reasons.tolist()]


def reason_code(variable: Variable, reason: int) -> str | None:
    """Why a value is absent, as one word for other programs: "not_asked", "refused"; a user's own by its code."""
    if reason == 0:
        return None
    own = next((choice.code for choice in variable.choices if choice.reason == reason and reason >= 10), None)
    known = {int(one): one.name.lower() for one in Reason}
    return own or known.get(reason) or ("locked" if reason == 9 else f"reason_{reason}")


def number_word(value: float) -> str:
    """A number as text that reads back the same: "34", "0.1"."""
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(float(value))


def write_parquet(
    export: ExportTable,
    stream: BinaryIO,
    *,
    language: str = DEFAULT_LANGUAGE,
    labels: bool = False,
    steps: Steps | None = None,
) -> None:
    """Write one table to `stream`, block by block.

    A column `<name>__reason` (int8) stands after each that has absent values.
    """
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.parquet as pq  # pyarrow, 100 ms: not at start

    steps = steps or Steps()
    steps.expect(export.rows)
    described = json.dumps([_described(variable) for variable in export.variables], ensure_ascii=False)
    writer = None
    try:
        for block in export.blocks():
            steps.check()
            heads, arrays = _block(export, block, language, labels)
            table = pa.table(arrays, names=unique_names(heads))
            if writer is None:
                schema = table.schema.with_metadata({"data_dictionary": described})
                writer = pq.ParquetWriter(stream, schema)
            writer.write_table(table.cast(writer.schema))
            steps.done(len(block.row_ids))
    finally:
        if writer is not None:
            writer.close()


def _block(export: ExportTable, block: Block, language: str, labels: bool) -> tuple[list[str], list[pa.Array]]:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    heads, arrays = [ROW_HEAD], [pa.array(block.row_ids)]
    if block.parents is not None:
        heads.append(PARENT_HEAD)
        arrays.append(pa.array(block.parents, mask=block.parents < 0))
    for variable in export.variables:
        column = block.columns[variable.id]
        for head, array in _arrays(variable, column, language, labels):
            heads.append(head)
            arrays.append(array)
        if export.reasons(variable.id):
            heads.append(variable.name + REASON_SUFFIX)
            arrays.append(pa.array(np.ascontiguousarray(column.reasons)))
    return heads, arrays


def _arrays(variable: Variable, column: ChunkColumn, language: str, labels: bool) -> list[tuple[str, pa.Array]]:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    made = arrow_columns(variable, column)
    if variable.kind is Kind.SET:
        heads = [f"{variable.name}/{choice.code}" for choice in variable.choices]
        return [(head, made[name]) for head, name in zip(heads, column_names(variable), strict=True)]
    array = made[variable.id]
    if variable.kind is Kind.ONE:
        words = [choice_word(choice, language, labels) for choice in variable.choices]
        array = pa.DictionaryArray.from_arrays(array.indices, pa.array(words, pa.string()))
    return [(variable.name, array)]


def _described(variable: Variable) -> dict[str, object]:
    return {
        "name": variable.name,
        "kind": str(variable.kind),
        "level": str(variable.level),
        "role": str(variable.role),
        "labels": dict(variable.labels.by_language),
        "choices": [
            {"code": choice.code, "labels": dict(choice.labels.by_language), "reason": int(choice.reason)}
            for choice in variable.choices
        ],
        "reasons": {reason.name.lower(): int(reason) for reason in Reason},
    }
