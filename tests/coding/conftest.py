# SPDX-License-Identifier: MIT
"""Pipelines for language are kept while the tests of this folder run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.coding import pipelines


@pytest.fixture(scope="package", autouse=True)
def pipelines_are_kept() -> Iterator[None]:
    yield
    pipelines.forget()
