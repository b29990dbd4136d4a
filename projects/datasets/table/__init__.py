# SPDX-License-Identifier: MIT
"""A table as it is stored and read: chunks, columns, cells, rows, views, frames for analysis."""
