# SPDX-License-Identifier: MIT
"""The sample design of a table: strata, weights, replicates, known totals, and what depends on them."""
