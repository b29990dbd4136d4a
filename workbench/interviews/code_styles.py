# SPDX-License-Identifier: MIT
"""Styles of codes in the look of the window: names, lines and washes."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from coding.codebook import Codebook
from wording import Labels, Text
from workbench.tokens import Colours, contrast, mix, wash_of

_LEAST_CONTRAST = 2.0  # of a line or square on the surface: a pale colour is mixed with the text colour up to it


@dataclass(frozen=True)
class CodeStyle:
    """A code as drawn: its name, the colour of its line and of the wash behind its text."""

    name: Text
    line: QColor
    wash: QColor


def line_colour(stored: str, colours: Colours) -> str:
    """The stored colour of a code, made visible on the surface where it is too close to it."""
    colour, share = stored, 1.0
    while contrast(colour, colours.surface) < _LEAST_CONTRAST and share > 0.3:
        share -= 0.1
        colour = mix(stored, colours.text, share)
    return colour


def coder_letters(coder: str) -> str:
    """A coder in two letters: of first and last name, or the first two."""
    parts = coder.split()
    return ("".join(part[0] for part in parts[:2]) if len(parts) > 1 else coder[:2]).upper()


class CodeLooks:
    """The looks of all codes, each worked out when first asked for."""

    def __init__(self, codebook: Codebook, colours: Colours) -> None:
        self._codebook, self.colours = codebook, colours
        self._made: dict[str, CodeStyle] = {}

    def line(self, code_id: str, *, grey: bool = False) -> QColor:
        """The line of a code; grey where it is only suggested and did not happen."""
        return QColor(self.colours.muted) if grey else self.of(code_id).line

    def of(self, code_id: str) -> CodeStyle:
        """The look of a code; muted for one that is gone."""
        look = self._made.get(code_id)
        if look is None:
            known = code_id in self._codebook
            stored = self._codebook[code_id].colour if known else self.colours.muted
            name: Text = self._codebook[code_id].name if known else Labels({})
            line = line_colour(stored, self.colours)
            wash = QColor(wash_of(line, self.colours))
            look = self._made[code_id] = CodeStyle(name, QColor(line), wash)
        return look
