# SPDX-License-Identifier: MIT
"""Analyses without a sample design: rows of tests that they share, models, plans of comparisons."""
