# SPDX-License-Identifier: MIT
"""The Analysis room: choose a variable and a group; table and chart follow at once."""

from workbench.session import Session
from workbench.workspace import Workspace


def workspace(session: Session) -> Workspace:
    """A new Analysis workspace on the open project."""
    from workbench.analysis.view import AnalysisWorkspace  # numpy, 80 ms: not at start

    return AnalysisWorkspace(session)
