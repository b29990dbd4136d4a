# SPDX-License-Identifier: MIT
"""Benchmarks: each promise of speed or of durability is measured and printed beside its bar. Not part of the program."""
