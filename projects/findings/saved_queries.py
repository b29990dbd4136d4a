# SPDX-License-Identifier: MIT
"""Saved queries over codings: kept with ids of codes, so that they stay true while the coding changes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.codings.queries import QUERY_OPTIONS, SAVED, terms
from analysis.codings.records import named_code
from analysis.declarations.records import Options
from projects.findings.code_lines import code_lines
from projects.interviews.codes import stored_codebook
from projects.interviews.notes import save_query
from projects.store.actions import Action
from projects.store.ports import Rows
from wording import Problem, msg

if TYPE_CHECKING:
    from analysis.codings.records import CodeLine
    from projects.store.ports import Transaction

VERSION = 1
_CODES = ("variable", "with_codes", "without_codes", "also_codes")


@dataclass(frozen=True)
class SavedQuery:
    """A query kept under a name; `options` as the analysis `segments` takes them."""

    id: str
    name: str
    options: Options
    coder: str


def saved_queries(reads: Rows) -> list[SavedQuery]:
    """Every saved query, by name."""
    rows = reads.query("SELECT * FROM saved_query ORDER BY name, id")
    return [SavedQuery(str(row["id"]), row["name"], json.loads(row["json"]), row["coder"]) for row in rows]


def queries_by_name(reads: Rows) -> dict[str, Options]:
    """The options of each saved query by its name."""
    return {one.name: one.options for one in saved_queries(reads)}


def keep_query(name: str, options: Options, *, coder: str) -> Action:
    """Keep a query under a name, codes by their ids. The result is its id.

    Doing it raises Problem for a name with "@" or ";", for a code or query there is not, and for a query that would
    run in a circle, naming the queries in it.
    """
    wanted = " ".join(name.split())
    kept = {key: value for key, value in options.items() if key in QUERY_OPTIONS and value != QUERY_OPTIONS[key]}

    def perform(transaction: Transaction) -> object:
        if set(wanted) & {SAVED, ";", "="}:
            raise Problem(msg("queries.name", name=wanted))
        codes = code_lines(stored_codebook(transaction))
        stored = dict(kept)
        for option in _CODES:
            if terms(kept.get(option)):
                stored[option] = "; ".join(_by_id(term, codes) for term in terms(kept[option]))
        known = {one.casefold(): (one, found) for one, found in queries_by_name(transaction).items()}
        known[wanted.casefold()] = (wanted, stored)
        _refuse_circle(wanted, known, (wanted,))
        made = save_query(wanted, stored, VERSION, coder=coder)
        transaction.set_message(made.message)
        return made.perform(transaction)

    return Action("interviews.save_query", msg("notes.query_saved", name=wanted), perform)


def _by_id(term: str, codes: Sequence[CodeLine]) -> str:
    if term.startswith(SAVED):
        return term
    found = named_code(codes, term)
    if found is None:
        raise Problem(msg("problem.no_code", code=term))
    return found.id


def queries_named_in(options: Options) -> list[str]:
    """The names of the saved queries that a query builds on."""
    named = [term[len(SAVED) :].strip() for option in _CODES for term in terms(options.get(option))
             if term.startswith(SAVED)]  # fmt: skip
    return [*named, *filter(None, [str(options.get("saved") or "").strip().removeprefix(SAVED).strip()])]


def _refuse_circle(name: str, known: Mapping[str, tuple[str, Options]], path: tuple[str, ...]) -> None:
    for asked in queries_named_in(known[name.casefold()][1]):
        if asked.casefold() not in known:
            raise Problem(msg("problem.no_query", query=asked, known=sorted(called for called, _ in known.values())))
        other = known[asked.casefold()][0]
        if other in path:
            raise Problem(msg("problem.query_circle", queries=[*path, other]))
        _refuse_circle(other, known, (*path, other))
