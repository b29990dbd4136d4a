# SPDX-License-Identifier: MIT
"""The limits of withholding as settings of a project: bases flagged or not shown, minimum cell, why one was lowered."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from analysis.result_tables import Origin, TableSpec
from analysis.withholding.disclosure import FEW_ROWS, LEAST_PUBLIC, Disclosure, disclosure_of
from projects.store.actions import Action
from projects.store.ports import Reader
from projects.store.schema import stored_settings
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from analysis.records import DataTable
    from projects.store.ports import Transaction

MINIMUM_BASE_FLAG, MINIMUM_BASE_MASK, MINIMUM_CELL = "minimum_base_flag", "minimum_base_mask", "minimum_cell"
DEFAULT_MINIMA = {MINIMUM_BASE_FLAG: 30, MINIMUM_BASE_MASK: 10, MINIMUM_CELL: 5}
LOWERED = "withholding.lowered"  # setting: why a limit lies under its default, "" where none does


@dataclass(frozen=True)
class WithholdingLimits:
    """Below `flag_base` people a figure of a sample is in brackets, below `mask_base` not shown; a cell of fewer than
    `minimum_cell` people is withheld. `reason`: why one is lower than it was made to be."""

    flag_base: int
    mask_base: int
    minimum_cell: int
    reason: str = ""

    @property
    def lowered(self) -> bool:
        """Whether any lies under its default."""
        given = (self.flag_base, self.mask_base, self.minimum_cell)
        return any(one < default for one, default in zip(given, DEFAULT_MINIMA.values(), strict=True))


def limits_of(reader: Reader) -> WithholdingLimits:
    """The limits of a project, read from it or from a transaction on it."""
    kept = stored_settings(reader, (*DEFAULT_MINIMA, LOWERED))
    flag, mask, cell = (int(kept.get(name, default)) for name, default in DEFAULT_MINIMA.items())
    return WithholdingLimits(flag, mask, cell, str(kept.get(LOWERED, "")))


def public_stays(limits: WithholdingLimits) -> Message | None:
    """Where the least cell is lowered below what the public may see of sensitive tables: that this one stays."""
    if limits.minimum_cell >= LEAST_PUBLIC:
        return None
    return msg("settings.public_stays", least=LEAST_PUBLIC, cell=limits.minimum_cell)


def rules_of(table: DataTable) -> dict[str, Disclosure]:
    """The rules that ordinary and sensitive answers of a data table are under, and ordinary ones for the public.

    A place of which the weights say that more than a third was asked is under that of people.
    """
    register = "" if table.register is None else table.register.kind.value
    origin = Origin(table.id, table.unit, table.how.value, register)
    most = table.asked == "more" or (not table.asked and not table.design.weight and table.rows < FEW_ROWS)
    plain = TableSpec("", "", None, None, (), (), origin=origin, most_asked=most)
    return {
        "ordinary": disclosure_of(plain),
        "ordinary_public": disclosure_of(plain, public=True),
        "sensitive": disclosure_of(replace(plain, sensitive=True)),
    }


def limits_as_facts(limits: WithholdingLimits) -> dict[str, object]:
    """The limits as plain data, with the least cell of sensitive tables for the public: what really holds there."""
    return {**asdict(limits), "public_sensitive_minimum_cell": max(limits.minimum_cell, LEAST_PUBLIC)}


def set_limits(limits: WithholdingLimits) -> Action:
    """Set the limits. Raises Problem where they are in no order; done, where one is lowered and no reason is given, and
    where all is so already.

    The reason stands in history and in the methods note for as long as a limit lies under its default.
    """
    flag, mask, cell = limits.flag_base, limits.mask_base, limits.minimum_cell
    if not (0 <= mask <= flag and cell >= 0):
        raise Problem(msg("data.minima_order"))
    reason = " ".join(limits.reason.split())
    said = {"flag": flag, "mask": mask, "cell": cell}

    def perform(transaction: Transaction) -> None:
        before = limits_of(transaction)
        lower = flag < before.flag_base or mask < before.mask_base or cell < before.minimum_cell
        if lower and not reason:
            raise Problem(msg("settings.lowering_needs_reason"))
        kept = (reason or before.reason) if limits.lowered else ""
        if WithholdingLimits(flag, mask, cell, kept) == before:
            raise Problem(msg("interviews.nothing_to_change"))
        for name, value in ((MINIMUM_BASE_FLAG, flag), (MINIMUM_BASE_MASK, mask), (MINIMUM_CELL, cell)):
            transaction.set_setting(name, value)
        transaction.set_setting(LOWERED, kept)
        if reason:
            transaction.set_message(msg("settings.limits_set_because", **said, reason=reason))

    return Action("data.minima", msg("settings.limits_set", **said), perform)
