# SPDX-License-Identifier: MIT
"""Registers of cases: what an analysis of them reads, with the services that another table lists.

A service joined to its case is a row more under its number; the columns of the case itself are absent there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.analyses.registers.people_reached import plain
from analysis.analyses.registers.session_groups import row_words
from analysis.declarations.records import Options
from analysis.declarations.study import Study
from analysis.records import Choice, DataTable, Frame, Kind, Reason, Role, Variable
from analysis.register_columns import Part, Register, RegisterKind
from wording import Labels, Text, msg

if TYPE_CHECKING:
    import numpy as np

    from analysis.people_counts import CaseRows

# "Formally identified", "confirmed victim"; not "to be confirmed", "unconfirmed", "non confirmé".
_FORMAL = re.compile(
    r"(?<!not )(?<!non )(?<!pas )\bform(?:ally|ellement) identif"
    r"|(?<!not )(?<!non )(?<!non-)(?<!pas )(?<!be )\b(?:confirmed|confirmee?s?|verified|verifiee?s?)\b"
)
_SEVERAL = re.compile(r"\s*[;|\n]\s*")


def with_services(study: Study) -> Study:
    """The study with a row for each service given to its cases."""
    frame = study.frame
    for services in frame.services:
        frame = _joined(frame, services)
    return study if frame is study.frame else Study(frame)


def services_notes(study: Study) -> tuple[Text, ...]:
    """Where the services come from."""
    named = [one.table for one in study.frame.services]
    return tuple(
        msg("note.services_joined", table=one.labels if any(one.labels.by_language.values()) else one.name)
        for one in named
    )


def case_rows(study: Study, register: Register) -> CaseRows:
    """Which rows are of one case, by its number or its code; each row is one where nothing tells."""
    from analysis.people_counts import CaseRows  # numpy, 80 ms: not at start

    numbers, key = study.frame.cases, register.column(Part.PERSON)
    if numbers is None and key is not None and key in study.frame.data:
        return CaseRows(row_words(study, key))
    return CaseRows([""] * study.rows if numbers is None else [str(one) if one >= 0 else "" for one in numbers])


def piece_labels(choice: Choice, word: str) -> Text:
    """What one of several services in a cell is called."""
    each = _SEVERAL.split(choice.code)
    parts = {language: _SEVERAL.split(label) for language, label in choice.labels.by_language.items()}
    called = {one: words[each.index(word)] for one, words in parts.items() if len(words) == len(each)}
    return Labels(called) if called else word


def pieces(written: str, part: Part) -> Sequence[str]:
    """The answers that stand in one cell.

    Examples
    --------
    >>> pieces("shelter; legal aid", Part.SERVICE), pieces("a; b", Part.STATUS)
    (['shelter', 'legal aid'], ['a; b'])
    """
    words = _SEVERAL.split(written) if part is Part.SERVICE else [written.strip()]
    return list(dict.fromkeys(word for word in words if word))


def _joined(frame: Frame, services: Frame) -> Frame:
    import numpy as np  # numpy, 80 ms: not at start
    import pandas as pd  # pandas, 380 ms: not at start

    assert frame.cases is not None
    assert services.cases is not None
    register, listed = frame.table.register, services.table.register
    assert register is not None
    assert listed is not None
    keep = (services.cases >= 0) & np.isin(services.cases, frame.cases)
    before, more = len(frame.row_ids), int(keep.sum())
    prefix = f"{services.table.id}."
    data = frame.data.reindex(range(before + more))
    given = services.data[keep].set_axis(range(before, before + more), axis=0).reindex(range(before + more))
    added = [_under(prefix, one) for one in services.table.variables if one.id in services.reasons]
    for name in given.columns:
        column = given[name]
        if isinstance(column.dtype, pd.CategoricalDtype):
            column = column.cat.rename_categories([f"{prefix}{one}" for one in column.cat.categories])
        data[f"{prefix}{name}"] = column
    absent = np.int8(Reason.MISSING)
    reasons = {name: np.append(one, np.full(more, absent)).astype(np.int8) for name, one in frame.reasons.items()}
    reasons |= {
        f"{prefix}{name}": np.append(np.full(before, absent), one[keep]).astype(np.int8)
        for name, one in services.reasons.items()
    }
    parts = tuple((f"{prefix}{name}", part) for name, part in listed.parts if name in services.reasons)
    table = replace(
        frame.table, variables=(*frame.table.variables, *added), rows=before + more,
        register=Register(register.kind, (*register.parts, *parts)),
    )  # fmt: skip
    row_ids = np.append(frame.row_ids, -1 - np.arange(more, dtype=np.int64))
    cases = np.append(frame.cases, services.cases[keep])
    refused = None if frame.refused is None else np.append(frame.refused, np.zeros(more, dtype=bool))
    return replace(
        frame, table=table, data=data, reasons=reasons, row_ids=row_ids, cases=cases, refused=refused, services=()
    )


def _under(prefix: str, variable: Variable) -> Variable:
    """The variable with ids that no variable of the cases has."""
    choices = variable.choices
    if variable.kind in (Kind.ONE, Kind.SET):
        choices = tuple(replace(one, id=f"{prefix}{one.id}") for one in choices)
    return replace(variable, id=f"{prefix}{variable.id}", choices=choices)


def is_register_of_cases(table: DataTable) -> bool:
    """Whether the table is a register of cases."""
    return table.register is not None and table.register.kind is RegisterKind.CASES


def reads_cases(table: DataTable, options: Options) -> frozenset[str]:
    """The columns of the register, but for who the people are."""
    if table.register is None:
        return frozenset()
    sealed = {one.id for one in table.variables if one.role is Role.IDENTIFIER}
    return frozenset(table.register.columns_without(Part.NAME, Part.TELEPHONE)) - sealed


def any_formal(study: Study, register: Register, inside: np.ndarray) -> bool:
    """Whether a case that counts is said to be formally identified or confirmed: else all are presumed."""
    for name in (one for part in (Part.STATUS, Part.KIND, Part.OUTCOME) for one in register.columns(part)):
        variable = study.table.variable(name)
        if variable.kind is Kind.ONE:
            codes = study.codes(variable)
            for at, choice in enumerate(study.choices(variable)):
                said = [choice.code, *choice.labels.by_language.values()]
                if any(_FORMAL.search(plain(one)) for one in said) and (inside & (codes == at)).any():
                    return True
        elif variable.kind is Kind.TEXT:
            recorded = inside & (study.reasons(name) == 0)
            written = study.frame.data[name].astype("string")[recorded].dropna().unique()
            if any(_FORMAL.search(plain(str(one))) for one in written):
                return True
    return False
