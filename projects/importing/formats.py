# SPDX-License-Identifier: MIT
"""Sends a file to the reader of its kind, which its content decides. It reads nothing itself."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from projects.forms.records import Form
from projects.importing.kinds import STATISTICAL, FileKind, detect_kind
from projects.importing.options import ImportOptions
from projects.importing.problems import ImportProblem, import_problem
from projects.importing.raw import RawBook
from projects.importing.records import ImportedData
from wording import Progress


@dataclass(frozen=True)
class Read:
    """A file's raw tables and the form that came with them, if any."""

    book: RawBook
    form: Form | None = None


def read_book(path: Path, form: Form | None, options: ImportOptions, progress: Progress) -> Read | ImportedData:
    """The file's tables as text, or finished for the kinds that carry their own types. Raises ImportProblem."""
    kind = detect_kind(path)
    if kind is FileKind.WORKBOOK:
        from projects.importing.workbook import read_workbook

        return Read(read_workbook(path, options, progress))
    if kind is FileKind.DELIMITED:
        from projects.importing.delimited import read_delimited

        return Read(read_delimited(path, options, progress))
    if kind is FileKind.DELIMITED_ZIP:
        from projects.importing.zipped import read_zipped

        return Read(read_zipped(path, options, progress))
    if kind in STATISTICAL:
        from projects.importing.statfile import read_statistical

        return read_statistical(path, kind, options, progress)
    if kind is FileKind.PARQUET:
        from projects.importing.parquet import read_parquet

        return read_parquet(path, options, progress)
    if kind is FileKind.JSON:
        from projects.importing.json_export import read_json

        return Read(*read_json(path))
    if kind is FileKind.SUBMISSIONS:
        from projects.importing.odk_folder import read_submissions

        return Read(read_submissions(path, form, progress))
    raise import_problem("unknown_kind", file=path.name)


def read_form(path: Path) -> Form:
    """The form in an XLSForm workbook or CSV, or in KoboToolbox' JSON; of a folder, all its versions as one.

    Raises ImportProblem when there is none.
    """
    if path.is_dir():
        return _read_versions(path)
    from projects.forms.xlsform import read_xlsform

    kind = detect_kind(path)
    if kind is FileKind.FORM_XML:
        from projects.importing.odk_folder import parse_xml

        parse_xml(path.read_bytes(), path.name)
        raise import_problem("form_as_xml", file=path.name)
    if kind is FileKind.JSON:
        from projects.importing.json_export import read_json_form

        return read_json_form(path)
    return read_xlsform(path)


def _read_versions(folder: Path) -> Form:
    from projects.forms.versions import merged

    forms = []
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in (".xlsx", ".xls", ".xlsm") and not path.name.startswith(("~$", ".")):
            try:
                forms.append(read_form(path))
            except ImportProblem:
                continue  # a workbook that is no form may lie beside the versions
    if not forms:
        raise import_problem("no_form_in_folder", file=folder.name)
    return merged(forms)
