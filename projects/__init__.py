# SPDX-License-Identifier: MIT
"""The project on disk, and everything that goes in or out of it. No Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects.store.model import use_model

if TYPE_CHECKING:
    from projects.store.model import Model


def _model() -> Model:
    from projects.schema import MODEL  # it gathers every room, and the rooms stand on the store

    return MODEL


use_model(_model)
