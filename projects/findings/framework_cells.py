# SPDX-License-Identifier: MIT
"""Summaries of a framework matrix: written for a case and a theme by an author, kept with their earlier versions.

A summary rests on the interviews that its case had when it was written. It goes with any of them that is erased, and
is neither shown nor written out while one of them is refused. In blind coding everybody sees only their own.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from analysis.codings.records import Summary
from projects.interviews.coders import note_coder, seen_coder
from projects.people.effective_consent import effective_consents
from projects.people.withdrawn_words import shown_code
from projects.store.actions import Action
from projects.stored_interviews.guids import new_guid
from projects.stored_interviews.queries import CASES_CALLED, DOCUMENTS, DOCUMENTS_CALLED
from projects.stored_interviews.row_records import as_json, no_change
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.ports import Reader, Rows, Transaction

ACTIONS_OF_SEGMENTS = "SELECT id, since FROM segment"
INSERT_SUMMARY = (
    "INSERT INTO framework_cell (guid, case_, document, code, text, documents, coder, since) VALUES (?, ?, "
    "?, ?, ?, ?, ?, ?)"
)
DOCUMENTS_OF_CASE = (
    "SELECT id FROM document WHERE case_name = ? OR (case_name = '' AND name = ?) OR id IN (SELECT document "
    "FROM case_member JOIN case_ ON case_.id = case_member.case_ WHERE case_.name = ?) ORDER BY id"
)
SUMMARIES_NEWEST_FIRST = (
    "SELECT framework_cell.*, case_.name AS named, action.utc AS at FROM framework_cell LEFT JOIN case_ ON "
    "case_.id = framework_cell.case_ LEFT JOIN action ON action.seq = framework_cell.since ORDER BY "
    "framework_cell.id DESC"
)

MOST_LETTERS = 20_000


def write_summary(case: str, code_id: str, text: str, *, coder: str) -> Action:
    """Write the summary of a theme for a case, by name; an interview without a case stands for one under its name.

    An empty text takes the summary out; earlier versions stay. Raises Problem for a case or theme there is not.
    """
    said = text.strip()

    def perform(transaction: Transaction) -> str:
        if len(said) > MOST_LETTERS:
            raise Problem(msg("framework.too_long", most=MOST_LETTERS))
        code = shown_code(transaction, code_id)
        owner = _owner(transaction, case)
        before = summaries(transaction, held_back=True).get((case, str(code_id)), ())
        if (before[0].text if before else "") == said:
            raise no_change()
        note_coder(transaction, coder)
        made = transaction.execute(
            INSERT_SUMMARY,
            (new_guid(), *owner, int(code_id), said, as_json(_documents(transaction, case)), coder, transaction.seq),
        )
        key = "framework.written" if said else "framework.taken_out"
        transaction.set_message(msg(key, case=case, theme=code.name))
        return str(made.lastrowid)

    return Action("results.write_summary", msg("framework.written", case=case, theme=code_id), perform)


def summaries(reads: Reader, *, held_back: bool = False) -> dict[tuple[str, str], tuple[Summary, ...]]:
    """The versions of each summary, newest first, by case and code; with `held_back` also those of refused interviews.

    The newest may be empty: then it was taken out. In blind coding, one's own versions only.
    """
    own = seen_coder(reads)
    refused = {one for one, given in effective_consents(reads).items() if given["interview"] is False}
    names = {str(row["id"]): row["case_name"] or row["name"] for row in reads.query(DOCUMENTS)}
    found: dict[tuple[str, str], list[Summary]] = {}
    for row in reads.query(SUMMARIES_NEWEST_FIRST):
        case = row["named"] if row["case_"] is not None else names.get(str(row["document"]))
        rests_on = {str(number) for number in json.loads(row["documents"])}
        if case is None or (rests_on & refused and not held_back) or own not in (None, row["coder"]):
            continue
        made = Summary(str(row["id"]), row["text"], row["coder"], int(row["since"]), str(row["at"] or "")[:10])
        found.setdefault((str(case), str(row["code"])), []).append(made)
    return {place: tuple(versions) for place, versions in found.items()}


def coded_since(reads: Rows) -> Mapping[str, int]:
    """The number of the action that made each segment, by its id."""
    return {str(row["id"]): int(row["since"]) for row in reads.query(ACTIONS_OF_SEGMENTS)}


def _owner(transaction: Transaction, case: str) -> tuple[int | None, int | None]:
    """The case of that name, else the interview of that name. Raises Problem for neither."""
    rows = transaction.query(CASES_CALLED, (case,))
    if rows:
        return rows[0]["id"], None
    rows = transaction.query(DOCUMENTS_CALLED, (case,))
    if not rows:
        raise Problem(msg("framework.no_case", case=case))
    return None, rows[0]["id"]


def _documents(transaction: Transaction, case: str) -> list[int]:
    """The interviews that a case has: its own, those its speakers spoke in, or the one that stands for it."""
    rows = transaction.query(
        DOCUMENTS_OF_CASE,
        (case, case, case),
    )
    return [int(row["id"]) for row in rows]
