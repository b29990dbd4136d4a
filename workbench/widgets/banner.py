# SPDX-License-Identifier: MIT
"""A sentence that stays above the rooms as long as it is true, with what can be done about it. It decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from wording import Text, msg
from workbench.icons import pixmap
from workbench.theme import colours_of
from workbench.widgets.buttons import Button
from workbench.widgets.labels import Label


class Banner(QFrame):
    """Hidden while there is nothing to say."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "warning")
        self._icon = icon
        self._picture = Label("")
        self.label = Label("", wrap=True)
        self.buttons: list[Button] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 6, 8, 6)
        self._row.setSpacing(10)
        self._row.addWidget(self._picture)
        self._row.addWidget(self.label, 1)
        self.retheme()
        self.hide()

    def tell(self, text: Text, *offers: tuple[Text, Callable[[], object]]) -> None:
        """Say this, with a button for each offer."""
        self.clear()
        self.label.say(text)
        for said, act in offers:
            button = Button(said, act)
            self.buttons.append(button)
            self._row.addWidget(button)
        self.show()

    def clear(self) -> None:
        """Nothing to say any more."""
        self.hide()
        self.label.say("")
        for button in self.buttons:
            button.hide()
            button.deleteLater()
        self.buttons = []

    def retheme(self) -> None:
        """The icon in the colours of the look."""
        self._picture.setPixmap(pixmap(self._icon, colours_of(self).warning, 16))


def reading_offer(again: Callable[[], object]) -> tuple[Text, Callable[[], object]]:
    """The offer to open the project for work, once nobody else has it open."""
    return msg("window.reading.again"), again
