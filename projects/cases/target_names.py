# SPDX-License-Identifier: MIT
"""Names of the targets of memos and links: a document, a code, a case, the words of a segment, a memo."""

from __future__ import annotations

import json
from collections.abc import Iterable

from projects.cases import queries
from projects.store.ports import Rows
from projects.stored_interviews.queries import NAMES_OF_DOCUMENTS
from wording import Labels, Text, msg

_LONGEST = 60  # characters of words that stand for a segment or a memo


def names_of(reads: Rows, targets: Iterable[str]) -> dict[str, Text]:
    """The names by target; a target that is gone is not among them."""
    wanted = set(targets)
    found: dict[str, Text] = {"project": msg("casepage.whole_project")} if "project" in wanted else {}
    for row in reads.query(NAMES_OF_DOCUMENTS):
        found[f"document:{row['id']}"] = row["name"]
    for row in reads.query(queries.NAMES_OF_CODES):
        found[f"code:{row['id']}"] = Labels(json.loads(row["name"]))
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
