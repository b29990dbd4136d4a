# SPDX-License-Identifier: MIT
"""The refusal of an expression: what in it this program does not evaluate. It quotes the form, never an answer."""

from __future__ import annotations


class UnsupportedError(Exception):
    """Names the function, reference or form of expression that is not evaluated; the caller lists it."""
