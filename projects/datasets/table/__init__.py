# SPDX-License-Identifier: MIT
"""Rows of a table as they are used: filters, views, roles, summaries, frames for analysis."""
