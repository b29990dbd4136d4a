# SPDX-License-Identifier: MIT
"""Panes of the Analysis room: results and variables, the analysis in front, its options, and the cards in them."""
