# SPDX-License-Identifier: MIT
"""The tables of translations: turns a person set beside each other, stretches adjusted; numbers only.

That a document is a translation stands on the document (`translates`, `translator`). `turn` and `other` count turns
from 0, `other` in the original, NULL beside none. A stretch adjusted lies in `document`, the text that was not coded,
and holds as long as the text is that of `version`.
"""

from __future__ import annotations

from projects.store.schema import Table

TURN_ALIGNMENT = Table(
    "turn_alignment",
    """CREATE TABLE turn_alignment (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, turn INTEGER NOT NULL, other INTEGER,
    since INTEGER NOT NULL);
CREATE INDEX turn_alignment_document ON turn_alignment (document);""",
)
SEGMENT_COUNTERPART = Table(
    "segment_counterpart",
    """CREATE TABLE segment_counterpart (
    id INTEGER PRIMARY KEY AUTOINCREMENT, segment INTEGER NOT NULL, document INTEGER NOT NULL, version INTEGER NOT NULL,
    start INTEGER NOT NULL, stop INTEGER NOT NULL, since INTEGER NOT NULL, CHECK (0 <= start AND start < stop));
CREATE INDEX segment_counterpart_document ON segment_counterpart (document);""",
)

TABLES: tuple[Table, ...] = (TURN_ALIGNMENT, SEGMENT_COUNTERPART)
