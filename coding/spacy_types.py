# SPDX-License-Identifier: MIT
"""Names for spaCy's types, which come only with its seconds of import: a token (or span), a parsed text."""

from __future__ import annotations

from typing import Any

Token = Any
Doc = Any
