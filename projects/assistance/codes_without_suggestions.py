# SPDX-License-Identifier: MIT
"""Codes that suggest nothing now, each with the reason: below the limit, sensitive, too few segments."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from coding.records import Code
from projects.assistance import queries
from projects.assistance.switches import MODEL, RULE, is_sensitive, stopped_sources, switches_of
from projects.interviews.coders import is_blind
from projects.interviews.codes import stored_codebook
from projects.people.effective_consent import refused

if TYPE_CHECKING:
    from projects.store.project import Project

FEWEST_SEGMENTS, FEWEST_DOCUMENTS = 8, 2  # as `coding.learned.model`, which loads numpy


class SilenceReason(StrEnum):
    """Why a code suggests nothing."""

    BELOW = "below"
    SENSITIVE = "sensitive"
    SEGMENTS = "segments"
    DOCUMENTS = "documents"
    ALLOWED = "allowed"


@dataclass(frozen=True)
class SilentCode:
    """A code with the reason; `n`: the limit in percent, or how many segments or interviews it still needs."""

    code: Code
    why: SilenceReason
    n: int = 0


def silent_codes(project: Project, coder: str, proposed: Collection[str] = ()) -> list[SilentCode]:
    """The codes that suggest nothing, those that stopped first, then sensitive ones, then those nearest to enough.

    A code with rules is silent only where they stopped and its model has too little or stopped, too. In blind coding
    the segments of `coder` alone count. A sensitive code that somebody switched on stands last unless something of
    it is `proposed`, so that its switch can be found.
    """
    switches = switches_of(project)
    if not switches.on:
        return []
    stopped = {(one.code, one.source) for one in stopped_sources(project)}
    learnt = _coded(project, coder if is_blind(project) else "")
    found: list[SilentCode] = []
    for code in stored_codebook(project):
        if code.category or code.retired:
            continue
        segments, documents = learnt.get(code.id, (0, 0))
        has_model = segments >= FEWEST_SEGMENTS and documents >= FEWEST_DOCUMENTS
        has_rules = any(code.keywords.values())
        if is_sensitive(code) and code.id not in switches.sensitive:
            found.append(SilentCode(code, SilenceReason.SENSITIVE))
        elif (has_rules and (code.id, RULE) not in stopped) or (has_model and (code.id, MODEL) not in stopped):
            if is_sensitive(code) and code.id not in proposed:
                found.append(SilentCode(code, SilenceReason.ALLOWED))
        elif has_rules or has_model:
            found.append(SilentCode(code, SilenceReason.BELOW, round(100 * switches.least_precision)))
        elif segments < FEWEST_SEGMENTS:
            found.append(SilentCode(code, SilenceReason.SEGMENTS, FEWEST_SEGMENTS - segments))
        else:
            found.append(SilentCode(code, SilenceReason.DOCUMENTS, FEWEST_DOCUMENTS - documents))
    ranks = list(SilenceReason)
    return sorted(found, key=lambda one: (ranks.index(one.why), one.n))


def _coded(project: Project, own: str) -> dict[str, tuple[int, int]]:
    """How many stretches bear a code, in how many interviews that nobody refused."""
    where, params = (" WHERE coder = ?", (own,)) if own else ("", ())
    out, places = refused(project), dict[str, set[tuple[str, int, int]]]()
    for row in project.query(queries.segments_that(where), params):
        if str(row["document"]) not in out:
            places.setdefault(str(row["code"]), set()).add((str(row["document"]), row["start"], row["stop"]))
    return {code: (len(there), len({document for document, _, _ in there})) for code, there in places.items()}
