# SPDX-License-Identifier: MIT
"""The statements of SQL of this package; `{}` takes the name of a table or a condition."""

from __future__ import annotations

SEGMENTS_LOOKED_AT = (
    "SELECT segment.id AS id FROM quote_look JOIN segment ON segment.id = quote_look.segment AND "
    "segment.start = quote_look.start AND segment.stop = quote_look.stop"
)
INSERT_LOOK = "INSERT INTO quote_look (segment, document, start, stop, since) VALUES (?, ?, ?, ?, ?)"
STRETCH_OF_SEGMENT = "SELECT document, start, stop FROM segment WHERE id = ?"
