# SPDX-License-Identifier: MIT
"""View settings of a table: order, widths and frozen columns, filters, order of rows; as JSON.

It is kept with the project, outside history and undo. What is read back and no longer fits the table is left out.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from analysis.records import DataTable
from projects.datasets.table.filters import (
    Edited,
    Filter,
    HasChoice,
    HasText,
    InAnalysis,
    InRange,
    IsMissing,
    IsPresent,
)

SortKey = tuple[str, bool]  # variable id, whether downwards
_FILTERS = {
    "choice": HasChoice,
    "range": InRange,
    "text": HasText,
    "absent": IsMissing,
    "present": IsPresent,
    "analysis": InAnalysis,
    "edited": Edited,
}
_NAMES = {kind: name for name, kind in _FILTERS.items()}
NARROWEST, WIDEST = 30, 1200


@dataclass
class TableState:
    """How a table is shown. `sorts`: the first key counts most."""

    columns: list[str]
    filters: list[Filter] = field(default_factory=list)
    sorts: tuple[SortKey, ...] = ()
    frozen: int = 0
    widths: dict[str, int] = field(default_factory=dict)

    def fit(self, known: Collection[str]) -> None:
        """Leave out what names a variable there is not."""
        self.columns = [name for name in self.columns if name in known]
        self.filters = [one for one in self.filters if getattr(one, "variable", None) in (None, *known)]
        self.sorts = tuple(key for key in self.sorts if key[0] in known)
        self.widths = {name: width for name, width in self.widths.items() if name in known or not name}
        self.frozen = min(self.frozen, len(self.columns))


def state_to_json(state: TableState) -> dict[str, object]:
    """A state as plain values."""
    return {
        "columns": list(state.columns),
        "filters": [filter_to_json(one) for one in state.filters],
        "sorts": [[name, down] for name, down in state.sorts],
        "frozen": state.frozen,
        "widths": dict(state.widths),
    }


def state_from_json(stored: Any, table: DataTable) -> TableState | None:
    """The state kept by `state_to_json`, as far as it fits the table; None where it cannot be read."""
    try:
        state = TableState(
            [str(name) for name in stored["columns"]],
            [one for one in map(filter_from_json, stored["filters"]) if one is not None],
            tuple((str(name), bool(down)) for name, down in stored["sorts"]),
            max(int(stored["frozen"]), 0),
            {str(name): min(max(int(wide), NARROWEST), WIDEST) for name, wide in stored["widths"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    state.fit({variable.id for variable in table.variables})
    return state if state.columns else None


def filter_to_json(wanted: Filter) -> dict[str, object]:
    """A filter as plain values."""
    parts = {name: sorted(part) if isinstance(part, frozenset) else part for name, part in asdict(wanted).items()}
    return {"is": _NAMES[type(wanted)], **parts}


def filter_from_json(stored: Any) -> Filter | None:
    """The filter kept by `filter_to_json`; None for one this version does not know."""
    kind = _FILTERS.get(stored["is"])
    if kind is None:
        return None
    names = {part.name for part in fields(kind)}
    parts = {name: frozenset(part) if isinstance(part, list) else part for name, part in stored.items()}
    made: Filter = kind(**{name: part for name, part in parts.items() if name in names})
    return made
