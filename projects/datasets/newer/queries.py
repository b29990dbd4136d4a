# SPDX-License-Identifier: MIT
"""SQL of newer exports: one constant or function a statement."""

from __future__ import annotations

ERASED_KEY_DIGEST_BY_TABLE_ID = "SELECT digest FROM erased_key WHERE table_id = ?"
INSERT_ERASED_KEY = "INSERT INTO erased_key (digest, table_id) VALUES (?, ?) ON CONFLICT DO NOTHING"
WRITE_NEWER_WORDS = "UPDATE variable SET labels = ?, hint = ?, form_type = ?, groups = ?, group_labels = ? WHERE id = ?"
EDITED_CELLS = "SELECT row_id, variable, new, sealed FROM cell_edit WHERE table_id = ? AND taken_back = 0 ORDER BY id"
UPDATE_DATA_TABLE_ROWS_NEXT_ROW_BY_ID = "UPDATE data_table SET rows = ?, next_row = ? WHERE id = ?"
ROW_STATE_ID_ROW_ID_BY_TABLE_ID_STATE = "SELECT id, row_id FROM row_state WHERE table_id = ? AND state = ?"
UPDATE_DATA_SET_FORM_VERSION_BY_ID = "UPDATE data_set SET form_version = ? WHERE id = ?"
UPDATE_DATA_SET_LANGUAGES_BY_ID = "UPDATE data_set SET languages = ? WHERE id = ?"
DELETE_COLUMN_CHUNK_BY_TABLE_ID_COLUMN_ID = "DELETE FROM column_chunk WHERE table_id = ? AND column_id = ?"
WRITE_INSERT_COLUMN_CHUNK = (
    "INSERT INTO column_chunk (table_id, column_id, chunk, rows, ref) VALUES (:table_id, :column_id, :chunk, "
    ":rows, :ref) ON CONFLICT (table_id, column_id, chunk) DO UPDATE SET rows = excluded.rows, ref = "
    "excluded.ref"
)
UPDATE_VARIABLE_KIND_BY_ID = "UPDATE variable SET kind = ? WHERE id = ?"
STATES_INSERT_ROW_STATE = "INSERT INTO row_state (table_id, row_id, state) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
GIVE_WAY_UPDATE_CELL_EDIT = (
    "UPDATE cell_edit SET taken_back = 1 WHERE table_id = ? AND row_id = ? AND variable = ? AND taken_back = 0"
)
DELETE_ROW_STATE_BY_ID = "DELETE FROM row_state WHERE id = ?"
DATA_SET_LANGUAGES_BY_ID = "SELECT languages FROM data_set WHERE id = ?"
DATA_TABLE_NEXT_ROW_BY_ID = "SELECT next_row FROM data_table WHERE id = ?"
DATA_SET_ID_NAME_ORDERED = "SELECT id, name, form_title FROM data_set ORDER BY number"


def relabelled_here(places: object) -> str:
    """The rows asked for, with `places` put into the statement."""
    return (
        "SELECT DISTINCT journal.tbl AS tbl, journal.key AS key FROM action JOIN journal ON journal.seq = "
        f"action.seq WHERE action.kind IN ({places}) AND journal.tbl IN ('variable', 'choice')"
    )
