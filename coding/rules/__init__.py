# SPDX-License-Identifier: MIT
"""Rules of a codebook that propose a code for a sentence: words and stems, phrases on the parse, limits, warnings.

Here are the words; rules on grammar (`parsed_rules`) and where a rule may look (`rule_limits`) are asked for by name:
spaCy is no part of reading a codebook.
"""

from __future__ import annotations

from coding.rules.keyword_rules import KeywordHit, Rule, RuleSearch, is_parsed_rule, rules_of, word_trie

__all__ = ["KeywordHit", "Rule", "RuleSearch", "is_parsed_rule", "rules_of", "word_trie"]
