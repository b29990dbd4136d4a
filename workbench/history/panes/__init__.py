# SPDX-License-Identifier: MIT
"""Panes of the History room: what narrows the log, its lines, the line chosen and the way back to it."""
