# SPDX-License-Identifier: MIT
"""SQL of sampling: one constant or function a statement."""

from __future__ import annotations

SET_RECIPE = "UPDATE variable SET recipe = ? WHERE id = ?"
