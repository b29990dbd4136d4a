# SPDX-License-Identifier: MIT
"""The words of a block in the list: whole, so that the list alone shortens them."""

from __future__ import annotations

import pytest

from projects.results.saved_results import ReportBlock
from workbench.report.panes.block_kinds import block_words


@pytest.mark.parametrize("kind", ["paragraph", "text", "heading"])
def test_long_words_are_not_cut_before_the_list_cuts_them(kind: str) -> None:
    words = "Families without **papers** said that they\nwait longer at the crossing than others do. " * 4
    shown = block_words(ReportBlock("b1", kind, {"text": words}), None, "en")
    assert shown == " ".join(words.replace("**", "").split())
