# SPDX-License-Identifier: MIT
"""The Safety room: check, snapshots, keys, consent and erasure, hand-over."""

from workbench.session import Session
from workbench.workspace import Workspace


def workspace(session: Session) -> Workspace:
    """A new Safety workspace on the open project."""
    from workbench.safety.view import SafetyWorkspace  # cryptography, numpy, 10 ms: not at start

    return SafetyWorkspace(session)
