# SPDX-License-Identifier: MIT
"""Back and forward through the places read: document and position, as far as they are still there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

_MOST = 100  # places kept
_NEAR = 60  # characters: steps within a sentence are no new place


@dataclass(frozen=True)
class ReadPlace:
    """A document by its id, and a position in it."""

    document: str
    position: int


class NavigationHistory:
    """The places read, the present one at `at`; `here` says where one is, `go` leads to a place."""

    def __init__(self, here: Callable[[], ReadPlace | None], go: Callable[[ReadPlace], object]) -> None:
        self._here, self._go = here, go
        self._places: list[ReadPlace] = []
        self._at = -1
        self._going = False

    def remember_place(self) -> None:
        """Remember where one is, before one goes somewhere else."""
        place = self._here()
        if self._going or place is None:
            return
        del self._places[self._at + 1 :]
        last = self._places[-1] if self._places else None
        if last is None or last.document != place.document or abs(last.position - place.position) > _NEAR:
            self._places.append(place)
        else:
            self._places[-1] = place
        del self._places[:-_MOST]
        self._at = len(self._places) - 1

    def can_go(self, step: int) -> bool:
        """Whether there is a place that way; -1 back, 1 forward."""
        if step < 0:
            return self._at > 0 or (self._at == 0 and self._here() != self._places[0])
        return self._at < len(self._places) - 1

    def go(self, step: int) -> None:
        """One place back or forward."""
        here = self._here()
        at_end = bool(self._places) and self._at == len(self._places) - 1
        if step < 0 and at_end and here is not None and self._places[-1] != here:
            self.remember_place()
        wanted = self._at + step
        if 0 <= wanted < len(self._places):
            self._at = wanted
            self._going = True
            try:
                self._go(self._places[wanted])
            finally:
                self._going = False
