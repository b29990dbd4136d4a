# SPDX-License-Identifier: MIT
"""Sends a file to the reader of its kind, which its content decides."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from projects.forms.records import Form
from projects.forms.versions import merged
from projects.forms.xlsform import read_xlsform
from projects.imported.problems import ImportProblem, import_problem, unknown_kind
from projects.imported.raw_tables import RawBook
from projects.imported.records import ImportedData
from projects.importing.options import ImportOptions
from projects.readers.file_kinds import FileKind, detect_kind
from projects.readers.survey_files import reader_of, suffixes_of
from projects.readers.tabular.csv_archive import read_zipped
from projects.readers.tabular.damaged_files import damaged_as_problem
from projects.readers.tabular.delimited_text import read_delimited
from projects.readers.tabular.json_submissions import read_json, read_json_form
from projects.readers.tabular.odk_folder import parse_xml, read_submissions
from projects.readers.tabular.parquet_file import read_parquet
from projects.readers.tabular.statistics_file import read_statistical
from projects.readers.tabular.workbook_sheets import read_workbook
from wording import Progress
from wording.discovery import resolve


@dataclass(frozen=True)
class Read:
    """A file's raw tables and the form that came with them, if any."""

    book: RawBook
    form: Form | None = None


def read_book(path: Path, form: Form | None, options: ImportOptions, progress: Progress) -> Read | ImportedData:
    """The file's tables as text, or finished for the kinds that carry their own types. Raises ImportProblem.

    The formats are found in `projects/readers/surveys/`.
    """
    reader = reader_of(path)
    if reader is None:
        raise unknown_kind(path.name)
    found: Read | ImportedData = resolve(reader.work)(path, form, options, progress)
    return found


def read_workbook_file(path: Path, form: Form | None, options: ImportOptions, progress: Progress) -> Read:
    """The sheets of a workbook. Raises ImportProblem."""
    with damaged_as_problem(path.name):
        return Read(read_workbook(path, options, progress))


def read_delimited_file(path: Path, form: Form | None, options: ImportOptions, progress: Progress) -> Read:
    """A text with separators. Raises ImportProblem."""
    return Read(read_delimited(path, options, progress))


def read_zipped_file(path: Path, form: Form | None, options: ImportOptions, progress: Progress) -> Read:
    """The texts with separators of a zip. Raises ImportProblem."""
    with damaged_as_problem(path.name):
        return Read(read_zipped(path, options, progress))


def read_statistical_file(path: Path, form: Form | None, options: ImportOptions, progress: Progress) -> ImportedData:
    """A file of SPSS, Stata or SAS. Raises ImportProblem."""
    return read_statistical(path, detect_kind(path), options, progress)


def read_parquet_file(path: Path, form: Form | None, options: ImportOptions, progress: Progress) -> ImportedData:
    """A Parquet file. Raises ImportProblem."""
    return read_parquet(path, options, progress)


def read_json_file(path: Path, form: Form | None, options: ImportOptions, progress: Progress) -> Read:
    """An export of KoboToolbox as JSON. Raises ImportProblem."""
    return Read(*read_json(path))


def read_submissions_folder(path: Path, form: Form | None, options: ImportOptions, progress: Progress) -> Read:
    """A folder or zip of ODK submissions, by their form. Raises ImportProblem."""
    return Read(read_submissions(path, form, progress))


def read_form(path: Path) -> Form:
    """The form in an XLSForm workbook or CSV, or in KoboToolbox' JSON; of a folder, all its versions as one.

    Raises ImportProblem when there is none.
    """
    if path.is_dir():
        return _read_versions(path)

    kind = detect_kind(path)
    if kind is FileKind.FORM_XML:
        parse_xml(path.read_bytes(), path.name)
        raise import_problem("form_as_xml", file=path.name)
    if kind is FileKind.JSON:
        return read_json_form(path)
    with damaged_as_problem(path.name):
        return read_xlsform(path)


def _read_versions(folder: Path) -> Form:
    forms = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in suffixes_of("workbook") and not path.name.startswith(("~$", ".")):
            try:
                forms.append(read_form(path))
            except ImportProblem:
                continue  # a workbook that is no form may lie beside the versions
    if not forms:
        raise import_problem("no_form_in_folder", file=folder.name)
    return merged(forms)
