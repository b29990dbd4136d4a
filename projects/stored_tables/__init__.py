# SPDX-License-Identifier: MIT
"""Tables of survey data as they stand in a project: chunks, cells, rows, recipes, read as columns."""
