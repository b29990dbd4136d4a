# SPDX-License-Identifier: MIT
"""Known totals in an exported table: columns `design.margin1` …, `design.number1` … and JSON beside the table's.

`design.margin1` holds each row's place among the categories of the first margin, −1 without an answer; categories and
totals stand in the JSON under `adjust`, with `note`: the weights of the file are not adjusted yet, or were above.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict

from analysis.known_totals import AdjustedTo, Adjustment, Auxiliary, Margin, Method, adjusted_text
from wording import LANGUAGES, Labels, msg, render, text_from_json, text_to_json

if TYPE_CHECKING:
    import pyarrow as pa


class StoredAdjustedTo(TypedDict):
    """A summary of known totals as JSON: labels by language of the variables of each margin."""

    method: Method
    variables: list[list[dict[str, str]]]
    source: str
    trimmed: bool


_PLAIN = ("population", "distance", "strict", "leave_out", "given")


def adjusted_to_json(to: AdjustedTo) -> StoredAdjustedTo:
    """A summary of known totals as JSON.

    Examples
    --------
    >>> adjusted_to_json(AdjustedTo("rake", ((Labels({"en": "Sex"}),),), "census"))["variables"]
    [[{'en': 'Sex'}]]
    """
    variables = [[dict(label.by_language) for label in names] for names in to.variables]
    return {"method": to.method, "variables": variables, "source": to.source, "trimmed": to.trimmed}


def adjusted_to_of(stored: StoredAdjustedTo | None) -> AdjustedTo | None:
    """The summary kept by `adjusted_to_json`."""
    if stored is None:
        return None
    variables = tuple(tuple(Labels(label) for label in names) for names in stored["variables"])
    return AdjustedTo(stored["method"], variables, stored["source"], stored["trimmed"])


def adjust_columns(adjust: Adjustment | None) -> dict[str, pa.Array]:
    """The columns of rows that the adjustment needs."""
    import pyarrow as pa  # pyarrow, 100 ms: not at start

    if adjust is None:
        return {}
    margins = {f"design.margin{at}": pa.array(one.codes) for at, one in enumerate(adjust.margins, start=1)}
    numbers = {f"design.number{at}": pa.array(one.values) for at, one in enumerate(adjust.auxiliaries, start=1)}
    return {**margins, **numbers}


def adjust_json(adjust: Adjustment) -> dict[str, object]:
    """Everything else of the adjustment."""
    key = "adjusting.file_given" if adjust.given else "adjusting.file_not_yet"
    note = msg(key, how=adjusted_text(adjust.to))
    return {
        "note": {language: render(note, language) for language in LANGUAGES},
        "to": adjusted_to_json(adjust.to),
        "margins": [
            {
                "variables": [dict(label.by_language) for label in one.variables],
                "names": [[text_to_json(name) for name in names] for names in one.names],
                "totals": [None if total != total else float(total) for total in one.totals],
            }
            for one in adjust.margins
        ],
        "numbers": [[dict(one.variable.by_language), one.total] for one in adjust.auxiliaries],
        **{name: getattr(adjust, name) for name in _PLAIN},
        "bounds": adjust.bounds,
        "trim": adjust.trim,
        "of_table": text_to_json(adjust.of_table),
        "over": None if adjust.over is None else adjust_json(adjust.over),
        "problem": text_to_json(adjust.problem),
    }


def adjust_of(stored: Mapping[str, Any] | None, columns: Mapping[str, pa.Array]) -> Adjustment | None:
    """The adjustment kept by `adjust_json` and `adjust_columns`."""
    import numpy as np  # numpy, 80 ms: not at start

    if stored is None:
        return None
    to = adjusted_to_of(stored["to"])
    assert to is not None
    margins = tuple(
        Margin(
            tuple(Labels(label) for label in one["variables"]),
            tuple(tuple(text_from_json(name) for name in names) for names in one["names"]),
            columns[f"design.margin{at}"].to_numpy(),
            np.array([np.nan if total is None else total for total in one["totals"]], dtype=float),
        )
        for at, one in enumerate(stored["margins"], start=1)
    )
    numbers = tuple(
        Auxiliary(Labels(labels), columns[f"design.number{at}"].to_numpy(), total)
        for at, (labels, total) in enumerate(stored["numbers"], start=1)
    )
    pairs: dict[str, Any] = {name: None if stored[name] is None else tuple(stored[name]) for name in ("bounds", "trim")}
    return Adjustment(
        to, margins, numbers, **{name: stored[name] for name in _PLAIN}, **pairs,
        of_table=text_from_json(stored["of_table"]), over=adjust_of(stored["over"], {}),
        problem=text_from_json(stored["problem"]),
    )  # fmt: skip
