# SPDX-License-Identifier: MIT
"""The numbers by which places in interviews are cited, for lists of segments."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from analysis.codings.records import place_of
from projects.interviews.queries import load_documents
from wording import Text, msg

if TYPE_CHECKING:
    from projects.store.ports import Reader

Place = tuple[str, int]  # the id of an interview, and where in its text


def cited_numbers(reads: Reader, places: Iterable[Place]) -> dict[Place, tuple[str, int, int]]:
    """Of each place the name of its interview, the paragraph and the page; page 0 where the interview has none."""
    wanted = dict[str, set[int]]()
    for document, start in places:
        wanted.setdefault(document, set()).add(start)
    return {
        (one.document.id, start): (one.document.name, *one.numbers.cited(start))
        for one in load_documents(reads, sorted(wanted))
        for start in wanted[one.document.id]
    }


def cited_places(reads: Reader, places: Iterable[Place]) -> dict[Place, Text]:
    """The places as they are cited, each with its interview: "IDI 07, ¶ 38", or "IDI 07, p. 3, ¶ 38"."""
    return {
        place: msg("framework.place", document=name, place=place_of(*numbers))
        for place, (name, *numbers) in cited_numbers(reads, places).items()
    }
