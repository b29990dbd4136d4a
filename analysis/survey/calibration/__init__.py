# SPDX-License-Identifier: MIT
"""Weights: from a sampling frame, adjusted to known totals.

Public: `known_total_calibration`, `sampling_weights`, `weight_adjustment`.
"""
