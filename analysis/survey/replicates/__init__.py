# SPDX-License-Identifier: MIT
"""Replicate weights: made, read, and variances by them.

Public: `make_replicates`, `replicate_variance`.
"""
