# SPDX-License-Identifier: MIT
"""SQL of pages: one constant or function a statement."""

from __future__ import annotations

SETTING_VALUE_BY_NAME = "SELECT value FROM setting WHERE name = ?"
DELETE_REPORT_BLOCK_BY_ID = "DELETE FROM report_block WHERE id = ?"
INSERT_REPORT_BLOCK = "INSERT INTO report_block VALUES (?, ?, ?, ?)"
