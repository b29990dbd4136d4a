# SPDX-License-Identifier: MIT
"""First lines: each module begins with what it is, a noun phrase or an imperative."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.source_trees import tree

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench", "tests")
CLAUSE = re.compile(r"(What|Which|How|Where|When|Who|Whose|Whether|Why)\b")


def _trees() -> dict[str, ast.Module]:
    paths = (path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py")))
    return {path.relative_to(ROOT).as_posix(): tree(path) for path in paths}


@pytest.mark.slow
def test_the_first_line_of_a_module_says_what_it_is() -> None:
    """A noun phrase or an imperative, as one would search for it; no clause such as "What leaves a table"."""
    first = {place: (ast.get_docstring(read) or "").partition("\n")[0] for place, read in _trees().items()}
    assert len(first) > 1000
    assert [place for place, line in first.items() if not line or CLAUSE.match(line)] == []
