# SPDX-License-Identifier: MIT
"""Commands of the History room, each declared once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wording import msg
from workbench.commands import Command, MenuSection

if TYPE_CHECKING:
    from workbench.history.actions import HistoryActions
    from workbench.history.state import HistoryState


def room_commands(state: HistoryState, actions: HistoryActions) -> Sequence[Command]:
    """Name this point; go back to the line chosen."""
    point, back = msg("window.history.add_point"), msg("window.history.back")
    return (
        Command("history.point", point, actions.ask_name, MenuSection.EDIT, everywhere=True, icon="bookmark"),
        Command("history.back", back, actions.go_back, MenuSection.EDIT, enabled=state.can_go_back),
    )
