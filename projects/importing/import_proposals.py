# SPDX-License-Identifier: MIT
"""The last step of an import: roles, design, unit and consent are proposed, and a table's parts become one record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.records import DesignRoles, Role
from projects.forms.records import Form
from projects.identifiers.identifier_proposals import propose_places, propose_role
from projects.identifiers.sensitive_words import proposed_sensitive
from projects.imported.findings import finding
from projects.imported.records import Finding, ImportedTable, Severity
from projects.imported.unconfirmed_columns import proposed
from projects.importing.columns.column_builder import BuiltColumn
from projects.importing.columns.dates import may_be_days
from projects.importing.design_proposal import propose, with_design_roles
from projects.importing.table_findings import role_findings
from wording import Labels

if TYPE_CHECKING:
    import pyarrow as pa


def finished(
    table_id: str,
    name: str,
    built: Sequence[BuiltColumn],
    rows: int,
    form: Form,
    findings: list[Finding],
    *,
    labels: Labels | None = None,
    parent: str | None = None,
    parent_rows: np.ndarray | None = None,
    keys: Mapping[str, pa.Array] | None = None,
) -> ImportedTable:
    """The table of its variables; what is recognised or guessed is added to `findings`."""
    proposal = propose(built, form, name, parent is not None)
    variables = []
    for one in built:
        variable = replace(one.variable, role=propose_role(one.variable, one.columns.get(one.variable.id)))
        variables.append(replace(variable, role=with_design_roles(variable, proposal)))
    places = propose_places(variables, {key: column for one in built for key, column in one.columns.items()})
    variables = [replace(v, role=Role.IDENTIFIER) if v.id in places else v for v in variables]
    variables = list(proposed_sensitive(tuple(variables)))
    hidden = {variable.id for variable in variables if variable.role is Role.IDENTIFIER}
    lines = [line for one in built for line in one.findings]
    findings += [replace(line, table=table_id) for line in lines if not _is_idle(line, hidden)]
    findings += [replace(line, table=table_id) for line in proposal.findings]
    findings += role_findings(table_id, variables)
    columns = {key: column for one in built for key, column in one.columns.items()}
    days = set(may_be_days(variables, columns))
    findings += [
        finding(Severity.WARNING, "serial_dates_asked", table=table_id, variable=one.id, count=rows, name=one.name)
        for one in variables if one.id in days
    ]  # fmt: skip
    return ImportedTable(
        id=table_id,
        name=name,
        labels=labels or Labels({}),
        variables=proposed(variables),
        columns=columns,
        reasons={one.variable.id: one.reasons for one in built},
        rows=rows,
        parent=parent,
        parent_rows=parent_rows,
        row_keys=keys or {},
        unit=proposal.unit,
        how=proposal.how,
        design=proposal.design if parent is None else DesignRoles(),
        consent=proposal.consent,
        consent_given=proposal.consent_given,
        marks={one.variable.id: one.marks for one in built if one.marks},
    )


def _is_idle(line: Finding, hidden: set[str]) -> bool:
    """Whether a line asks how to read numbers that nobody will compute with, such as phones."""
    return line.message.key.endswith(("kept_text_grouped", "separated")) and line.variable in hidden
