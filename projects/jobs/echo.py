# SPDX-License-Identifier: MIT
"""Gives back what it was given: shows that a helper process answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from projects.workers.jobs import ProcessJob


def echo(arguments: Mapping[str, object], progress: object) -> Any:
    """The arguments, as they came."""
    del progress
    return arguments


JOB = ProcessJob("echo", "projects.jobs.echo:echo")
