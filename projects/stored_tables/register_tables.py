# SPDX-License-Identifier: MIT
"""Registers among a project's tables, by its settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.register import Register, StoredRegister, register_of
from projects.store.schema import stored_setting

if TYPE_CHECKING:
    from projects.store.ports import Reader

REGISTERS = "registers"  # setting: table id → what kind of register it is, and the part of each column


def registers(project: Reader) -> dict[str, Register]:
    """The tables that are registers, by their ids."""
    stored: dict[str, StoredRegister] = stored_setting(project, REGISTERS, {})
    settings = {table: register_of(one) for table, one in stored.items()}
    return {table: register for table, register in settings.items() if register is not None}
