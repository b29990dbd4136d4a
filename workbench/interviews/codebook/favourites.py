# SPDX-License-Identifier: MIT
"""The codes on the digits 1 to 9: where they are stored, and the action that changes them. It knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping

from projects.store.actions import Action
from wording import Message

FAVOURITES = "interviews.favourites"


def set_favourites(by_digit: Mapping[str, str], said: Message) -> Action:
    """Store which code stands on which digit; `said` names the change in history."""
    return Action("interviews.favourite", said, lambda change: change.set_setting(FAVOURITES, dict(by_digit)))
