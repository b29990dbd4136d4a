# SPDX-License-Identifier: MIT
"""The History room: what was done, by whom, when; filtered, named, gone back to."""

from workbench.workspace import Workspace


def workspace() -> Workspace:
    """A new History workspace."""
    from workbench.history.view import HistoryWorkspace  # more of the program: not at start

    return HistoryWorkspace()
