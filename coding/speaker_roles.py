# SPDX-License-Identifier: MIT
"""Roles of speakers: told by their labels in English, French and Kirundi, else by how their turns look."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from coding.records import Turn
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


@dataclass(frozen=True)
class RoleProposal:
    """A speaker's role as proposed: `by` is "label" or "turns", and what of the turns of a speaker ask, in shares."""

    speaker: str
    role: str
    by: str
    turns: int
    asking: float


_FEWEST_TURNS = 3  # of a speaker, before the look of turns tells anything
_ASKS = re.compile(
    r"[?]|^(?:(?:so|okay|ok|and|well|alors|donc|et|bon)[, ]+)?"
    r"(?:what|how|why|when|where|who|which|did you|do you|are you|can you|could you|would you|tell me"
    r"|comment|pourquoi|quand|où|qui|quel\w*|est-ce|qu'est-ce|avez-vous|pouvez-vous|parlez-moi|racontez)\b",
    re.IGNORECASE,
)
_LEAST_ASKING, _TIMES_OTHERS, _SHORTER = 0.3, 1.6, 0.8


def role_proposals(text: str, turns: Sequence[Turn]) -> list[RoleProposal]:
    """The roles of an interview's speakers, by their first turn; none where nothing tells who asks.

    Where a label tells who asks, all others take part. Else one speaker asks who turns most often to a question, more
    than the others do, and speaks shorter or first.

    Parameters
    ----------
    text : str
        The text of an interview.
    turns : sequence of Turn
        Its turns, in order.

    Returns
    -------
    list of RoleProposal
        "interviewer", "interpreter" or "participant".

    Examples
    --------
    >>> text = "A: Why? A: Where? A: When? B: Because so it was. B: In the big camp. B: Last year in May."
    >>> starts = [(3, 7, "A"), (11, 17, "A"), (21, 26, "A"), (30, 48, "B"), (52, 68, "B"), (72, 89, "B")]
    >>> [(one.speaker, one.role, one.by) for one in role_proposals(text, [Turn(*one) for one in starts])]
    [('A', 'interviewer', 'turns'), ('B', 'participant', 'turns')]
    """
    said: dict[str, list[str]] = defaultdict(list)
    for turn in turns:
        if turn.speaker and not turn.heading:
            said[turn.speaker].append(text[turn.start : turn.end])
    asking = {speaker: sum(bool(_ASKS.search(one)) for one in held) / len(held) for speaker, held in said.items()}
    by_label = {speaker: proposed_role(speaker) for speaker in said}
    by_label |= dict.fromkeys(interviewers_among(said), "interviewer")
    asks_by_label = "interviewer" in by_label.values()
    asks = "" if asks_by_label else _who_asks(said, {one: asking[one] for one in said if not by_label[one]})
    if not asks_by_label and not asks:
        return [RoleProposal(one, by_label[one], "label", len(said[one]), asking[one]) for one in said if by_label[one]]
    return [
        RoleProposal(
            one,
            by_label[one] or ("interviewer" if one == asks else "participant"),
            "label" if by_label[one] or asks_by_label else "turns",
            len(held),
            asking[one],
        )
        for one, held in said.items()
    ]


def _who_asks(said: dict[str, list[str]], asking: dict[str, float]) -> str:
    """The one whose turns look like an interviewer's; "" where two do, or nobody."""
    able = [one for one in asking if len(said[one]) >= _FEWEST_TURNS]
    if len(asking) < 2 or not able:
        return ""
    ranked = sorted(able, key=lambda one: asking[one], reverse=True)
    best = ranked[0]
    others = [one for one in asking if one != best]
    turns = sum(len(said[one]) for one in others)
    theirs = sum(asking[one] * len(said[one]) for one in others) / turns
    length = sum(len(one.split()) for one in said[best]) / len(said[best])
    longer = sum(len(turn.split()) for one in others for turn in said[one]) / turns
    plainly = asking[best] >= _LEAST_ASKING and asking[best] >= _TIMES_OTHERS * theirs
    return best if plainly and (length <= _SHORTER * longer or best == next(iter(said))) else ""
