# SPDX-License-Identifier: MIT
"""Places of which somebody said what mark they should have: test sentences for the rules of a code.

A row holds a place and no words; it goes with its interview and counts only for the text it was said of. What was said
holds for suggestions too: an open one at the place takes the mark, or is turned down where its rule does not propose
such places, which counts for the rule's precision.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from coding.marks import PhraseMark
from coding.records import Document
from coding.rules.word_marks import ALL_MARKS, marks_of_rule, marks_of_words
from projects.assistance import queries
from projects.interviews.coders import note_coder
from projects.interviews.suggestions import project_rules
from projects.people.withdrawn_words import applicable_code
from projects.store.actions import Action
from projects.store.ports import Rows
from projects.stored_interviews.code_queries import REJECT_SUGGESTION
from projects.stored_interviews.queries import DELETE_MARKS_OF_SUGGESTION
from projects.stored_interviews.row_records import document_row
from wording import msg

if TYPE_CHECKING:
    from projects.store.ports import Transaction

MARK_TESTS = (
    "SELECT rule_test.document, start, stop, mark FROM rule_test JOIN document ON document.id = rule_test.document"
    " JOIN document_version ON document_version.id = document.version"
    " AND document_version.digest = rule_test.digest WHERE code = ? ORDER BY rule_test.id"
)

REOPEN_SUGGESTION = "UPDATE suggestion SET verdict = 'open', decided_by = NULL WHERE id = ?"
SUGGESTIONS_WITH_WORDS = (
    "SELECT id, rule, matched, verdict FROM suggestion WHERE document = ? AND code = ? AND verdict <> 'accepted'"
    " AND start <= ? AND stop >= ?"
)
INSERT_MARK_TEST = (
    "INSERT INTO rule_test (document, digest, start, stop, code, mark, coder) VALUES (?, ?, ?, ?, ?, ?, ?)"
)
DELETE_MARK_TEST = "DELETE FROM rule_test WHERE document = ? AND start = ? AND stop = ? AND code = ?"

EXPECTED = ("hit", "negated", "asked", "hypothetical", "reported", "none")
Place = tuple[str, int, int]  # document, start, end


def mark_tests(reads: Rows, code: str) -> dict[Place, str]:
    """The marks that places should have for a code; those of an earlier text of an interview are left out."""
    rows = reads.query(MARK_TESTS, (int(code),))
    return {(str(row["document"]), row["start"], row["stop"]): row["mark"] for row in rows}


def keep_mark_test(document: Document, span: tuple[int, int], code: str, mark: str, *, coder: str) -> Action:
    """Say what mark a place should have; "" removes it. Raises Problem where interview or code are gone."""
    assert mark in (*EXPECTED, "")

    def perform(transaction: Transaction) -> None:
        name = applicable_code(transaction, code).name
        document_row(transaction, document.id, document.digest)
        note_coder(transaction, coder)
        place = (document.id, *span)
        before = mark_tests(transaction, code).get(place, "")
        transaction.execute(DELETE_MARK_TEST, (int(document.id), *span, int(code)))
        if mark:
            values = (int(document.id), document.digest, *span, int(code), mark, coder)
            transaction.execute(INSERT_MARK_TEST, values)
        _change_suggestions(transaction, place, code, mark, before, coder)
        transaction.set_message(msg("rule_tests.kept" if mark else "rule_tests.taken", code=name))

    return Action("assistance.mark_test", msg("rule_tests.changed"), perform)


def corrected_marks(reads: Rows) -> dict[str, list[tuple[int, int, str, str]]]:
    """The marks that places should have, as (start, end, code, mark), by interview: suggestions follow them."""
    found: dict[str, list[tuple[int, int, str, str]]] = {}
    for row in reads.query(queries.ALL_MARK_TESTS):
        found.setdefault(str(row["document"]), []).append((row["start"], row["stop"], str(row["code"]), row["mark"]))
    return found


def _change_suggestions(transaction: Transaction, place: Place, code: str, mark: str, before: str, coder: str) -> None:
    """Let the suggestions whose words stand there follow what was said of the place."""
    document, start, stop = place
    tests: Mapping[Place, str] = mark_tests(transaction, code)
    of_words = marks_of_words(project_rules(transaction, [code])).get(code, ALL_MARKS)
    for row in transaction.query(SUGGESTIONS_WITH_WORDS, (int(document), int(code), start, stop)):
        places = json.loads(row["matched"])
        if [start, stop] not in places:
            continue
        if any([first, last] != [start, stop] and (document, first, last) not in tests for first, last in places):
            continue  # other words of the rules still speak for it
        if row["verdict"] == "rejected" and (mark == "hit" or (not mark and before not in ("", "hit"))):
            transaction.execute(REOPEN_SUGGESTION, (row["id"],))
        if row["verdict"] == "open":
            transaction.execute(DELETE_MARKS_OF_SUGGESTION, (row["id"],))
            if mark and mark != "hit":
                if mark == "none" or not _proposes(row["rule"], mark, of_words):
                    transaction.execute(REJECT_SUGGESTION, (coder, row["id"]))
                else:
                    transaction.execute(queries.GIVE_SUGGESTION_MARK, (row["id"], int(document), mark))


def _proposes(rules: str, mark: str, of_words: frozenset[PhraseMark]) -> bool:
    """Whether one of the rules that made a suggestion proposes places of this mark; a model proposes what it finds."""
    return rules.startswith("model:") or any(mark in marks_of_rule(rule, of_words) for rule in rules.split("; "))
