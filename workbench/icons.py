# SPDX-License-Identifier: MIT
"""The line icons of `third_party/icons`, drawn in the colour asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

from workbench.colours_and_sizes import ICON_SIZE, Colours

FOLDER = Path(__file__).resolve().parent.parent / "third_party" / "icons"
_STROKE = 'stroke-width="2"'


def pixmap(name: str, colour: str, size: int = ICON_SIZE, ratio: float | None = None) -> QPixmap:
    """The icon `name` in `colour` (`#rrggbb`), `size` logical pixels wide; FileNotFoundError for no such icon."""
    application = QApplication.instance()
    scale = ratio or (application.devicePixelRatio() if isinstance(application, QApplication) else 1.0)
    key = f"{name}/{colour}/{size}/{scale}"
    found = QPixmap()
    if QPixmapCache.find(key, found):
        return found
    svg = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    svg = svg.replace("currentColor", colour).replace(_STROKE, 'stroke-width="1.75"')
    drawn = QPixmap(QSize(size, size) * scale)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size * scale, size * scale))
    painter.end()
    drawn.setDevicePixelRatio(scale)
    QPixmapCache.insert(key, drawn)
    return drawn


def icon(name: str, colours: Colours, size: int = ICON_SIZE, colour: str | None = None, gap: int = 0) -> QIcon:
    """The icon in the text colour (or `colour`), muted where its button is disabled, `gap` pixels before the words."""
    made = QIcon(_widened(pixmap(name, colour or colours.text, size), gap))
    made.addPixmap(_widened(pixmap(name, colours.muted, size), gap), QIcon.Mode.Disabled)
    return made


def _widened(picture: QPixmap, gap: int) -> QPixmap:
    if not gap:
        return picture
    ratio = picture.devicePixelRatio()
    wide = QPixmap(picture.size() + QSize(round(gap * ratio), 0))
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, picture)
    painter.end()
    return wide


def give_icon(button: QAbstractButton, name: str, colours: Colours, size: int = 16, role: str = "text") -> None:
    """Put the icon on a button and remember it, so that `repaint_icons` can follow a change of look.

    `role` is a field of `Colours`: "text", "muted", "on_accent"…
    """
    button._icon = (name, size, role)  # type: ignore[attr-defined]  # kept on the button that shows it
    gap = 4 if isinstance(button, QPushButton) and button.text() else 0
    button.setIcon(icon(name, colours, size, getattr(colours, role), gap))
    button.setIconSize(QSize(size + gap, size))


def repaint_icons(root: QWidget, colours: Colours) -> None:
    """Draw again every icon given with `give_icon` inside `root`."""
    for button in root.findChildren(QAbstractButton):
        known = getattr(button, "_icon", None)
        if known:
            name, size, role = known
            give_icon(button, name, colours, size, role)
