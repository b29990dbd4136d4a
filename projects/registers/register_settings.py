# SPDX-License-Identifier: MIT
"""Makes a table a register and gives each of its columns a part. The table's values stay as they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, TypeVar

from analysis.records import Choice, DataTable, Kind, Role, RowOrigin, Variable
from analysis.register_columns import IDENTIFYING, PARTS, SEVERAL, Part, Register, RegisterKind, register_to_json
from projects.datasets.add_dataset import Added
from projects.datasets.registers.case_headings import holds_numbers_of_cases
from projects.datasets.registers.case_keys import are_codes, keep_case_keys
from projects.datasets.registers.headings import proposed_parts, proposed_register
from projects.datasets.table.roles import set_how, set_role, set_unit
from projects.identifiers.identifier_proposals import is_case_code
from projects.identifiers.secret_words import data_set_of, stored_secrecy, write_variable
from projects.imported.records import ImportedTable
from projects.store.actions import Action
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.row_records import REGISTERS, registers
from projects.stored_tables.stored_table import confirm, data_table, recipes
from projects.stored_tables.titles import called_table
from projects.word_folding import fold
from wording import LANGUAGES, Labels, Problem, msg, render

if TYPE_CHECKING:
    from projects.imported.records import ImportedData
    from projects.store.ports import OpenProject, Transaction

_TERMS = (
    "awareness_session", "awareness_sessions", "awareness", "training", "trainings",
    "training_of_stakeholders", "staff_training", "assessment", "study", "meeting", "workshop", "campaign",
    "visit", "distribution", "focus_group", "displaced_people", "host_community", "refugees", "returnees",
    "stakeholders", "staff", "prosecutor_or_judge", "prosecutors_and_judges", "judicial_police", "ngo_staff",
    "field_staff", "community_leaders", "teachers", "health_workers", "women", "men", "girls", "boys",
    "displaced", "returnee", "refugee", "asylum_seeker", "presumed_trafficking", "human_trafficking", "gbv",
    "child_protection", "shelter", "medical_care", "counselling", "legal_aid", "return_of_documents",
    "shelter_network", "health_centre", "legal_clinic", "assistance_completed", "assistance_under_way",
    "risks_of_recruitment", "rights_of_displaced", "where_to_find_help", "safe_migration",
    "law_on_trafficking", "identification_and_referral", "yes", "no",
)  # fmt: skip


def in_both_languages(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The choices, those whose label is a known word with that word in each language they lack."""
    return tuple(_spoken(choice) for choice in choices)


def _spoken(choice: Choice) -> Choice:
    there = {language: label for language, label in choice.labels.by_language.items() if label}
    known = next((found for label in (*there.values(), choice.code) if (found := _words_of(label))), None)
    if known is None:
        return choice
    wanted = {language: word for language, word in known.items() if language not in there}
    return replace(choice, labels=Labels({**there, **wanted}))


def _words_of(label: str) -> Mapping[str, str] | None:
    """The words in each language of a known word, or of a list of known words ("shelter; legal aid")."""
    pieces = [_terms_by_word().get(_folded(piece)) for piece in re.split(r"[;|]", label)]
    known = [one for one in pieces if one is not None]
    if len(known) < len(pieces):
        return _terms_by_word().get(_folded(label))
    return {language: "; ".join(one[language] for one in known) for language in LANGUAGES}


@cache
def _terms_by_word() -> Mapping[str, Mapping[str, str]]:
    """Folded word → that word in each language."""
    words = [{one: render(msg(f"register.term.{name}"), one) for one in LANGUAGES} for name in _TERMS]
    return {_folded(word): one for one in words for word in one.values()}


def _folded(word: str) -> str:
    return " ".join(fold(word.replace("’", "'")).split())


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
