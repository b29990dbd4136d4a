# SPDX-License-Identifier: MIT
"""Suggestions learned from a coder's own segments: features, one model a code, calibration, evaluation."""
