# SPDX-License-Identifier: MIT
"""SQL of pages: one constant or function a statement."""

from __future__ import annotations

PICTURES = "SELECT id, content FROM report_block WHERE kind = 'picture' ORDER BY position, id"
