# SPDX-License-Identifier: MIT
"""The statements of SQL of this package; `{}` takes the name of a table or a condition."""

from __future__ import annotations

ROWS_IN_GROUP = (
    "SELECT row_id FROM document JOIN document_group ON document_group.id = document_group WHERE "
    "table_id = ? AND document_group.name = ?"
)
RECODE_SEGMENTS_THAT = "UPDATE segment SET code = ? WHERE {}"
SEGMENTS_THAT_COUNT = "SELECT count(*) AS n FROM segment WHERE {}"
CODE_EXISTS = "SELECT id FROM code WHERE id = ?"
CODE_USAGE = "SELECT code, document, coder, count(*) AS n FROM segment GROUP BY code, document, coder"
