# SPDX-License-Identifier: MIT
"""Quotes on their way out: what in them may name somebody, and whether a person has looked at it."""
