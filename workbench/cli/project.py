# SPDX-License-Identifier: MIT
"""Finds and opens the project that a command was given."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from projects.store import Project
from projects.store.actions import rollback_sentence
from wording import Message, Problem, msg
from workbench.cli.tables import several_tables
from workbench.cli.terminal import Terminal
from workbench.project_opening import open_or_read

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.store import Project
    from projects.store.actions import Action, Changes


@contextmanager
def open_project(options: argparse.Namespace, terminal: Terminal) -> Iterator[Project]:
    """`options.project` open with the passphrase given; its newest snapshot follows to the second place afterwards."""
    folder = project_folder(options.project)
    with Project.open(folder, terminal.passphrase(options.passphrase_file)) as project:
        _tell_damaged(project, terminal)
        yield project
        copy_along(project, terminal)


def do_unless_so(project: Project, action: Action) -> Changes | Message:
    """Do what a command asks for; a sentence where that is so already, which is no failure."""
    try:
        return project.do(action)
    except Problem as same:
        if same.message.key != "interviews.nothing_to_change":
            raise
        return same.message


def copy_along(project: Project, terminal: Terminal) -> None:
    """Copy the newest snapshot to the second place; what hinders it is told and hinders nothing else."""
    absent = project.snapshots.absent_place()
    try:
        project.snapshots.copy_along()
    except Problem as problem:
        absent = problem.message
    if absent is not None:
        terminal.problem(absent)


def open_for_reading(options: argparse.Namespace, terminal: Terminal) -> Project:
    """The project, or the copy that can be read where somebody else has it open; then that is said first."""
    project, reading = open_or_read(project_folder(options.project), terminal.passphrase(options.passphrase_file))
    if reading is not None:
        terminal.problem(reading.sentence())
    _tell_damaged(project, terminal)
    return project


def _tell_damaged(project: Project, terminal: Terminal) -> None:
    """Say so where the identifiers cannot be opened although the passphrase opens them, or the folder was put back."""
    put_back = rollback_sentence(project)
    if put_back is not None:
        terminal.problem(msg("cli.check.put_back", **put_back.args))
    if project.link_problem is not None:
        terminal.problem(project.link_problem.message)


def project_folder(given: str) -> Path:
    """The folder meant by what was typed: itself, or with `.pwb` behind it. Raises Problem when neither is there."""
    for folder in (Path(given), Path(given + ".pwb")):
        if folder.is_dir():
            return folder
    raise Problem(msg("cli.no_such_project", path=given))


def existing_file(given: str) -> Path:
    """The file at that path. Raises Problem when there is none."""
    path = Path(given)
    if not path.exists():
        raise Problem(msg("cli.no_such_file", path=given))
    if not (path.is_file() or path.is_dir()):
        raise Problem(msg("importing.problem.no_regular_file", file=path.name))
    return path


def chosen_table(project: Project, wanted: str | None) -> DataTable:
    """The table of that name or id, or the first that has no parent. Raises Problem."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    tables = data_tables(project)
    if not tables:
        raise Problem(msg("cli.no_data_set"))
    found = [
        table
        for table in tables
        if (wanted and wanted in (table.name, table.id)) or (not wanted and table.parent is None)
    ]
    if wanted and len(found) > 1:
        raise several_tables(project, wanted)
    if found:
        return found[0]
    raise Problem(msg("cli.no_such_table", name=wanted, tables=[table.name for table in tables]))
