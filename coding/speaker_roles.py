# SPDX-License-Identifier: MIT
"""Roles named in speakers' labels: who asks, who interprets; in English, French and Kirundi."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from coding.speaker_labels import bare_role

_INTERVIEWERS = re.compile(
    r"^(?:interviewer|researcher|enumerator|moderator|facilitator|note ?taker|question|enqu[êe]teur|enqu[êe]trice"
    r"|chercheu(?:r|se)|mod[ée]rat(?:eur|rice)|facilitat(?:eur|rice)|animat(?:eur|rice)|intervieweu(?:r|se)|(?:um)?ubaza"
    r"|q|i|intv|enq|mod|fac)(?:[ \u00a0]?\d{1,3})?$",
    re.IGNORECASE,
)
_INTERPRETERS = re.compile(
    r"^(?:interpreter|translator|interpr[èe]te|traduct(?:eur|rice)|mkalimani|umusobanuzi)(?:[ \u00a0]?\d{1,3})?$",
    re.IGNORECASE,
)
_ANSWERING = re.compile(r"^(?:P|R|RÉP|REP|RESP|F|H)[ \u00a0]?\d{0,3}$")


@lru_cache(maxsize=4096)  # asked for every turn; a project knows few labels
def is_interviewer(speaker: str) -> bool:
    """Whether a speaker's label names the one who asks: "Interviewer", "Enquêtrice 2", "Q".

    Parameters
    ----------
    speaker : str
        A label as it stands before a turn, without its colon.

    Returns
    -------
    bool
        In English, French and Kirundi, case aside.

    Examples
    --------
    >>> is_interviewer("Enquêtrice 2"), is_interviewer("P1")
    (True, False)
    """
    return bool(_INTERVIEWERS.match(bare_role(speaker.strip())))


def interviewers_among(speakers: Iterable[str]) -> frozenset[str]:
    """The labels of one interview that name who asks.

    "E", as many French transcripts write for *enquêteur*, asks where no label says so more plainly and all others are
    such as answer: P1, R, H2, F.

    Parameters
    ----------
    speakers : iterable of str
        The labels of all turns of an interview.

    Returns
    -------
    frozenset of str
        Those of `speakers` that ask.

    Examples
    --------
    >>> sorted(interviewers_among(["E", "P1"])), sorted(interviewers_among(["A", "E"]))
    (['E'], [])
    """
    named = {one for one in speakers if one}
    asking = {one for one in named if is_interviewer(one)}
    letters = {one for one in named if one.strip() in ("E", "E1", "E2")}
    others = [one for one in named - letters if not _INTERPRETERS.match(bare_role(one.strip()))]
    if not asking and others and all(_ANSWERING.match(one.strip()) for one in others):
        asking = letters
    return frozenset(asking)


def proposed_role(speaker: str) -> str:
    """The role a speaker's label tells: "interviewer", "interpreter" ("Interprète 2", "Translator"), or "".

    Parameters
    ----------
    speaker : str
        A label as it stands before a turn.

    Returns
    -------
    str
        "interviewer", "interpreter", or "" where it tells neither.

    Examples
    --------
    >>> proposed_role("Translator"), proposed_role("Marie")
    ('interpreter', '')
    """
    if is_interviewer(speaker):
        return "interviewer"
    return "interpreter" if _INTERPRETERS.match(bare_role(speaker.strip())) else ""
