# SPDX-License-Identifier: MIT
"""How many rows in analysis have an answer to each of some variables: what a picker of variables shows beside them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from projects.datasets.chunks import LOCKED
from projects.datasets.columns import TableColumns
from projects.datasets.states import kept_rows
from projects.datasets.stored import Reader, variables


def answered_counts(reader: Reader, table_id: str, variable_ids: Sequence[str]) -> dict[str, int | None]:
    """The number of rows that stay in analysis and have a value, by variable id; None where the link key is needed.

    Raises KeyError for a variable that is not there.
    """
    columns, kept = TableColumns(reader, table_id), kept_rows(reader, table_id)
    found: dict[str, int | None] = {}
    for variable in variables(reader, table_id, list(variable_ids)):
        reasons = columns.read(variable).reasons
        locked = bool((reasons == LOCKED).any())
        found[variable.id] = None if locked else int(np.count_nonzero((reasons == 0) & kept))
    return found
