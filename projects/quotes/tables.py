# SPDX-License-Identifier: MIT
"""The table of citations: how the words of a segment are printed.

`words`: the leading text with its quoting marks, "" as spoken. `lead` 1: the text that was not coded leads (the
translation of what was coded, or its original); `beside` 1: the other is printed, too. Where the other text stands is
kept in numbers, in its document at that version; `start` and `stop` are the segment's then.
"""

from __future__ import annotations

from projects.store.schema import Table

CITATION = Table(
    "citation",
    """CREATE TABLE citation (
    id INTEGER PRIMARY KEY AUTOINCREMENT, segment INTEGER NOT NULL, document INTEGER NOT NULL, start INTEGER NOT NULL,
    stop INTEGER NOT NULL, words TEXT NOT NULL DEFAULT '', lead INTEGER NOT NULL DEFAULT 0 CHECK (lead IN (0, 1)),
    beside INTEGER NOT NULL DEFAULT 0 CHECK (beside IN (0, 1)), other_document INTEGER, other_version INTEGER,
    other_start INTEGER, other_stop INTEGER, since INTEGER NOT NULL);
CREATE INDEX citation_segment ON citation (segment);
CREATE INDEX citation_document ON citation (document);""",
)

TABLES: tuple[Table, ...] = (CITATION,)
