# SPDX-License-Identifier: MIT
"""Draft of an import under way, as plain values: for a lock, and back."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from analysis.records import DesignRoles, Role, RowOrigin
from analysis.register import RegisterKind
from projects.importing.options import ImportOptions
from workbench.data.preview.file_reading import ConfirmedGuesses


def choices_to_json(said: ConfirmedGuesses) -> dict[str, Any]:
    """The answers so far."""
    return {
        "roles": [[table, variable, str(role)] for (table, variable), role in said.roles.items()],
        "units": dict(said.units),
        "hows": {table: str(how) for table, how in said.hows.items()},
        "designs": {table: asdict(design) for table, design in said.designs.items()},
        "kinds": [[table, variable, word] for (table, variable), word in said.kinds.items()],
        "orders": [[table, variable, list(codes)] for (table, variable), codes in said.orders.items()],
        "confirmed": [list(one) for one in sorted(said.confirmed)],
        "registers": {table: [str(kind), code] for table, (kind, code) in said.registers.items()},
        "consents": {table: [question, list(given)] for table, (question, given) in said.consents.items()},
    }


def choices_from_json(kept: Any) -> ConfirmedGuesses:
    """The answers kept by `choices_to_json`. Raises KeyError, TypeError or ValueError for anything else."""
    return ConfirmedGuesses(
        roles={(str(table), str(variable)): Role(role) for table, variable, role in kept["roles"]},
        units={str(table): str(unit) for table, unit in kept["units"].items()},
        hows={str(table): RowOrigin(how) for table, how in kept["hows"].items()},
        designs={
            str(table): DesignRoles(
                design["weight"], design["strata"], tuple(design["clusters"]), tuple(design["fpc"]), design["nested"]
            )
            for table, design in kept["designs"].items()
        },
        kinds={(str(table), str(variable)): str(word) for table, variable, word in kept.get("kinds", ())},
        orders={(str(table), str(variable)): tuple(codes) for table, variable, codes in kept.get("orders", ())},
        confirmed={(str(table), str(variable)) for table, variable in kept.get("confirmed", ())},
        registers={
            str(table): (RegisterKind(kind), None if code is None else str(code))
            for table, (kind, code) in kept.get("registers", {}).items()
        },
        consents={str(table): (question, tuple(given)) for table, (question, given) in kept["consents"].items()},
    )


def options_to_json(options: ImportOptions) -> dict[str, Any]:
    """How the file was read."""
    return asdict(options)


def options_from_json(kept: Any) -> ImportOptions:
    """The options kept by `options_to_json`. Raises TypeError for anything else."""
    return ImportOptions(**{**kept, "text_columns": tuple(kept.get("text_columns", ()))})
