# SPDX-License-Identifier: MIT
"""Benchmarks: each promise of speed or durability measured and printed beside its bar. Not part of the program."""
