# SPDX-License-Identifier: MIT
"""Building blocks for codings that rooms share: quotes behind a cell, the framework grid, fields for codes."""
