# SPDX-License-Identifier: MIT
"""Trees of the source are kept while the tests of this folder run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.house import source_trees


@pytest.fixture(scope="package", autouse=True)
def source_trees_are_kept() -> Iterator[None]:
    yield
    source_trees.forget()
