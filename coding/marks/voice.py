# SPDX-License-Identifier: MIT
"""Recognises passive verbs."""

from __future__ import annotations

from coding.spacy_types import Token


def is_passive(verb: Token) -> bool:
    """Whether a verb is a passive or a participle that stands for one."""
    marks = ("auxpass", "aux:pass", "nsubjpass", "nsubj:pass", "agent", "obl:agent")
    if any(child.dep_ in marks for child in verb.children):
        return True
    if any(child.dep_ == "cop" for child in verb.children) and "Part" in verb.morph.get("VerbForm", []):
        return True
    if any(child.dep_.startswith("aux") for child in verb.children):
        return False  # "que le patron a pris", where the parser took the clause for a participle
    return verb.dep_ in ("acl", "amod") and (verb.tag_ == "VBN" or "Past" in verb.morph.get("Tense", []))
