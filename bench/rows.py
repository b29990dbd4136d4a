# SPDX-License-Identifier: MIT
"""One line of `./run bench`: what was measured beside its bar. It measures nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class BenchRow:
    """`bar` is the promise as text ("< 1.5 s"), `measured` a number in `unit`, `peer` what another program needs."""

    name: str
    bar: str
    measured: float
    unit: str
    peer: str = ""
