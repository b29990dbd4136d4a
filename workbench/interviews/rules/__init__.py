# SPDX-License-Identifier: MIT
"""Forms of a code's rules and the list of places that the tester fills."""

from workbench.interviews.rules.place_list import PlaceList
from workbench.interviews.rules.rule_cards import EntityCard, RuleCard, TextCard, WhoCard, WordsCard
from workbench.interviews.rules.rule_text import RuleText
from workbench.interviews.rules.token_boxes import TokensCard

__all__ = ["EntityCard", "PlaceList", "RuleCard", "RuleText", "TextCard", "TokensCard", "WhoCard", "WordsCard"]
