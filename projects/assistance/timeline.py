# SPDX-License-Identifier: MIT
"""Timeline and journey of a case: events with the time as said, and legs, proposed from interviews, decided by people.

They lie under the link key. A person's words are told with names withheld where they leave; nothing here says that
somebody was trafficked.
"""

from __future__ import annotations

import base64
import json
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.events.timeline import Event, in_order
from projects.assistance import entity_queries as queries
from projects.assistance.entities import phone_countries
from projects.assistance.entity_table import EVENTS_CHANGED, own_lists
from projects.assistance.parses import Fetch, kept_parses, parse_missing, stretches_of
from projects.cases.case_texts import case_stretches
from projects.interviews.cases import members_of
from projects.interviews.queries import load_documents
from projects.people.effective_consent import effective_consents
from projects.store.actions import Action
from projects.store.ports import DatabaseRow
from projects.store.problems import LinkLocked
from projects.stored_interviews.row_records import as_json
from wording import NoProgress, PartOf, Problem, Progress, msg, render

if TYPE_CHECKING:
    from projects.store.ports import Transaction
    from projects.store.project import Project
    from projects.worker import TextProcess

EVENT = "SELECT verdict FROM case_event WHERE id = ?"

DECIDE_EVENT = "UPDATE case_event SET verdict = ?, decided_by = ? WHERE id = ?"
DELETE_EVENT = "DELETE FROM case_event WHERE id = ?"
INSERT_EVENT = (
    "INSERT INTO case_event (case_, document, digest, start, stop, is_leg, said, date, quote, hidden, origin,"
    " destination, means, company) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
EVENTS_OF_CASE = "SELECT * FROM case_event WHERE case_ = ? ORDER BY id"


@dataclass(frozen=True)
class FoundEvent:
    """An event found in an interview, with its words and the names in them."""

    document: str
    digest: str
    event: Event
    quote: str
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class CaseEvent:
    """An event or leg of a case as it is kept: proposed ("open") or accepted."""

    id: str
    document: str
    document_name: str
    start: int
    event: Event
    quote: str
    hidden: tuple[str, ...]
    accepted: bool
    language: str = ""  # of its interview

    def masked(self, text: str, language: str) -> str:
        """A part of it with every name replaced by what it is: to be told outside the team."""
        person = f"[{render(msg('entities.kind.person'), language)}]"
        for name in sorted(self.hidden, key=len, reverse=True):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", person, text)
        return text


def find_case_events(
    fetch: Fetch,
    text_process: TextProcess,
    case_id: str,
    progress: Progress = NoProgress(),  # noqa: B008 - it holds nothing
) -> list[FoundEvent]:
    """The events and legs that the interviews of a case tell; parses what is not parsed yet. Raises Stopped."""
    stretches: dict[str, list[tuple[int, int]]] = fetch(lambda project: _stretches(project, case_id))
    wanted = sorted(stretches, key=int)
    parse_missing(fetch, text_process, PartOf(progress, 0.0, 0.9), only=wanted)
    documents = [one.document for one in fetch(lambda project: list(load_documents(project, wanted)))]
    kept = fetch(lambda project: kept_parses(project, wanted))
    asked = [
        [
            *(one.text, stretches_of(one), base64.b64encode(kept.get((one.id, one.digest), b"")).decode("ascii")),
            stretches[one.id],
        ]
        for one in documents
    ]
    if not asked:
        return []
    answers = text_process.call(
        "case_events",
        progress=PartOf(progress, 0.9, 1.0),
        documents=asked,
        lists=[[name, str(kind)] for name, kind in fetch(own_lists)],
        regions=list(fetch(phone_countries)),
    )
    return [
        FoundEvent(one.id, one.digest, event := Event(*values), one.text[event.start : event.end], tuple(hidden))
        for one, found in zip(documents, answers, strict=True)
        for values, hidden in found
    ]


def _stretches(project: Project, case_id: str) -> dict[str, list[tuple[int, int]]]:
    consents = effective_consents(project)
    found = case_stretches(project, members_of(project, case_id))
    return {document: held for document, held in found.items() if consents[document]["interview"] is not False}


def keep_events(case_id: str, found: Sequence[FoundEvent]) -> Action:
    """Propose the events found; the result is how many are new, or open and dated otherwise. What was decided stays.

    Raises LinkLocked, Problem.
    """

    def perform(transaction: Transaction) -> int:
        rows = transaction.link.query(EVENTS_OF_CASE, (int(case_id),))
        dates: dict[tuple[str, str, int, bool], set[str]] = defaultdict(set)
        for one in found:
            dates[_key(one.document, one.digest, one.event.start, one.event.is_leg)].add(one.event.date)
        there = [(row, _key(row["document"], row["digest"], row["start"], row["is_leg"])) for row in rows]
        gone = {row["id"] for row, key in there if row["verdict"] == "open" and row["date"] not in dates.get(key, ())}
        kept = {key for row, key in there if row["id"] not in gone}
        new = [one for one in found if _key(one.document, one.digest, one.event.start, one.event.is_leg) not in kept]
        if not new and not gone:
            raise Problem(msg("events.nothing_new"))
        transaction.link.executemany(DELETE_EVENT, [(number,) for number in gone])
        transaction.link.executemany(INSERT_EVENT, [_as_row(case_id, one) for one in new])
        _note(transaction)
        transaction.set_message(msg("events.proposed", n=len(new)))
        return len(new)

    return Action("assistance.events", msg("events.changed"), perform)


def decide_events(ids: Sequence[str], verdict: str, *, coder: str) -> Action:
    """Accept, reject or reopen events. Raises LinkLocked, Problem for one that is gone or decided so already."""

    def perform(transaction: Transaction) -> None:
        for number in map(int, ids):
            rows = transaction.link.query(EVENT, (number,))
            if not rows or rows[0]["verdict"] == verdict:
                raise Problem(msg("events.gone"))
            transaction.link.execute(DECIDE_EVENT, (verdict, coder, number))
        if not ids:
            raise Problem(msg("events.gone"))
        _note(transaction)

    return Action("assistance.decide_events", msg(f"events.{verdict}", n=len(ids)), perform)


def case_events(project: Project, case_id: str) -> list[CaseEvent]:
    """The proposed and accepted events of a case in the order of time. Raises LinkLocked.

    Left out is what stands in interviews that are gone, that do not belong to the case any more, or were refused.
    """
    if not project.link_open:
        raise LinkLocked
    consents = effective_consents(project)
    documents = {str(row["id"]): row for row in project.query(queries.DOCUMENTS)}
    mine = {member.document for member in members_of(project, case_id)}
    rows = [
        row
        for row in project.query_link(EVENTS_OF_CASE, (int(case_id),))
        if row["verdict"] != "rejected"
        and str(row["document"]) in mine & documents.keys()
        and consents[str(row["document"])]["interview"] is not False
    ]
    order = {document: place for place, document in enumerate(sorted(documents, key=int))}
    ordered = sorted(rows, key=lambda row: (order[str(row["document"])], row["start"], row["is_leg"]))
    return [
        _event(ordered[place], documents) for place in in_order([(row["date"], n) for n, row in enumerate(ordered)])
    ]


def _event(row: DatabaseRow, documents: dict[str, DatabaseRow]) -> CaseEvent:
    event = Event(
        row["start"], row["stop"], row["said"], row["date"], bool(row["is_leg"]), row["origin"], row["destination"],
        row["means"], row["company"],
    )  # fmt: skip
    document = str(row["document"])
    return CaseEvent(
        str(row["id"]), document, documents[document]["name"], row["start"], event, row["quote"],
        tuple(json.loads(row["hidden"])), row["verdict"] == "accepted", documents[document]["language"],
    )  # fmt: skip


def _key(document: object, digest: str, start: int, is_leg: object) -> tuple[str, str, int, bool]:
    return str(document), digest, start, bool(is_leg)


def _as_row(case_id: str, one: FoundEvent) -> tuple[object, ...]:
    event = one.event
    return (
        int(case_id), int(one.document), one.digest, event.start, event.end, int(event.is_leg), event.said, event.date,
        one.quote, as_json(list(one.hidden)), event.origin, event.destination, event.means, event.company,
    )  # fmt: skip


def _note(transaction: Transaction) -> None:
    """Tell whoever shows events that they have changed."""
    transaction.set_setting(EVENTS_CHANGED, transaction.seq)
