# SPDX-License-Identifier: MIT
"""A file kept in the project, by its name for a separate process to read; read again with other missing marks.

Answers never lie unencrypted on a disk.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from projects.datasets.table.provenance import kept_form
from wording import Problem, msg

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from projects.imported.records import ImportedData
    from projects.importing.options import ImportOptions
    from projects.store.project import Project
    from wording import Progress
    from workbench.session import Session

_MEMORY = Path("/dev/shm")  # noqa: S108 - files there lie in memory; the folder made in it is private


def has_memory_folder() -> bool:
    """Whether this system has a place for files in memory."""
    return _MEMORY.is_dir()


@contextmanager
def file_in_memory(name: str, data: bytes) -> Iterator[Path]:
    """The file's path while it is needed. Raises Problem where the system has no place in memory."""
    if not has_memory_folder():
        raise Problem(msg("data.form.give_original", name=name))
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        yield path


@contextmanager
def form_in_memory(name: str, kept: bytes) -> Iterator[Path]:
    """The path of a kept form while it is needed, with the files it reads beside it.

    A form, which holds no answers, may lie in the user's folder for a moment; what it looks up lies in memory only.
    """
    from projects.forms.xlsform import taken_apart  # more of the program: not at start

    with tempfile.TemporaryDirectory(dir=_MEMORY if has_memory_folder() else None) as folder:
        for file, content in taken_apart(name, kept, lookups=has_memory_folder()).items():
            (Path(folder) / file).write_bytes(content)
        yield Path(folder) / Path(name).name


def read_again(project: Project, data_set: str) -> tuple[str, bytes]:
    """What is read again with a form: the original of a data set, or its rows as collected where several files joined.

    Raises Problem for those rows where the system has no place in memory, LinkLocked while identifiers cannot be read.
    """
    from projects.datasets.form_attachment import original_file, sole_original  # numpy, 80 ms: not at start

    if not has_memory_folder() and sole_original(project, data_set) is None:
        raise Problem(msg("data.form.no_original"))
    return original_file(project, data_set)


@dataclass(frozen=True)
class FileToReread:
    """A file to read again: its name and bytes, its form, how."""

    name: str
    data: bytes
    form: tuple[str, bytes] | None
    options: ImportOptions


def file_to_reread(project: Project, table_id: str, variable_id: str, typed: str) -> FileToReread:
    """What is to be read again for the marks typed ("NA, -99=refused", "none"). Raises Problem, LinkLocked."""
    from projects.datasets.corrections.missing_mark_changes import options_with_marks  # numpy, 80 ms: not at start
    from projects.identifiers.secret_words import data_set_of  # numpy, 80 ms: not at start
    from projects.importing.missing.missing_marks import column_marks  # numpy, 80 ms: not at start
    from projects.stored_tables.stored_table import variables  # numpy, 80 ms: not at start

    name = variables(project, table_id, [variable_id])[0].name
    options = options_with_marks(project, table_id, None, {name: column_marks(typed)})
    data_set = data_set_of(project, table_id)
    file, data = read_again(project, data_set)
    return FileToReread(file, data, kept_form(project, data_set), options)


def read_again_with_marks(again: FileToReread, progress: Progress) -> tuple[ImportedData, ImportOptions]:
    """Read it in a process apart; the file lies in memory meanwhile."""
    from projects.intake.import_process import import_survey_in_worker  # more of the program: not at start

    with (
        file_in_memory(again.name, again.data) as path,
        form_in_memory(*again.form) if again.form else nullcontext() as form,
    ):
        return import_survey_in_worker(path, form, again.options, progress), again.options


def decide_marks(session: Session, owner: QObject, table_id: str, variable_id: str, typed: str) -> None:
    """Read the file of a table again with the marks typed for one column: in a job, then as one action."""

    def begin(again: FileToReread) -> None:
        session.job(
            msg("kinds.reading_again"), lambda progress: read_again_with_marks(again, progress), done, failed,
            owner=owner,
        )  # fmt: skip

    def done(read: tuple[ImportedData, ImportOptions]) -> None:
        from projects.datasets.corrections.missing_mark_changes import set_marks  # numpy, 80 ms: not at start

        session.do(set_marks(table_id, *read))

    def failed(problem: Problem) -> None:
        session.report_problem(problem.message, owner)

    session.ask(lambda project: file_to_reread(project, table_id, variable_id, typed), begin, owner=owner)
