# SPDX-License-Identifier: MIT
"""The Safety room: check, snapshots, keys, consent and erasure, hand-over."""

from workbench.workspace import Workspace


def workspace() -> Workspace:
    """A new Safety workspace."""
    from workbench.safety.view import SafetyWorkspace  # cryptography, numpy, 10 ms: not at start

    return SafetyWorkspace()
