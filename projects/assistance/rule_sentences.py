# SPDX-License-Identifier: MIT
"""The sentence of a rule's warning, in the window and on the command line."""

from __future__ import annotations

from coding.rules.rule_linter import RuleTrap, RuleWarning
from wording import Message, msg


def said_of(warning: RuleWarning) -> Message:
    """What is wrong with the rule, with its figures."""
    words = ", ".join(f"{word} ({n})" if n else word for word, n in warning.words)
    better = "; ".join(warning.better)
    if warning.trap is RuleTrap.REJECTED and warning.words:
        word, met = warning.words[0]
        return msg("lint.rejected_beside", word=word, met=met, rejected=warning.rejected, n=warning.decided)
    return msg(f"lint.{warning.trap}", words=words, better=better, rejected=warning.rejected, n=warning.decided)
