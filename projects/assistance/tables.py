# SPDX-License-Identifier: MIT
"""The table of kept parses: which object holds the parse of which text, by which pipeline. It runs no SQL.

A parse follows from the text and can be made again; the row goes with its document, and its object with the row.
"""

from __future__ import annotations

from projects.store.schema import Table

PARSE = Table(
    "parse",
    """CREATE TABLE parse (
    id INTEGER PRIMARY KEY AUTOINCREMENT, document INTEGER NOT NULL, digest TEXT NOT NULL, pipeline TEXT NOT NULL,
    parse_ref TEXT NOT NULL);
CREATE INDEX parse_document ON parse (document);""",
)

TABLES: tuple[Table, ...] = (PARSE,)
