# SPDX-License-Identifier: MIT
"""Passages that a search of codes retrieves."""
