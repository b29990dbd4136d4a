# SPDX-License-Identifier: MIT
"""The words that make a question sensitive (violence, exploitation, health of a person), in English and French.

A variable whose name or wording holds one is proposed as sensitive at import, which can be changed. It sees no content.
"""

from __future__ import annotations

import re
from dataclasses import replace

from analysis.records import Role, Variable
from projects.forms.languages import plain

_WORDS = re.compile(
    r"(?<![a-z])(s?gbv|vbg|rape[ds]?|viols?|sexual|sexuel(le)?s?|sexually|incest\w*|survivors?|survivante?s?"
    r"|victims?|victimes?|violence\w*|violent\w*|torture\w*|assault\w*|agress\w*|abus(e|ed|es|if|ive)?"
    r"|exploit(ed|ation|ee?s?)|traffick(ed|ing)|traite|esclavage|slavery|forced[ _]?(labou?r|marriage)"
    r"|(travail|mariage)[ _]force|hiv|vih|aids|sida|sti|ist|abortions?|avortements?|suicid\w*|mental[ _]?health"
    r"|sante[ _]?mentale|disabilit\w*|disabled|handicap\w*|chronic[ _]?(illness|disease)\w*|maladies?[ _]?chronique\w*"
    r"|mutilation\w*|fgm|mgf|detention|detained|detenu\w*|recruit(ed|ment)[ _]by[ _]armed)(?![a-z])"
)


def proposed_sensitive(variables: tuple[Variable, ...]) -> tuple[Variable, ...]:
    """The variables, those of no other role marked sensitive where their words say so."""
    return tuple(
        replace(one, role=Role.SENSITIVE) if one.role is Role.ORDINARY and is_sensitive_by_words(one) else one
        for one in variables
    )


def is_sensitive_by_words(variable: Variable) -> bool:
    """Whether the name or the wording of a variable holds one of the words."""
    said = (variable.name.replace("/", " ").replace("_", " "), *variable.labels.by_language.values())
    return any(is_sensitive_word(text) for text in said)


def is_sensitive_word(text: str) -> bool:
    """Whether words hold one that tells of violence, exploitation or the health of a person."""
    return _WORDS.search(plain(text)) is not None
