# SPDX-License-Identifier: MIT
"""Actions that say what a variable is for and how a table's rows came about. Values of cells stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from analysis.records import DataTable, DesignRoles, Level, Role, RowOrigin, Variable
from analysis.register_columns import Part, RegisterKind
from analysis.survey.calibration.weight_adjustment import adjusted, base_design
from projects.design.known_totals import KnownTotals
from projects.design.sample_design import sample_columns
from projects.identifiers.identifier_text import stored_as_text
from projects.identifiers.link_key_storage import reconcile
from projects.identifiers.secret_words import (
    data_set_of,
    derived_follow,
    sensitive_follow,
    stored_secrecy,
    write_variable,
)
from projects.store.actions import Action
from projects.store.schema import stored_setting
from projects.stored_tables import queries
from projects.stored_tables.row_records import (
    ASKED,
    KNOWN_TOTALS,
    LABEL_LANGUAGE,
    design_of,
    design_values,
    registers,
    to_json,
)
from projects.stored_tables.row_states import kept_rows, refresh_consent
from projects.stored_tables.stored_table import data_table, recipes, table_row, tables_of, variables
from projects.stored_tables.titles import called_table
from wording import Labels, Message, Problem, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

CHANGE_ROLE_IN_TABLE = "UPDATE variable SET role = ? WHERE table_id = ? AND role = ?"


def set_label_language(language: str) -> Action:
    """Show the labels of the whole project in a language of its forms; "" for that of the program."""

    def perform(transaction: Transaction) -> None:
        transaction.set_setting(LABEL_LANGUAGE, language)
        transaction.execute(queries.TOUCH_TABLES)  # whoever shows a table reads its labels anew

    key = "data.label_language_set" if language else "data.label_language_own"
    return Action("data.label_language", msg(key, language=language), perform)


def label_languages(tables: Iterable[DataTable]) -> list[str]:
    """The languages there are labels in, as codes, in the order they appear."""
    found: dict[str, None] = {}
    for table in tables:
        for variable in table.variables:
            for labels in (variable.labels, *(choice.labels for choice in variable.choices)):
                found.update(dict.fromkeys(name for name, text in labels.by_language.items() if name and text))
    return list(found)


def set_role(table_id: str, variable_id: str, role: Role) -> Action:
    """Give a variable its role; the sample design and the consent of the table follow.

    A new identifier's values and the list of its answers move under the link key, and come back when it is none any
    more; what is worked out from it follows, also from what is sensitive. It raises LinkLocked when that is closed,
    Problem where the code or name of a case would be opened.
    """

    def perform(transaction: Transaction) -> None:
        before = _variable(transaction, table_id, variable_id)
        if before.role is Role.IDENTIFIER is not role:
            _keep_sealed(transaction, table_id, before)
        if Role.IDENTIFIER in (role, before.role) and role is not before.role:
            if role is Role.IDENTIFIER:
                stored_as_text(transaction, table_id, before)
            _update(transaction, table_id, variable_id, role=str(role))
            derived_follow(transaction, table_id)
            reconcile(transaction, data_set_of(transaction, table_id))
        else:
            _update(transaction, table_id, variable_id, role=str(role))
        if role is Role.SENSITIVE:
            sensitive_follow(transaction, table_id)
        if role is not before.role and ({role, before.role} & (_DESIGN | {Role.CONSENT})):
            _table_follows(transaction, table_id, before, role)
        transaction.set_message(msg("data.role_set", variable=_called(before), role=msg(f"data.role.{role}")))

    return Action("data.role", msg("data.role_set", variable=variable_id, role=msg(f"data.role.{role}")), perform)


def set_roles(table_id: str, variable_ids: Sequence[str], role: Role) -> Action:
    """Give several variables one role, as one change; raises as `set_role`."""
    message = msg("data.roles_set", n=len(variable_ids), role=msg(f"data.role.{role}"))

    def perform(transaction: Transaction) -> None:
        for variable_id in variable_ids:
            set_role(table_id, variable_id, role).perform(transaction)
        transaction.set_message(message)

    return Action("data.role", message, perform)


def _keep_sealed(transaction: Transaction, table_id: str, variable: Variable) -> None:
    register = registers(transaction).get(table_id)
    if register is not None and register.kind is RegisterKind.CASES:
        sealed = {name for part in (Part.PERSON, Part.NAME, Part.TELEPHONE) for name in register.columns(part)}
        if variable.id in sealed:
            raise Problem(msg("data.role_of_cases", variable=_called(variable)))


_DESIGN = frozenset({Role.WEIGHT, Role.STRATUM, Role.CLUSTER, Role.FPC})


def _table_follows(transaction: Transaction, table_id: str, variable: Variable, role: Role) -> None:
    """The table's design, or what records its consent, after the variable got another role."""
    row, name = table_row(transaction, table_id), variable.id
    old = design_of(row)
    clusters = tuple(one for one in old.clusters if one != name)
    fpc = tuple(one for one in old.fpc if one != name)
    design = DesignRoles(
        name if role is Role.WEIGHT else None if old.weight == name else old.weight,
        name if role is Role.STRATUM else None if old.strata == name else old.strata,
        (*clusters, name) if role is Role.CLUSTER else clusters,
        (*fpc, name) if role is Role.FPC else fpc,
        old.nested,
    )
    for place, one in ((Role.WEIGHT, design.weight), (Role.STRATUM, design.strata)):
        if role is place and one is not None:  # there is one of each
            _roles_follow(transaction, table_id, place, [one])
    if design != old:
        _update_table(transaction, table_id, **design_values(design))
    if role is Role.CONSENT and row["consent"] != name:
        _update_table(transaction, table_id, consent=name, consent_given=to_json(meaning_yes(variable)))
        _roles_follow(transaction, table_id, Role.CONSENT, [name])
        refresh_consent(transaction, table_id)
    elif variable.role is Role.CONSENT and row["consent"] == name:
        _update_table(transaction, table_id, consent=None, consent_given="[]")
        refresh_consent(transaction, table_id)


def meaning_yes(variable: Variable) -> tuple[str, ...]:
    """The choices of a question of consent that mean yes, by their codes; the first where none says so."""
    said = [c.id for c in variable.choices if c.code.casefold() in ("yes", "oui", "1", "y", "true", "si", "sim")]
    return tuple(said or [choice.id for choice in variable.choices[:1]])


def set_level(table_id: str, variable_id: str, level: Level) -> Action:
    """Give a variable its level of measurement."""
    return _variable_action(
        table_id, variable_id, "data.level", {"level": str(level)}, level=msg(f"data.level.{level}")
    )


def set_wording(
    table_id: str, variable_id: str, labels: Labels | None = None, answers: Mapping[str, Labels] | None = None
) -> Action:
    """Change the wording of a question (None: as it is) and of some of its answers, by their ids, in any language."""
    said = msg("data.choice_labels_set" if labels is None else "data.labels_set", variable=variable_id)

    def perform(transaction: Transaction) -> None:
        variable = _variable(transaction, table_id, variable_id)
        for choice_id in answers or {}:
            variable.choice(choice_id)
        if labels is not None:
            _update(transaction, table_id, variable_id, labels=to_json(labels))
            variable = replace(variable, labels=labels)
        if answers:
            named = tuple(replace(one, labels=answers.get(one.id, one.labels)) for one in variable.choices)
            secrecy = stored_secrecy(transaction, data_set_of(transaction, table_id))
            recipe = recipes(transaction, table_id).get(variable_id)
            write_variable(transaction, table_id, replace(variable, choices=named), secrecy, recipe)
        transaction.set_message(msg(said.key, variable=_called(variable)))

    return Action("data.labels", said, perform)


def _variable_action(
    table_id: str, variable_id: str, kind: str, columns: Mapping[str, object], **args: object
) -> Action:
    key = f"{kind}_set"

    def perform(transaction: Transaction) -> None:
        variable = _variable(transaction, table_id, variable_id)
        _update(transaction, table_id, variable_id, **columns)
        transaction.set_message(msg(key, variable=_called(variable), **args))

    return Action(kind, msg(key, variable=variable_id, **args), perform)


def set_unit(table_id: str, unit: str) -> Action:
    """Say what a row of the table is: a key of `unit.*` ("household") or the user's own word."""
    return _table_action(table_id, "data.unit", lambda transaction: _update_table(transaction, table_id, unit=unit))


def set_how(table_id: str, how: RowOrigin, inference_reason: str = "") -> Action:
    """Say how a table's rows came about.

    `inference_reason` switches intervals and tests on for a table that is no probability sample; it is printed with
    them. For a probability sample it has no meaning and is dropped.
    """
    reason = "" if how is RowOrigin.PROBABILITY else inference_reason.strip()
    return _table_action(
        table_id,
        "data.how",
        lambda transaction: _update_table(transaction, table_id, how=str(how), inference_reason=reason),
        how=msg(f"data.how.{how}"),
    )


def set_asked(table_id: str, asked: str) -> Action:
    """Say whether "more" or "less" than a third of the place was asked; "" that nobody knows."""

    def change(transaction: Transaction) -> None:
        kept = {**stored_setting(transaction, ASKED, {}), table_id: asked}
        transaction.set_setting(ASKED, {name: one for name, one in kept.items() if one})

    return _table_action(table_id, "data.asked", change, asked=msg(f"data.asked.{asked or 'unknown'}"))


def switch_inference_on(table_id: str, reason: str) -> Action:
    """Print intervals and tests although the rows are no probability sample. Raises Problem without a reason."""
    if not reason.strip():
        raise Problem(msg("data.inference_needs_reason"))
    return _table_action(
        table_id,
        "data.inference",
        lambda transaction: _update_table(transaction, table_id, inference_reason=reason.strip()),
    )


def set_design(table_id: str, design: DesignRoles) -> Action:
    """Say which variables make the sample design; their roles follow. Raises Problem for a variable there is not."""

    def change(transaction: Transaction) -> None:
        wanted = {
            Role.WEIGHT: [design.weight] if design.weight else [],
            Role.STRATUM: [design.strata] if design.strata else [],
            Role.CLUSTER: list(design.clusters),
            Role.FPC: list(design.fpc),
        }
        for role, names in wanted.items():
            for name in names:
                _variable(transaction, table_id, name)
            _roles_follow(transaction, table_id, role, names)
        _update_table(transaction, table_id, **design_values(design))

    return _table_action(table_id, "data.design", change)


def _roles_follow(transaction: Transaction, table_id: str, role: Role, names: list[str]) -> None:
    transaction.execute(CHANGE_ROLE_IN_TABLE, (str(Role.ORDINARY), table_id, str(role)))
    for name in names:
        _update(transaction, table_id, name, role=str(role))


def set_consent(table_id: str, variable_id: str | None, given: tuple[str, ...] = ()) -> Action:
    """Say which variable records consent and which of its choices mean yes; None: no consent is recorded here."""

    def change(transaction: Transaction) -> None:
        if variable_id is not None:
            _variable(transaction, table_id, variable_id)
        _roles_follow(transaction, table_id, Role.CONSENT, [variable_id] if variable_id is not None else [])
        _update_table(transaction, table_id, consent=variable_id, consent_given=to_json(given))
        refresh_consent(transaction, table_id)

    return _table_action(table_id, "data.consent", change)


def set_known_totals(table_id: str, known: KnownTotals | None) -> Action:
    """Adjust the weights of a table to known totals; None undoes it.

    Doing it raises Problem, and changes nothing, where the rows that stay in analysis cannot be adjusted so.
    """

    def perform(transaction: Transaction) -> None:
        table = data_table(transaction, table_id)
        stored = dict(tables_of(transaction).settings.known_totals)
        stored.pop(table_id, None)
        if known is not None:
            stored[table_id] = asdict(known)
        transaction.set_setting(KNOWN_TOTALS, stored)
        if known is not None:
            keep = kept_rows(transaction, table_id)
            columns = sample_columns(transaction, table_id).taken(keep)
            assert columns.adjust is not None
            if columns.adjust.problem is not None:
                raise Problem(columns.adjust.problem)
            adjusted(base_design(columns, int(keep.sum())), columns.adjust)
        transaction.set_message(_totals_message(known, called_table(table)))

    return Action("data.known_totals", _totals_message(known, table_id), perform)


def _totals_message(known: KnownTotals | None, table: Text) -> Message:
    if known is None:
        return msg("data.known_totals_unset", table=table)
    return msg("data.known_totals_set", table=table, how=msg(f"adjusting.method.{known.method}"))


def _table_action(table_id: str, kind: str, change: Callable[[Transaction], object], **args: Message) -> Action:
    key = f"{kind}_set"

    def perform(transaction: Transaction) -> None:
        table = data_table(transaction, table_id)
        change(transaction)
        named = table.labels if any(table.labels.by_language.values()) else table.name
        transaction.set_message(msg(key, table=named, **args))

    return Action(kind, msg(key, table=table_id, **args), perform)


def _variable(transaction: Transaction, table_id: str, variable_id: str) -> Variable:
    try:
        return variables(transaction, table_id, [variable_id])[0]
    except KeyError as error:
        raise Problem(msg("data.no_variable", variable=variable_id)) from error


def _called(variable: Variable) -> Labels | str:
    return variable.labels if any(variable.labels.by_language.values()) else variable.name


def _update(transaction: Transaction, table_id: str, variable_id: str, **columns: object) -> None:
    names = ", ".join(f"{name} = ?" for name in columns)
    key = f"{table_id}.{variable_id}"
    transaction.execute(queries.set_variable(names), (*columns.values(), key))


def _update_table(transaction: Transaction, table_id: str, **columns: object) -> None:
    table_row(transaction, table_id)
    names = ", ".join(f"{name} = ?" for name in columns)
    transaction.execute(queries.set_table(names), (*columns.values(), table_id))
