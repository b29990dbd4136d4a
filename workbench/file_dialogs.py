# SPDX-License-Identifier: MIT
"""Dialogs for files and folders that open where the last file of their kind was.

Folders are remembered while the program runs; the settings keep them only where the user wants recent projects listed.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

_PROJECT = ".pwb"  # a folder that is one thing to its user, who looks for the next one beside it
_PROPERTY = "foldersByKind"


def recent_folders() -> dict[str, str]:
    """The folder of the last file of each kind."""
    application = QApplication.instance()
    return dict((application.property(_PROPERTY) if application is not None else None) or {})


def restore_folders(folders: Mapping[str, str]) -> None:
    """Begin with these; one that is gone is passed over."""
    application = QApplication.instance()
    if application is not None:
        application.setProperty(_PROPERTY, {kind: one for kind, one in folders.items() if Path(one).is_dir()})


def remember(kind: str, path: Path) -> None:
    """Note where a file (or a folder) of this kind was."""
    application = QApplication.instance()
    inside = path.is_dir() and kind.endswith("folder") and path.suffix != _PROJECT
    folder = path if inside else path.parent
    if application is not None:
        application.setProperty(_PROPERTY, {**recent_folders(), kind: str(folder)})


def start_of(kind: str, name: str = "", first: str = "") -> str:
    """Where a dialog of this kind opens (`first`: before any file was chosen), with a file name proposed."""
    folder = recent_folders().get(kind, "")
    if not folder or not Path(folder).is_dir():
        folder = first or _first_place()
    return str(Path(folder) / name) if name else folder


def _first_place() -> str:
    """Where people keep their files: a dialog never opens in the folder that the program lies in."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return documents if documents and Path(documents).is_dir() else str(Path.home())


def ask_files(parent: QWidget, kind: str, title: str, filters: str) -> list[Path]:
    """Files to read; none where the user left."""
    chosen, _filter = QFileDialog.getOpenFileNames(parent, title, start_of(kind), filters)
    paths = [Path(one) for one in chosen]
    if paths:
        remember(kind, paths[0])
    return paths


def ask_file(parent: QWidget, kind: str, title: str, filters: str) -> Path | None:
    """A file to read."""
    chosen, _filter = QFileDialog.getOpenFileName(parent, title, start_of(kind), filters)
    return _noted(kind, chosen)


def ask_new_file(parent: QWidget, kind: str, title: str, name: str, filters: str) -> tuple[Path | None, str]:
    """A file to write (the dialog asks before it replaces one), and the filter chosen."""
    chosen, chosen_filter = QFileDialog.getSaveFileName(parent, title, start_of(kind, name), filters)
    return _noted(kind, chosen), chosen_filter


def ask_folder(parent: QWidget, kind: str, title: str, start: str = "") -> Path | None:
    """A folder; `start` is where the dialog opens the first time."""
    chosen = QFileDialog.getExistingDirectory(parent, title, start_of(f"{kind}.folder", first=start))
    return _noted(f"{kind}.folder", chosen)


def _noted(kind: str, chosen: str) -> Path | None:
    if not chosen:
        return None
    remember(kind, Path(chosen))
    return Path(chosen)
