# SPDX-License-Identifier: MIT
"""Case files: data sets as columns, factor levels, and the sample design that a case describes."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from analysis.conformance.conditions import rows_where
from analysis.survey.design import Design


class NotSupported(Exception):
    """The engine has no such task; the reason is for the person who reads the report."""


@dataclass(frozen=True)
class Data:
    """A data set: numbers as float with NaN, text with "" where missing; `levels` of factors in R's order."""

    columns: Mapping[str, np.ndarray]
    levels: Mapping[str, tuple[str, ...]]
    rows: int

    def numbers(self, *names: str) -> np.ndarray:
        """(n, k) of numeric columns. Raises NotSupported for text."""
        for name in names:
            if self.columns[name].dtype.kind != "f":
                raise NotSupported(f"{name} is not numeric")
        return np.column_stack([self.columns[name] for name in names])

    def is_factor(self, name: str) -> bool:
        """Whether R holds the column as a factor or text."""
        return name in self.levels or self.columns[name].dtype.kind != "f"

    def labels(self, name: str) -> tuple[str, ...]:
        """The levels of a column as R orders them: a factor's own, else the sorted values that occur."""
        if name in self.levels:
            return self.levels[name]
        column = self.columns[name]
        if column.dtype.kind == "f":
            return tuple(as_text(value) for value in np.unique(column[~np.isnan(column)]))
        return tuple(sorted({str(value) for value in column if value != ""}))

    def codes(self, name: str) -> np.ndarray:
        """(n,) position of each row's value among `labels`, −1 where missing."""
        places = {label: place for place, label in enumerate(self.labels(name))}
        column = self.columns[name]
        text = [as_text(value) for value in column] if column.dtype.kind == "f" else column
        return np.array([places.get(str(value), -1) for value in text], dtype=np.int64)

    def taken(self, rows: np.ndarray) -> Data:
        """These rows only."""
        return replace(self, columns={k: v[rows] for k, v in self.columns.items()}, rows=int(np.sum(rows)))


@dataclass(frozen=True)
class Case:
    """One case: its data, the design described (if any), the task, and R's result."""

    id: str
    family: str
    task: Mapping[str, Any]
    design: Mapping[str, Any]
    result: Any
    data: Data
    folder: Path
    call: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)

    def domain(self) -> np.ndarray | None:
        """(n,) 0 for rows of the case's subset, −1 for the others; None without one."""
        condition = self.design.get("subset_pandas") or self.design.get("subset")
        return None if not condition else np.where(rows_where(condition, self.data.columns), 0, -1)

    def sample(self) -> Design:
        """The sample design as described."""
        return build_design(self.data, self.design)


def as_text(value: float) -> str:
    """A number as R writes it in a label."""
    if np.isnan(value):
        return ""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def build_design(data: Data, described: Mapping[str, Any]) -> Design:
    """The design described by column names. Raises NotSupported for PPS designs other than Brewer's."""
    pps = described.get("pps")
    if pps not in (None, False, "brewer"):
        raise NotSupported(f"PPS design {pps}")

    def column(key: str) -> np.ndarray | None:
        names = described.get(key)
        if not names:
            return None
        if isinstance(names, str):
            return data.columns[names]
        stages = [data.columns[name] for name in names]
        if any(stage.dtype.kind != "f" for stage in stages):
            stages = [np.unique(stage, return_inverse=True)[1].astype(float) for stage in stages]
        return np.column_stack(stages)

    return Design.build(
        data.rows,
        weights=column("weights"),
        probs=None if described.get("weights") else column("probs"),
        strata=column("strata"),
        clusters=column("ids"),
        fpc=column("fpc"),
        nest=bool(described.get("nest", False)),
        lonely=described.get("lonely_psu", "fail"),
        adjust_domain_lonely=bool(described.get("adjust_domain_lonely", False)),
        pps=pps == "brewer",
    )


def read_cases(folder: Path) -> list[Case]:
    """All cases of the json files of a folder, in order. Raises OSError, ValueError for unreadable files."""
    manifest_file = folder / "manifest.json"
    manifest = json.loads(manifest_file.read_text("utf-8")) if manifest_file.exists() else {}
    sets: dict[str, Data] = {}
    cases = []
    for source in sorted(folder.glob("*.json")):
        stored = json.loads(source.read_text("utf-8"))
        if source == manifest_file or not isinstance(stored, dict) or "cases" not in stored:
            continue
        for case in stored["cases"]:
            design = case.get("design") or {}
            name = design.get("dataset") or case.get("dataset") or "none"
            if name not in sets:
                sets[name] = _dataset(folder, name, manifest.get("datasets", {}))
            known = ("id", "family", "task", "design", "result", "r_call")
            extra = {key: value for key, value in case.items() if key not in known}
            cases.append(
                Case(
                    case["id"],
                    case.get("family", stored.get("family", source.stem)),
                    case.get("task", {}),
                    design,
                    case.get("result"),
                    sets[name],
                    folder,
                    case.get("r_call", ""),
                    extra,
                )
            )
    return cases


def _dataset(folder: Path, name: str, known: Mapping[str, Any]) -> Data:
    described = known.get(name, {})
    path = folder / described.get("file", f"data/{name}.csv")
    if not path.exists():
        return Data({}, {}, 0)
    levels = described.get("factor_levels") or {}
    return read_data(path, {key: tuple(map(str, value)) for key, value in dict(levels).items()})


def read_data(path: Path, levels: Mapping[str, tuple[str, ...]] | None = None) -> Data:
    """A CSV file as columns; a column is numeric where every value but the missing ones is a number."""
    levels = levels or {}
    with path.open(encoding="utf-8-sig", newline="") as stream:
        header, *lines = [line for line in csv.reader(stream) if line]
    columns: dict[str, np.ndarray] = {}
    for position, name in enumerate(header):
        text = ["" if line[position] == "NA" else line[position] for line in lines]
        columns[name] = np.array(text, dtype=object) if name in levels else _column(text)
    return Data(columns, levels, len(lines))


def _column(text: list[str]) -> np.ndarray:
    try:
        return np.array([float(value) if value else np.nan for value in text])
    except ValueError:
        return np.array(text, dtype=object)
