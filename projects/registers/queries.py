# SPDX-License-Identifier: MIT
"""SQL of registers: one constant or function a statement."""

from __future__ import annotations

DELETE_PERSON_PAIR_BY_TABLE_ID = "DELETE FROM person_pair WHERE table_id = ?"
DELETE_PERSON_PAIR_BY_TABLE_ID_DECISION = "DELETE FROM person_pair WHERE table_id = ? AND decision = ''"
KEEP_PAIRS_INSERT_PERSON_PAIR = (
    "INSERT INTO person_pair (table_id, first, second, likeness) VALUES (?, ?, ?, ?) ON CONFLICT (table_id, "
    "first, second) DO NOTHING"
)
PERSON_PAIR_EXISTS_BY_TABLE_ID_FIRST_SECOND = (
    "SELECT 1 FROM person_pair WHERE table_id = ? AND first = ? AND second = ?"
)
DECIDE_UPDATE_PERSON_PAIR = "UPDATE person_pair SET decision = ? WHERE table_id = ? AND first = ? AND second = ?"
DECIDE_ALIKE = "UPDATE person_pair SET decision = 'same' WHERE table_id = ? AND first = ? AND second = ?"
UPDATE_DATA_TABLE_NAME_BY_ID = "UPDATE data_table SET name = name WHERE id = ?"
