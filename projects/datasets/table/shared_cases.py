# SPDX-License-Identifier: MIT
"""The rows of a register of cases that may leave the team: only those with consent to share."""

from __future__ import annotations

import numpy as np

from analysis.records import DataTable
from analysis.register_columns import Part, RegisterKind
from projects.datasets.registers.session_join import words_of
from projects.datasets.table.frames import load_frame
from projects.store.ports import Reader
from wording import Problem, msg

_YES = frozenset({"yes", "oui", "y", "o", "1", "true", "vrai", "x"})


def rows_to_share(project: Reader, table: DataTable) -> np.ndarray | None:
    """Which of all rows (rows,) have consent to share; None where the table is no register of cases.

    Raises Problem where no column of the register records that consent: nothing of it may leave.
    """
    if table.register is None or table.register.kind is not RegisterKind.CASES:
        return None
    name = table.register.column(Part.CONSENT)
    if name is None:
        raise Problem(msg("registers.cases_without_consent", table=table.name))
    frame = load_frame(project, table.id, [name], consent_only=False, people=False)
    return np.array([word in _YES for word in words_of(frame, name)], dtype=bool)
