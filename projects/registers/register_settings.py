# SPDX-License-Identifier: MIT
"""Makes a table a register and gives each of its columns a part. The table's values stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.records import DataTable, Kind, Role, RowOrigin
from analysis.register import IDENTIFYING, PARTS, SEVERAL, Part, Register, RegisterKind, register_to_json
from projects.datasets.registers.case_keys import keep_case_keys
from projects.datasets.table.roles import set_how, set_role, set_unit
from projects.identifiers.identifier_proposals import is_case_code
from projects.identifiers.secret_words import data_set_of, stored_secrecy, write_variable
from projects.registers.register_glossary import in_both_languages
from projects.store.actions import Action
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.confirmations import confirm
from projects.stored_tables.register_tables import REGISTERS, registers
from projects.stored_tables.stored_table import data_table, recipes
from projects.stored_tables.titles import called_table
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import OpenProject, Transaction

TOUCH_TABLE = "UPDATE data_table SET name = name WHERE id = ?"

_UNITS = {RegisterKind.ACTIVITIES: "session", RegisterKind.PARTICIPANTS: "person", RegisterKind.CASES: "case"}
_GROUPS = frozenset({Part.KIND, Part.TOPIC, Part.AUDIENCE, Part.PLACE, Part.PARTNER, Part.DONOR})
SEALED = frozenset({Part.NAME, Part.TELEPHONE})  # direct identifiers: they lie under the link key


def with_parts(register: Register, changes: Iterable[tuple[str, Part | None]]) -> Register:
    """The register where some columns play another part, or none. A part that one column plays moves to the last."""
    parts = dict(register.parts)
    for variable, part in changes:
        if part is not None and part not in SEVERAL:
            parts = {name: played for name, played in parts.items() if played is not part}
        parts.pop(variable, None)
        if part is not None:
            parts[variable] = part
    return Register(register.kind, tuple(parts.items()))


def set_register(table_id: str, register: Register | None, *, told: bool = False) -> Action:
    """Tell a table to be a register; None: it is none any more. Unit and how its rows came about follow.

    Columns of names and telephones become identifiers, and so do codes of cases, also one that was told to be a key;
    they get random keys. `told`: somebody said that the column holds codes, whatever they look like. Doing it raises
    Problem for a column there is not, a part that the kind has not, and LinkLocked where an identifier must move while
    the link key is closed.
    """

    def perform(transaction: Transaction) -> None:
        table = data_table(transaction, table_id)
        known = registers(transaction)
        stored = {name: register_to_json(one) for name, one in known.items() if name != table_id}
        if register is None:
            transaction.set_setting(REGISTERS, stored)
            transaction.execute(TOUCH_TABLE, (table_id,))
            transaction.set_message(msg("registers.none_any_more", table=called_table(table)))
            return
        _refuse_wrong(table, register)
        how = RowOrigin.CASES if register.kind is RegisterKind.CASES else RowOrigin.CENSUS
        set_unit(table_id, _UNITS[register.kind]).perform(transaction)
        set_how(table_id, how).perform(transaction)
        roles = {variable.id: variable.role for variable in table.variables}
        known_key = False  # somebody said before that the column tells rows apart: it holds codes
        for variable, part in register.parts:
            code = register.kind is RegisterKind.CASES and part is Part.PERSON
            known_key = known_key or (code and roles[variable] is Role.KEY)
            if (part in SEALED or code) and roles[variable] is not Role.IDENTIFIER:
                set_role(table_id, variable, Role.IDENTIFIER).perform(transaction)
        before = known.get(table_id)
        of_cases = RegisterKind.CASES in (register.kind, before.kind if before is not None else None)
        sealed = {} if of_cases else sealed_case_codes(transaction, table, register)  # those of cases stay sealed
        for variable in sealed:  # the program tells by them which rows are one
            set_role(table_id, variable, Role.KEY).perform(transaction)
        keys = [table.variable(name).name for name in sealed]
        _confirm_groups(transaction, table, register)
        _name_terms(transaction, table, register)
        transaction.set_setting(REGISTERS, {**stored, table_id: register_to_json(register)})
        named = called_table(replace(table, unit=_UNITS[register.kind]))  # as the window calls it from now on
        said = msg("registers.set", table=named, kind=msg(f"register.{register.kind}"))
        if keep_case_keys(transaction, data_table(transaction, table_id), register, told=told or known_key):
            codes = [table.variable(name).name for name in register.columns(Part.PERSON)]
            said = msg("registers.set_codes", said=said, columns=codes)
        transaction.set_message(msg("registers.set_key", said=said, columns=keys, n=len(keys)) if keys else said)

    return Action("registers.set", msg("registers.changed"), perform)


def sealed_case_codes(
    project: OpenProject | Transaction, table: DataTable, register: Register
) -> dict[str, list[str | None]]:
    """The codes of people that were sealed for their heading, by column: told to be codes, they are keys.

    None while the link key is closed, as what lies there cannot be looked at; the checks say so.
    """
    found: dict[str, list[str | None]] = {}
    for variable in (table.variable(name) for name in register.columns(Part.PERSON)):
        if variable.role is Role.IDENTIFIER and project.link_open:
            held = TableColumns(project, table.id).read(variable).values.to_pylist()
            codes = [None if one is None else str(one) for one in held]
            if is_case_code(variable, [one for one in codes if one]):
                found[variable.id] = codes
    return found


def _confirm_groups(transaction: Transaction, table: DataTable, register: Register) -> None:
    """What is told to be the kind, place or audience of activities is an answer, not somebody's words: it may leave.

    Only columns of recurring values, and only of activities: what lists people is confirmed column by column.
    """
    if register.kind is not RegisterKind.ACTIVITIES:
        return
    for variable, part in register.parts:
        asked = table.variable(variable)
        if part in _GROUPS and asked.kind is Kind.ONE and asked.role is not Role.IDENTIFIER:
            confirm(transaction, table.id, variable, content=True)


def _name_terms(transaction: Transaction, table: DataTable, register: Register) -> None:
    """Give answers that are words every register uses their other language."""
    secrecy, made = stored_secrecy(transaction, data_set_of(transaction, table.id)), recipes(transaction, table.id)
    for variable_id, part in register.parts:
        if part in IDENTIFYING:
            continue
        variable = data_table(transaction, table.id).variable(variable_id)
        choices = in_both_languages(variable.choices)
        if choices != variable.choices:
            write_variable(transaction, table.id, replace(variable, choices=choices), secrecy, made.get(variable_id))


def _refuse_wrong(table: DataTable, register: Register) -> None:
    known = {variable.id: variable for variable in table.variables}
    taken: Mapping[Part, list[str]] = {part: list(register.columns(part)) for part in Part}
    for variable, part in register.parts:
        if variable not in known:
            raise Problem(msg("data.no_variable", variable=variable))
        if part not in PARTS[register.kind]:
            allowed = [msg(f"register.part.{one}") for one in PARTS[register.kind]]
            kind, named = msg(f"register.{register.kind}"), msg(f"register.part.{part}")
            raise Problem(msg("registers.no_such_part", kind=kind, part=named, parts=allowed))
        if part not in SEVERAL and len(taken[part]) > 1:
            columns = [known[name].name for name in taken[part]]
            raise Problem(msg("registers.part_twice", part=msg(f"register.part.{part}"), columns=columns))
