# SPDX-License-Identifier: MIT
"""SQL of pages: one constant or function a statement."""

from __future__ import annotations
