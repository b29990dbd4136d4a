# SPDX-License-Identifier: MIT
"""Replicate weights in a file of a frame: columns `design.replicate1` … and the rule beside them. It opens no file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analysis.replicate_columns import ReplicateColumns, ReplicateRule

if TYPE_CHECKING:
    import pyarrow as pa

_NAME = "design.replicate"


def replicate_arrays(replicates: ReplicateColumns | None) -> dict[str, pa.Array]:
    """The columns to write; none where the weights are made from the design when the file is read.

    Parameters
    ----------
    replicates : ReplicateColumns or None
        Its matrix (rows, R).

    Returns
    -------
    dict of str to pyarrow.Array
        "design.replicate1" …, one for each replicate.
    """
    if replicates is None or replicates.matrix is None:
        return {}
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    return {f"{_NAME}{place + 1}": pa.array(column) for place, column in enumerate(replicates.matrix.T)}


def replicates_read(rule: dict[str, Any] | None, columns: Mapping[str, pa.Array]) -> ReplicateColumns | None:
    """The replicates of a file: its rule and its columns.

    Parameters
    ----------
    rule : dict or None
        As `ReplicateRule.as_json` gave it.
    columns : mapping of str to pyarrow.ChunkedArray
        All columns of the file.

    Returns
    -------
    ReplicateColumns or None
        None without a rule.
    """
    if rule is None:
        return None
    import numpy as np  # numpy, 80 ms: not at start

    count = sum(name.startswith(_NAME) for name in columns)
    found = [columns[f"{_NAME}{place + 1}"].to_numpy() for place in range(count)]
    return ReplicateColumns(ReplicateRule.from_json(rule), np.column_stack(found) if found else None)
