# SPDX-License-Identifier: MIT
"""Actions that say what a column holds: its kind, the order of its answers, that its words name nobody. Undoable."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analysis.records import Kind, Level, Role, Variable
from projects.datasets.corrections.kind_conversion import Conversion, in_kind, word_of
from projects.datasets.corrections.missing_mark_changes import Replaced, replace_columns
from projects.identifiers.secret_words import sensitive_follow
from projects.identifiers.sensitive_words import is_sensitive_by_words
from projects.importing.columns.choices import squeezed
from projects.store.actions import Action
from projects.store.ports import Reader
from projects.store.problems import LinkLocked
from projects.stored_tables import queries
from projects.stored_tables.chunks import LOCKED
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.stored_table import Confirmation, confirm, confirmations, recipes, variables
from wording import Labels, Message, Problem, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

SET_VARIABLE_LEVEL = "UPDATE variable SET level = ? WHERE id = ?"

_CONFIRMING = frozenset({"number", "date", "one", "set", "ordered"})  # text may still be names


def preview_kind(
    reader: Reader, table_id: str, variable_id: str, word: str, *, date_order: str | None = None,
    separator: str | None = None,
) -> Conversion:  # fmt: skip
    """What a variable would be in a kind of `kinds.WORDS`, and what would not convert. Changes nothing.

    Raises Problem for a derived variable, for dates that could be either order, for a set where nothing separates
    answers; LinkLocked.
    """
    variable = _variable(reader, table_id, variable_id)
    if variable_id in recipes(reader, table_id):
        raise Problem(msg("kinds.derived", variable=_called(variable)))
    column = TableColumns(reader, table_id, edited=False).read(variable)
    if bool((column.reasons == LOCKED).any()):
        raise LinkLocked
    return in_kind(variable, column, word, date_order=date_order, separator=separator)


def set_kind(
    table_id: str, variable_id: str, word: str, *, date_order: str | None = None, separator: str | None = None
) -> Action:
    """Give a variable its kind; values that are none of it become missing. A kind of answers says what the words are.

    Raises as `preview_kind` when done, and Problem where an edit or a derived variable no longer fits.
    """

    def perform(transaction: Transaction) -> None:
        transaction.set_message(_give_kind(transaction, table_id, variable_id, word, date_order, separator)[0])

    return Action("data.kind", kind_message(variable_id, word, 0), perform)


def set_kinds(table_id: str, variable_ids: Sequence[str], word: str) -> Action:
    """Give several variables one kind, as one change; those that have it are left. Raises as `set_kind`."""

    def perform(transaction: Transaction) -> None:
        lost = 0
        names: list[Labels | str] = []
        for one in variables(transaction, table_id, list(variable_ids)):
            if word_of(one) != word or one.content_unconfirmed:
                lost += _give_kind(transaction, table_id, one.id, word, None, None)[1]
                names.append(_called(one))
        if not names:
            raise Problem(msg("interviews.nothing_to_change"))
        transaction.set_message(kind_message(names if len(names) > 1 else names[0], word, lost))

    return Action("data.kind", kind_message(list(variable_ids), word, 0), perform)


def _give_kind(
    transaction: Transaction, table_id: str, variable_id: str, word: str, date_order: str | None, separator: str | None
) -> tuple[Message, int]:
    """Store the kind of one variable: what was done, and how many values did not convert. Raises Problem."""
    before = _variable(transaction, table_id, variable_id)
    if word_of(before) == word and before.kind not in (Kind.TIME, Kind.GEOPOINT, Kind.MEDIA):
        said, content = confirmations(transaction, table_id).get(variable_id), _confirms(before, word)
        if said is not None and said.kind == word and content in (None, said.content):
            raise Problem(msg("interviews.nothing_to_change"))
        confirm(transaction, table_id, variable_id, content=content, kind=word)
        return msg("kinds.said", variable=_called(before), kind=msg(f"kinds.word.{word}")), 0
    made = preview_kind(
        transaction, table_id, variable_id, word, date_order=date_order, separator=separator
    )  # fmt: skip
    if made.variable.kind is before.kind and not made.joined:
        transaction.execute(SET_VARIABLE_LEVEL, (str(made.variable.level), f"{table_id}.{variable_id}"))
    else:
        replace_columns(transaction, table_id, [Replaced(before, made.variable, made.column)])
        _propose_sensitive(transaction, table_id, before, made.variable)
    confirm(transaction, table_id, variable_id, content=_confirms(before, word), order=False, kind=word)
    lost = int(made.lost.sum())
    return kind_message(_called(before), word, lost), lost


def kind_message(variable: Labels | str | Sequence[Labels | str], word: str, lost: int) -> Message:
    """The kind that a variable, or several, have now, and how many values did not convert."""
    kind = msg(f"kinds.word.{word}")
    if not lost:
        return msg("kinds.set_whole", variable=variable, kind=kind)
    return msg("kinds.set", variable=variable, kind=kind, n=lost)


def _propose_sensitive(transaction: Transaction, table_id: str, before: Variable, variable: Variable) -> None:
    """Words that are answers now may tell of violence, exploitation or health: the role of the variable follows."""
    if variable.role is Role.ORDINARY and is_sensitive_by_words(variable) and not is_sensitive_by_words(before):
        transaction.execute(queries.SET_VARIABLE_ROLE, (str(Role.SENSITIVE), f"{table_id}.{variable.id}"))
        sensitive_follow(transaction, table_id)


def _confirms(variable: Variable, word: str) -> bool | None:
    """A kind other than text says that the words of a column are no names; None leaves what was said."""
    return True if word in _CONFIRMING and variable.role is not Role.IDENTIFIER else None


def set_order(table_id: str, variable_id: str, answers: Sequence[str]) -> Action:
    """Give the answers of a variable their order, and confirm it; each by its code or label, every one once.

    Raises Problem for a variable that is not one answer of several, and for answers that are none of it or left out;
    done, where that order is confirmed already.
    """

    def perform(transaction: Transaction) -> None:
        variable = _variable(transaction, table_id, variable_id)
        ordered = ordered_choices(variable, answers)
        now = [choice.id for choice in variable.choices if not choice.reason]
        confirmed = confirmations(transaction, table_id).get(variable_id, Confirmation()).order
        if confirmed and ordered == now and variable.level is Level.ORDINAL:
            raise Problem(msg("interviews.nothing_to_change"))
        places = {choice: at for at, choice in enumerate(ordered)}
        for choice in variable.choices:
            place = places.get(choice.id, len(ordered) + variable.choices.index(choice))
            transaction.execute(queries.SET_CHOICE_POSITION, (place, f"{table_id}.{variable_id}.{choice.id}"))
        transaction.execute(SET_VARIABLE_LEVEL, (str(Level.ORDINAL), f"{table_id}.{variable_id}"))
        confirm(transaction, table_id, variable_id, order=True)
        names = [_called_choice(variable, choice) for choice in ordered]
        transaction.set_message(msg("kinds.order_set", variable=_called(variable), answers=names))

    return Action("data.order", msg("kinds.order_set", variable=variable_id, answers=list(answers)), perform)


def ordered_choices(variable: Variable, answers: Sequence[str]) -> list[str]:
    """The ids of the choices in the order given. Raises Problem."""
    if variable.kind is not Kind.ONE:
        raise Problem(msg("kinds.order_of_one", variable=_called(variable)))
    substantive = [choice for choice in variable.choices if not choice.reason]
    known: dict[str, str] = {}
    for choice in substantive:
        for text in (choice.code, *choice.labels.by_language.values(), choice.id):
            known.setdefault(squeezed(text), choice.id)
    found = [known.get(squeezed(answer), "") for answer in answers if answer.strip()]
    strange = [answer for answer in answers if answer.strip() and squeezed(answer) not in known]
    left_out = [choice.code for choice in substantive if choice.id not in found]
    if strange:
        raise Problem(msg("kinds.order_strange", variable=_called(variable), answers=strange, n=len(strange)))
    if left_out or len(set(found)) < len(found):
        raise Problem(msg("kinds.order_incomplete", variable=_called(variable), answers=left_out, n=len(left_out)))
    return found


def confirm_content(table_id: str, variable_ids: Sequence[str]) -> Action:
    """Say that the words of these columns name nobody, so that they may leave for partners."""

    def perform(transaction: Transaction) -> None:
        named, said = variables(transaction, table_id, list(variable_ids)), confirmations(transaction, table_id)
        if all(said.get(one.id, Confirmation()).content for one in named):
            raise Problem(msg("interviews.nothing_to_change"))
        for variable in named:
            confirm(transaction, table_id, variable.id, content=True)
        transaction.set_message(msg("kinds.confirmed", n=len(named), names=[_called(one) for one in named]))

    return Action("data.confirm", msg("kinds.confirmed", n=len(variable_ids), names=list(variable_ids)), perform)


def _variable(reader: Reader, table_id: str, variable_id: str) -> Variable:
    try:
        return variables(reader, table_id, [variable_id])[0]
    except KeyError as error:
        raise Problem(msg("data.no_variable", variable=variable_id)) from error


def _called(variable: Variable) -> Labels | str:
    return variable.labels if any(variable.labels.by_language.values()) else variable.name


def _called_choice(variable: Variable, choice_id: str) -> Text:
    choice = variable.choice(choice_id)
    return choice.labels if any(choice.labels.by_language.values()) else choice.code
