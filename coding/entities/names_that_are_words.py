# SPDX-License-Identifier: MIT
"""Tells a given name that is a word too from the word, where it opens a sentence: "Grace said …".

What follows decides, in English and French; the parse helps where that says nothing.
"""

from __future__ import annotations

import re

from coding.entities.capitals import Run
from coding.entities.evidence import OWNS, part_at
from coding.spacy_types import Doc

_NUMBERS = "\\d+|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty"
_ACTS = re.compile(
    r"^,? ?(?:[?!,.]|(?:said|says|told|asked|came|took|gave|went|left|called|wrote|wanted|knew|saw|sold|paid"
    r"|brought|had|has|did|does|m'a|l'a|n'a|ne|avait|dit|disait|vient"
    r"|nous|lui|travaille|habite|who|qui|never|cried|drove|lives|lived|helped|showed|found|ran|speaks|works|calls"
    r"|pleur\w+|cri(?:e|ait|a)|dort|dormait|connaît|veut|voulait|parle|a)\b|(?:is|was|est|était) (?:my|his|her|our"
    r"|the|a|an|from|in|at|still|now|not|mon|ma|son|sa|le|la|un|une|à|de|partie?|(?!some|any|no)[a-z]+ing|called|dead|mort"
    rf"|{_NUMBERS}|pregnant|ill|sick|alive|married|single|tired|afraid|angry|missing|born"
    r"|enceinte|malade|mariée?|célibataire|fatiguée?|vivante?|morte|née?"
    r"|[a-z]+ed)\b|(?:and|et) (?:i|my|her|his|our|their|the|two|all|moi|mon|ma|sa|son|ses|les|deux)\b)"
)
# what is said of things and qualities, not of people
_OF_A_WORD = re.compile(
    r"^(?: (?:is|was|est|était|n'est|n'était)(?:n't)? (?:not |never |always |pas |jamais |toujours )?"
    r"(?:all|what|better|stronger|something|nothing|everything|needed|required|forbidden|lost|gone|enough|rare|free"
    r"|the (?:last|first|only|best|one|thing|same|key|reason|most)"
    r"|a (?:word|thing|luxury|virtue|sin|dream|lie|blessing|curse)"
    r"|for (?:people|others|the|those|us)|mère|plus|tout|ce qu\w*|nécessaire|assez|rien|pour (?:les|nous|ceux)"
    r"|(?:la|le) (?:seule?|meilleure?|dernière?|premi\w+|mère|clé|chose)|une? (?:mot|luxe|chose|vertu|rêve))\b"
    r"| (?:has|had|a|avait) (?:nothing|its|no|it that|rien|ses|des limites|ses limites)\b"
    r"| (?:comes|goes|came|went) (?:and (?:goes|went)|first|last|from (?:god|within))\b"
    r"| (?:dies|died) last\b| (?:kept|keeps|keep|fades?|faded)\b| (?:fait|faisait) vivre\b"
    r"| (?:gave|gives) (?:me|us|them) (?:strength|courage|hope|faith)\b"
    r"| (?:in|before|after|of|for|or|without|between|alone|ou|à|de|et longueur)\b"
    r"|, ?(?:that|this|it|c'|ce |cela|ça|said|i (?:said|cried|begged|thought)|disait|dit|a dit)"
    r"|, ?(?:nous|m'|me|lui) ?a dit"
    r")"
)
_SAME = re.compile(r"^ (?:is|was|est|était|were) (?:so |very |not |pas |très )?([^\W\d_]+)")


def stands_as_name(run: Run, docs: list[tuple[int, Doc]]) -> bool:
    """Whether a single given name that is a word of the language too is used as a name where it opens a sentence."""
    after = run.after
    said = _SAME.match(after)
    if OWNS.match(after) or run.joined or (said and said.group(1) == run.keys[0]):
        return True
    if _OF_A_WORD.match(after):
        return False
    return bool(_ACTS.match(after.strip(" "))) or is_bare_subject(docs, run.start)


def is_bare_subject(docs: list[tuple[int, Doc]], start: int) -> bool:
    """Whether a word is the subject of a verb and has no article, possessive or adjective."""
    offset, doc = part_at(docs, start)
    span = None if doc is None else doc.char_span(start - offset, start - offset + 1, alignment_mode="expand")
    token = span[0] if span else None
    if token is None or token.idx + offset != start or token.dep_ not in ("nsubj", "nsubjpass", "nsubj:pass"):
        return False
    return token.head.pos_ == "VERB" and not any(child.i < token.i for child in token.children)
