# SPDX-License-Identifier: MIT
"""Multiple-response sets of SPSS files as variables of several choices, beside the columns they are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.records import Kind, Level, Reason, Variable
from projects.forms.column_values import Column, number_text
from projects.forms.records import FormChoice, Question
from projects.imported.findings import finding, first_names
from projects.imported.records import Finding, MissingMark, Severity
from projects.importing.columns.choices import numbered
from wording import Labels

if TYPE_CHECKING:
    import pyarrow as pa
    from pyreadstat.pyclasses import MRSet, metadata_container


@dataclass
class BuiltColumn:
    """`columns` and `reasons` as in `ImportedTable`; `seen`: the column as expressions see it, if one refers to it.

    `headers` are the numbers of the file's columns it was read from. `findings` name no table yet. `padded`: numbers
    that had blanks around them.
    """

    variable: Variable
    columns: Mapping[str, pa.Array]
    reasons: np.ndarray
    seen: Column | None = None
    question: Question | None = None
    headers: tuple[int, ...] = ()
    findings: list[Finding] = field(default_factory=list)
    marks: tuple[MissingMark, ...] = ()
    padded: int = 0


def missing_where(absent: np.ndarray) -> np.ndarray:
    """Reasons with MISSING where `absent` holds, PRESENT elsewhere."""
    return np.where(absent, np.int8(Reason.MISSING), np.int8(Reason.PRESENT)).astype(np.int8)


def built_sets(
    meta: metadata_container, values: Mapping[str, np.ndarray], done: int, findings: list[Finding]
) -> list[BuiltColumn]:
    """One variable per set; `values` are the columns the sets name, `done` how many variables there are already."""
    built: list[BuiltColumn] = []
    for name, found in meta.mr_sets.items():
        members = [member for member in found["variable_list"] if member in values]
        if members:
            ticked = _ticked(found, members, values, meta)
            built.append(_set(f"v{done + len(built) + 1}", name, found.get("label") or "", ticked, members, values))
    if built:
        names = [one.variable.name for one in built]
        findings.append(finding(Severity.NOTE, "response_sets", names=first_names(names), n=len(names)))
    return built


def _ticked(
    found: MRSet, members: list[str], values: Mapping[str, np.ndarray], meta: metadata_container
) -> dict[str, tuple[str, np.ndarray]]:
    """Choice code → label and where it is ticked."""
    if found["is_dichotomy"]:
        counted = found["counted_value"]
        return {
            member: (meta.column_names_to_labels.get(member) or "", _equals(values[member], counted))
            for member in members
        }
    labels: dict[Any, str] = {}
    for member in members:
        labels.update(meta.variable_value_labels.get(member, {}))
    for member in members:
        for value in {v for v in values[member].tolist() if v is not None and v == v and v != ""}:
            labels.setdefault(value, "")
    ticked = {}
    for value, label in labels.items():
        code = value if isinstance(value, str) else number_text(float(value))
        ticked[code] = (str(label), np.logical_or.reduce([_equals(values[member], value) for member in members]))
    return ticked


def _equals(column: np.ndarray, value: Any) -> np.ndarray:
    if column.dtype == object:
        return np.array([v is not None and str(v) == str(value) for v in column], bool)
    try:
        return np.asarray(column == float(value))
    except (TypeError, ValueError):
        return np.zeros(len(column), bool)


def _set(
    variable_id: str,
    name: str,
    label: str,
    ticked: Mapping[str, tuple[str, np.ndarray]],
    members: list[str],
    values: Mapping[str, np.ndarray],
) -> BuiltColumn:
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    listed = [FormChoice(code, Labels({"": text} if text else {})) for code, (text, _) in ticked.items()]
    choices = numbered(listed)
    answered = np.logical_or.reduce([_present(values[member]) for member in members])
    reasons = np.where(answered, Reason.PRESENT, Reason.MISSING).astype(np.int8)
    columns = {
        f"{variable_id}.{choice.id}": pa.array(ticked[choice.code][1], pa.bool_(), mask=~answered) for choice in choices
    }
    labels = Labels({"": label} if label else {})
    variable = Variable(variable_id, name, labels, Kind.SET, Level.SET, choices=choices)
    return BuiltColumn(variable, columns, reasons)


def _present(column: np.ndarray) -> np.ndarray:
    if column.dtype == object:
        return np.array([v is not None and v != "" for v in column], bool)
    found: np.ndarray = ~np.isnan(column)
    return found
