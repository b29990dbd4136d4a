# SPDX-License-Identifier: MIT
"""`import`: takes survey data, interviews and codebooks into a project; the kind is known by content.

A newer export of a data set at hand is recognised and never doubled by accident; a form can join later.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from wording import Problem, Text, msg
from workbench.cli.arguments import Arguments
from workbench.cli.project import existing_file, open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.datasets.newer.comparing import Comparison
    from projects.datasets.newer.recognising import Candidate
    from projects.intake import Brought
    from projects.store import Project
    from projects.store.actions import Action

_MEMORY = Path("/dev/shm")  # noqa: S108 - files there lie in memory; the folder made in it is private


def arguments(parser: Arguments) -> None:
    """What `import` takes."""
    parser.project()
    parser.add_argument("files", nargs="*")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--form")
    how.add_argument("--attach-form")
    same = parser.add_mutually_exclusive_group()
    same.add_argument("--newer", action="store_true")
    same.add_argument("--as-new", action="store_true")
    parser.add_argument("--data-set")
    parser.add_argument("--delete-sources", action="store_true")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Read all files, then take them in: a file that cannot be read leaves the project as it was."""
    _expect_sense(options)
    paths = [existing_file(file) for file in options.files]
    form = existing_file(given) if (given := options.form or options.attach_form) else None
    with open_project(options, terminal) as project:
        if options.attach_form:
            assert form is not None
            return _attach(project, form, paths, options.data_set, terminal)
        brought = _read(paths, form)
        ready = [_ready(project, path, one, options) for path, one in zip(paths, brought, strict=True)]
        for path, one, (action, more) in zip(paths, brought, ready, strict=True):
            changes = project.do(action)
            terminal.say(msg("cli.imported", file=path.name, what=changes.message))
            for text in (*more, *one.warnings, *(finding.message for finding in one.findings)):
                terminal.say(msg("cli.finding", text=text))
        personal = [path for path, one in zip(paths, brought, strict=True) if one.kind != "codebook"]
        _tell_sources(project, personal, options.delete_sources, terminal)
    return 0


def _tell_sources(project: Project, paths: list[Path], delete: bool, terminal: Terminal) -> None:
    """Name the files that still lie in clear; delete them only where that was asked for."""
    from projects.store.sources import delete_source, lying_in_clear

    sources = lying_in_clear(paths)
    if not sources:
        return
    if not delete:
        names = [str(source.path) for source in sources]
        terminal.say(msg("cli.sources_lie", names=names, n=len(sources)))
        return
    for source in sources:
        terminal.say(delete_source(source))
    project.log("store.sources", msg("store.sources_deleted", n=len(sources)))
    terminal.say(msg("cli.sources_deleted"))


def _expect_sense(options: argparse.Namespace) -> None:
    """Raises Problem where the words do not go together."""
    attach = bool(options.attach_form)
    wrong_attach = attach and (len(options.files) > 1 or options.newer or options.as_new or options.delete_sources)
    if wrong_attach or (not attach and not options.files) or (options.data_set and not (attach or options.newer)):
        raise Problem(msg("cli.import_words"))
    if options.newer and len(options.files) > 1:
        raise Problem(msg("cli.newer_one_file"))


def _read(paths: list[Path], form: Path | None) -> list[Brought]:
    from projects.intake import bring
    from projects.worker import TextProcess

    with TextProcess() as text_process:
        return [bring(path, form, text_process=text_process) for path in paths]


def _ready(project: Project, path: Path, one: Brought, options: argparse.Namespace) -> tuple[Action, tuple[Text, ...]]:
    """The action for one file and what is to be said after it.

    Raises Problem when the file looks like a newer export and nobody said what to do with it.
    """
    from projects.datasets.newer.recognising import candidates

    if one.imported is None:
        if options.newer:
            raise Problem(msg("cli.newer_no_survey", file=path.name))
        return one.action, ()
    if options.newer:
        return _newer(project, path, one, _chosen(project, options.data_set, candidates(project, one.imported), path))
    if not options.as_new and (found := candidates(project, one.imported)):
        raise Problem(msg("cli.looks_newer", file=path.name, name=found[0].name))
    return one.action, ()


def _chosen(project: Project, wanted: str | None, found: list[Candidate], path: Path) -> str:
    """The id of the data set a newer export belongs to. Raises Problem when it is none, or not the only one."""
    if wanted:
        return _data_set(project, wanted)
    if not found:
        raise Problem(msg("cli.newer_of_none", file=path.name))
    same_title = [one for one in found if one.same_title]
    if len(found) > 1 and len(same_title) != 1:
        raise Problem(msg("cli.which_data_set", names=[one.name for one in found]))
    return found[0].data_set


def _data_set(project: Project, wanted: str | None) -> str:
    """The id of the data set of that name or id, or the only one. Raises Problem when it cannot be told."""
    rows = project.query("SELECT id, name FROM data_set ORDER BY number")
    matches = [row["id"] for row in rows if not wanted or wanted in (row["id"], row["name"])]
    if not rows:
        raise Problem(msg("cli.no_data_set"))
    if len(matches) != 1:
        raise Problem(msg("cli.which_data_set", names=[row["name"] for row in rows]))
    return str(matches[0])


def _newer(project: Project, path: Path, one: Brought, data_set: str) -> tuple[Action, tuple[Text, ...]]:
    from projects.datasets.newer.comparing import compare
    from projects.datasets.newer.merging import merge_action

    assert one.imported is not None
    comparison = compare(project, data_set, one.imported)
    if comparison.undecided:
        raise Problem(msg("cli.newer_undecided", n=comparison.undecided, file=path.name))
    original = path.read_bytes() if path.is_file() else None
    action = merge_action(comparison, original, file_name=path.name, user=project.user)
    return action, _differences(comparison)


def _differences(comparison: Comparison) -> tuple[Text, ...]:
    """One line a table, one for edits that stay over values that changed, one for tables the data set has not."""
    said: list[Text] = []
    for table in comparison.tables:
        counts = {"new": len(table.new_rows), "changed": len(table.changed), "vanished": len(table.vanished)}
        said.append(msg("cli.newer_table", name=table.table.name, **counts))
    conflicts = sum(len(table.conflicts) for table in comparison.tables)
    if conflicts:
        said.append(msg("cli.newer_conflicts", n=conflicts))
    if comparison.unknown_tables:
        said.append(msg("cli.newer_unknown_tables", names=comparison.unknown_tables))
    return tuple(said)


def _attach(project: Project, form: Path, files: list[Path], wanted: str | None, terminal: Terminal) -> int:
    """Read the original again, with the form: the file named, which must be the one kept, or the kept one itself."""
    from projects.datasets.attaching import attach_form, original_file
    from projects.importing.remote import import_survey_in_worker

    data_set = _data_set(project, wanted)
    name, data = original_file(project, data_set)
    if files:
        if files[0].is_dir() or files[0].read_bytes() != data:
            raise Problem(msg("cli.other_original", file=files[0].name, name=name))
        again = import_survey_in_worker(files[0], form)
    else:
        with _in_memory(name, data) as path:
            again = import_survey_in_worker(path, form)
    changes = project.do(attach_form(project, data_set, again, form.read_bytes(), form.name))
    terminal.say(msg("cli.imported", file=form.name, what=changes.message))
    for finding in again.findings:
        terminal.say(msg("cli.finding", text=finding.message))
    return 0


@contextmanager
def _in_memory(name: str, data: bytes) -> Iterator[Path]:
    """The file under its name in memory, never on a disk. Raises Problem where the system has no such place."""
    if not _MEMORY.is_dir():
        raise Problem(msg("cli.give_original", name=name))
    with tempfile.TemporaryDirectory(dir=_MEMORY) as folder:
        path = Path(folder) / Path(name).name
        path.write_bytes(data)
        yield path
