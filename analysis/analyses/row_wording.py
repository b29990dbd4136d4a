# SPDX-License-Identifier: MIT
"""Words for rows that nobody was interviewed for: sessions recorded, sites assessed, cases of a register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.analyses.shared_options import unit_text
from analysis.records import DataTable, RowOrigin
from analysis.register_columns import RegisterKind
from analysis.withholding.disclosure import ATTENDANCES, PLACES_AND_ACTIVITIES
from wording import Message, Text, msg

if TYPE_CHECKING:
    from analysis.analyses.shared_options import Settings
    from analysis.declarations.study import Study

_ASSESSED = frozenset({"site", "facility", "place", "settlement", "camp", "structure", "lieu"})


def counts_places(table: DataTable) -> bool:
    """Whether a row is a site, a session or another thing that is no person."""
    register = table.register is not None and table.register.kind is RegisterKind.ACTIVITIES
    return register or table.unit.strip().casefold() in PLACES_AND_ACTIVITIES


def nobody_interviewed(table: DataTable) -> bool:
    """Whether rows were recorded or assessed, and no person asked: a register, a census, cases, sites, sessions."""
    unit = table.unit.strip().casefold()
    if table.register is not None or counts_places(table) or unit in ATTENDANCES:
        return True
    return table.how is RowOrigin.CASES or (
        table.how is RowOrigin.CENSUS and unit not in ("household", "person", "submission")
    )


def counted_text(of: Settings | Study) -> Message:
    """What was counted: "sites assessed", "sessions recorded"."""
    study = of.study if hasattr(of, "study") else of
    kind = "assessed" if study.table.unit.strip().casefold() in _ASSESSED else "recorded"
    return msg(f"counted.{kind}", unit=unit_text(of))


def number_subtitle(chosen: Settings, n: int, *, asked: bool = False) -> Text:
    """How many rows a number rests on: "n = 614 households that answered", "n = 96 sessions recorded"."""
    if nobody_interviewed(chosen.study.table):
        return msg("subtitle.number_recorded", counted=counted_text(chosen), base=n)
    return msg("subtitle.number_asked" if asked else "subtitle.number", unit=unit_text(chosen), base=n)
