# SPDX-License-Identifier: MIT
"""Actions that record consents of respondents (rows), cases and interviews; each can be undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from projects.people import queries
from projects.people.effective_consent import effective_consents
from projects.people.persons import Member, member_titles, require_existing
from projects.store.actions import Action
from projects.stored_interviews.queries import CONSENT_SOURCE_OF_DOCUMENT
from projects.stored_interviews.tables import CONSENTS
from projects.stored_tables.row_states import refresh_consent_of
from wording import Message, Problem, Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Rows, Transaction

SET_CONSENT_SOURCE = "UPDATE document SET consent_source = ? WHERE id = ?"
DELETE_CONSENT_OF_CASE = "DELETE FROM consent WHERE case_name = ? AND what = ?"
CASE_EXISTS = "SELECT 1 FROM document WHERE case_name = ?1 UNION SELECT 1 FROM case_ WHERE name = ?1"
DELETE_CONSENT_OF_ROW = "DELETE FROM consent WHERE table_id = ? AND row_id = ? AND what = ?"
RECORD_CONSENT_OF_CASE = (
    "INSERT INTO consent (case_name, what, given, since) VALUES (?, ?, ?, ?) ON CONFLICT (case_name, what) "
    "WHERE case_name IS NOT NULL DO UPDATE SET given = excluded.given, since = excluded.since"
)
RECORD_CONSENT_OF_ROW = (
    "INSERT INTO consent (table_id, row_id, what, given, since) VALUES (?, ?, ?, ?, ?) ON CONFLICT "
    "(table_id, row_id, what) WHERE table_id IS NOT NULL DO UPDATE SET given = excluded.given, since = "
    "excluded.since"
)

Given = Mapping[str, bool | None]  # consent → given, refused, or None: not recorded


BULK = 3  # a yes for more things than this at once needs a source


def record_consents(
    members: Iterable[Member], consents: Given, case_name: str = "", *, source: str | None = None
) -> Action:
    """Record consents of rows and interviews, and of a case where one is named, as one action.

    `source` says where the answers come from; it is kept with interviews and in the line of history. Where it is given
    and empty, a yes for more than `BULK` things raises Problem.

    The consent to the interview, recorded on a row, goes before what its column of the file says: a row without it
    leaves analysis, one with it comes back. Raises Problem for what there is not.
    """
    wanted, asked = list(dict.fromkeys(members)), dict(consents)
    if set(asked) - set(CONSENTS) or not asked:
        raise Problem(msg("consents.unknown", names=list(CONSENTS)))
    if not wanted and not case_name:
        raise Problem(msg("consents.of_whom"))
    source_given = (source or "").strip()
    if source is not None and not source_given and len(wanted) > BULK and True in asked.values():
        raise Problem(msg("consents.bulk_source", n=len(wanted)))

    def perform(transaction: Transaction) -> None:
        require_existing(transaction, wanted)
        for what, given in asked.items():
            for one in wanted:
                _record(transaction, one, what, given)
                if one.document and source_given:
                    _keep_source(transaction, one.document, what, given, source_given)
            if case_name:
                _record_case(transaction, case_name, what, given)
        if "interview" in asked:
            for table in dict.fromkeys(one.table for one in wanted if one.table):
                refresh_consent_of(transaction, table, [one.row for one in wanted if one.table == table])
        message = _recorded_message(member_titles(transaction, wanted), case_name, asked)
        transaction.set_message(
            msg("consents.with_source", told=message, source=source_given) if source_given else message
        )

    return Action("consents.record", _recorded_message([], case_name, asked), perform)


def silent_interviews(reads: Rows) -> dict[str, list[str]]:
    """Consent → the ids of the interviews that say nothing of it; what a case, a respondent or a translation says
    counts as said."""
    held = effective_consents(reads)
    return {what: [one for one, said in held.items() if said[what] is None] for what in CONSENTS}


def record_for_all(reads: Rows, consents: Given, source: str) -> Action:
    """Record answers for every interview that says nothing of them yet; a recorded yes or no stays as it is.

    Raises Problem without a source, for unknown consents, and where every interview says something already.
    """
    if set(consents) - set(CONSENTS) or not consents or None in consents.values():
        raise Problem(msg("consents.unknown", names=list(CONSENTS)))
    if not source.strip():
        raise Problem(msg("consents.all_source"))
    silent = {what: there for what, there in silent_interviews(reads).items() if what in consents}
    n = len({one for documents in silent.values() for one in documents})
    if not n:
        raise Problem(msg("consents.all_known"))

    def perform(transaction: Transaction) -> None:
        for what, given in consents.items():
            for one in silent[what]:
                _record(transaction, Member(document=one), what, given)
                _keep_source(transaction, one, what, given, source.strip())

    told = msg("consents.recorded_all", n=n, told=_told(consents))
    return Action("consents.record", msg("consents.with_source", told=told, source=source.strip()), perform)


def _recorded_message(titles: Sequence[Text], case_name: str, asked: Given) -> Message:
    whose = [*titles[:3], *([case_name] if case_name else [])]
    message = _told(asked)
    if len(titles) > 3:
        return msg("consents.recorded_more", whose=whose, n=len(titles) - 3, told=message)
    return msg("consents.recorded", whose=whose, told=message)


def _told(asked: Given) -> list[Message]:
    return [
        msg("consents.is", what=msg(f"consents.{what}"), given=msg(f"consents.{_word(given)}"))
        for what, given in asked.items()
    ]


def _word(given: bool | None) -> str:
    return "unknown_value" if given is None else "yes" if given else "no"


def _record(transaction: Transaction, one: Member, what: str, given: bool | None) -> None:
    if one.document:
        value = None if given is None else int(given)
        transaction.execute(queries.set_consent(what), (value, one.document))
        return
    where = (one.table, one.row, what)
    if given is None:
        transaction.execute(DELETE_CONSENT_OF_ROW, where)
        return
    transaction.execute(
        RECORD_CONSENT_OF_ROW,
        (*where, int(given), transaction.seq),
    )


def _keep_source(transaction: Transaction, document: str, what: str, given: bool | None, source: str) -> None:
    """The source of one answer, beside those of the others."""
    held = transaction.query(CONSENT_SOURCE_OF_DOCUMENT, (document,))[0]["consent_source"]
    kept = [line for line in held.split("\n") if line and not line.startswith(f"{what}=")]
    answer = "unknown" if given is None else "yes" if given else "no"
    kept.append(f"{what}={answer} · {source}")
    transaction.execute(SET_CONSENT_SOURCE, ("\n".join(kept), document))


def _record_case(transaction: Transaction, case_name: str, what: str, given: bool | None) -> None:
    if not transaction.query(CASE_EXISTS, (case_name,)):
        raise Problem(msg("consents.no_case", case=case_name))
    if given is None:
        transaction.execute(DELETE_CONSENT_OF_CASE, (case_name, what))
        return
    transaction.execute(
        RECORD_CONSENT_OF_CASE,
        (case_name, what, int(given), transaction.seq),
    )
