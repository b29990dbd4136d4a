# SPDX-License-Identifier: MIT
"""Kinds, orders and missing marks on the command line: `variables --kind`, `--order`, `--missing`, `--preview`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import nullcontext
from typing import TYPE_CHECKING

from projects.datasets.corrections.kind_actions import (
    confirm_content,
    ordered_choices,
    preview_kind,
    set_kind,
    set_order,
)
from projects.datasets.corrections.kind_conversion import WORDS
from projects.datasets.corrections.missing_mark_changes import changed_by_marks, options_with_marks, set_marks
from projects.datasets.table.provenance import kept_form
from projects.identifiers.secret_words import data_set_of
from projects.importing.missing.missing_marks import column_marks, marks_of
from projects.importing.options import ImportOptions
from wording import Problem, msg
from workbench.cli.arguments import Arguments
from workbench.cli.tables import one_variable
from workbench.cli.terminal import Terminal
from workbench.file_in_memory import file_in_memory, form_in_memory, read_again

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.imported.records import ImportedData
    from projects.store import Project
    from projects.store.actions import Action

_ROWS_NAMED = 8


def arguments(parser: Arguments) -> None:
    """What says kinds, orders and marks of a table at hand."""
    parser.add_argument("--kind", nargs=2, action="append", default=[])
    parser.add_argument("--order", nargs=2, action="append", default=[])
    parser.add_argument("--confirm", action="append", default=[])
    parser.add_argument("--date-order", choices=("dmy", "mdy"))
    parser.add_argument("--separator")
    missing_arguments(parser)
    parser.add_argument("--preview", action="store_true")


def missing_arguments(parser: Arguments) -> None:
    """What says missing marks, of a file or of a table at hand."""
    parser.add_argument("--missing")
    parser.add_argument("--missing-in", nargs=2, action="append", default=[])


def is_requested(options: argparse.Namespace) -> bool:
    """Whether any of these words was used."""
    return bool(options.kind or options.order or options.confirm or has_marks(options))


def can_be_previewed(options: argparse.Namespace) -> bool:
    """Whether there is something that `--preview` shows, and nothing else to be changed."""
    return bool(options.kind or options.order or has_marks(options)) and not options.confirm


def has_marks(options: argparse.Namespace) -> bool:
    """Whether marks were given."""
    return options.missing is not None or bool(options.missing_in)


def marks_in(options: argparse.Namespace) -> dict[str, dict[str, int]]:
    """The marks of single columns."""
    found: dict[str, dict[str, int]] = {}
    for name, text in options.missing_in:
        found.setdefault(name, {}).update(column_marks(text))
    return found


def import_options(options: argparse.Namespace) -> ImportOptions | None:
    """How a file is to be read, where marks were given."""
    if not has_marks(options) and options.key is None and options.date_order is None:
        return None
    listed = None if options.missing is None else marks_of(options.missing)
    return ImportOptions(missing=listed, mark_reasons=marks_in(options), key=options.key, date_order=options.date_order)


def actions(project: Project, table: DataTable, options: argparse.Namespace) -> Iterator[Action]:
    """The actions the words ask for, all of them understood before the first is done."""
    if has_marks(options):
        again, how = read_with_marks(project, table, options)
        yield set_marks(table.id, again, how)
    kinds = {one_variable(table, name).id: word.strip().casefold() for name, word in options.kind}
    for variable, word in kinds.items():
        yield set_kind(table.id, variable, _word(word), date_order=options.date_order, separator=options.separator)
    for name, answers in options.order:
        found = one_variable(table, name)
        if found.id not in kinds:
            ordered_choices(found, answers.split(";"))
        yield set_order(table.id, found.id, answers.split(";"))
    if options.confirm:
        yield confirm_content(table.id, [one_variable(table, name).id for name in options.confirm])


def _word(given: str) -> str:
    if given not in WORDS:
        raise Problem(msg("cli.no_such_word", word=given, words=list(WORDS)))
    return given


def read_with_marks(
    project: Project, table: DataTable, options: argparse.Namespace
) -> tuple[ImportedData, ImportOptions]:
    """The file of a table, with its form, read again with the marks given. Raises Problem, LinkLocked."""
    from projects.intake.import_process import import_survey_in_worker  # more of the program: not at start

    columns = {one_variable(table, name).name: marks for name, marks in marks_in(options).items()}
    listed = None if options.missing is None else marks_of(options.missing)
    how = options_with_marks(project, table.id, listed, columns)
    data_set = data_set_of(project, table.id)
    kept = kept_form(project, data_set)
    name, data = read_again(project, data_set)
    with file_in_memory(name, data) as path, form_in_memory(*kept) if kept else nullcontext() as form:
        return import_survey_in_worker(path, form, how), how


def preview(project: Project, table: DataTable, options: argparse.Namespace, terminal: Terminal) -> None:
    """Say what would change, and change nothing."""
    for name, word in options.kind:
        variable = one_variable(table, name)
        made = preview_kind(
            project, table.id, variable.id, _word(word.strip().casefold()), date_order=options.date_order,
            separator=options.separator,
        )  # fmt: skip
        kept = int((made.column.reasons == 0).sum())
        kind = msg(f"kinds.word.{word.strip().casefold()}")
        terminal.say(msg("kinds.preview", variable=variable.name, kind=kind, n=kept))
        if made.lost.any():
            rows = [str(row + 1) for row in made.lost.nonzero()[0][:_ROWS_NAMED]]
            terminal.say(msg("kinds.preview_lost", n=int(made.lost.sum()), rows=rows))
        for one in made.joined:
            terminal.say(msg("kinds.preview_joined", kept=one.kept, others=list(one.others)))
    for name, answers in options.order:
        variable = one_variable(table, name)
        ids = ordered_choices(variable, answers.split(";"))
        terminal.say(msg("kinds.preview_order", variable=variable.name, answers=[variable.choice(i).code for i in ids]))
    if has_marks(options):
        for changed in changed_by_marks(project, table, read_with_marks(project, table, options)[0]):
            absent = int((changed.column.reasons != 0).sum())
            terminal.say(msg("kinds.preview_marks", variable=changed.new.name, n=absent))
