# SPDX-License-Identifier: MIT
"""Variables as a picker offers them: wording, export name, kind, group, and why one does not fit."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

from analysis.codings.records import CODINGS
from analysis.records import DataTable, Kind, Role, Variable
from projects.imported.records import ImportedTable
from wording import Text, msg
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
