# SPDX-License-Identifier: MIT
"""Reviewing suggestions in batch: the list in context, its orders and ticks, the switches of assistance."""

from workbench.interviews.review.pane import ReviewPane

__all__ = ["ReviewPane"]
