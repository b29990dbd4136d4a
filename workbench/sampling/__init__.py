# SPDX-License-Identifier: MIT
"""The Sampling room: size, draw, weights, achieved."""

from workbench.session import Session
from workbench.workspace import Workspace


def workspace(session: Session) -> Workspace:
    """The room, made when a project is open."""
    from workbench.sampling.view import SamplingWorkspace  # numpy, 80 ms: not at start

    return SamplingWorkspace(session)
