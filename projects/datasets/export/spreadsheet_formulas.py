# SPDX-License-Identifier: MIT
"""Keeps a spreadsheet from running exported text as a formula (CSV injection). Numbers stay as they are."""

from __future__ import annotations

import re

# Some spreadsheets run the full-width signs of East Asian keyboards, too.
_FORMULA = re.compile(r"^[\t\r\n \u3000]*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r]")
_PLAIN_NUMBER = re.compile(r"^[+-]?\d[\d .,\u00a0\u202f]*$")


def without_formula(text: str) -> str:
    """Text that no spreadsheet takes for a formula: a dangerous beginning gets an apostrophe before it."""
    if _FORMULA.match(text) and not _PLAIN_NUMBER.match(text):
        return "'" + text
    return text
