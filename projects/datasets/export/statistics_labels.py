# SPDX-License-Identifier: MIT
"""A table for SPSS and Stata: labels, value labels, and missing kinds as user-missing values.

The file is made in a private folder inside the project, streamed and deleted; large tables by a process of its own.
SPSS: not asked, refused, don't know and reasons of the user are negative user-missing numbers; Stata: .a .b .c ….
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import numpy as np
from pyreadstat import PyreadstatError, ReadstatError

from analysis.records import Kind, Reason, Variable
from projects.datasets.export.column_names import ROWS, exported_names, reason_word
from projects.datasets.export.export_content import ExportTable
from projects.datasets.export.sheets import private_folder
from projects.datasets.export.statistics_file import LETTERS, FileColumn, send_column, write_file
from projects.file_writers import Steps, data_writer
from projects.stored_tables.chunks import DATES, NUMBERS, ChunkColumn
from projects.workers.host_process import ROOT, environment
from projects.workers.pipe_messages import END, JOB, write_frame, write_json
from wording import DEFAULT_LANGUAGE, Problem, msg

SPSS_MISSING = -990  # minus the reason: not asked is −991, refused −992, don't know −993
MOST_HERE = 200_000  # cells written within the program: the library lets nothing else run meanwhile
_LOOK = 0.05


def write_statistical(
    export: ExportTable,
    kind: str,
    stream: BinaryIO,
    *,
    scratch: Path,
    language: str = DEFAULT_LANGUAGE,
    steps: Steps | None = None,
) -> None:
    """Write one table as "sav" or "dta" to `stream`; `scratch` is the project's folder.

    Raises Problem where the library refuses the table, Stopped.
    """
    steps = steps or Steps()
    columns = file_columns(export, kind, language)
    count = sum(map(len, exported_names(export, kind).values()))
    steps.expect(2 * count)
    with private_folder(scratch) as folder:
        path = folder / f"table.{kind}"
        if export.rows * count <= MOST_HERE:
            try:
                write_file(list(columns), kind, path)
            except (PyreadstatError, ReadstatError, ValueError) as error:
                raise Problem(msg("data.export.library_refused", kind=f".{kind}")) from error
        else:
            _write_in_process(columns, kind, path, steps)
        with path.open("rb") as made:
            shutil.copyfileobj(made, stream, 1 << 20)


def _write_in_process(columns: Iterator[FileColumn], kind: str, path: Path, steps: Steps) -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "projects.datasets.export.statistics_file"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(0),
        cwd=str(ROOT),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    pipe = cast(BinaryIO, process.stdin)
    try:
        write_json(pipe, JOB, {"kind": kind, "path": str(path)})
        for column in columns:
            send_column(pipe, column)
            steps.done(1)
        write_frame(pipe, END, b"")
        while process.poll() is None:
            steps.check()
            try:
                process.wait(_LOOK)
            except subprocess.TimeoutExpired:
                continue
    except OSError:
        process.wait(5)  # it went away: its exit status tells
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        pipe.close()
    if process.returncode:
        raise Problem(msg("data.export.library_refused", kind=f".{kind}"))


def file_columns(export: ExportTable, kind: str, language: str) -> Iterator[FileColumn]:
    """The columns one after the other; a set as one column per choice."""
    named = exported_names(export, kind)
    yield FileColumn(named[ROWS][0], "row_id", export.row_ids.astype(float))
    if export.parents is not None:
        parents = np.where(export.parents >= 0, export.parents, np.nan).astype(float)
        yield FileColumn(named[ROWS][1], "parent_row_id", parents)
    for variable in export.variables:
        column, names = export.column(variable.id), named[variable.id]
        label = variable.labels.in_language(language) or variable.name
        if variable.kind is Kind.SET:
            for place, choice in enumerate(variable.choices):
                whole = f"{label}: {choice.labels.in_language(language) or choice.code}"
                made = FileColumn(names[place], whole, column.values[:, place].astype(float))
                made.values, made.measure = [(0.0, "0"), (1.0, "1")], "nominal"
                yield _finished(made, variable, column, kind, language)
        else:
            yield _one_column(names[0], label, variable, column, kind, language)


def _one_column(name: str, label: str, variable: Variable, column: ChunkColumn, kind: str, language: str) -> FileColumn:
    if variable.kind is Kind.ONE:
        codes = _numeric_codes(variable)
        made = FileColumn(name, label, np.array([*codes, np.nan])[column.values])
        made.values = [
            (code, choice.labels.in_language(language) or choice.code)
            for code, choice in zip(codes, variable.choices, strict=True)
            if choice.reason == Reason.PRESENT
        ]
    elif variable.kind in NUMBERS:
        made = FileColumn(name, label, column.values)
    elif variable.kind in DATES:
        moments = np.where(column.reasons == 0, column.values, np.iinfo(np.int64).min).view("datetime64[ns]")
        return FileColumn(name, _cut(label, data_writer(kind).label_bytes), moments)
    else:
        texts = np.array(["" if text is None else text for text in column.values.to_pylist()], dtype=object)
        return FileColumn(name, _cut(label, data_writer(kind).label_bytes), texts)
    made.measure = {"nominal": "nominal", "ordinal": "ordinal"}.get(str(variable.level), "scale")
    return _finished(made, variable, column, kind, language)


def _finished(made: FileColumn, variable: Variable, column: ChunkColumn, kind: str, language: str) -> FileColumn:
    """The column with its missing kinds as the format has them; plain missing stays the format's own."""
    present = column.reasons == 0
    marks = sorted({int(reason) for reason in np.unique(column.reasons)} - {0, int(Reason.MISSING)})
    values = made.data
    made.data = np.where(present, values, np.nan)
    if kind == "sav":
        first = _first_mark_place(values[present])
        for mark in marks:
            made.data[column.reasons == mark] = first - mark
            made.values.append((float(first - mark), reason_word(variable, mark, language)))
        if marks:
            made.missing = [{"lo": float(first - max(marks)), "hi": float(first - min(marks))}]
    elif marks:
        made.marks = np.full(len(present), -1, dtype=np.int8)
        for place, mark in enumerate(marks[: len(LETTERS)]):
            made.marks[column.reasons == mark] = place
            made.values.append((LETTERS[place], reason_word(variable, mark, language)))
            made.missing.append(LETTERS[place])
    made.label = _cut(made.label, data_writer(kind).label_bytes)
    made.values = [(value, _cut(text, data_writer(kind).value_label_bytes)) for value, text in made.values]
    return made


def _first_mark_place(values: np.ndarray) -> int:
    """Where the marks begin: data that low keep their numbers, the marks go further down."""
    first, low = SPSS_MISSING, float(values.min()) if len(values) else 0.0
    while low <= first:
        first *= 10
    return first


def _numeric_codes(variable: Variable) -> list[float]:
    """The choices' own codes where all are different whole numbers, else 1, 2, 3 …"""
    codes = [choice.code for choice in variable.choices]
    if all(code.lstrip("-").isdigit() and code.isascii() for code in codes):
        own = [float(code) for code in codes]
        if len(set(own)) == len(own) and all(0 <= number < 1e9 for number in own):
            return own
    return [float(number) for number in range(1, len(codes) + 1)]


def _cut(text: str, most: int) -> str:
    """Text of at most `most` UTF-8 bytes, cut between letters."""
    return text.encode()[:most].decode("utf-8", "ignore")
