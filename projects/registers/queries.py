# SPDX-License-Identifier: MIT
"""SQL of registers: one constant or function a statement."""

from __future__ import annotations

DELETE_PAIRS = "DELETE FROM person_pair WHERE table_id = ?"
DELETE_OPEN_PAIRS = "DELETE FROM person_pair WHERE table_id = ? AND decision = ''"
INSERT_PAIR = (
    "INSERT INTO person_pair (table_id, first, second, likeness) VALUES (?, ?, ?, ?) ON CONFLICT (table_id, "
    "first, second) DO NOTHING"
)
PAIR_EXISTS = "SELECT 1 FROM person_pair WHERE table_id = ? AND first = ? AND second = ?"
DECIDE_PAIR = "UPDATE person_pair SET decision = ? WHERE table_id = ? AND first = ? AND second = ?"
DECIDE_PAIR_IS_SAME = "UPDATE person_pair SET decision = 'same' WHERE table_id = ? AND first = ? AND second = ?"
TOUCH_TABLE = "UPDATE data_table SET name = name WHERE id = ?"
PAIR_NOTES = "SELECT first, second, note FROM person_pair_note WHERE table_id = ?"
DELETE_PAIR_NOTES = "DELETE FROM person_pair_note WHERE table_id = ?"
DELETE_PAIR_NOTE = "DELETE FROM person_pair_note WHERE table_id = ? AND first = ? AND second = ?"
SET_PAIR_NOTE = (
    "INSERT INTO person_pair_note (table_id, first, second, note) VALUES (?, ?, ?, ?) ON CONFLICT (table_id, first, "
    "second) DO UPDATE SET note = excluded.note"
)
