# SPDX-License-Identifier: MIT
"""`import`: takes survey data, interviews and codebooks into a project; the kind is known by content.

A newer export of a data set at hand is recognised and never doubled by accident; a form can join later.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from projects.datasets.form_attachment import attach_form
from projects.datasets.merge.candidate_datasets import candidates, last_moment
from projects.datasets.merge.comparison import compare
from projects.datasets.merge.merge_action import NOTHING, Chosen, merge_action
from projects.datasets.table.provenance import kept_form
from projects.exchange.import_project import not_imported
from projects.forms.xlsform import form_with_files
from projects.importing.missing.missing_marks import kept_options
from projects.importing.options import ImportOptions
from projects.intake.file_intake import NoFileRead, prepare_import, prepare_imports
from projects.readers.tabular.original_file import packed
from projects.store.cleartext_sources import cleartext_files, delete_source
from projects.stored_tables import queries
from wording import Problem, Text, msg
from workbench.cli.arguments import Arguments
from workbench.cli.data import column_kinds, merge
from workbench.cli.interviews import import_preview
from workbench.cli.project import existing_file, open_project
from workbench.cli.registers import register
from workbench.cli.terminal import Terminal
from workbench.data.imports.form_files import files_of, looks_like_form
from workbench.file_in_memory import file_in_memory, form_in_memory, read_again

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.datasets.merge.candidate_datasets import CandidateDataset
    from projects.datasets.merge.comparison import Comparison
    from projects.intake.file_intake import PreparedImport
    from projects.store import Project
    from projects.store.actions import Action


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
    same.add_argument("--append")
    parser.add_argument("--data-set")
    parser.add_argument("--delete-sources", action="store_true")
    parser.add_argument("--codebook", action="store_true")
    parser.add_argument("--source", default="")
    merge.arguments(parser)
    column_kinds.missing_arguments(parser)
    parser.add_argument("--key")
    parser.add_argument("--date-order", choices=("dmy", "mdy", "ymd"))
    register.import_arguments(parser)
    import_preview.arguments(parser)


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Read all files, then take them in. 1 where some could be read and others not: these are named.

    What was read and cannot be taken in leaves the project as it was.
    """
    _expect_sense(options)
    paths = [file for given in options.files for file in _files_of(existing_file(given))]
    form = existing_file(given) if (given := options.form or options.attach_form) else None
    named = form is not None
    if form is None:
        paths, form = _with_form_among(paths)
    if options.preview:
        return import_preview.run(options, paths, (form, named), column_kinds.import_options(options), terminal)
    with open_project(options, terminal) as project:
        if options.attach_form:
            assert form is not None
            return _attach(project, form, paths, options.data_set, terminal)
        brought = _read(project, paths, (form, named), options, terminal)
        if options.newer or options.append:
            _newer(project, paths[0], brought[0], options, terminal)
            personal = brought[0].imported_paths(None)
        else:
            _refuse_known(project, brought, options)
            personal = _take_in(project, brought, options, terminal)
        if not options.list:
            _tell_sources(project, personal, options.delete_sources, terminal)
    return 1 if any(one.problems for one in brought) else 0


def _tell_sources(project: Project, paths: list[Path], delete: bool, terminal: Terminal) -> None:
    """Name the files that still lie in clear; delete them only where that was asked for."""
    sources = cleartext_files(paths)
    if not sources:
        if delete:
            terminal.say(msg("cli.sources_none"))
        return
    if not delete:
        names = [str(source.path) for source in sources]
        terminal.say(msg("cli.sources_lie", names=names, n=len(sources)))
        return
    for source in sources:
        terminal.say(delete_source(source))
    project.log("store.sources", msg("store.sources_deleted", n=len(sources)))
    terminal.say(msg("cli.sources_deleted"))


def _take_in(
    project: Project, brought: list[PreparedImport], options: argparse.Namespace, terminal: Terminal
) -> list[Path]:
    """All files, exports of one form the oldest first; where one cannot be taken in, those before it are undone.

    What comes back are the files with personal data that came in.
    """
    done, personal = 0, list[Path]()
    try:
        for one in sorted(brought, key=lambda file_in_memory: last_moment(file_in_memory.imported)):
            action = None if options.as_new else _part_of_known(project, one.paths[0], one, terminal)
            changes = project.do(action or register.at_import(one, options))
            done += 1
            personal += [] if one.kind == "codebook" else one.imported_paths(changes.result)
            terminal.say(msg("cli.imported", file=one.label, what=changes.message))
            _tell_findings(register.with_stated_unit(one, options), terminal)
            if action is None and options.register is None and one.imported is not None:
                register.tell_likely(one.imported, terminal)
            for text in not_imported(changes.result):  # what a project of another program could not bring
                terminal.say(msg("cli.finding", text=text))
    except Problem:
        for _ in range(done):
            project.undo()
        raise
    return personal


def _tell_findings(one: PreparedImport, terminal: Terminal) -> None:
    for text in (*one.warnings, *(finding.message for finding in one.findings)):
        terminal.say(msg("cli.finding", text=text))
    for problem in one.problems:
        terminal.problem(msg("cli.finding", text=problem))


def _part_of_known(project: Project, path: Path, one: PreparedImport, terminal: Terminal) -> Action | None:
    """The action that takes a file up as newer data of one imported just before; None where it is of none.

    Exports that share no row are parts of one survey: then nothing has vanished.
    """
    if one.imported is None or not (found := candidates(project, one.imported)):
        return None
    try:
        comparison = compare(project, found[0].data_set, one.imported)
    except Problem as problem:
        if problem.message.key == "data.newer.no_key":
            return None  # nothing tells which row is which: it stays apart
        raise
    if comparison.undecided:
        raise Problem(msg("cli.newer_undecided", n=comparison.undecided, file=path.name))
    for lacks in comparison.lacks:
        terminal.say(msg("cli.finding", text=lacks))
    apart = not any((table.old_ids >= 0).any() for table in comparison.tables[:1])
    original = packed(path)
    return merge_action(
        comparison,
        original,
        chosen=Chosen(vanished=NOTHING) if apart else None,
        file_name=path.name,
        form=form_with_files(one.form, one.imported.form_files) if one.form else None,
        form_name=one.form.name if one.form else "",
        user=project.user,
    )


def _expect_sense(options: argparse.Namespace) -> None:
    """Raises Problem where the words do not go together."""
    attach = bool(options.attach_form)
    wrong_attach = attach and (len(options.files) > 1 or _as_there(options) or options.as_new or options.delete_sources)
    if wrong_attach or (not attach and not options.files) or (options.data_set and not (attach or options.newer)):
        raise Problem(msg("cli.import_words"))
    if _as_there(options) and len(options.files) > 1:
        raise Problem(msg("cli.newer_one_file"))
    if merge.is_requested(options) and not _as_there(options):
        raise Problem(msg("cli.newer_words"))
    if column_kinds.has_marks(options) and (attach or _as_there(options)):
        raise Problem(msg("kinds.missing_at_import"))
    if (options.register is not None or options.part) and (attach or _as_there(options) or options.preview):
        raise Problem(msg("cli.register_at_import"))
    import_preview.expect_sense(options)


def _as_there(options: argparse.Namespace) -> bool:
    """Whether the file goes into a data set that is there."""
    return bool(options.newer or options.append)


def _files_of(path: Path) -> list[Path]:
    return files_of(path) if path.is_dir() else [path]


def _with_form_among(paths: list[Path]) -> tuple[list[Path], Path | None]:
    """A form named among the data files is taken as theirs."""
    forms = [path for path in paths if looks_like_form(path)] if len(paths) > 1 else []
    return ([path for path in paths if path not in forms], forms[0]) if len(forms) == 1 else (paths, None)


def _read(
    project: Project, paths: list[Path], form: import_preview.Form, options: argparse.Namespace, terminal: Terminal
) -> list[PreparedImport]:
    try:
        return prepare_imports(
            paths,
            form[0],
            column_kinds.import_options(options),
            user=project.user,
            language=terminal.language,
            form_is_guessed=not form[1],
            codebooks=options.codebook,
            source=options.source,
        )
    except NoFileRead as refused:
        for problem in refused.problems[:-1]:
            terminal.problem(problem)
        raise Problem(refused.problems[-1]) from refused


def _refuse_known(project: Project, brought: list[PreparedImport], options: argparse.Namespace) -> None:
    """Raises Problem where a file looks like a newer export of what is there and nobody said what to do with it."""
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    for one in brought:
        if one.imported is not None and not options.as_new and (found := candidates(project, one.imported)):
            tables = data_tables(project, found[0].data_set)
            known = any(table.register is not None for table in tables)
            key = "cli.looks_newer_register" if known else "cli.looks_newer"
            raise Problem(msg(key, file=one.label, name=found[0].name))


def _chosen(project: Project, wanted: str | None, found: list[CandidateDataset], path: Path) -> str:
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
    from projects.stored_tables.stored_table import data_tables  # numpy, 80 ms: not at start

    rows = project.query(queries.NAMES_OF_DATA_SETS)
    matches = [row["id"] for row in rows if not wanted or wanted in (row["id"], row["name"])]
    if wanted and not matches:  # a data set is called by its table, too
        called = [row["id"] for row in rows for table in data_tables(project, row["id"]) if wanted in _names_of(table)]
        matches = list(dict.fromkeys(called))
    if not rows:
        raise Problem(msg("cli.no_data_set"))
    if len(matches) != 1:
        raise Problem(msg("cli.which_data_set", names=[row["name"] for row in rows]))
    return str(matches[0])


def _names_of(table: DataTable) -> tuple[str, ...]:
    return (table.id, table.name)


def _newer(
    project: Project,
    path: Path,
    one: PreparedImport,
    options: argparse.Namespace,
    terminal: Terminal,
) -> None:
    """Take up a newer export as chosen, or list what it would change."""
    if one.imported is None:
        raise Problem(msg("cli.newer_no_survey", file=path.name))
    found, form = candidates(project, one.imported), one.form
    data_set = _chosen(project, options.append or options.data_set, found, path)
    if options.append and data_set not in [known.data_set for known in found]:
        raise Problem(msg("data.append.other_headings", file=path.name, name=options.append))
    known = (form.name, form_with_files(form, one.imported.form_files)) if form else None
    if known is None:
        one, known = _with_kept_form(project, path, one, data_set)
    elif (how := kept_options(project, data_set)) != ImportOptions():
        one = prepare_import(path, form, how)
    comparison = merge.compared(project, data_set, one, options)
    if options.list:
        merge.print_comparison(comparison, terminal)
        return
    changes = project.do(merge.merged(comparison, path, known, options, project.user))
    terminal.say(msg("cli.imported", file=path.name, what=changes.message))
    for text in _differences(comparison, options):
        terminal.say(msg("cli.finding", text=text))
    _tell_findings(one, terminal)


def _with_kept_form(
    project: Project, path: Path, one: PreparedImport, data_set: str
) -> tuple[PreparedImport, tuple[str, bytes] | None]:
    """The file read again as the data set was: with the form the project keeps, if it keeps one, and its marks."""
    kept, how = kept_form(project, data_set), kept_options(project, data_set)
    if kept is None:
        return (one if how == ImportOptions() else prepare_import(path, None, how)), None
    with form_in_memory(*kept) as form:
        return replace(prepare_import(path, form, how), warnings=one.warnings), kept


def _differences(comparison: Comparison, options: argparse.Namespace) -> tuple[Text, ...]:
    """One line a table, one for edits over values that changed, one for tables the data set has not."""
    counted = [] if comparison.appends else [merge.counted(table) for table in comparison.tables]
    said: list[Text] = [*counted, *comparison.append_notes, *comparison.lacks]
    conflicts = sum(len(table.conflicts) for table in comparison.tables)
    if conflicts:
        said.append(msg(f"cli.newer_conflicts{'_taken' if options.conflicts == 'take' else ''}", n=conflicts))
    if comparison.unknown_tables:
        said.append(msg("cli.newer_unknown_tables", names=comparison.unknown_tables))
    return tuple(said)


def _attach(project: Project, form: Path, files: list[Path], wanted: str | None, terminal: Terminal) -> int:
    """Read the original again, with the form: the file named, which must be the one kept, or the kept one itself."""
    from projects.intake.import_process import import_survey_in_worker  # more of the program: not at start

    data_set = _data_set(project, wanted)
    name, data = read_again(project, data_set)
    how = kept_options(project, data_set)
    if files:
        if files[0].is_dir() or files[0].read_bytes() != data:
            raise Problem(msg("data.form.other_original", file=files[0].name, name=name))
        again = import_survey_in_worker(files[0], form, how)
    else:
        with file_in_memory(name, data) as path:
            again = import_survey_in_worker(path, form, how)
    content = form_with_files(form, again.form_files)
    changes = project.do(attach_form(project, data_set, again, content, form.name))
    terminal.say(msg("cli.imported", file=form.name, what=changes.message))
    for finding in again.findings:
        terminal.say(msg("cli.finding", text=finding.message))
    return 0
