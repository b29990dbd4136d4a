# SPDX-License-Identifier: MIT
"""SQL that several files of newer exports ask."""

from __future__ import annotations

PUT_CHUNK = (
    "INSERT INTO column_chunk (table_id, column_id, chunk, rows, ref) VALUES (:table_id, :column_id, :chunk, "
    ":rows, :ref) ON CONFLICT (table_id, column_id, chunk) DO UPDATE SET rows = excluded.rows, ref = "
    "excluded.ref"
)
