# SPDX-License-Identifier: MIT
"""The History room: what was done, by whom, when; filtered, named, gone back to."""

from workbench.session import Session
from workbench.workspace import Workspace


def workspace(session: Session) -> Workspace:
    """A new History workspace on the open project."""
    from workbench.history.view import HistoryWorkspace  # more of the program: not at start

    return HistoryWorkspace(session)
