# SPDX-License-Identifier: MIT
"""Puts segments on the clipboard as a table, once the project allows it; those whose quoting was refused stay out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from workbench.translation import language_of

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from projects.exchange.segment_table import CopiedSegments
    from projects.store.project import Project
    from workbench.session import Session


def copy_segments(session: Session, segments: Sequence[str], owner: QObject) -> None:
    """Copy these segments with their interviews, codes and words; the history has a line, the user a notice."""
    language = language_of()

    def read(project: Project) -> CopiedSegments:
        from projects.exchange.segment_table import copied_segments  # more of the program: when something is copied

        return copied_segments(project, segments, language)

    def put(copied: CopiedSegments) -> None:
        QGuiApplication.clipboard().setText(copied.text)
        session.changed.emit(copied.logged)
        session.notice.emit(copied.message())

    session.ask(read, put, owner=owner)
