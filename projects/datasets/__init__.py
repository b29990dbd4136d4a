# SPDX-License-Identifier: MIT
"""Data sets of a project: imported columns that never change, edits over them, roles, design, what leaves."""
