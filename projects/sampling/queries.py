# SPDX-License-Identifier: MIT
"""SQL of sampling: one constant or function a statement."""

from __future__ import annotations

UPDATE_VARIABLE_RECIPE_BY_ID = "UPDATE variable SET recipe = ? WHERE id = ?"
