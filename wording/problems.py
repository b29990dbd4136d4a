# SPDX-License-Identifier: MIT
"""An error that a user reads: one sentence that says what, where and what to do. A bug is no problem: it crashes."""

from __future__ import annotations

from wording.texts import Message


class Problem(Exception):
    """Something the user can act on. `message` holds no value of the data; `str()` gives its key, for logs."""

    status = 2  # of a command that stops for it: 2, cannot be done; 1, something is to be looked at first
    lines: tuple[Message, ...] = ()  # what the terminal says below the message

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message
