# SPDX-License-Identifier: MIT
"""Panes of the Sampling room: the pages of its steps, their forms and sheets."""
