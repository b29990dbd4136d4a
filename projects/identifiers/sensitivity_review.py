# SPDX-License-Identifier: MIT
"""The look at what is sensitive, once before a file leaves: proposals with their reasons, and every other question.

So much rests on what is sensitive that no file leaves for a partner or the public before somebody has seen, for each
question of a survey, whether it is. A new question waits again by itself; registers are guarded whatever they ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.records import DataTable, Role, Variable
from projects.identifiers.identifier_proposals import propose_role
from projects.identifiers.secret_words import sensitive_follow
from projects.identifiers.sensitive_words import (
    PROPOSED_OF,
    WordList,
    is_personal_attribute,
    sensitive_reason,
    spaced,
    word_list,
)
from projects.store.actions import Action
from projects.store.schema import stored_setting
from projects.stored_tables import queries
from projects.stored_tables.row_records import LOOKED, registers
from projects.stored_tables.stored_table import tables_of
from wording import Message, Problem, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Reader, Transaction

OWN_WORDS = (
    "sensitivity.words"  # setting: lines of words that make a question sensitive too, as in `sensitive_words.txt`
)
ROLES = (*sorted(PROPOSED_OF), Role.SENSITIVE)  # of answers; no identifier, weight or consent is in question


@dataclass(frozen=True)
class ReviewedQuestion:
    """A question of a survey as it is looked at: ticked where it is sensitive, or proposed and not looked at yet."""

    table: DataTable
    variable: Variable
    because: str  # the word or answer for which it is proposed; "" for none
    looked: bool

    @property
    def sensitive(self) -> bool:
        """Whether its box is ticked."""
        return self.variable.role is Role.SENSITIVE or (bool(self.because) and not self.looked)

    @property
    def called(self) -> Text:
        """Its wording, or its name where it has none."""
        labels = self.variable.labels
        return labels if any(labels.by_language.values()) else self.variable.name

    @property
    def key(self) -> tuple[str, str]:
        """The ids of its table and of itself."""
        return self.table.id, self.variable.id


def questions(reader: Reader) -> list[ReviewedQuestion]:
    """The questions of all surveys, in their order: those that were asked, not what was worked out from them."""
    own = word_list(own_lines(reader))
    return [replace(one, because=_because(one.variable, own)) for one in _without_reasons(reader)]


def _without_reasons(reader: Reader) -> list[ReviewedQuestion]:
    found, looked = list[ReviewedQuestion](), _looked(reader)
    for stored in tables_of(reader).of():
        if stored.record.register is not None:
            continue
        made, seen = stored.recipes(), looked.get(stored.id, {})
        asked = (one for one in stored.variables if one.role in ROLES and one.id not in made)
        found += [ReviewedQuestion(stored.record, one, "", one.id in seen) for one in asked]
    return found


def is_waiting(reader: Reader) -> bool:
    """Whether a question of a survey was not looked at yet."""
    kept, looked = registers(reader), _looked(reader)
    rows = queries.asked_in_roles(reader, ROLES)
    surveys = (row for row in rows if row["table_id"] not in kept)
    return any(row["variable"] not in looked.get(row["table_id"], {}) for row in surveys)


def waiting_lines(reader: Reader) -> tuple[Message, ...]:
    """What waits to be looked at, a line for each proposal and one for the names of the rest; () for nothing."""
    if not is_waiting(reader):
        return ()
    waiting = [one for one in questions(reader) if not one.looked]
    lines = [proposal_line(one) for one in waiting if one.sensitive]
    rest = [one.variable.name for one in waiting if not one.sensitive]
    return (*lines, *([msg("sensitivity.rest", n=len(rest), names=rest)] if rest else []))


def proposal_line(one: ReviewedQuestion) -> Message:
    """A sensitive question in the list, with the word or answer for which it is one."""
    if not one.because:
        return msg("sensitivity.line_by_hand", name=one.variable.name, called=one.called)
    return msg("sensitivity.line", name=one.variable.name, called=one.called, because=one.because)


def confirm_proposals(table_ids: Sequence[str] = ()) -> Action:
    """Everything (of some tables) is looked at, and what is ticked is sensitive. Done, where nothing waits."""

    def perform(transaction: Transaction) -> None:
        every = [one for one in questions(transaction) if not table_ids or one.table.id in table_ids]
        if all(one.looked for one in every):
            raise Problem(msg("interviews.nothing_to_change"))
        ticked = [one for one in every if one.sensitive]
        for one in ticked:
            _give(transaction, one, Role.SENSITIVE)
        _keep_looked(transaction, every)
        transaction.set_message(msg("sensitivity.confirmed", n=len(every), sensitive=len(ticked)))

    return Action("sensitivity.confirmed", msg("sensitivity.confirm"), perform)


def decide_sensitive(table_id: str, variable_id: str, sensitive: bool) -> Action:
    """A question is sensitive or is not, by whoever works: a line of history of its own. Done, where it is so already.

    Raises Problem for what is no question of a survey.
    """
    key = "sensitivity.is" if sensitive else "sensitivity.is_not"

    def perform(transaction: Transaction) -> None:
        found = [one for one in _without_reasons(transaction) if one.key == (table_id, variable_id)]
        if not found:
            raise Problem(msg("sensitivity.no_question", variable=variable_id))
        if found[0].looked and found[0].sensitive is sensitive:
            raise Problem(msg("interviews.nothing_to_change"))
        _give(transaction, found[0], Role.SENSITIVE if sensitive else _role_without(found[0].variable))
        _keep_looked(transaction, found)
        transaction.set_message(msg(key, variable=found[0].called))

    return Action("sensitivity.decided", msg(key, variable=variable_id), perform)


def own_lines(reader: Reader) -> tuple[str, ...]:
    """The lines of words that the team has added."""
    return tuple(stored_setting(reader, OWN_WORDS, []))


def set_own_lines(lines: Iterable[str]) -> Action:
    """Use these lines of words beside those of the program; what they newly tell of waits to be looked at again.

    Raises Problem for a line without words.
    """
    kept = list(dict.fromkeys(one.strip() for one in lines if one.strip() and not one.startswith(("#", "["))))
    word_list(kept)

    def perform(transaction: Transaction) -> None:
        if kept == list(own_lines(transaction)):
            raise Problem(msg("interviews.nothing_to_change"))
        before = {one.key: one.because for one in questions(transaction)}
        transaction.set_setting(OWN_WORDS, kept)
        looked = {table: dict(there) for table, there in _looked(transaction).items()}
        for one in questions(transaction):
            if one.because and not before[one.key] and one.variable.role is not Role.SENSITIVE:
                looked.get(one.table.id, {}).pop(one.variable.id, None)
        transaction.set_setting(LOOKED, looked)
        transaction.set_message(msg("sensitivity.words_set", n=len(kept)))

    return Action("sensitivity.words", msg("sensitivity.words_set", n=len(kept)), perform)


def _looked(reader: Reader) -> Mapping[str, Mapping[str, bool]]:
    return stored_setting(reader, LOOKED, {})


def _because(variable: Variable, own: WordList) -> str:
    if why := sensitive_reason(variable):
        return why
    texts = [variable.name, *variable.labels.by_language.values()]
    texts += [text for one in variable.choices for text in (one.code, *one.labels.by_language.values())]
    return next(filter(None, (own.found(spaced(text)).strip() for text in texts)), "")


def _give(transaction: Transaction, one: ReviewedQuestion, role: Role) -> None:
    if one.variable.role is not role:
        transaction.execute(queries.SET_VARIABLE_ROLE, (str(role), f"{one.table.id}.{one.variable.id}"))
        if role is Role.SENSITIVE:
            sensitive_follow(transaction, one.table.id)


def _role_without(variable: Variable) -> Role:
    """The role of a question that is not sensitive: by its name it may identify together with others."""
    proposed = propose_role(replace(variable, role=Role.ORDINARY), None)
    return proposed if proposed is Role.QUASI_IDENTIFIER else Role.ORDINARY


def _keep_looked(transaction: Transaction, every: Sequence[ReviewedQuestion]) -> None:
    """Keep that questions were looked at, and of each whether it tells an attribute of persons: see `LOOKED`."""
    looked = {table: dict(there) for table, there in _looked(transaction).items()}
    for one in every:
        looked.setdefault(one.table.id, {})[one.variable.id] = is_personal_attribute(one.variable)
    transaction.set_setting(LOOKED, looked)
    transaction.execute(queries.TOUCH_TABLES)  # whoever shows a table reads its variables anew
