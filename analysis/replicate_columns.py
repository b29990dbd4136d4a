# SPDX-License-Identifier: MIT
"""Source of a table's replicate weights: columns of the file, or a method applied to its design."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

KINDS = ("JK1", "JKn", "BRR", "Fay", "bootstrap", "successive-difference", "other")  # of a file
MADE = ("jackknife", "half-samples", "made-bootstrap")  # from the design
NEED_SCALES = ("JKn", "other")


@dataclass(frozen=True)
class ReplicateRule:
    """How variances are taken. `kind` one of KINDS or MADE.

    `scale` times the sum of `rscales` times squares (None: as follows from the kind); `rho` of Fay; `combined`: the
    columns are weights, else factors of the weight; `mse`: centred on the full estimate, else on the replicates' mean;
    `count` and `seed` of a bootstrap that is made.
    """

    kind: str
    rho: float = 0.0
    scale: float | None = None
    rscales: tuple[float, ...] = ()
    combined: bool = True
    mse: bool = False
    count: int = 0
    seed: int = 0

    @property
    def made(self) -> bool:
        """Whether the weights are made from the design."""
        return self.kind in MADE

    @property
    def takes_fpc(self) -> bool:
        """Whether the population counts of the design enter: no half-sample or bootstrap takes them, nor a file's."""
        return self.kind == "jackknife"

    def as_json(self) -> dict[str, object]:
        """The rule as JSON values."""
        return {
            "kind": self.kind, "rho": self.rho, "scale": self.scale, "rscales": list(self.rscales),
            "combined": self.combined, "mse": self.mse, "count": self.count, "seed": self.seed,
        }  # fmt: skip

    @staticmethod
    def from_json(stored: dict[str, Any]) -> ReplicateRule:
        """The rule of `as_json`.

        Examples
        --------
        >>> ReplicateRule.from_json(ReplicateRule("Fay", rho=0.3).as_json()) == ReplicateRule("Fay", rho=0.3)
        True
        """
        known = {name: value for name, value in stored.items() if name in ReplicateRule.__dataclass_fields__}
        return ReplicateRule(**{**known, "rscales": tuple(known.get("rscales", ()))})


@dataclass(frozen=True)
class ReplicateColumns:
    """A rule with its columns `matrix` (rows, R) as they stand in the file; None where they are made."""

    rule: ReplicateRule
    matrix: np.ndarray | None = None

    def taken(self, rows: np.ndarray) -> ReplicateColumns:
        """The same of some rows."""
        return self if self.matrix is None else replace(self, matrix=self.matrix[rows])

    def times(self, factor: np.ndarray) -> ReplicateColumns:
        """With weights multiplied by a factor of each row; factors of a weight stay as they are."""
        if self.matrix is None or not self.rule.combined:
            return self
        return replace(self, matrix=self.matrix * factor[:, None])
