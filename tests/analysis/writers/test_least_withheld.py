# SPDX-License-Identifier: MIT
"""Number of cells withheld beside small numbers, against the fewest any choice needs: an integer programme."""

from __future__ import annotations

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from analysis.withholding.network_of_sums import Quantities
from analysis.withholding.secondary_suppression import protect

MINIMUM, STEP, FAR = 5, 3, 12  # people; no change in a small table need be larger than the last


def network(counts: np.ndarray) -> Quantities:
    """A table with its row totals; the reader knows the bases of the columns."""
    made = Quantities(minimum=MINIMUM)
    rows, columns = counts.shape
    for row in range(rows):
        made.size |= {f"{row}.{at}": int(counts[row, at]) for at in range(columns)}
        made.size[f"{row}.t"] = int(counts[row].sum())
        made.add_sum([f"{row}.{at}" for at in range(columns)], [f"{row}.t"])
    for column in [*map(str, range(columns)), "t"]:
        made.add_sum([f"{row}.{column}" for row in range(rows)])
    made.hidden = {name for name, size in made.size.items() if 0 < size < MINIMUM}
    return made


def fewest(quantities: Quantities) -> int | None:
    """The fewest cells that need be withheld; None where no choice protects all.

    Unknowns: x, whether each cell is withheld; and for each withheld cell another table that fits all that is shown, in
    which it lies `STEP` higher (u) or lower (d). Those withheld in a sum hold `MINIMUM` people together.
    """
    names = list(quantities.size)
    n, at = len(names), {name: place for place, name in enumerate(quantities.size)}
    size = np.array([quantities.size[name] for name in names], dtype=float)
    low = np.minimum(size, FAR)
    sums = np.zeros((len(quantities.sums), n))
    for line, one in enumerate(quantities.sums):
        sums[line, [at[name] for name in one.parts]] = 1
        sums[line, [at[name] for name in one.whole]] = -1
    least, most = np.zeros(n), np.ones(n)
    least[[at[name] for name in quantities.hidden]] = 1
    lines, down, up = [], [], []

    def hold(cells: sparse.spmatrix, lowest: float, highest: float) -> None:
        lines.append(cells)
        down.extend([lowest] * cells.shape[0])
        up.extend([highest] * cells.shape[0])

    wide = n + n * (n + 2)
    for one in quantities.sums:
        for name in one.parts:
            line = np.zeros(wide)
            line[[at[other] for other in one.parts]] = [quantities.size[other] for other in one.parts]
            line[at[name]] -= MINIMUM
            line[[at[other] for other in one.whole]] = MINIMUM
            hold(sparse.csr_matrix(line), 0, np.inf)
    own = sparse.identity(n, format="csr")
    for cell in range(n):
        first = n + cell * (n + 2)

        def beside(left: sparse.spmatrix | np.ndarray, right: sparse.spmatrix, start: int = first) -> sparse.spmatrix:
            gap, rest = start - n, wide - start - n
            height = right.shape[0]
            empty = sparse.csr_matrix
            return sparse.hstack([left, empty((height, gap)), right, empty((height, rest))], format="csr")

        hold(beside(sparse.csr_matrix((len(sums), n)), sparse.csr_matrix(sums)), 0, 0)
        hold(beside(-FAR * own, own), -np.inf, 0)
        hold(beside(sparse.diags(low), own), 0, np.inf)
        chosen = np.zeros((3, wide))
        chosen[0, [first + n, first + n + 1, cell]] = 1, 1, -1
        chosen[1, [first + cell, first + n]] = 1, -(STEP + FAR)
        chosen[2, [first + cell, first + n + 1]] = 1, STEP + FAR
        hold(sparse.csr_matrix(chosen[:1]), 0, np.inf)
        hold(sparse.csr_matrix(chosen[1:2]), -FAR, np.inf)
        hold(sparse.csr_matrix(chosen[2:]), -np.inf, FAR)
        least = np.concatenate([least, -low, [0, 0]])
        most = np.concatenate([most, np.full(n, FAR), [1, float(size[cell] >= STEP)]])
    whole = np.concatenate([np.ones(n), np.tile([*np.zeros(n), 1, 1], n)])
    found = milp(
        np.concatenate([np.ones(n), np.zeros(wide - n)]), integrality=whole, bounds=Bounds(least, most),
        constraints=LinearConstraint(sparse.vstack(lines, format="csr"), down, up),
    )  # fmt: skip
    return None if found.x is None else round(found.fun)


def test_hardly_more_is_withheld_than_must_be() -> None:
    rng = np.random.default_rng(5)
    ours, needed, tables = 0, 0, 0
    while tables < 10:
        shape = int(rng.integers(3, 5)), int(rng.integers(2, 4))
        counts = rng.multinomial(int(rng.integers(60, 300)), rng.dirichlet(np.ones(shape[0] * shape[1]))).reshape(shape)
        quantities = network(counts)
        fewest_of_it = fewest(quantities) if quantities.hidden else None
        if fewest_of_it is None:
            continue
        protect(quantities)
        ours, needed, tables = ours + len(quantities.hidden), needed + fewest_of_it, tables + 1
    assert needed <= ours <= 1.05 * needed


def least_rectangle(counts: np.ndarray, row: int, column: int) -> tuple[int, int]:
    """By hand: one secret is kept by three others at the corners of a rectangle; how many, and their fewest people."""
    table = np.column_stack([counts, counts.sum(axis=1)])
    corners = [
        table[row, across] + table[down, column] + table[down, across]
        for down in range(table.shape[0])
        for across in range(table.shape[1])
        if down != row and across != column and min(table[down, column], table[down, across], table[row, across]) > 0
    ]
    return 3, int(min(corners))


def test_what_is_withheld_beside_one_small_number_tells_least_of_all_that_protects_it() -> None:
    rng = np.random.default_rng(1)
    tables = [np.array([[27, 40, 0], [57, 4, 24]]), np.array([[12, 22, 41], [0, 36, 50], [48, 8, 20], [10, 32, 4]])]
    while len(tables) < 12:
        counts = rng.integers(5, 60, (rng.integers(2, 5), rng.integers(2, 4)))
        counts[rng.integers(counts.shape[0]), rng.integers(counts.shape[1])] = rng.integers(1, 5)
        tables.append(counts)
    for counts in tables:
        quantities = network(counts)
        (secret,) = quantities.hidden
        protect(quantities)
        beside = quantities.hidden - {secret}
        row, column = map(int, secret.split("."))
        assert (len(beside), sum(quantities.size[name] for name in beside)) == least_rectangle(counts, row, column), (
            counts.tolist()
        )
