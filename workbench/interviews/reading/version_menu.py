# SPDX-License-Identifier: MIT
"""The menu of an interview's texts: original, translations, both side by side, or another interview beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from wording import Text, msg, render
from workbench.translation import language_of

if TYPE_CHECKING:
    from coding.alignment import AlignedTurns
    from projects.transcripts.translations import Translation


@dataclass(frozen=True)
class VersionEntry:
    """A text to be shown alone, or with `beside` together with its original; `shown`: it is what is seen now."""

    document: str
    beside: bool
    text: Text
    shown: bool


def version_entries(
    versions: Sequence[Translation], languages: Mapping[str, Text], opened: str, beside: str | None
) -> list[VersionEntry]:
    """What can be shown of an interview: its original, each translation, each beside the original.

    `opened`: the text at hand. `beside`: the translation that stands beside its original now, None for none.
    """
    if not versions:
        return []

    def alone(document: str, key: str, translator: str = "") -> VersionEntry:
        said = msg(f"versions.{key}", language=languages.get(document, ""), translator=translator)
        return VersionEntry(document, False, said, beside is None and opened == document)

    entries = [alone(versions[0].original, "original")]
    entries += [
        alone(one.translation, "translated_by" if one.translator else "translation", one.translator) for one in versions
    ]
    for one in versions:
        said = msg("versions.both") if len(versions) == 1 else msg(
            "versions.both_of", language=languages.get(one.translation, "")
        )  # fmt: skip
        entries.append(VersionEntry(one.translation, True, said, beside == one.translation))
    return entries


def turn_beside(rows: Sequence[AlignedTurns], turn: int, *, of_translation: bool) -> int | None:
    """The turn of the other text beside a turn, or beside the nearest one before it that has any."""
    pairs = [(one.translation, one.original) if of_translation else (one.original, one.translation) for one in rows]
    found = [(own, other) for own, other in pairs if own is not None and other is not None and own <= turn]
    return max(found)[1] if found else None


def open_version_menu(
    over: QWidget, entries: Sequence[VersionEntry], choose: Callable[[VersionEntry], object],
    add: Callable[[], object], other: Callable[[], object],
) -> QMenu:  # fmt: skip
    """Show the menu below a header: one text of the interview is chosen, or another interview beside it."""
    menu, language = QMenu(over), language_of()
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    group = QActionGroup(menu)
    for at, entry in enumerate(entries):
        if entry.beside and not entries[at - 1].beside:
            menu.addSeparator()
        action = menu.addAction(render(entry.text, language).replace("&", "&&"), partial(choose, entry))
        action.setCheckable(True)
        action.setChecked(entry.shown)
        group.addAction(action)
    if not entries:
        menu.addAction(render(msg("versions.none"), language)).setEnabled(False)
        menu.addAction(render(msg("versions.add"), language), add)
    menu.addSeparator()
    menu.addAction(render(msg("versions.other"), language), other)
    menu.popup(over.mapToGlobal(over.rect().bottomRight()) - QPoint(menu.sizeHint().width(), 0))
    return menu
