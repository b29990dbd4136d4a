# SPDX-License-Identifier: MIT
"""Panes of the Interviews room: the lists at its left, the text in front, what is known or asked beside it."""
