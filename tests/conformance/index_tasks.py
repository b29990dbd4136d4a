# SPDX-License-Identifier: MIT
"""Food-security cases: columns of a CSV through the indices, laid out as the case file has them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from analysis import indices
from tests.conformance.cases import Data, NotSupported, read_data


def index_answers(place: Path) -> Iterator[tuple[str, Any, Callable[[], Any] | None]]:
    """Name, expected result and how to compute it, of every index in the folder; None where there is no such index."""
    known = {"fcs": _food_consumption, "rcsi": _reduced_coping, "lcs_fs": _livelihood}
    for source in sorted(place.glob("*.json")):
        try:
            stored = json.loads(source.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise NotSupported(f"{source.name} cannot be read ({type(error).__name__})") from error
        for name, case in stored.items():
            if not isinstance(case, dict) or "file" not in case:
                continue
            expected = {key: value for key, value in case.items() if isinstance(value, list) and key != "counted"}
            answer = known.get(name)
            yield name, expected, None if answer is None else partial(_answered, answer, case, place)


def _answered(answer: Callable[[dict[str, Any], Data], Any], case: dict[str, Any], place: Path) -> Any:
    return answer(case, read_data(place / case["file"]))


def _food_consumption(case: dict[str, Any], data: Data) -> dict[str, Any]:
    def one(cuts: tuple[float, float], zero: bool = False) -> indices.Index:
        return indices.food_consumption(data.columns, cuts, zero, case["weights"])

    answer: dict[str, Any] = {"score": one((21, 35)).score, "score_missing_as_zero": one((21, 35), True).score}
    for key in case:
        if key.startswith("cat_"):
            low, high = key.removeprefix("cat_").split("_")
            answer[key] = _named(one((float(low), float(high))))
    return answer


def _reduced_coping(case: dict[str, Any], data: Data) -> dict[str, Any]:
    result = indices.reduced_coping(data.columns, case["weights"])
    return {"score": result.score, "ipc": _named(result)}


def _livelihood(case: dict[str, Any], data: Data) -> dict[str, Any]:
    parts = [
        [column for name, column in data.columns.items() if re.search(part, name.lower())]
        for part in ("stress", "crisis", "_em_|emergency")  # Lcs_em_Begged, LhCSIEmergency1
    ]
    if not all(parts):
        raise NotSupported("the columns do not say which strategies are stress, crisis and emergency")
    result = indices.livelihood_coping(parts[0], parts[1], parts[2], case.get("counted", (20, 30)))
    return {
        "stress": result.stress.astype(int),
        "crisis": result.crisis.astype(int),
        "emergency": result.emergency.astype(int),
        "category": [result.classes[code] if code >= 0 else "NA" for code in result.category],
    }


def _named(result: indices.Index) -> list[str]:
    return [result.classes[code] if code >= 0 else "NA" for code in result.category]
