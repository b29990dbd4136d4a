# SPDX-License-Identifier: MIT
"""Joins services listed in a table of their own to the cases they were given to, by the code of the case."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from analysis.records import Frame, Role
from analysis.register import Part, Register, RegisterKind
from projects.datasets.registers.case_keys import NO_CASE, codes_of, compared_code, is_sealed, with_cases
from projects.datasets.registers.session_join import FrameLoader
from projects.store.ports import Reader
from projects.stored_tables.columns import TableColumns
from projects.stored_tables.register_tables import registers

_OF_SERVICES = (Part.SERVICE, Part.GIVEN, Part.ASKED, Part.REFERRED, Part.OUTCOME)


def lists_services(register: Register) -> bool:
    """Whether a register of cases is a list of services given, each with the code of its case."""
    parts = {part for _, part in register.parts}
    return register.kind is RegisterKind.CASES and {Part.SERVICE, Part.PERSON} <= parts


def takes_services(register: Register) -> bool:
    """Whether a register of cases has their codes and no services of its own."""
    parts = {part for _, part in register.parts}
    return register.kind is RegisterKind.CASES and Part.PERSON in parts and Part.SERVICE not in parts


def with_services(project: Reader, frame: Frame, load: FrameLoader) -> Frame:
    """The frame with the services of its cases, from the registers that list them; as it is where there are none."""
    register = frame.table.register
    if register is None or frame.cases is None or not takes_services(register):
        return frame
    return replace(frame, services=tuple(_services(project, frame, register, load)))


def _services(project: Reader, frame: Frame, register: Register, load: FrameLoader) -> Iterator[Frame]:
    for table_id, listed in registers(project).items():
        if table_id == frame.table.id or not lists_services(listed):
            continue
        table = load(project, table_id, [], people=False).table
        roles = {one.id: one.role for one in table.variables}
        wanted = [name for name, part in listed.parts if part in _OF_SERVICES and roles[name] is not Role.IDENTIFIER]
        services = load(project, table_id, wanted, people=False)
        numbers = _numbers_in(project, frame, register, services, listed)
        assert frame.cases is not None
        if numbers is not None and np.isin(numbers[numbers >= 0], frame.cases).any():
            yield replace(services, cases=numbers)


def without_case(project: Reader, services: Frame, listed: Register, load: FrameLoader) -> list[int]:
    """Ids of the rows of services whose code is that of no case; [] where no register of cases takes them."""
    found: set[int] = set()
    joined = False
    for table_id, register in registers(project).items():
        if table_id == services.table.id or not (lists_services(listed) and takes_services(register)):
            continue
        frame = load(project, table_id, [], consent_only=False, people=False)
        frame = frame if frame.cases is not None else with_cases(project, frame, register)
        numbers = _numbers_in(project, frame, register, services, listed) if frame.cases is not None else None
        if numbers is not None and frame.cases is not None:
            found |= set(services.row_ids[(numbers >= 0) & np.isin(numbers, frame.cases)].tolist())
            joined = True
    return [int(row) for row in services.row_ids if int(row) not in found] if joined else []


def _numbers_in(
    project: Reader, frame: Frame, register: Register, services: Frame, listed: Register
) -> np.ndarray | None:
    """The number, among the cases of the frame, of the case of each row (rows,) of services; None if nothing tells."""
    sealed = is_sealed(frame.table, register), is_sealed(services.table, listed)
    if all(sealed):
        return services.cases  # keys drawn by chance are the same for the same code in every table
    if any(sealed) and not getattr(project, "link_open", False):
        return None
    cases = frame.cases if frame.cases is not None else np.empty(0, dtype=np.int64)
    known = {
        code: int(number)
        for code, number in zip(_codes(project, frame, register), cases, strict=True)
        if code and number >= 0
    }
    return np.array([known.get(code, NO_CASE) for code in _codes(project, services, listed)], dtype=np.int64)


def _codes(project: Reader, frame: Frame, register: Register) -> list[str]:
    """The code of the case of each row of a frame, as codes are compared."""
    name = register.column(Part.PERSON)
    assert name is not None
    written = codes_of(project, frame.table.id, frame.table.variable(name))
    rows = dict(zip(TableColumns(project, frame.table.id).row_ids.tolist(), written, strict=True))
    return [compared_code(rows[int(row)]) for row in frame.row_ids]
