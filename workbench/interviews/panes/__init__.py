# SPDX-License-Identifier: MIT
"""Panes of the room that fold: the list of interviews, the segments of a code beside the text."""
