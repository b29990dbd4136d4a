# SPDX-License-Identifier: MIT
"""Analyses of codings: frequencies, matrices, co-occurrence, saturation, words."""
