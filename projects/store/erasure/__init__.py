# SPDX-License-Identifier: MIT
"""Erase: what would be removed, what is removed, and what of it follows outside the database."""
