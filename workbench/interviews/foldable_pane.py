# SPDX-License-Identifier: MIT
"""A pane that folds to its header, by a key or the button under the mouse; the panes beside it take the room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from wording import Text, msg
from workbench.icons import give_icon
from workbench.theme import colours_of
from workbench.translation import say
from workbench.widgets import IconButton, Pane, ShownInUse

_ANY = 16_777_215  # Qt's own largest height
_SIZE = 14


class FoldButton(IconButton):
    """An arrow: down while the pane is open, to the right while it is folded."""

    def __init__(self, pane: Text) -> None:
        super().__init__("chevron-down", msg("panes.fold", pane=pane), framed=False, size=_SIZE)
        self._pane = pane

    def show_folded(self, folded: bool) -> None:
        """Show which way it goes, and say so."""
        give_icon(self, "chevron-right" if folded else "chevron-down", colours_of(self), _SIZE, "muted")
        name = msg("panes.unfold" if folded else "panes.fold", pane=self._pane)
        say(self, name=name, tip=name)


class FoldablePane(Pane):
    """Header and body; folded only the header is seen."""

    unfolded = Signal()
    turned = Signal()  # folded or brought back

    def __init__(self, header: QWidget, button: FoldButton, least: int) -> None:
        super().__init__(header, spacing=0)
        self._head, self._button, self._least = header, button, least
        self.folded = False
        self.inside = QWidget()
        self.body.addWidget(self.inside, 1)
        self.body.addStretch(0)  # keeps the header above while the pane is folded and fills the column
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self._fills = False
        self._in_use = ShownInUse(header, button)
        button.clicked.connect(lambda: self.fold())

    def minimumSizeHint(self) -> QSize:
        """No lower than what stands in it needs: a row that is shown later does not cover the one above."""
        needed = super().minimumSizeHint()
        return QSize(needed.width(), max(self._least, needed.height()))

    def fold(self, folded: bool | None = None) -> None:
        """Fold it or bring it back; None turns it."""
        self.folded = not self.folded if folded is None else folded
        self.inside.setVisible(not self.folded)
        self._limit_height()
        self._button.show_folded(self.folded)
        self._in_use.keep(self.folded)
        if not self.folded:
            self.unfolded.emit()
        self.turned.emit()

    def fill(self, fills: bool) -> None:
        """Whether it keeps all room below its header while folded: where no other pane of the column can take it."""
        self._fills = fills
        self._limit_height()

    def _limit_height(self) -> None:
        height = self._head.sizeHint().height() + 1
        self.setMinimumHeight(height if self.folded else 0)
        self.setMaximumHeight(height if self.folded and not self._fills else _ANY)
