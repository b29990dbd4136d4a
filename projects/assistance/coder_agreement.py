# SPDX-License-Identifier: MIT
"""Agreement of two coders on the interviews both have coded, with and without what was suggested."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coding.agreement import Agreement, agreement
from projects.assistance.readable_interviews import readable
from projects.interviews.coders import is_blind
from projects.interviews.queries import segments
from wording import Problem, msg

if TYPE_CHECKING:
    from projects.store.project import Project

CODERS_BY_DOCUMENT = "SELECT DISTINCT document, coder FROM segment WHERE coder <> '' ORDER BY document, coder"


@dataclass(frozen=True)
class CoderAgreement:
    """Two coders, the interviews and sentences compared, the agreement by code: with and without what was suggested."""

    coders: tuple[str, str]
    documents: int
    sentences: int
    whole: dict[str, Agreement]
    by_hand: dict[str, Agreement]


def coder_agreement(project: Project, named: Sequence[str] = ()) -> CoderAgreement:
    """Compare two coders, those `named` or the only two there are, on the answers in interviews that both coded.

    Raises Problem while coding is blind, where two coders are not told apart, and where they share no interview.
    """
    if is_blind(project):
        raise Problem(msg("agreement.blind"))
    by_coder: dict[str, set[str]] = {}
    for row in project.query(CODERS_BY_DOCUMENT):
        by_coder.setdefault(row["coder"], set()).add(str(row["document"]))
    unknown = [name for name in named if name not in by_coder]
    if unknown:
        raise Problem(msg("agreement.no_coder", name=unknown[0], known=sorted(by_coder)))
    chosen = tuple(dict.fromkeys(named)) or tuple(sorted(by_coder))
    if len(chosen) != 2:
        raise Problem(msg("agreement.two_coders", known=sorted(by_coder)))
    first, second = chosen
    shared = by_coder[first] & by_coder[second]
    loaded = [one for one in readable(project, sorted(shared, key=int)) if one.document.id in shared]
    if not loaded:
        raise Problem(msg("agreement.nothing_shared", first=first, second=second))
    sentences = {one.document.id: one.answers for one in loaded}
    held = segments(project)
    whole, by_hand = (agreement(sentences, held, (first, second), suggested=suggested) for suggested in (True, False))
    return CoderAgreement((first, second), len(loaded), sum(map(len, sentences.values())), whole, by_hand)
