# SPDX-License-Identifier: MIT
"""Parquet files: their own types kept where the frame contract has them, else as text.

It guesses only for text columns.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import Kind, Level, Role, Variable
from projects.forms.survey_sheet import empty_form
from projects.imported.findings import finding, first_names
from projects.imported.problems import import_problem
from projects.imported.records import Finding, ImportedData, Severity
from projects.importing.columns.choices import level_of
from projects.importing.columns.column_names import column_names
from projects.importing.columns.response_sets import BuiltColumn, missing_where
from projects.importing.columns.select_questions import SingleChoiceColumn
from projects.importing.columns.type_conversion import EXACT, nulls
from projects.importing.columns.type_inference import guess_kind
from projects.importing.finding_causes import by_cause
from projects.importing.import_proposals import finished
from projects.importing.missing.marked_tables import mark_findings
from projects.importing.missing.missing_marks import Cleaned, MarkReader, cleaned_numbers, cleaned_texts, typed_by_marks
from projects.importing.options import ImportOptions, kept_reading
from wording import Labels, Progress, Stopped

if TYPE_CHECKING:
    import pyarrow as pa


def read_parquet(path: Path, options: ImportOptions, progress: Progress) -> ImportedData:
    """The one table of the file. Raises ImportProblem for a damaged one."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.parquet as pq  # pyarrow, 100 ms: not at start

    findings: list[Finding] = []
    old_dates: list[str] = []
    built: list[BuiltColumn] = []
    try:
        with pq.ParquetFile(path) as source:
            rows = source.metadata.num_rows
            fields = source.schema_arrow
            names = column_names(fields.names)
            marks = MarkReader(options, (path.stem,))
            for number, name in enumerate(names):
                if progress.stop_requested():
                    raise Stopped
                progress.report(number / max(len(names), 1))
                column = source.read(columns=[fields.names[number]]).column(0).combine_chunks()
                built.append(_variable(column, f"v{number + 1}", name, (options, marks), old_dates))
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise import_problem("damaged", file=path.name) from error
    if old_dates:
        findings.append(finding(Severity.WARNING, "dates_to_text", names=first_names(old_dates), n=len(old_dates)))
    table = finished("t1", path.stem, built, rows, empty_form(), findings)
    findings += mark_findings([(table.id, [(one.variable.name, one.marks) for one in built])])
    return ImportedData("parquet", path.stem, (table,), by_cause(findings), reading=kept_reading(options))


def _variable(
    column: pa.Array, variable_id: str, name: str, how: tuple[ImportOptions, MarkReader], old_dates: list[str]
) -> BuiltColumn:
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    options, marks = how
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if pa.types.is_boolean(kind):
        return _choice_column(pc.if_else(column, "TRUE", "FALSE"), variable_id, name, options)
    if (pa.types.is_integer(kind) or pa.types.is_floating(kind)) and _is_exact(column):
        floats = column.cast(pa.float64(), safe=False)
        nan = pc.fill_null(pc.is_nan(floats), False)
        values = pc.if_else(nan, None, floats)
        level = Kind.INTEGER if pa.types.is_integer(kind) else Kind.NUMBER
        numbers = cleaned_numbers(values.to_numpy(zero_copy_only=False), name, marks)
        if numbers.taken:
            values = pa.array(numbers.values, from_pandas=True)
        return numbers.with_marks(_plain(values, variable_id, name, level))
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return _dates(column, variable_id, name, old_dates)
    words = pa.types.is_string(kind) or pa.types.is_large_string(kind)
    found = cleaned_texts(_texts(column), name, marks) if words else Cleaned(_texts(column))
    if (typed := typed_by_marks(found, variable_id, name, Labels({}), options)) is not None:
        return typed
    if guess_kind(found.values, options).kind is Kind.ONE and pa.types.is_string(kind):
        return found.with_marks(_choice_column(found.values, variable_id, name, options))
    return found.with_marks(_plain(found.values, variable_id, name, Kind.TEXT))


def _is_exact(column: pa.Array) -> bool:
    """Whether a float holds every value exactly."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    if not pa.types.is_integer(column.type):
        return True
    ends = pc.min_max(column).as_py()
    return all(end is None or abs(end) < EXACT for end in ends.values())


def _dates(column: pa.Array, variable_id: str, name: str, old_dates: list[str]) -> BuiltColumn:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    kind = Kind.DATE if pa.types.is_date(column.type) else Kind.DATETIME
    if pa.types.is_timestamp(column.type) and column.type.tz:
        column = column.cast(pa.timestamp(column.type.unit))
    try:
        values = (
            column.cast(pa.timestamp("s")).cast(pa.timestamp("ns"))
            if kind is Kind.DATE
            else column.cast(pa.timestamp("ns"))
        )
    except pa.ArrowInvalid:
        old_dates.append(name)
        return _plain(column.cast(pa.string()), variable_id, name, Kind.TEXT)
    return _plain(values, variable_id, name, kind)


def _texts(column: pa.Array) -> pa.Array:
    """Any column as text: texts as they are, lists and records as JSON, bytes by their length only."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start
    import pyarrow.compute as pc  # pyarrow, 100 ms: not at start

    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        texts = column.cast(pa.string())
        return pc.if_else(pc.equal(texts, ""), None, texts)
    if pa.types.is_nested(column.type) or pa.types.is_binary(column.type):
        return pa.array(
            [None if v is None else json.dumps(v, default=str, ensure_ascii=False) for v in column.to_pylist()],
            pa.string(),
        )
    return column.cast(pa.string())


def _choice_column(texts: object, variable_id: str, name: str, options: ImportOptions) -> BuiltColumn:
    answers = SingleChoiceColumn(texts, (), options.choice_reasons.get(name))
    variable = Variable(variable_id, name, Labels({}), Kind.ONE, level_of(answers.choices), choices=answers.choices)
    return BuiltColumn(variable, {variable_id: answers.column()}, answers.reasons())


def _plain(values: object, variable_id: str, name: str, kind: Kind) -> BuiltColumn:
    is_text = kind is Kind.TEXT
    level, role = (Level.NOMINAL, Role.TEXT) if is_text else (Level.INTERVAL, Role.ORDINARY)
    variable = Variable(variable_id, name, Labels({}), kind, level, role)
    return BuiltColumn(variable, {variable_id: values}, missing_where(np.asarray(nulls(values))))
