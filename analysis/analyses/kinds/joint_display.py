# SPDX-License-Identifier: MIT
"""Joint display: shares of a survey beside quotes of interviews."""

from __future__ import annotations

from collections.abc import Mapping

from analysis.analyses.shared_options import (
    DECIMALS,
    ELIGIBLE,
    INFERENCE,
    LEVEL,
    LONELY,
    REASON,
    TITLE,
    WHERE,
    irrelevant_options,
)
from analysis.codings.options import EACH, FEWEST, JOINED_CODES, PICK, QUOTES
from analysis.declarations.records import Declaration, Option, OptionKind
from analysis.records import DataTable, Kind


def _irrelevant(table: DataTable, options: Mapping[str, object]) -> frozenset[str]:
    return irrelevant_options(table, options) & {"inference", "inference_reason", "lonely", "eligible"}


ANALYSIS = Declaration(
    "joint_display",
    (
        Option("variable", OptionKind.VARIABLE, kinds=frozenset({Kind.ONE, Kind.SET})),
        *(JOINED_CODES, QUOTES, EACH, PICK, FEWEST),
        *(WHERE, LEVEL, DECIMALS, INFERENCE, REASON, LONELY, ELIGIBLE, TITLE),
    ),
    "analysis.analyses.joint_display:joint_display_analysis",
    results=("table",),
    irrelevant=_irrelevant,
    with_codings=True,
    rank=400,
    behind="analysis.analyses.joint_display:segments_beside",
)
