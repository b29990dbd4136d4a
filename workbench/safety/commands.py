# SPDX-License-Identifier: MIT
"""Commands of the Safety room, each declared once: every one can be run from any room."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from wording import msg
from workbench.commands import Command, MenuSection

if TYPE_CHECKING:
    from workbench.safety.actions import SafetyActions
    from workbench.safety.panes.pages import SafetyPages

_COMMANDS: tuple[tuple[str, str, str, str, Callable[[SafetyPages], object]], ...] = (
    ("check", "check", "safety.check.run", "shield-check", lambda on: on.check.run()),
    ("snapshot", "snapshots", "safety.snapshots.make", "copy", lambda on: on.snapshots.make_one()),
    ("restore", "snapshots", "safety.snapshots.restore", "undo-2", lambda on: on.snapshots.table.setFocus()),
    ("passphrase", "keys", "safety.keys.add", "key-round", lambda on: on.keys.ask_add()),
    ("recovery", "keys", "safety.keys.recovery", "list", lambda on: on.keys.ask_recovery()),
    ("erase", "consent", "safety.erase.begin", "trash-2", lambda on: on.consent.list.setFocus()),
    ("share", "share", "safety.share.title", "eye-off", lambda on: on.share.flag_base.setFocus()),
    ("sensitive", "share", "sensitivity.look", "eye-off", lambda on: on.share.look_at_sensitive()),
    ("pack", "pack", "safety.pack.run", "upload", lambda on: on.pack.ask()),
)


def room_commands(actions: SafetyActions) -> Sequence[Command]:
    """The commands of the Safety room."""
    return [
        Command(
            f"safety.{name}",
            msg(key),
            partial(actions.run, page, act),
            MenuSection.PROJECT,
            everywhere=True,
            icon=icon,
        )
        for name, page, key, icon, act in _COMMANDS
    ]
