# SPDX-License-Identifier: MIT
"""SPSS, Stata and SAS files: values in pieces of rows, labels, missing values and multiple-response sets."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyreadstat

from projects.forms.survey_sheet import empty_form
from projects.imported.findings import finding, first_names
from projects.imported.problems import import_problem
from projects.imported.records import Finding, ImportedData, Severity
from projects.importing.columns.response_sets import BuiltColumn, built_sets
from projects.importing.finding_causes import by_cause
from projects.importing.import_proposals import finished
from projects.importing.missing.marked_tables import mark_findings
from projects.importing.missing.missing_marks import MarkReader
from projects.importing.options import ImportOptions, kept_reading
from projects.readers.file_kinds import FileKind
from projects.readers.tabular.spss_numbers import read_numbers
from projects.readers.tabular.statistics_columns import StatColumns, StatVariable
from wording import Labels, Progress, Stopped

if TYPE_CHECKING:
    from pyreadstat.pyclasses import metadata_container

_CELLS = 4_000_000  # values read at a time
_LARGE = 2_000_000  # numbers from which the faster way pays
_COMPARED = 50  # rows
_ENCODINGS = (None, "windows-1252", "latin-1")
_NAMES = {
    FileKind.SPSS: "spss",
    FileKind.SPSS_PORTABLE: "spss",
    FileKind.STATA: "stata",
    FileKind.SAS: "sas",
    FileKind.SAS_TRANSPORT: "sas",
}


def read_statistical(path: Path, kind: FileKind, options: ImportOptions, progress: Progress) -> ImportedData:
    """The one table of the file. Raises ImportProblem for a damaged one."""
    findings: list[Finding] = []
    reader = _StatisticsReader(path, kind, options)
    meta = reader.metadata(findings)
    texts = frozenset(name for name, stored in meta.readstat_variable_types.items() if stored == "string")
    columns = StatColumns(list(meta.column_names), texts)
    rows = reader.numbers_at_once(columns, meta, progress)
    if rows is None:
        rows = reader.rows(columns, meta, progress, columns.names)
    announced = _announced_rows(path) if kind is FileKind.SPSS else meta.number_rows
    if announced is not None and announced != rows and announced >= 0:
        findings.append(finding(Severity.WARNING, "rows_fewer", wanted=int(announced), found=rows))
    _tell_damaged_labels(meta, findings)
    built = _built(columns, meta, kind, (options, MarkReader(options, (path.stem,))), findings)
    label = {"": meta.file_label} if meta.file_label else {}
    table = finished("t1", path.stem, built, rows, empty_form(), findings, labels=Labels(label))
    findings += mark_findings([(table.id, [(one.variable.name, one.marks) for one in built])])
    return ImportedData(
        _NAMES[kind], path.stem, (table,), by_cause(findings), ("",), reading=kept_reading(options)
    )  # fmt: skip


def _announced_rows(path: Path) -> int | None:
    """The number of cases in the header of a .sav (PSPP's description of the format, "File Header Record").

    None if unknown.
    """
    with path.open("rb") as stream:
        head = stream.read(84)
    if len(head) < 84:
        return None
    order = "<" if int.from_bytes(head[64:68], "little") in (2, 3) else ">"
    count: int = struct.unpack(order + "i", head[80:84])[0]
    return count if count >= 0 else None


class _StatisticsReader:
    """Calls pyreadstat for one file, in another encoding where the file's own does not hold."""

    def __init__(self, path: Path, kind: FileKind, options: ImportOptions) -> None:
        self._path, self._kind = path, kind
        self._encodings = (options.encoding,) if options.encoding else _ENCODINGS
        self._encoding = self._encodings[0]

    def metadata(self, findings: list[Finding]) -> metadata_container:
        """What the file says of itself."""
        for number, encoding in enumerate(self._encodings):
            self._encoding = encoding
            try:
                _, meta = self._call(metadataonly=True, user_missing=True)
                self._call(row_limit=1, disable_datetime_conversion=True)
            except _Undecodable:
                continue
            if number:
                findings.append(finding(Severity.WARNING, "encoding_guessed", encoding="Windows-1252"))
            if self._kind is FileKind.SAS:
                _add_catalogue(self._path.with_suffix(".sas7bcat"), meta, findings)
            return meta
        raise import_problem("damaged", file=self._path.name)

    def numbers_at_once(self, columns: StatColumns, meta: metadata_container, progress: Progress) -> int | None:
        """Read a large .sav: its numbers by their layout, its texts by pyreadstat. None: read it all by `rows`.

        The first and last rows are compared with what pyreadstat reads; a difference gives None.
        """
        texts = [name for name in columns.names if columns.is_text(name)]
        names = [name for name in columns.names if not columns.is_text(name)]
        if self._kind is not FileKind.SPSS or (meta.number_rows or 0) * len(names) < _LARGE:
            return None
        found = read_numbers(self._path)
        if found is None or len(found) != len(names) or not found:
            return None
        rows = len(found[0])
        numbers = dict(zip(names, found, strict=True))
        if not all(self._agree(numbers, start) for start in (0, max(0, rows - _COMPARED))):
            return None
        progress.report(0.3)
        if texts and self.rows(columns, meta, progress, texts) != rows:
            return None
        for name in names:
            columns.put(name, numbers.pop(name))
        return rows

    def _agree(self, numbers: dict[str, np.ndarray], start: int) -> bool:
        arguments = {"row_offset": start, "row_limit": _COMPARED, "disable_datetime_conversion": True}
        values, _ = self._call(**arguments, user_missing=True, usecols=list(numbers))
        return all(
            np.array_equal(np.array(values[name], float), column[start : start + _COMPARED], equal_nan=True)
            for name, column in numbers.items()
        )

    def rows(self, columns: StatColumns, meta: metadata_container, progress: Progress, names: list[str]) -> int:
        """Read all rows of the columns named into `columns`; returns how many there were."""
        step = max(1_000, _CELLS // max(len(names), 1))
        wanted = {} if len(names) == len(columns.names) else {"usecols": names}
        start = 0
        while True:
            if progress.stop_requested():
                raise Stopped
            values, _ = self._call(
                row_offset=start, row_limit=step, disable_datetime_conversion=True, user_missing=True, **wanted
            )
            count = columns.add(values, names)
            start += count
            if meta.number_rows and meta.number_rows > 0:
                progress.report(min(0.6, 0.6 * start / meta.number_rows))
            if count < step:
                return start

    def _call(self, **arguments: object) -> tuple[Mapping[str, Sequence[object]], metadata_container]:
        readers: dict[FileKind, Any] = {
            FileKind.SPSS: pyreadstat.read_sav,
            FileKind.SPSS_PORTABLE: pyreadstat.read_por,
            FileKind.STATA: pyreadstat.read_dta,
            FileKind.SAS: pyreadstat.read_sas7bdat,
            FileKind.SAS_TRANSPORT: pyreadstat.read_xport,
        }
        reader = readers[self._kind]
        if self._kind in (FileKind.SAS_TRANSPORT, FileKind.SPSS_PORTABLE):
            arguments.pop("user_missing", None)
        if self._encoding is not None and self._kind is not FileKind.SPSS_PORTABLE:
            arguments["encoding"] = self._encoding
        try:
            values, meta = reader(str(self._path), output_format="dict", **arguments)
            return values, meta
        except UnicodeDecodeError as error:
            raise _Undecodable from error
        except pyreadstat.ReadstatError as error:
            if "convert" in str(error).lower() or "encoding" in str(error).lower():
                raise _Undecodable from error
            raise import_problem("damaged", file=self._path.name) from error
        except (pyreadstat.PyreadstatError, OSError, ValueError, OverflowError, TypeError, KeyError) as error:
            raise import_problem("damaged", file=self._path.name) from error


def _add_catalogue(path: Path, meta: metadata_container, findings: list[Finding]) -> None:
    """Value labels from the catalogue lying beside a SAS file, by the format each variable has."""
    if not path.is_file():
        return
    try:
        _, catalogue = pyreadstat.read_sas7bcat(str(path), output_format="dict")
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, OSError, ValueError):
        findings.append(finding(Severity.WARNING, "catalogue_unreadable", name=path.name))
        return
    by_format = {name.upper().rstrip("0123456789."): labels for name, labels in catalogue.value_labels.items()}
    for name, form in meta.original_variable_types.items():
        labels = by_format.get((form or "").upper().rstrip("0123456789."))
        if labels:
            meta.variable_value_labels[name] = labels


class _Undecodable(Exception):
    """The file's texts do not hold in the encoding tried."""


def _tell_damaged_labels(meta: metadata_container, findings: list[Finding]) -> None:
    texts = [*(label or "" for label in meta.column_labels)]
    texts += [str(text) for labels in meta.variable_value_labels.values() for text in labels.values()]
    bad = sum(1 for text in texts if "\ufffd" in text or any(0xDC80 <= ord(letter) <= 0xDCFF for letter in text))
    if bad:
        findings.append(finding(Severity.WARNING, "labels_unreadable", n=bad, count=bad))


def _built(
    columns: StatColumns,
    meta: metadata_container,
    kind: FileKind,
    how: tuple[ImportOptions, MarkReader],
    findings: list[Finding],
) -> list[BuiltColumn]:
    built: list[BuiltColumn] = []
    special: list[str] = []
    old_dates: list[str] = []
    kept: dict[str, np.ndarray] = {}
    in_sets = {name for found in meta.mr_sets.values() for name in found["variable_list"]} if meta.mr_sets else set()
    for number, name in enumerate(columns.names, 1):
        variable = StatVariable(name, meta, kind, *how)
        one = variable.build(columns, f"v{number}")
        built.append(one)
        if variable.has_missing:
            special.append(name)
        if variable.old_dates:
            old_dates.append(name)
        if name in in_sets:
            kept[name] = columns.plain(name)
        columns.forget(name)
    if special:
        findings.append(finding(Severity.GUESS, "user_missing", names=first_names(special), n=len(special)))
    if old_dates:
        findings.append(finding(Severity.WARNING, "dates_to_text", names=first_names(old_dates), n=len(old_dates)))
    if meta.mr_sets:
        built += built_sets(meta, kept, len(built), findings)
    return built


__all__ = ["read_statistical"]
