# SPDX-License-Identifier: MIT
"""Merges a newer export into the data set it belongs to: rows matched, differences shown, then one action."""
