# SPDX-License-Identifier: MIT
"""Panes of the Safety room: its pages, and the panels in which one of them asks."""
