# SPDX-License-Identifier: MIT
"""Regression under a sample design.

Public: `glm`, `ordinal`, `margins`, `design_matrix`.
"""
