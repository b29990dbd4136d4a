# SPDX-License-Identifier: MIT
"""Freshness of the result in front after a coding: of analyses of codings, and of those that read codings beside."""

from __future__ import annotations

import pytest

from analysis.codings.records import CODINGS, codings_table
from tests.analysis.analyses.conftest import make_frame
from workbench.results.current_analysis import CurrentAnalysis, changed_sources


@pytest.mark.parametrize(
    ("kind", "table", "anew"),
    [("joint_display", "survey", True), ("code_frequencies", CODINGS, True), ("proportions", "survey", False)],
)
def test_a_coding_changes_what_reads_codings(kind: str, table: str, anew: bool) -> None:
    tables = {"survey": make_frame().table, CODINGS: codings_table(12)}
    found = changed_sources({"segment"}, CurrentAnalysis(kind, table, {}), tables)
    assert ("data_table" in found) is anew
