# SPDX-License-Identifier: MIT
"""A zip of CSV files, as KoboToolbox, ONA and ODK Central write them: one table each. Nothing is unpacked to disk."""

from __future__ import annotations

import zipfile
from pathlib import Path, PurePosixPath

from projects.imported.problems import damaged, import_problem
from projects.imported.raw_tables import RawBook, RawTable
from projects.imported.records import Finding
from projects.imported.zip_guard import open_zip
from projects.importing.options import ImportOptions
from projects.readers.file_kinds import TABLE_PARTS
from projects.readers.tabular.delimited_text import read_table
from projects.readers.tabular.text_dialect import decode
from wording import Progress, Stopped

_LARGEST = 600_000_000


def read_zipped(path: Path, options: ImportOptions, progress: Progress) -> RawBook:
    """Every CSV of the archive as a table named after its file. Raises ImportProblem when there is none."""
    findings: list[Finding] = []
    tables: list[RawTable] = []
    with open_zip(path) as container:
        entries = [
            e for e in container.infolist() if e.filename.lower().endswith(TABLE_PARTS) and not _is_hidden(e.filename)
        ]
        for number, entry in enumerate(sorted(entries, key=lambda e: e.filename)):
            if progress.stop_requested():
                raise Stopped
            progress.report(0.4 * number / len(entries))
            content = _content(container, entry, path.name)
            if content.strip():
                name = PurePosixPath(entry.filename).stem
                tables.append(
                    read_table(decode(content, path.name, options.encoding), name, options, findings, path.name)
                )
    if not tables:
        raise import_problem("zip_without_table", file=path.name)
    return RawBook("csv", path.stem, tables, findings)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _content(container: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> bytes:
    if entry.file_size > _LARGEST:
        raise import_problem("unpacks_too_large", file=name)
    try:
        return container.read(entry)
    except (zipfile.BadZipFile, OSError, EOFError, ValueError) as error:
        raise damaged(name) from error
