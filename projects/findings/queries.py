# SPDX-License-Identifier: MIT
"""SQL that several files of findings ask."""

from __future__ import annotations

CODINGS_OF_SEGMENTS = "SELECT document, code, coder, origin FROM segment"
