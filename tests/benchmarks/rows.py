# SPDX-License-Identifier: MIT
"""One line of `./run bench`: what was measured beside its bar. It measures nothing."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

_BAR = re.compile(r"(<|≥)? ?([\d,]+(?:\.\d+)?)(?: \S+)?")


@dataclass(frozen=True)
class BenchRow:
    """`bar` is the promise as text ("< 1.5 s"), `measured` a number in `unit`, `peer` what another program needs.

    `processor`: the processor's time in the same unit, which other work on the machine does not lengthen.
    """

    name: str
    bar: str
    measured: float
    unit: str
    peer: str = ""
    processor: float | None = None

    @property
    def missed(self) -> bool:
        """Whether the promise is not kept; what was not measured keeps none, a bar without a number asks nothing."""
        match = _BAR.fullmatch(self.bar)
        if match is None:
            return False
        wanted = float(match[2].replace(",", ""))
        if math.isnan(self.measured):
            return True
        if match[1] == "<":
            return not self.measured < wanted
        return self.measured < wanted if match[1] else self.measured != wanted
