# SPDX-License-Identifier: MIT
"""The order in which Tab goes through a form whose fields come and go: as they are laid out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QLineEdit, QScrollArea, QTextEdit, QWidget


def set_tab_order(form: QWidget, after: QWidget) -> None:
    """Let Tab go from `after` through the fields of `form` as they stand.

    Left alone, Qt goes through them in the order in which they were made: fields made later come last of all.
    """
    before = after
    for field in tab_stops(form):
        QWidget.setTabOrder(before, field)
        before = field


def keep_own_order(form: QWidget) -> None:
    """Let Tab go through the fields of `form` as they stand; where it comes from and goes to stays as it is."""
    for before, field in pairwise(list(tab_stops(form))):
        QWidget.setTabOrder(before, field)


def tab_stops(widget: QWidget) -> Iterator[QWidget]:
    """What takes Tab in a widget, hidden or not, as it is laid out."""
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    inside = widget.widget() if isinstance(widget, QScrollArea) else None
    if inside is not None:
        yield from tab_stops(inside)
    layout = widget.layout()
    if layout is not None:
        yield from _stops_of(layout)


def focused_stop(form: QWidget) -> int | None:
    """Which of the form's stops the keyboard is in, counted as `tab_stops` does; None where it is elsewhere."""
    for place, field in enumerate(tab_stops(form)):
        if field.hasFocus():
            return place
    return None


def focus_stop(form: QWidget, place: int, *, marked: bool = False) -> None:
    """Put the keyboard into a stop of the form, the nearest before it where there are fewer; nothing without one.

    `marked`: the words of a text field are selected, so that what is typed replaces them.
    """
    stops = [field for field in tab_stops(form) if field.isEnabled() and not field.isHidden()]
    if stops:
        field = stops[min(place, len(stops) - 1)]
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        if marked and isinstance(field, (QLineEdit, QTextEdit)):
            field.selectAll()


def _stops_of(layout: QLayout) -> Iterator[QWidget]:
    for place in range(layout.count()):
        part = layout.itemAt(place)
        widget, below = (part.widget(), part.layout()) if part is not None else (None, None)
        if widget is not None:
            yield from tab_stops(widget)
        elif below is not None:
            yield from _stops_of(below)
