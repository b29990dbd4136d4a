# SPDX-License-Identifier: MIT
"""The Data room: tables of survey answers, their variables, their cleaning; imports as a conversation."""

from workbench.session import Session
from workbench.workspace import Workspace


def workspace(session: Session) -> Workspace:
    """A new Data workspace on the open project."""
    from workbench.data.view import DataWorkspace  # cryptography, numpy, 10 ms: not at start

    return DataWorkspace(session)
