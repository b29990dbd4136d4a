# SPDX-License-Identifier: MIT
"""Limits of a rule: whose turns it looks in, by speaker or role, and in which group of interviews. Pure text.

They stand in the brackets of a rule, `phrase[hit,role=participant,speaker=P1/P2,group=Returnees]: take passport`; a
rule of plain words has brackets only with limits: `words[role=participant]: passport*`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from coding.parsing import proposed_role
from coding.records import Turn
from wording import Problem, msg

ROLES = ("participant", "interviewer", "interpreter")
_BRACKETS = re.compile(r"^\s*(?P<kind>[a-z]+)\s*\[(?P<told>[^\]\n]*)\]\s*:\s*(?P<body>.*)$", re.DOTALL)
_NOT_IN_NAMES = re.compile(r"[,;/\]=\[]")  # signs that the brackets need for themselves
_LABEL = re.compile(r"[^\W\d_]{0,3}[ .-]?\d{1,3}")  # P1, F 12, KII3: a label, no name
_KEYS = ("role", "speaker", "group")


@dataclass(frozen=True)
class RuleLimits:
    """Where a rule may look; an empty tuple limits nothing. Names are kept as they were written."""

    roles: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.roles or self.speakers or self.groups)

    def written(self) -> str:
        """As they stand in the brackets."""
        brackets = (("role", self.roles), ("speaker", self.speakers), ("group", self.groups))
        return ",".join(f"{key}={'/'.join(map(plain_sign, names))}" for key, names in brackets if names)


@dataclass(frozen=True)
class SpeakerContext:
    """Who speaks in an interview: its turns, roles that somebody gave to speakers, and the group it stands in."""

    turns: tuple[Turn, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    group: str = ""


def split_brackets(brackets: str | None, keyword: str) -> tuple[list[str], RuleLimits]:
    """The marks and the limits in the brackets of a rule.

    Parameters
    ----------
    brackets : str or None
        What stands between the brackets; None without brackets.
    keyword : str
        The whole rule, for the message.

    Returns
    -------
    tuple of (list of str, RuleLimits)
        Marks as written, not checked; where a kind of limit stands twice the last holds.

    Raises
    ------
    Problem
        `rules.limit` for an unknown kind of limit or role, or one without a name.

    Examples
    --------
    >>> split_brackets("hit,role=participant,speaker=P1/P2", "…")
    (['hit'], RuleLimits(roles=('participant',), speakers=('P1', 'P2'), groups=()))
    """
    marks, found = [], dict[str, tuple[str, ...]]()
    for part in (brackets or "").split(","):
        key, sign, names = (piece.strip() for piece in part.partition("="))
        if not sign:
            marks += [key] if key else []
            continue
        values = tuple(name.strip() for name in names.split("/") if name.strip())
        if key not in _KEYS or not values or (key == "role" and not set(values) <= set(ROLES)):
            raise Problem(msg("rules.limit", rule=keyword[:60], roles=", ".join(ROLES)))
        found[key] = values
    return marks, RuleLimits(found.get("role", ()), found.get("speaker", ()), found.get("group", ()))


def limits_of(keyword: str) -> RuleLimits:
    """The limits of a rule; none for one without brackets, or whose brackets cannot be read.

    Parameters
    ----------
    keyword : str
        A rule as it stands among the keywords of a code.

    Returns
    -------
    RuleLimits
        Empty (false) where nothing is limited.
    """
    match = _BRACKETS.match(keyword)
    if match is None:
        return RuleLimits()
    try:
        return split_brackets(match["told"], keyword)[1]
    except Problem:
        return RuleLimits()


def plain_words(keyword: str) -> str:
    """The words of a rule of words, without brackets: `words[role=participant]: passport*` looks for `passport*`.

    Parameters
    ----------
    keyword : str
        A rule as it stands among the keywords of a code.

    Returns
    -------
    str
        The keyword itself for all other rules.

    Examples
    --------
    >>> plain_words("words[role=participant]: passport*")
    'passport*'
    """
    match = _BRACKETS.match(keyword)
    return match["body"].strip() if match is not None and match["kind"] == "words" else keyword


def without_names(keyword: str) -> str:
    """A rule as it may travel: speakers called otherwise than P1, F2 or by what they do become "?", who is nobody.

    Parameters
    ----------
    keyword : str
        A rule as it stands among the keywords of a code.

    Returns
    -------
    str
        The same rule where it names nobody.

    Examples
    --------
    >>> without_names("words[speaker=Marie/P1]: passport*")
    'words[speaker=?/P1]: passport*'
    """
    limits = limits_of(keyword)
    if all(map(_is_label, limits.speakers)):
        return keyword
    brackets = dict.fromkeys(name if _is_label(name) else "?" for name in limits.speakers)
    return re.sub(r"speaker=[^,\]]*", lambda _found: f"speaker={'/'.join(brackets)}", keyword, count=1)


def _is_label(name: str) -> bool:
    return bool(_LABEL.fullmatch(name)) or bool(proposed_role(name))


def plain_sign(name: str) -> str:
    """A name as it can stand in brackets: signs that these need for themselves become a question mark.

    Parameters
    ----------
    name : str
        The name of a speaker or a group.

    Returns
    -------
    str
        Without white space at its ends.

    Examples
    --------
    >>> plain_sign("Camp [north], 2")
    'Camp ?north?? 2'
    """
    return _NOT_IN_NAMES.sub("?", name.strip())


class Limiter:
    """Says where in one interview each rule may look."""

    def __init__(self, keywords: Iterable[str], standing: SpeakerContext) -> None:
        self._limits = {keyword: limits for keyword in keywords if (limits := limits_of(keyword))}
        self._turns: Sequence[Turn] = standing.turns
        self._starts = [turn.start for turn in standing.turns]
        self._roles, self._group = standing.roles, _same(standing.group)

    def allows(self, keyword: str, position: int) -> bool:
        """Whether a rule may be met here. One that names no role looks at no question of an interviewer.

        Parameters
        ----------
        keyword : str
            A rule; one that the limiter was not made with has no limits.
        position : int
            A code point of the interview's text.

        Returns
        -------
        bool
            By role, speaker and group, case aside; who has no role and no telling label is a participant.
        """
        speaker = self._speaker(position)
        role = self._roles.get(speaker) or proposed_role(speaker) or "participant"
        limits = self._limits.get(keyword)
        if limits is None:
            return role != "interviewer"
        if limits.groups and self._group not in map(_same, limits.groups):
            return False
        if limits.speakers and _same(speaker) not in map(_same, limits.speakers):
            return False
        return role in limits.roles if limits.roles else bool(limits.speakers) or role != "interviewer"

    def _speaker(self, position: int) -> str:
        place = bisect_right(self._starts, position) - 1
        return self._turns[place].speaker if place >= 0 and position < self._turns[place].end else ""


def _same(name: str) -> str:
    return plain_sign(name).casefold()
