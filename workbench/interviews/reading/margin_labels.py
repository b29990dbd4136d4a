# SPDX-License-Identifier: MIT
"""Positions of code names in the margin: each beside its line, none over another. Numbers only, no painting."""

from __future__ import annotations

from collections.abc import Sequence


def spread(wanted: Sequence[float], top: float, bottom: float, height: float) -> list[float]:
    """Places for labels that should stand at `wanted` (ascending) between `top` and `bottom`, `height` apart.

    Where there is no room for all, the last place stands for the rest as well; there is always one.
    """
    room = max(int((bottom - top) // height), 1)
    places: list[float] = []
    least = top
    for place in wanted[:room]:
        least = max(place, least)
        places.append(least)
        least += height
    highest = max(bottom - height, top)
    for number in reversed(range(len(places))):
        places[number] = min(places[number], highest)
        highest = places[number] - height
    return places
