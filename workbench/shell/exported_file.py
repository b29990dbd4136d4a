# SPDX-License-Identifier: MIT
"""Actions on a file that was just written: open it, show it in its folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from wording import Text, msg
from workbench.shell.show_in_folder import show_in_folder
from workbench.widgets.buttons import Button
from workbench.widgets.message_strip import MessageStrip


def tell_exported(strip: MessageStrip, text: Text, path: Path) -> None:
    """Say that a file was written, with Open and Show in folder."""
    strip.notice(
        text,
        Button(msg("window.exported.open"), lambda: show_file(path), tip=str(path)),
        Button(msg("window.exported.folder"), lambda: show_in_folder(path, strip), tip=str(path.parent)),
    )


def show_file(path: Path) -> None:
    """Open a file or a folder with the desktop's own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
