# SPDX-License-Identifier: MIT
"""The file of a table at hand, read again with missing marks for one column. It stores nothing."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.memory_file import held, held_form, read_again

if TYPE_CHECKING:
    from projects.importing.options import ImportOptions
    from projects.importing.records import ImportedData
    from projects.store.project import Project
    from wording import Progress


@dataclass(frozen=True)
class Again:
    """A file to read again: its name and bytes, its form, how."""

    name: str
    data: bytes
    form: tuple[str, bytes] | None
    options: ImportOptions


def again_for(project: Project, table_id: str, variable_id: str, typed: str) -> Again:
    """What is to be read again for the marks typed ("NA, -99=refused", "none"). Raises Problem, LinkLocked."""
    from projects.datasets.cleaning.missing_mark_changes import options_with_marks  # numpy, 80 ms: not at start
    from projects.datasets.provenance import kept_form  # more of the program: not at start
    from projects.datasets.table.stored_table import variables  # numpy, 80 ms: not at start
    from projects.identifiers.secret_words import data_set_of  # numpy, 80 ms: not at start
    from projects.importing.missing.mark_input import column_marks  # numpy, 80 ms: not at start

    name = variables(project, table_id, [variable_id])[0].name
    options = options_with_marks(project, table_id, None, {name: column_marks(typed)})
    data_set = data_set_of(project, table_id)
    file, data = read_again(project, data_set)
    return Again(file, data, kept_form(project, data_set), options)


def read_again_with_marks(again: Again, progress: Progress) -> tuple[ImportedData, ImportOptions]:
    """Read it in a process apart; the file lies in memory meanwhile."""
    from projects.importing.import_process import import_survey_in_worker  # more of the program: not at start

    with held(again.name, again.data) as path, held_form(*again.form) if again.form else nullcontext() as form:
        return import_survey_in_worker(path, form, again.options, progress), again.options
