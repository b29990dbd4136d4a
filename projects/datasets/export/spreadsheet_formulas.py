# SPDX-License-Identifier: MIT
"""Keeps a spreadsheet from running exported text as a formula (CSV injection). Numbers stay as they are."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"^[\t\r\n ]*[=+\-@\t\r]")
_PLAIN_NUMBER = re.compile(r"^[+-]?\d[\d .,\u00a0\u202f]*$")


def without_formula(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a dangerous beginning gets an apostrophe before it."""
    if _FORMULA.match(text) and not _PLAIN_NUMBER.match(text):
        return "'" + text
    return text
