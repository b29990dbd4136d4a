# SPDX-License-Identifier: MIT
"""Every line of the import conversation and every problem has its sentence in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from wording.catalogue import has_message

ROOT = Path(__file__).resolve().parents[3]
_FINDING = re.compile(r'finding\(\s*Severity\.\w+,\s*"(\w+)"')
_PROBLEM = re.compile(r'import_problem\(\s*"(\w+)"')
_MORE = (
    "importing.finding.design",
    "importing.finding.design_nested",
    "importing.finding.kept_text",
    "importing.finding.kept_text_grouped",
    "importing.finding.not_dates",
    "importing.finding.not_numbers",
    "importing.finding.date_order",
    "importing.finding.date_order_month",
    "importing.finding.identifiers",
    "importing.finding.quasi_identifiers",
    "importing.finding.sensitive",
    *(f"importing.finding.unit_{unit}" for unit in ("household", "person", "record", "site", "key_informant")),
    *(f"worker.problem.{name}" for name in ("time", "memory", "died", "died_limited")),
    *(f"importing.hostile.{name}" for name in ("summary", "short", "absent", "changed")),
)


def keys() -> set[str]:
    found: set[str] = set(_MORE)
    for folder in ("importing", "identifiers", "readers", "forms", "workers"):
        for path in (ROOT / "projects" / folder).rglob("*.py"):
            text = path.read_text("utf-8")
            found.update(f"importing.finding.{key}" for key in _FINDING.findall(text))
            found.update(f"importing.problem.{key}" for key in _PROBLEM.findall(text))
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_sentences(language: str) -> None:
    listed = keys()
    assert len(listed) > 80
    assert [key for key in sorted(listed) if not has_message(key, language)] == []
