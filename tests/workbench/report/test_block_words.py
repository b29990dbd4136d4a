# SPDX-License-Identifier: MIT
"""The words of a block: whole in the list, which alone shortens them; a title as the name of the file."""

from __future__ import annotations

import pytest

from projects.results.saved_results import ReportBlock
from workbench.report.panes.block_kinds import block_words
from workbench.report.panes.export import proposed_name


@pytest.mark.parametrize("kind", ["paragraph", "text", "heading"])
def test_long_words_are_not_cut_before_the_list_cuts_them(kind: str) -> None:
    words = "Families without **papers** said that they\nwait longer at the crossing than others do. " * 4
    shown = block_words(ReportBlock("b1", kind, {"text": words}), None, "en")
    assert shown == " ".join(words.replace("**", "").split())


def test_a_file_is_named_after_the_title_of_its_report() -> None:
    words = ReportBlock("b1", "paragraph", {"text": "Words"})
    sheet = ReportBlock("b2", "masthead", {"title": "", "sheet": "Fiche d’information"})
    title = ReportBlock("b3", "title", {"text": 'Needs: July/August 2024 "draft".'})
    assert proposed_name([words, sheet, title], "fr") == "Fiche d’information"
    assert proposed_name([title], "en") == "Needs July August 2024 draft"
    assert proposed_name([words], "en") == "report"
