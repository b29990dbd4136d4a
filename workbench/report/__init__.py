# SPDX-License-Identifier: MIT
"""The Report room: blocks in order on a page, edited at the side, exported through `export_gate`."""

from workbench.session import Session
from workbench.workspace import Workspace


def workspace(session: Session) -> Workspace:
    """A new Report workspace on the open project."""
    from workbench.report.view import ReportWorkspace  # more of the program: not at start

    return ReportWorkspace(session)
