# SPDX-License-Identifier: MIT
"""The statements of SQL of this package; `{}` takes the name of a table or a condition."""

from __future__ import annotations

LOOKING_LOOKED_AT = (
    "SELECT segment.id AS id FROM quote_look JOIN segment ON segment.id = quote_look.segment AND "
    "segment.start = quote_look.start AND segment.stop = quote_look.stop"
)
LOOKING_LOOK_AT = "INSERT INTO quote_look (segment, document, start, stop, since) VALUES (?, ?, ?, ?, ?)"
LOOKING_LOOK_AT_2 = "SELECT document, start, stop FROM segment WHERE id = ?"
