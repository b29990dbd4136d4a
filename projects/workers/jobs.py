# SPDX-License-Identifier: MIT
"""Looks up jobs of helper processes in the table of `projects/jobs.py`; nothing else is ever called for a caller."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from wording import discovery


def jobs() -> Mapping[str, str]:
    """All jobs: name → "package.module:function"."""
    table: Mapping[str, str] = importlib.import_module("projects.jobs").JOBS  # the roof: named, not imported
    return table


def job_function(name: str) -> Callable[..., Any]:
    """The function of a job. Raises KeyError for a name that no job has."""
    return discovery.resolve(jobs()[name])
