# SPDX-License-Identifier: MIT
"""Readers of the files that interviews and surveys come in: one file a format, found by listing its folder."""
