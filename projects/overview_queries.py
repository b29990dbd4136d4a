# SPDX-License-Identifier: MIT
"""SQL of the overview of a project and its history: one constant or function a statement."""

from __future__ import annotations

TABLES_WITH_SIZE = "SELECT id, labels, unit, name, rows FROM data_table ORDER BY number"
DOCUMENTS_BY_LANGUAGE = "SELECT language, count(*) AS n FROM document GROUP BY language ORDER BY n DESC, language"
CODES_BY_USE = (
    "SELECT code.id, code.name, count(segment.id) AS n FROM code LEFT JOIN segment ON segment.code = code.id AND "
    "segment.coder = coalesce(?, segment.coder) AND segment.document NOT IN (SELECT value FROM json_each(?)) "
    "GROUP BY code.id ORDER BY n DESC, code.position, code.id"
)
DOCUMENTS_WITHOUT_CONSENT_COUNT = "SELECT count(*) AS n FROM document WHERE consent_interview = 0"
DOCUMENTS_WITH_OPEN_QUOTATION_COUNT = "SELECT count(*) AS n FROM document WHERE consent_quotation IS NULL"
SEGMENTS_COUNT = (
    "SELECT count(*) AS n FROM segment WHERE coder = coalesce(?, coder) AND document NOT IN (SELECT value FROM "
    "json_each(?))"
)
UNCODED_DOCUMENTS = (
    "SELECT id, name FROM document WHERE id NOT IN (SELECT document FROM segment WHERE coder = coalesce(?, coder)) "
    "AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY position, id"
)
TABLES_AND_DOCUMENTS_COUNT = "SELECT (SELECT count(*) FROM data_table) AS t, (SELECT count(*) FROM document) AS d"
QUOTABLE_DOCUMENTS_COUNT = "SELECT count(*) AS n FROM document WHERE consent_quotation = 1"
FIRST_DOCUMENT_WITH_SUGGESTIONS = "SELECT document FROM suggestion WHERE verdict = 'open' ORDER BY document LIMIT 1"
ANALYSES_COUNT = "SELECT count(*) AS n FROM saved_analysis"
ANALYSES_IN_PLAN_COUNT = "SELECT count(*) AS n FROM saved_analysis WHERE in_plan = 1"
BLOCKS_COUNT = "SELECT count(*) AS n FROM report_block"
BLOCKS_BY_KIND = "SELECT kind, count(*) AS n FROM report_block GROUP BY kind"
ACTIONS_BY_KIND = "SELECT kind, count(*) AS n FROM action GROUP BY kind"
DOCUMENTS_BY_NAME = "SELECT id, name FROM document ORDER BY name"
USERS = "SELECT DISTINCT user FROM action ORDER BY user"
