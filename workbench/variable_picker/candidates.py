# SPDX-License-Identifier: MIT
"""Variables as a picker offers them: wording, export name, kind, group, and why one does not fit."""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from analysis.codings.records import CODINGS
from analysis.records import DataTable, Kind, Role, Variable
from projects.imported.records import ImportedTable
from wording import DEFAULT_LANGUAGE, LANGUAGES, Labels, Text, msg, render
from workbench.fuzzy_match import plain
from workbench.table_labels import kind_icon, kind_word, sections
from workbench.variable_words import called

_GROUPS = {
    Kind.ONE: "choices",
    Kind.SET: "choices",
    Kind.INTEGER: "numbers",
    Kind.NUMBER: "numbers",
    Kind.DATE: "dates",
    Kind.DATETIME: "dates",
    Kind.TIME: "dates",
}


@dataclass(frozen=True)
class Candidate:
    """One row of a picker.

    `value` is what the field is given when it is taken. `why` says why it does not fit; empty where it does.
    `source` names the table and the variable whose answers can be shown, where they are stored. `table` is the table of
    a variable that stands in another one than the field's; `value` is then that table and the variable.
    """

    value: Hashable
    text: Text
    name: str = ""
    icon: str = ""
    kind: Text = ""
    heading: Text = ""
    group: str = ""
    why: Text = ""
    source: tuple[str, str] | None = None
    table: str = ""

    @property
    def fits(self) -> bool:
        """Whether it can be taken."""
        return not self.why


def candidate_of(table: DataTable | ImportedTable | None, variable: Variable, *, heading: Text = "") -> Candidate:
    """A variable that can be taken; without its table its answers are not shown. Codings have no stored answers."""
    stored = isinstance(table, DataTable) and table.id != CODINGS
    return Candidate(
        variable.id,
        called(variable),
        variable.name,
        kind_icon(variable),
        kind_word(variable),
        heading,
        _GROUPS.get(variable.kind, ""),
        source=(table.id, variable.id) if table is not None and stored else None,
    )


def candidates_of(
    table: DataTable | ImportedTable, fitting: Collection[Variable], why: Mapping[str, Text] | None = None
) -> list[Candidate]:
    """Every variable of a table under the headings of its groups; those not in `fitting` with the reason.

    `why` gives the reason for single variables, by id.
    """
    fits, known = {variable.id for variable in fitting}, why or {}
    found: list[Candidate] = []
    for heading, variables in sections(table):
        for variable in variables:
            made = candidate_of(table, variable, heading=heading)
            if variable.id not in fits:
                made = _unfit(made, known.get(variable.id) or _reason(variable))
            found.append(made)
    return found


def candidates_among(variables: Iterable[Variable], kinds: Collection[Kind] = ()) -> list[Candidate]:
    """Variables without their groups; those of other `kinds` (where any are given) with the reason."""
    found = [(candidate_of(None, one), one) for one in variables]
    return [made if not kinds or one.kind in kinds else _unfit(made, _reason(one)) for made, one in found]


def _unfit(candidate: Candidate, why: Text) -> Candidate:
    return replace(candidate, why=why)


def _reason(variable: Variable) -> Text:
    if variable.role is Role.IDENTIFIER:
        return msg("picker.why.identifier")
    return msg("picker.why.kind", kind=kind_word(variable))


_WITHIN = 4  # fewer letters stand within too many words: "age" within "ménage"
_WORDS = re.compile(r"\w+")
_PARTS = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Searchable:
    """A candidate with its name and its wordings, that of the window first, without case and accents."""

    candidate: Candidate
    name: str
    wordings: tuple[str, ...]

    @classmethod
    def of(cls, candidate: Candidate, language: str = DEFAULT_LANGUAGE) -> Searchable:
        """Fold a candidate's name and wordings once, for a window that speaks `language`."""
        wordings = [render(candidate.text, language), *_wordings(candidate.text)]
        return cls(candidate, plain(candidate.name), tuple(dict.fromkeys(map(plain, wordings))))


def _wordings(text: Text) -> list[str]:
    if isinstance(text, Labels):
        return [one for one in text.by_language.values() if one]
    return [render(text, language) for language in LANGUAGES]


def ranked(searchable: Iterable[Searchable], typed: str) -> list[Candidate]:
    """The candidates that fit `typed`, the best first; those that fit alike stay in their order."""
    wanted = plain(typed).strip()
    if not wanted:
        return [one.candidate for one in searchable]
    found = [(rank, one.candidate) for one in searchable if (rank := _rank(one, wanted)) is not None]
    return [candidate for _rank, candidate in sorted(found, key=lambda pair: pair[0])]


def _rank(one: Searchable, wanted: str) -> int | None:
    """0 is the name itself; None where nothing fits."""
    if one.name == wanted:
        return 0
    if one.name.startswith(wanted):
        return 1
    if any(part.startswith(wanted) for part in _PARTS.findall(one.name)):
        return 2
    if wanted in one.name:
        return 3
    if any(wording.startswith(wanted) for wording in one.wordings):
        return 4
    parts = wanted.split()
    if any(_begins(wording, parts) for wording in one.wordings):
        return 5
    own = one.wordings[0]
    within = len(wanted) >= _WITHIN and all(part in own or part in one.name for part in parts)
    return 6 if within else None


def _begins(wording: str, parts: Sequence[str]) -> bool:
    words = _WORDS.findall(wording)
    return all(any(word.startswith(part) for word in words) for part in parts)


def nothing_shown(typed: str, left_out: Sequence[Candidate], language: str) -> Text:
    """The sentence; `left_out` is what `typed` finds and the chips leave out, the best first."""
    if not typed:
        return msg("picker.none")
    if not left_out:
        return msg("picker.nothing", typed=typed)
    fitting = [one for one in left_out if one.fits]
    if fitting:
        return msg("picker.left_out", typed=typed, variable=fitting[0].text)
    first = left_out[0]
    why = render(first.why, language)
    return msg("picker.unfit", n=len(left_out), typed=typed, variable=first.text, why=why)
