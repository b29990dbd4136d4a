# SPDX-License-Identifier: MIT
"""The statements of SQL of this package; `{}` takes the name of a table or a condition."""

from __future__ import annotations

ANSWERS_AS_DOCUMENTS_DOCUMENTS_FROM_ANSWERS = "SELECT coalesce(max(position), -1) + 1 AS next FROM document"
ANSWERS_AS_DOCUMENTS_DOCUMENTS_FROM_ANSWERS_2 = (
    "SELECT row_id FROM document JOIN document_group ON document_group.id = document_group WHERE "
    "table_id = ? AND document_group.name = ?"
)
CODE_USAGE_SPLIT_CODE = "UPDATE segment SET code = ? WHERE {}"
CODE_USAGE_SPLIT_CODE_2 = "SELECT count(*) AS n FROM segment WHERE {}"
CODE_USAGE_SPLIT_CODE_3 = "SELECT id FROM code WHERE id = ?"
CODE_USAGE_USAGE = "SELECT code, document, coder, count(*) AS n FROM segment GROUP BY code, document, coder"
