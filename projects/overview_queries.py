# SPDX-License-Identifier: MIT
"""SQL of the overview of a project and its history: one constant or function a statement."""

from __future__ import annotations

DATA_TABLE_ID_LABELS_ORDERED = "SELECT id, labels, unit, name, rows FROM data_table ORDER BY number"
INTERVIEWS_DOCUMENT = "SELECT language, count(*) AS n FROM document GROUP BY language ORDER BY n DESC, language"
CODES = (
    "SELECT code.id, code.name, count(segment.id) AS n FROM code LEFT JOIN segment ON segment.code = code.id "
    "GROUP BY code.id ORDER BY n DESC, code.position, code.id"
)
ROW_STATE_ROWS_BY_STATE = "SELECT table_id, count(*) AS n FROM row_state WHERE state = ? GROUP BY table_id"
DOCUMENT_COUNT_BY_CONSENT_INTERVIEW = "SELECT count(*) AS n FROM document WHERE consent_interview = 0"
SUGGESTION_COUNT_BY_VERDICT = "SELECT count(*) AS n FROM suggestion WHERE verdict = 'open'"
DOCUMENT_COUNT_BY_CONSENT_QUOTATION = "SELECT count(*) AS n FROM document WHERE consent_quotation IS NULL"
SEGMENT_COUNT = "SELECT count(*) AS n FROM segment"
OF_INTERVIEWS_DOCUMENT = (
    "SELECT id, name FROM document WHERE id NOT IN (SELECT document FROM segment) ORDER BY position, id"
)
HOLDS_ONLY_INTERVIEWS = "SELECT (SELECT count(*) FROM data_table) AS t, (SELECT count(*) FROM document) AS d"
INTERVIEWS_DOCUMENT_2 = "SELECT count(*) AS n FROM document WHERE id NOT IN (SELECT document FROM segment)"
DOCUMENT_COUNT_BY_CONSENT_QUOTATION_2 = "SELECT count(*) AS n FROM document WHERE consent_quotation = 1"
SUGGESTION_DOCUMENT_BY_VERDICT = "SELECT document FROM suggestion WHERE verdict = 'open' ORDER BY document LIMIT 1"
CELL_EDIT_COUNT_BY_TAKEN_BACK = "SELECT count(*) AS n FROM cell_edit WHERE taken_back = 0"
SAVED_ANALYSIS_COUNT = "SELECT count(*) AS n FROM saved_analysis"
SAVED_ANALYSIS_COUNT_BY_IN_PLAN = "SELECT count(*) AS n FROM saved_analysis WHERE in_plan = 1"
REPORT_BLOCK_COUNT = "SELECT count(*) AS n FROM report_block"
REPORT_BLOCK_ROWS = "SELECT kind, count(*) AS n FROM report_block GROUP BY kind"
ACTION_ROWS = "SELECT kind, count(*) AS n FROM action GROUP BY kind"
DOCUMENT_ID_NAME_ORDERED = "SELECT id, name FROM document ORDER BY name"
ACTION_USER_ORDERED = "SELECT DISTINCT user FROM action ORDER BY user"
