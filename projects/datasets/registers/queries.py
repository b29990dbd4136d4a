# SPDX-License-Identifier: MIT
"""SQL of registers: one constant or function a statement."""

from __future__ import annotations

STORED_PAIRS = "SELECT first, second, likeness, decision FROM person_pair WHERE table_id = ? ORDER BY likeness DESC, id"
