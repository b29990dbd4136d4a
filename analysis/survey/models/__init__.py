# SPDX-License-Identifier: MIT
"""Regression under a sample design.

Public: `glm`, `term_tests`, `ordinal`, `margins`, `mean_tests`, `design_matrix`.
"""
