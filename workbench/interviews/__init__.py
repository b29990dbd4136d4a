# SPDX-License-Identifier: MIT
"""The Interviews room: documents, codebook, transcript with its codings, suggestions to accept or reject."""

from workbench.session import Session
from workbench.workspace import Workspace


def workspace(session: Session) -> Workspace:
    """A new Interviews workspace on the open project."""
    from workbench.interviews.view import InterviewsWorkspace  # cryptography, numpy, 10 ms: not at start

    return InterviewsWorkspace(session)
