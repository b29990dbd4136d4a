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


def talk_begins(turns: Sequence[Turn]) -> int:
    """Where the talk of an interview begins: behind the front matter that a transcription service or a person set.

    Examples
    --------
    >>> talk_begins([Turn(0, 20, ""), Turn(24, 60, "P1"), Turn(62, 90, "I"), Turn(92, 99, "P1")])
    24
    >>> talk_begins([Turn(0, 2000, ""), Turn(2004, 2060, "P1"), Turn(2062, 2090, "I"), Turn(2092, 2099, "P1")])
    0
    """
    spoken = [turn for turn in turns if turn.speaker]
    if len(spoken) < 3:
        return 0
    begins = spoken[0].start
    before = sum(turn.end - turn.start for turn in turns if turn.start < begins)
    said = sum(turn.end - turn.start for turn in spoken)
    return begins if 0 < before <= max(said, _HALF_A_PAGE) else 0


_HALF_A_PAGE = 1_000  # code points


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
    r"[?]|^(?:(?:so|okay|ok|right|and|well|then|mm|alors|donc|et|bon|d['’]accord)[,. ]+)*"
    r"(?:what|how|why|when|where|who|which|did you|do you|are you|can you|could you|would you|tell (?:me|us)"
    r"|describe|go on|please (?:do|go on|continue)|take your time|i see"
    r"|comment|pourquoi|quand|où|qui|quel\w*|est-ce|qu['’]est-ce|avez-vous|pouvez-vous|parlez(?:-| )moi|racont\w*"
    r"|d[ée]crivez|continuez|allez-y|prenez votre temps|commencez)\b",
    re.IGNORECASE,
)
_LEAST_ASKING, _TIMES_OTHERS, _SHORTER = 0.3, 1.6, 0.8
_MOSTLY, _MUCH_SHORTER = 0.5, 0.5  # asks in most turns; or says half as much, speaks first and asks no less


def role_proposals(text: str, turns: Sequence[Turn]) -> list[RoleProposal]:
    """The roles of an interview's speakers, by their first turn; none where nothing tells who asks.

    Where a label tells who asks, all others take part. Else one speaker asks who turns most often to a question or a
    prompt ("Go on"): much more than the others do; or more, and speaks shorter or first; or no less, speaks first and
    says half as much.

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
    best, opens = max(able, key=lambda one: asking[one]), next(iter(said))
    theirs, length = _beside_others(said, asking, best)
    plainly = asking[best] >= _LEAST_ASKING and asking[best] >= _TIMES_OTHERS * theirs
    mostly = asking[best] >= _MOSTLY and asking[best] >= 2 * _TIMES_OTHERS * theirs
    if mostly or (plainly and (length <= _SHORTER or best == opens)):
        return best
    if opens not in able:
        return ""
    theirs, length = _beside_others(said, asking, opens)
    return opens if length <= _MUCH_SHORTER and asking[opens] > 0 and asking[opens] >= theirs else ""


def _beside_others(said: dict[str, list[str]], asking: dict[str, float], one: str) -> tuple[float, float]:
    """Which share of the turns of all others ask, and how long a speaker's turns are beside theirs."""
    others = [other for other in asking if other != one]
    turns = sum(len(said[other]) for other in others)
    theirs = sum(asking[other] * len(said[other]) for other in others) / turns
    longer = sum(len(turn.split()) for other in others for turn in said[other]) / turns
    return theirs, sum(len(turn.split()) for turn in said[one]) / len(said[one]) / max(longer, 1.0)
