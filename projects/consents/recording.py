# SPDX-License-Identifier: MIT
"""Actions that record consents of respondents (rows), cases and interviews; each can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from projects.consents import queries
from projects.consents.members import Member, insist_there, member_titles
from projects.datasets.states import refresh_consent_of
from projects.interviews.tables import CONSENTS
from projects.store.actions import Action
from wording import Message, Problem, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

Given = Mapping[str, bool | None]  # consent → given, refused, or None: not recorded


def record_consents(members: Iterable[Member], consents: Given, case_name: str = "") -> Action:
    """Record consents of rows and interviews, and of a case where one is named, as one action.

    The consent to the interview, recorded on a row, goes before what its column of the file says: a row without it
    leaves analysis, one with it comes back. Raises Problem for what there is not.
    """
    wanted, asked = list(dict.fromkeys(members)), dict(consents)
    if set(asked) - set(CONSENTS) or not asked:
        raise Problem(msg("consents.unknown", names=list(CONSENTS)))
    if not wanted and not case_name:
        raise Problem(msg("consents.of_whom"))

    def perform(transaction: Transaction) -> None:
        insist_there(transaction, wanted)
        for what, given in asked.items():
            for one in wanted:
                _record(transaction, one, what, given)
            if case_name:
                _record_case(transaction, case_name, what, given)
        if "interview" in asked:
            for table in dict.fromkeys(one.table for one in wanted if one.table):
                refresh_consent_of(transaction, table, [one.row for one in wanted if one.table == table])
        transaction.set_message(_told(member_titles(transaction, wanted), case_name, asked))

    return Action("consents.record", _told([], case_name, asked), perform)


def _told(titles: Sequence[Text], case_name: str, asked: Given) -> Message:
    whose = [*titles[:3], *([case_name] if case_name else [])]
    told = [
        msg("consents.is", what=msg(f"consents.{what}"), given=msg(f"consents.{_word(given)}"))
        for what, given in asked.items()
    ]
    if len(titles) > 3:
        return msg("consents.recorded_more", whose=whose, n=len(titles) - 3, told=told)
    return msg("consents.recorded", whose=whose, told=told)


def _word(given: bool | None) -> str:
    return "unknown_value" if given is None else "yes" if given else "no"


def _record(transaction: Transaction, one: Member, what: str, given: bool | None) -> None:
    if one.document:
        value = None if given is None else int(given)
        transaction.execute(queries.record_update_document_2(what), (value, one.document))
        return
    where = (one.table, one.row, what)
    if given is None:
        transaction.execute(queries.DELETE_CONSENT_BY_TABLE_ID_ROW_ID_WHAT, where)
        return
    transaction.execute(
        queries.RECORD_INSERT_CONSENT,
        (*where, int(given), transaction.seq),
    )


def _record_case(transaction: Transaction, case_name: str, what: str, given: bool | None) -> None:
    if not transaction.query(queries.DOCUMENT_EXISTS_BY_CASE_NAME, (case_name,)):
        raise Problem(msg("consents.no_case", case=case_name))
    if given is None:
        transaction.execute(queries.DELETE_CONSENT_BY_CASE_NAME_WHAT, (case_name, what))
        return
    transaction.execute(
        queries.RECORD_CASE_INSERT_CONSENT,
        (case_name, what, int(given), transaction.seq),
    )
