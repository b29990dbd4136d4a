# SPDX-License-Identifier: MIT
"""The invented frame with weights raked to known totals, with replicate weights made or of a file, and with both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

    from analysis.known_totals import Adjustment
    from analysis.records import Frame
    from analysis.replicate_columns import ReplicateColumns

MARGINS = ("one0", "one1", "one3")


def adjusted_frames(frame: Frame, replicates: int) -> Iterator[tuple[str, Frame]]:
    """Each way to errors that is not the design alone, in words, with its frame."""
    from analysis.replicate_columns import ReplicateColumns, ReplicateRule

    design, known = frame.design, raked(frame)
    made = ReplicateColumns(ReplicateRule("made-bootstrap", count=replicates, seed=1))
    yield "known totals", replace(frame, design=replace(design, adjust=known))
    yield f"{replicates} replicates made", replace(frame, design=replace(design, replicates=made))
    both = replace(design, adjust=known, replicates=made)
    yield f"known totals, {replicates} replicates made", replace(frame, design=both)
    given = _of_file(frame, replicates)
    yield f"{replicates} replicates of the file", replace(frame, design=replace(design, replicates=given))
    both = replace(design, adjust=known, replicates=given)
    yield f"known totals, {replicates} replicates of the file", replace(frame, design=both)


def raked(frame: Frame) -> Adjustment:
    """Totals of three questions for a population of ten times the rows, those without an answer left out."""
    import numpy as np

    from analysis.known_totals import AdjustedTo, Adjustment, Margin

    margins = []
    for variable in (one for one in frame.table.variables if one.name in MARGINS):
        share = np.linspace(1, 2, len(variable.choices))
        totals = share / share.sum() * 10 * len(frame.row_ids)
        codes = frame.data[variable.id].cat.codes.to_numpy().astype(np.int64)
        margins.append(Margin((variable.labels,), tuple((one.labels,) for one in variable.choices), codes, totals))
    to = AdjustedTo("rake", tuple(margin.variables for margin in margins), "invented")
    return Adjustment(to, tuple(margins), leave_out=True)


def _of_file(frame: Frame, replicates: int) -> ReplicateColumns:
    import numpy as np

    from analysis.replicate_columns import ReplicateColumns, ReplicateRule

    draw, design = np.random.default_rng(2), frame.design
    assert design.weight is not None
    assert design.clusters is not None
    cluster = design.clusters[:, 0]
    matrix: np.ndarray = np.empty((len(cluster), replicates))
    for number in range(replicates):
        matrix[:, number] = design.weight * draw.integers(0, 3, int(cluster.max()) + 1)[cluster]
    return ReplicateColumns(ReplicateRule("bootstrap"), matrix)
