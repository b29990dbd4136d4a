# SPDX-License-Identifier: MIT
"""SQL of newer exports: one constant or function a statement."""

from __future__ import annotations

ERASED_KEYS = "SELECT digest FROM erased_key WHERE table_id = ?"
INSERT_ERASED_KEY = "INSERT INTO erased_key (digest, table_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
SET_VARIABLE_WORDS = (
    "UPDATE variable SET labels = ?, hint = ?, form_type = ?, groups = ?, group_labels = ? WHERE id = ?"
)
EDITED_CELLS = "SELECT row_id, variable, new, sealed FROM cell_edit WHERE table_id = ? AND taken_back = 0 ORDER BY id"
FILES_OF_DATA_SET = "SELECT file_name FROM data_import WHERE data_set = ?"
SET_TABLE_SIZE = "UPDATE data_table SET rows = ?, next_row = ? WHERE id = ?"
ROWS_IN_STATE = "SELECT id, row_id FROM row_state WHERE table_id = ? AND state = ?"
SET_FORM_VERSION = "UPDATE data_set SET form_version = ? WHERE id = ?"
SET_LANGUAGES = "UPDATE data_set SET languages = ? WHERE id = ?"
PUT_CHUNK = (
    "INSERT INTO column_chunk (table_id, column_id, chunk, rows, ref) VALUES (:table_id, :column_id, :chunk, "
    ":rows, :ref) ON CONFLICT (table_id, column_id, chunk) DO UPDATE SET rows = excluded.rows, ref = "
    "excluded.ref"
)
SET_VARIABLE_KIND = "UPDATE variable SET kind = ? WHERE id = ?"
UNDO_EDITS_OF_CELL = (
    "UPDATE cell_edit SET taken_back = 1 WHERE table_id = ? AND row_id = ? AND variable = ? AND taken_back = 0"
)
DELETE_ROW_STATE = "DELETE FROM row_state WHERE id = ?"
LANGUAGES_OF_DATA_SET = "SELECT languages FROM data_set WHERE id = ?"
NEXT_ROW_OF_TABLE = "SELECT next_row FROM data_table WHERE id = ?"
DATA_SETS_WITH_FORM_TITLE = "SELECT id, name, form_title FROM data_set ORDER BY number"


def relabelled_by(places: object) -> str:
    """Variables and choices that actions of these kinds changed."""
    return (
        "SELECT DISTINCT journal.tbl AS tbl, journal.key AS key FROM action JOIN journal ON journal.seq = "
        f"action.seq WHERE action.kind IN ({places}) AND journal.tbl IN ('variable', 'choice')"
    )
