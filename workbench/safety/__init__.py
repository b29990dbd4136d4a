# SPDX-License-Identifier: MIT
"""The Safety room: check, snapshots, keys, consent and erasure, hand-over."""

from workbench.workspace import Workspace


def workspace() -> Workspace:
    """A new Safety workspace."""
    from workbench.safety.view import SafetyWorkspace

    return SafetyWorkspace()
