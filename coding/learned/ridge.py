# SPDX-License-Identifier: MIT
"""Ridge regression on likenesses, in closed form, with exact predictions for groups left out.

Saunders, Gammerman & Vovk (1998), "Ridge regression learning algorithm in dual variables". A group's held-out
residuals follow from the same inverse, without a second fit: e_g = (C_gg)⁻¹ a_g with C = (K + λI)⁻¹ and a = C y (An,
Liu & Venkatesh 2007, "Fast cross-validation algorithms for least squares support vector machine and kernel ridge
regression").
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

Matrix = NDArray[np.float64]
MANY = 2_000  # examples from which single precision is used: half the time, scores differ by some 1e-5


class Ridge:
    """Weights of n examples for each of m targets."""

    def __init__(self, likeness: Matrix, targets: Matrix, penalty: float | Matrix) -> None:
        """`likeness` is n × n and positive semi-definite, `targets` n × m, `penalty` λ > 0, one or of each example."""
        n = len(likeness)
        system = np.array(likeness, dtype="float32" if n > MANY else "float64")
        np.fill_diagonal(system, system.diagonal() + penalty)
        factor, low = linalg.cho_factor(system, lower=True, overwrite_a=True, check_finite=False)
        self.targets = targets
        solved = linalg.cho_solve((factor, low), targets.astype(system.dtype), check_finite=False)
        self.weights: Matrix = solved.astype(np.float64)
        self._factor = factor

    def held_out(self, groups: Sequence[str]) -> Matrix:
        """What each example is predicted by a fit without its group.

        References
        ----------
        An, Liu & Venkatesh (2007), "Fast cross-validation algorithms for least squares support vector machine and
        kernel ridge regression", Pattern Recognition 40, 2154-2162.

        Examples
        --------
        >>> import numpy as np
        >>> unlike = Ridge(np.eye(2), np.array([[1.0], [3.0]]), penalty=1.0)
        >>> bool(np.abs(unlike.held_out(["a", "b"])).max() < 1e-12)  # nothing alike is left to learn from: 0
        True
        """
        inverse = self._inverse_factor()
        predicted = np.empty_like(self.weights)
        names = np.array(groups)
        for name in dict.fromkeys(groups):
            rows = np.flatnonzero(names == name)
            half = inverse[:, rows]
            block = (half.T @ half).astype(np.float64)
            predicted[rows] = self.targets[rows] - linalg.solve(block, self.weights[rows], assume_a="sym")
        return predicted

    def _inverse_factor(self) -> NDArray[np.floating]:
        """L⁻¹ of K + λI = L Lᵀ: the blocks of the inverse that are asked for follow, at half the cost of the whole."""
        (invert,) = linalg.get_lapack_funcs(("trtri",), (self._factor,))
        inverse, failed = invert(self._factor, lower=True)
        if failed:
            raise linalg.LinAlgError("the likenesses are singular")
        for place in range(1, len(inverse)):  # what lies above is not ours; np.tril would copy 100 MB to say so
            inverse[:place, place] = 0
        return np.asarray(inverse)
