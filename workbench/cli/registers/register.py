# SPDX-License-Identifier: MIT
"""`variables` and `import` with `--register … --part …`: declares a table a register, and the parts of its columns."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.registers.periods import parse_period
from analysis.register_columns import Part, Register, RegisterKind
from projects.datasets.registers import headings
from projects.datasets.registers.headings import UNKNOWN_UNIT, proposed_parts
from projects.datasets.registers.totals_rows import CHOICES, RowChoice, decide_rows, decide_totals
from projects.registers.checks import check_stored
from projects.registers.register_settings import imported_as, sealed_for, set_register, with_parts
from wording import Problem, msg
from workbench.cli.arguments import Arguments, member_named
from workbench.cli.tables import one_variable
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.imported.records import ImportedData
    from projects.intake.file_intake import PreparedImport
    from projects.store import Project
    from projects.store.actions import Action


_NONE = "none"
_COUNT, _LEAVE_OUT = "count", "leave-out"
_TOTALS = frozenset({"totals", "totals_counted"})  # findings about rows that look like totals


def arguments(parser: Arguments) -> None:
    """What `variables` takes for registers."""
    parser.add_argument("--register")
    parser.add_argument("--part", nargs=2, action="append", default=[])
    parser.add_argument("--period", default="")
    parser.add_argument("--totals-rows", choices=(_COUNT, _LEAVE_OUT))
    parser.add_argument("--decide", nargs=2, action="append", default=[], metavar=("CHECK", "CHOICE"))


def import_arguments(parser: Arguments) -> None:
    """What `import` takes to tell that what comes is a register."""
    parser.add_argument("--register", choices=tuple(map(str, RegisterKind)))
    parser.add_argument("--part", nargs=2, action="append", default=[])


def at_import(brought: PreparedImport, options: argparse.Namespace) -> Action:
    """The import, with what comes told to be the register asked for; as it is where none is.

    Raises Problem for a file without tables, a part or column there is not, parts without a register.
    """
    if options.register is None:
        if options.part:
            raise Problem(msg("cli.part_without_register"))
        return brought.action

    if brought.imported is None or brought.taken is None:
        raise Problem(msg("registers.import_no_table"))
    kind = member_named(RegisterKind, options.register)
    parts = [(column, _part(part)) for column, part in options.part]
    return imported_as(brought.taken(sealed_for(brought.imported, kind, parts)), kind, parts)


def with_stated_unit(brought: PreparedImport, options: argparse.Namespace) -> PreparedImport:
    """What was read without "what a row stands for was not recognised" where it was told to be a register."""
    if options.register is None:
        return brought

    return replace(brought, findings=tuple(one for one in brought.findings if one.message.key != UNKNOWN_UNIT))


def tell_likely(imported: ImportedData, terminal: Terminal) -> None:
    """Name the tables that look like registers by their headings, and how to tell so."""
    for table in imported.tables:
        seems = None if headings.is_survey(table) else headings.proposed_register(table.variables)
        if seems is not None:
            kind = msg(f"register.{seems.kind}")
            terminal.say(msg("cli.looks_like_register", table=table.name, kind=kind, word=str(seems.kind)))


def is_requested(options: argparse.Namespace) -> bool:
    """Whether anything about a register is to be set."""
    decides = options.totals_rows is not None or bool(options.decide)
    return options.register is not None or bool(options.part) or decides


def actions(project: Project, table: DataTable, options: argparse.Namespace) -> list[Action]:
    """What the options ask for: the register, then what to do with rows that look like totals."""
    found = [_action(table, options)] if options.register is not None or options.part else []
    found += [] if options.totals_rows is None else [_totals(project, table, options)]
    return [*found, *(_decision(project, table, check, choice) for check, choice in options.decide)]


def _decision(project: Project, table: DataTable, check: str, choice: str) -> Action:
    """The decision on the rows of a finding. Raises Problem where nothing of the kind was found."""
    if table.register is None:
        raise Problem(msg("registers.no_register", table=table.name))

    if check not in CHOICES or check == "totals_counted":
        raise Problem(msg("registers.no_such_check", check=check, checks=[one for one in CHOICES if "_" not in one]))
    names = _TOTALS if check == "totals" else {check}
    found = [one for one in check_stored(project, table.id) if one.check in names]
    if not found:
        raise Problem(msg("registers.nothing_found", check=check, table=table.name))
    wanted = member_named(RowChoice, choice)
    rows = [row for one in found for row in one.rows]
    if check == "totals" and wanted in CHOICES[check]:
        return decide_totals(table.id, table.name, rows, wanted is RowChoice.KEEP)
    return decide_rows(table.id, table.name, check, wanted, rows, found[0].repeats)


def _totals(project: Project, table: DataTable, options: argparse.Namespace) -> Action:
    """The decision on rows that look like totals. Raises Problem where there are none, or the table is no register."""
    if table.register is None:
        raise Problem(msg("registers.no_register", table=table.name))

    rows = [row for one in check_stored(project, table.id) if one.check in _TOTALS for row in one.rows]
    if not rows:
        raise Problem(msg("registers.no_totals_rows", table=table.name))
    return decide_totals(table.id, table.name, rows, options.totals_rows == _COUNT)


def _action(table: DataTable, options: argparse.Namespace) -> Action:
    """The action that the options ask for: parts are recognised from the headings, then changed as given."""
    if options.register == _NONE:
        return set_register(table.id, None)
    register = table.register
    if options.register is not None:
        kind = member_named(RegisterKind, options.register)
        register = Register(kind, proposed_parts(kind, table.variables))
    if register is None:
        raise Problem(msg("registers.no_register", table=table.name))
    changes = [(one_variable(table, name).id, _part(part)) for name, part in options.part]
    told = any(part is Part.PERSON for _, part in changes)  # whatever its codes look like
    return set_register(table.id, with_parts(register, changes), told=told)


def listed(project: Project, table: DataTable, period: str, terminal: Terminal) -> None:
    """Print what the table is, which column plays which part, and what is to be looked at."""
    if table.register is None:
        return
    terminal.say(msg("registers.listed", table=table.name, kind=msg(f"register.{table.register.kind}")))
    for variable, part in table.register.parts:
        terminal.say(
            msg("registers.part_line", column=table.variable(variable).name, part=msg(f"register.part.{part}"))
        )
    tell_checks(project, table, period, terminal)


def tell_checks(project: Project, table: DataTable, period: str, terminal: Terminal) -> None:
    """Print what is to be looked at in a register, a sentence for each check that found something."""
    if table.register is None:
        return
    findings = check_stored(project, table.id, period=parse_period(period))
    for one in findings:
        terminal.say(one.message)
    if not findings:
        terminal.say(msg("registers.check.none"))


def _part(given: str) -> Part | None:
    return None if given.strip().casefold() == _NONE else member_named(Part, given)
