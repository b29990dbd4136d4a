# SPDX-License-Identifier: MIT
"""Bringing into view what was just opened inside a scrolled pane. It moves the scroll bar only."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

_MARGIN = 8


def reveal(widget: QWidget) -> None:
    """Scroll the pane around `widget` until it is seen whole, or from its top where it is higher than the pane.

    What was just shown has no place yet: it is looked at once the layout has run.
    """
    QTimer.singleShot(0, widget, lambda: _scroll(widget))


def _scroll(widget: QWidget) -> None:
    area = _area_around(widget)
    inside = area.widget() if area is not None else None
    if area is None or inside is None or not widget.isVisible():
        return
    bar, height = area.verticalScrollBar(), area.viewport().height()
    top = widget.mapTo(inside, QPoint(0, 0)).y()
    bottom = top + widget.height()
    if bottom + _MARGIN > bar.value() + height:
        bar.setValue(bottom + _MARGIN - height)
    if top - _MARGIN < bar.value():
        bar.setValue(top - _MARGIN)


def _area_around(widget: QWidget) -> QScrollArea | None:
    at = widget.parentWidget()
    while at is not None and not isinstance(at, QScrollArea):
        at = at.parentWidget()
    return at
