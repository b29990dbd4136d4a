# SPDX-License-Identifier: MIT
"""Estimates and tests under a sample design.

Public: `linear`, `proportions`, `ratios`, `quantiles`, `covariance`, `contrasts`, `chi_square`.
"""
