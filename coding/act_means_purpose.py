# SPDX-License-Identifier: MIT
"""Line up what a survey says of each element of trafficking with what was coded.

Only a person decides who was trafficked. The elements are those of the Palermo Protocol, article 3: act, means and
purpose. For a person under 18 the means are irrelevant (article 3 c). A hit of a rule or an automatic coding that
nobody accepted never counts as coded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

PILLARS = ("ACT", "MEA", "PUR")  # keys of the starter codebook: act, means, purpose
MEANS = "MEA"
ADULT = 18  # years


class ElementEvidence(StrEnum):
    """What an answer says of an element; in the order in which several answers are put together."""

    YES = "yes"
    NO = "no"
    OTHER = "other"  # an answer of which nobody said whether it speaks for the element
    REFUSED = "refused"
    DONT_KNOW = "dont_know"
    NOT_ASKED = "not_asked"
    MISSING = "missing"
    NO_QUESTION = "no_question"


class State(StrEnum):
    """How survey and interview stand to each other on one element."""

    BOTH = "both"
    INTERVIEW = "interview_only"
    SURVEY = "survey_only"
    DIFFER = "differ"
    DENIED = "survey_no"  # the survey says no, nothing is coded
    NOTHING = "nothing"


class Means(StrEnum):
    """Whether the means count for a person."""

    COUNT = "count"
    NOT_NEEDED = "not_needed"
    AGE_UNKNOWN = "age_unknown"


@dataclass(frozen=True)
class Element:
    """One element of a person: its pillar and code, what the survey says, how many codings a person made or accepted.

    `hits`: automatic codings and open suggestions that nobody has decided; they change no state.
    """

    pillar: str
    code: str
    said: ElementEvidence
    coded: int
    hits: int = 0

    @property
    def state(self) -> State:
        """How survey and interview stand to each other."""
        return state_of(self.said, self.coded)


def together(answers: Iterable[ElementEvidence]) -> ElementEvidence:
    """What several answers say together: one yes is a yes, else one no is a no, else the first that says anything.

    Parameters
    ----------
    answers : iterable of ElementEvidence
        The answers of one person to all questions that speak for one element.

    Returns
    -------
    Said
        `NO_QUESTION` where there is no answer at all.

    Examples
    --------
    >>> together([ElementEvidence.NO, ElementEvidence.REFUSED, ElementEvidence.YES])
    <ElementEvidence.YES: 'yes'>
    """
    order = list(ElementEvidence)
    return min(answers, key=order.index, default=ElementEvidence.NO_QUESTION)


def state_of(said: ElementEvidence, coded: int) -> State:
    """The state of an element by what the survey says and the number of its codings.

    Examples
    --------
    >>> state_of(ElementEvidence.NO, 2)
    <State.DIFFER: 'differ'>
    """
    if coded:
        return {ElementEvidence.YES: State.BOTH, ElementEvidence.NO: State.DIFFER}.get(said, State.INTERVIEW)
    return {ElementEvidence.YES: State.SURVEY, ElementEvidence.NO: State.DENIED}.get(said, State.NOTHING)


def means_of(age: float | None) -> Means:
    """Whether the means count at an age in years; None where it is not known.

    Parameters
    ----------
    age : float or None
        Years, at the time that the analysis is about.

    Returns
    -------
    Means
        `NOT_NEEDED` under 18, `COUNT` from 18 on, `AGE_UNKNOWN` for None.

    References
    ----------
    Protocol to Prevent, Suppress and Punish Trafficking in Persons (Palermo Protocol, 2000), article 3 (c) and (d).

    Examples
    --------
    >>> means_of(17.9)
    <Means.NOT_NEEDED: 'not_needed'>
    """
    if age is None:
        return Means.AGE_UNKNOWN
    return Means.COUNT if age >= ADULT else Means.NOT_NEEDED


def missing_pillars(elements: Sequence[Element], age: float | None) -> tuple[str, ...]:
    """The pillars of which neither survey nor interview says anything; means are never missing under 18.

    Parameters
    ----------
    elements : sequence of Element
        All elements of one person, of any pillar.
    age : float or None
        Years; None where it is not known, which leaves the means needed.

    Returns
    -------
    tuple of str
        Keys among `PILLARS` ("ACT", "MEA", "PUR"), in that order. A "no" of the survey counts as nothing said.

    Examples
    --------
    >>> missing_pillars([Element("ACT", "recruited", ElementEvidence.YES, coded=1)], age=15)
    ('PUR',)
    >>> missing_pillars([Element("ACT", "recruited", ElementEvidence.YES, coded=1)], age=30)
    ('MEA', 'PUR')
    """
    spoken = {one.pillar for one in elements if one.state not in (State.NOTHING, State.DENIED)}
    needless = {MEANS} if means_of(age) is Means.NOT_NEEDED else set()
    return tuple(pillar for pillar in PILLARS if pillar not in spoken | needless)
