# SPDX-License-Identifier: MIT
"""Interviews as they stand in a project: their tables, statements, rows and parsed documents."""
