# SPDX-License-Identifier: MIT
"""SQL of pages: one constant or function a statement."""

from __future__ import annotations

PICTURES = "SELECT id, kind, content FROM report_block WHERE kind IN ('picture', 'columns') ORDER BY position, id"
BLOCK_CONTENT = "SELECT content FROM report_block WHERE id = ?"
