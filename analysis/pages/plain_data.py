# SPDX-License-Identifier: MIT
"""Plain data that the source of a page reads: words, numbers, lists and names of pictures, ready for JSON."""

from __future__ import annotations

from typing import Any

PlainData = dict[str, Any]  # "kind" says how the page sets it
