# SPDX-License-Identifier: MIT
"""SQL of registers: one constant or function a statement."""

from __future__ import annotations

SETTING_VALUE_BY_NAME = "SELECT value FROM setting WHERE name = ?"
STORED_PAIRS = "SELECT first, second, likeness, decision FROM person_pair WHERE table_id = ? ORDER BY likeness DESC, id"
