# SPDX-License-Identifier: MIT
"""Offers of an empty report: each template, or an empty page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from wording import msg
from workbench.report.block_kinds import TEMPLATES
from workbench.widgets import Button


class Beginnings(QWidget):
    """A button for each template, and one for a page with a title and a methods note."""

    def __init__(self, begin: Callable[[str], object], start: Callable[[], object]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for name in TEMPLATES:
            row.addWidget(Button(msg(f"template.{name}"), partial(begin, name), icon="file-text"))
        row.addWidget(Button(msg("view_report.start"), start, icon="plus"))
