# SPDX-License-Identifier: MIT
"""Columns of a file become variables: names, choices, types, dates, sets."""
