# SPDX-License-Identifier: MIT
"""Panes of the Report room: blocks and thumbnails, the pages, the picked block with what is checked before export."""
