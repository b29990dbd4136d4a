# SPDX-License-Identifier: MIT
"""Links and the names of what memos and links stand on: a document, a code, a case, words of a segment, a memo."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from projects.cases import queries
from projects.people.withdrawn_words import withheld_names
from projects.store.actions import Action
from projects.store.ports import Rows, Transaction
from projects.store.schema import stored_setting
from projects.stored_interviews.queries import NAMES_OF_CODES, NAMES_OF_DOCUMENTS
from projects.stored_interviews.row_records import no_change
from wording import Labels, Problem, Text, msg

SAMPLED = "cases.sampled"  # setting: how the cases were drawn, "" where they are no probability sample


def how_sampled(reads: Rows) -> str:
    """How the cases were drawn at random, in the words of the team; "" where they are no probability sample."""
    return str(stored_setting(reads, SAMPLED, ""))


def set_sampled(how: str) -> Action:
    """Say how the cases were drawn as a probability sample; "" says that they were not.

    Raises `Problem` where that is said already, and for words too few to tell how.
    """
    wanted = " ".join(how.split())

    def perform(transaction: Transaction) -> None:
        if wanted == how_sampled(transaction):
            raise no_change()
        if wanted and len(wanted) < 8:
            raise Problem(msg("sampledcases.how"))
        transaction.set_setting(SAMPLED, wanted)

    said = msg("sampledcases.said", how=wanted) if wanted else msg("sampledcases.taken_back")
    return Action("interviews.set_sampled_cases", said, perform)


LINKS_OF = "SELECT id, a, b FROM link WHERE a = ? OR b = ? ORDER BY id"

_LONGEST = 60  # characters of words that stand for a segment or a memo


@dataclass(frozen=True)
class LinkLine:
    """A link: its id, what is at its other end ("code:7"), how that is called."""

    id: str
    other: str
    text: Text


def links_of(reads: Rows, thing: str) -> list[LinkLine]:
    """The links of a thing, named as a memo's target is ("case:2", "memo:5")."""
    rows = reads.query(LINKS_OF, (thing, thing))
    others = {str(row["id"]): row["b"] if row["a"] == thing else row["a"] for row in rows}
    called = names_of(reads, list(others.values()))
    return [LinkLine(number, other, called.get(other, other)) for number, other in others.items()]


def names_of(reads: Rows, targets: Iterable[str]) -> dict[str, Text]:
    """The names by target; a target that is gone is not among them."""
    wanted = set(targets)
    found: dict[str, Text] = {"project": msg("casepage.whole_project")} if "project" in wanted else {}
    for row in reads.query(NAMES_OF_DOCUMENTS):
        found[f"document:{row['id']}"] = row["name"]
    neutral = withheld_names(reads)
    for row in reads.query(NAMES_OF_CODES):
        found[f"code:{row['id']}"] = neutral.get(str(row["id"])) or Labels(json.loads(row["name"]))
    for row in reads.query(queries.NAMES_OF_CASES):
        found[f"case:{row['id']}"] = row["name"]
    for kind, column in (("segment", "quote"), ("memo", "text")):
        ids = json.dumps([one.partition(":")[2] for one in wanted if one.startswith(f"{kind}:")])
        rows = reads.query(queries.names_of(column, kind), (ids,))
        for row in rows:
            found[f"{kind}:{row['id']}"] = _short(row[column])
    return {target: found[target] for target in wanted if target in found}


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST else words[:_LONGEST].rstrip() + "…"
