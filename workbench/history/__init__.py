# SPDX-License-Identifier: MIT
"""The History room: changes with their author and time; filter them, name them, go back to one."""

from workbench.history.view import HistoryWorkspace
from workbench.session import Session
from workbench.workspace import Workspace


def workspace(session: Session) -> Workspace:
    """A new History workspace on the open project."""
    return HistoryWorkspace(session)
