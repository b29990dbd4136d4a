# SPDX-License-Identifier: MIT
"""Makes a table a register while it is imported: one change, so that no name or code of a case is stored open."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from analysis.records import DataTable, Kind, Role, Variable
from analysis.register import Part, Register, RegisterKind
from projects.datasets.add_dataset import Added
from projects.datasets.registers.case_headings import holds_numbers_of_cases
from projects.datasets.registers.case_keys import are_codes
from projects.datasets.registers.headings import proposed_parts, proposed_register
from projects.imported.records import ImportedTable
from projects.registers.register_settings import SEALED, set_register, with_parts
from projects.store.actions import Action
from projects.stored_tables.stored_table import data_table
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.imported.records import ImportedData
    from projects.store.ports import Transaction

_Table = TypeVar("_Table", DataTable, ImportedTable)
Parts = Sequence[tuple[str, Part | None]]  # names of columns, the part each plays or none


def likely_code(table: ImportedTable) -> str | None:
    """The column with the code of the case, by its heading, as the key of the rows or by what is written in it.

    "N°" and "ID" are such headings, too, unless the numbers only count the rows.
    """
    named = Register(RegisterKind.CASES, proposed_parts(RegisterKind.CASES, table.variables)).column(Part.PERSON)
    key = next((one.id for one in table.variables if one.role is Role.KEY), None)
    number = next((one.id for one in table.variables if holds_numbers_of_cases(table, one)), None)
    return named or key or number or next((one.id for one in table.variables if _holds_codes(table, one)), None)


def _holds_codes(table: ImportedTable, variable: Variable) -> bool:
    column = table.columns.get(variable.id)
    if column is None or variable.kind not in (Kind.TEXT, Kind.ONE):
        return False
    codes = {choice.id: choice.code for choice in variable.choices}
    said = {codes.get(str(value), str(value)) for value in column.unique().to_pylist() if value is not None}
    return any(letter.isalpha() for one in said for letter in one) and are_codes(said)


def sealed_for(data: ImportedData, kind: RegisterKind, parts: Parts = (), *, only: str = "") -> ImportedData:
    """The data read where names, telephones and codes of cases of the tables that are meant are identifiers.

    `only`: the id of the table that is meant. Raises Problem where no table is meant, or a column is in none of them.
    """
    meant = {only} if only else {table.id for table in _meant(data.tables, kind, [column for column, _ in parts])}
    return replace(data, tables=tuple(_sealed(one, kind, parts) if one.id in meant else one for one in data.tables))


def _sealed(table: ImportedTable, kind: RegisterKind, parts: Parts) -> ImportedTable:
    hidden = {*SEALED, Part.PERSON} if kind is RegisterKind.CASES else SEALED
    names = {name for name, part in _register(table, kind, parts).parts if part in hidden}
    return replace(
        table, variables=tuple(replace(v, role=Role.IDENTIFIER) if v.id in names else v for v in table.variables)
    )


def imported_as(action: Action, kind: RegisterKind, parts: Parts = (), *, only: str = "") -> Action:
    """The import of data made ready by `sealed_for`, with what came told to be a register of that kind.

    Parts are recognised from the headings, then as given by the names of columns. Of several tables those are told
    that have a column given, or else look like such a register; or the one with the id `only`, as read. Doing it
    raises Problem for a part that the kind has not, and LinkLocked where there is something to seal while the link
    key is closed.
    """

    def perform(transaction: Transaction) -> object:
        added = action.perform(transaction)
        said = transaction.message
        assert isinstance(added, Added)
        tables = [data_table(transaction, made) for read, made in added.tables.items() if only in ("", read)]
        for table in tables if only else _meant(tables, kind, [column for column, _ in parts]):
            told = any(part is Part.PERSON for _, part in parts)
            set_register(table.id, _register(table, kind, parts), told=told).perform(transaction)
            said = msg("registers.imported_as", imported=said, register=transaction.message)
        transaction.set_message(said)
        return added

    return Action(action.kind, action.message, perform, action.snapshot)


def _register(table: DataTable | ImportedTable, kind: RegisterKind, parts: Parts) -> Register:
    named = {name: one.id for one in table.variables for name in (one.id, one.name)}
    changes = [(named[column], part) for column, part in parts if column in named]
    return with_parts(Register(kind, proposed_parts(kind, table.variables)), changes)


def _meant(tables: Sequence[_Table], kind: RegisterKind, columns: Collection[str]) -> list[_Table]:
    """The tables that are told to be the register: those that have the columns given, or look like one, or the only."""
    names = [{name for one in table.variables for name in (one.id, one.name)} for table in tables]
    for column in columns:
        if not any(column in known for known in names):
            raise Problem(msg("data.no_variable", variable=column))
    found = [table for table, known in zip(tables, names, strict=True) if known & set(columns)]
    found = found or [
        one for one in tables if (seems := proposed_register(one.variables)) is not None and seems.kind is kind
    ]
    if not found and len(tables) == 1:
        return list(tables)
    if not found:
        raise Problem(msg("registers.import_which", kind=msg(f"register.{kind}"), tables=[one.name for one in tables]))
    return found
