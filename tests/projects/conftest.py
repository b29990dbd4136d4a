# SPDX-License-Identifier: MIT
"""Projects made once for the whole run and copied for each test that works on one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from projects.store.project import Project

Fill = Callable[[Project], None]


@pytest.fixture(scope="session")
def made_projects(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, ...], Path]:
    """The folders of the projects made so far, by what they were made of."""
    return {}


@pytest.fixture
def copied_project(
    made_projects: dict[tuple[str, ...], Path], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Project]:
    """Opens a copy, in `folder`, of a project that `fill` filled; it is filled once for all tests of the run."""

    def opened(folder: Path, passphrase: str, fill: Fill, *, name: str, user: str) -> Project:
        key = (fill.__module__, fill.__qualname__, passphrase, name, user)
        if key not in made_projects:
            made = tmp_path_factory.mktemp("made") / "made.pwb"
            with Project.create(made, passphrase, name=name, user=user) as project:
                fill(project)
            made_projects[key] = made
        shutil.copytree(made_projects[key], folder)
        return Project.open(folder, passphrase, user=user)

    return opened
