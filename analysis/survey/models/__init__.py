# SPDX-License-Identifier: MIT
"""Regression under a sample design.

Public: `glm`, `ordinal`, `margins`, `mean_tests`, `design_matrix`.
"""
