# SPDX-License-Identifier: MIT
"""Case files: data sets as columns, factor levels, and the sample design that a case describes."""

from __future__ import annotations

import csv
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from analysis.survey.design.sample_design import Design, Rule
from tests.conformance.conditions import UnreadableCondition, rows_where

_PPS: dict[str, Rule] = {
    "": "", "false": "", "brewer": "brewer", "overton": "overton", "hr": "hartley-rao", "hartleyrao": "hartley-rao",
}  # fmt: skip


class NotSupported(Exception):
    """The engine has no such task; the reason is for the person who reads the report."""


class Options(dict[str, Any]):
    """What a task or design says; null says nothing, and what a task needs and does not say makes it unsupported.

    It remembers what was asked of it: what nobody asked for was ignored, and the answer may be to another question.
    """

    def __init__(self, said: Any = None) -> None:
        super().__init__({key: value for key, value in dict(said or {}).items() if value is not None})
        self._asked: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self._asked.add(key)
        return super().__getitem__(key)

    def get(self, key: str, default: Any = None) -> Any:
        """The value, or the default where the case does not say it."""
        self._asked.add(key)
        return super().get(key, default)

    def __missing__(self, key: str) -> Any:
        raise NotSupported(f"the case does not say its {key}")

    @property
    def ignored(self) -> list[str]:
        """What the case says and nobody asked for, in its order."""
        return [key for key in self if key not in self._asked]


@dataclass(frozen=True)
class Data:
    """A data set: numbers as float with NaN, text with "" where missing; `levels` of factors in R's order."""

    columns: Mapping[str, np.ndarray]
    levels: Mapping[str, tuple[str, ...]]
    rows: int

    def numbers(self, *names: str) -> np.ndarray:
        """(n, k) of numeric columns, R's TRUE and FALSE as 1 and 0. Raises NotSupported for text."""
        return np.column_stack([self._number(name) for name in names])

    def _number(self, name: str) -> np.ndarray:
        if name not in self.columns:
            raise NotSupported(f"the data have no column {name}")
        column = self.columns[name]
        if column.dtype.kind == "f":
            return column
        if name in self.levels or not set(column) <= {"TRUE", "FALSE", ""}:
            raise NotSupported(f"{name} is not numeric")
        return np.where(column == "", np.nan, (column == "TRUE").astype(float))

    def is_factor(self, name: str) -> bool:
        """Whether R holds the column as a factor or text."""
        if name not in self.columns:
            raise NotSupported(f"the data have no column {name}")
        return self.columns[name].dtype.kind != "f"

    def labels(self, name: str) -> tuple[str, ...]:
        """The levels of a column as R orders them: a factor's own, else the sorted values that occur."""
        if name in self.levels:
            return self.levels[name]
        if name not in self.columns:
            raise NotSupported(f"the data have no column {name}")
        column = self.columns[name]
        if column.dtype.kind == "f":
            return tuple(as_text(value) for value in np.unique(column[~np.isnan(column)]))
        return tuple(sorted({str(value) for value in column if value != ""}, key=collated))

    def codes(self, name: str) -> np.ndarray:
        """(n,) position of each row's value among `labels`, −1 where missing."""
        places = {label: place for place, label in enumerate(self.labels(name))}
        column = self.columns[name]
        text = [as_text(value) for value in column] if column.dtype.kind == "f" else column
        return np.array([places.get(str(value), -1) for value in text], dtype=np.int64)

    def taken(self, rows: np.ndarray) -> Data:
        """These rows only."""
        return replace(self, columns={k: v[rows] for k, v in self.columns.items()}, rows=int(np.sum(rows)))

    def known_in(self, rows: np.ndarray) -> Data:
        """The same rows, with nothing known outside `rows` (bool)."""
        columns = {k: np.where(rows, v, np.nan if v.dtype.kind == "f" else "") for k, v in self.columns.items()}
        return replace(self, columns=columns)

    def with_levels(self, levels: Mapping[str, tuple[str, ...]]) -> Data:
        """The same with other levels of some columns; a value that is none of them is missing."""
        return replace(self, levels={**self.levels, **levels})

    def occurring(self) -> Data:
        """The same with only the levels that occur, as R's models drop the others from their rows."""
        occur = {name: set(map(str, self.columns[name])) for name in self.levels if name in self.columns}
        kept = {name: tuple(one for one in self.levels[name] if one in occur[name]) for name in occur}
        return replace(self, levels={**self.levels, **kept})


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
    damage: str = ""  # why the case or its data cannot be read

    @property
    def expected(self) -> Mapping[str, Any]:
        """R's result where it is a set of named parts, else nothing."""
        return self.result if isinstance(self.result, Mapping) else {}

    def domain(self) -> np.ndarray | None:
        """(n,) 0 for rows of the case's subset, −1 for the others; None without one."""
        written = [self.design.get(key) for key in ("subset", "subset_pandas")]
        known = [str(condition) for condition in written if condition]
        for place, condition in enumerate(known):
            try:
                return np.where(rows_where(condition, self.data.columns), 0, -1)
            except UnreadableCondition as gap:
                if place == len(known) - 1:
                    raise NotSupported(f"condition {condition}") from gap
        return None

    def sample(self) -> Design:
        """The sample design as described."""
        return build_design(self.data, self.design)


def collated(label: str) -> tuple[object, ...]:
    """A key that sorts text as R does outside the C locale (Unicode's collation): letters before accents before case.

    Spaces come first, then signs, digits and letters.
    """
    plain = unicodedata.normalize("NFD", label)
    kinds = {"Z": 0, "P": 1, "S": 2, "N": 3, "L": 4}
    base = [(kinds.get(unicodedata.category(c)[0], 2), c.casefold()) for c in plain if not unicodedata.combining(c)]
    return base, [c for c in plain if unicodedata.combining(c)], label.swapcase()


def as_text(value: float) -> str:
    """A number as R writes it in a label."""
    if np.isnan(value):
        return ""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.15g}"


def build_design(data: Data, described: Mapping[str, Any]) -> Design:
    """The design described by column names. Raises NotSupported for PPS designs that need a file of pairs."""
    pps = _PPS.get(str(described.get("pps") or "").lower().split("(")[0].replace("-", ""))
    form = str(described.get("variance") or "HT")
    if pps is None or form not in ("HT", "YG"):
        raise NotSupported(f"PPS design {described.get('pps')} {form}")

    def column(key: str) -> np.ndarray | None:
        names = described.get(key)
        if not names or (key == "ids" and str(names).strip("~ ") in ("0", "1")):  # R's ~1: every row its own unit
            return None
        wanted = [names] if isinstance(names, str) else list(names)
        gone = [name for name in wanted if name not in data.columns]
        if gone:
            raise NotSupported(f"the data have no column {gone[0]}")
        stages = [data.columns[name] for name in wanted]
        if len(stages) == 1:
            return stages[0]
        if any(stage.dtype.kind != "f" for stage in stages):
            stages = [np.unique(stage, return_inverse=True)[1].astype(float) for stage in stages]
        return np.column_stack(stages)

    return Design.build(
        data.rows,
        weights=column("weights"),
        probs=None if described.get("weights") else column("probs"),
        strata=column("strata"),
        clusters=column("ids"),
        fpc=column("fpc" if described.get("fpc") or not pps else "probs"),
        nest=bool(described.get("nest", False)),
        lonely=described.get("lonely_psu", "fail"),
        adjust_domain_lonely=bool(described.get("adjust_domain_lonely", False)),
        pps=pps,
        pps_form=form,  # type: ignore[arg-type]
    )


def read_cases(folder: Path) -> list[Case]:
    """All cases of the json files of a folder, in order; what cannot be read is a case whose `damage` says why."""
    manifest_file = folder / "manifest.json"
    manifest, damage = _json(manifest_file) if manifest_file.exists() else ({}, "")
    cases = [_damaged(folder, "manifest", damage)] if damage else []
    described = manifest.get("datasets") if isinstance(manifest, dict) else None
    sets = _Sets(folder, described if isinstance(described, dict) else {})
    for source in sorted(folder.glob("*.json")):
        if source == manifest_file:
            continue
        stored, damage = _json(source)
        if damage:
            cases.append(_damaged(folder, source.stem, damage))
        elif isinstance(stored, dict) and isinstance(stored.get("cases"), list):
            cases.extend(_case(case, str(stored.get("family", source.stem)), sets) for case in stored["cases"])
    return cases


def _json(source: Path) -> tuple[Any, str]:
    try:
        return json.loads(source.read_text("utf-8")), ""
    except (OSError, ValueError) as error:
        return {}, f"{source.name} cannot be read ({type(error).__name__})"


def _damaged(folder: Path, name: str, damage: str) -> Case:
    return Case(name, name, Options(), Options(), None, Data({}, {}, 0), folder, damage=damage)


class _Sets:
    """The data sets of a folder, each read once."""

    def __init__(self, folder: Path, described: Mapping[str, Any]) -> None:
        self.folder, self.described = folder, described
        self._read: dict[str, tuple[Data, str]] = {}

    def named(self, name: str) -> tuple[Data, str]:
        """The data, and why they cannot be read; a case may need none."""
        if name not in self._read:
            self._read[name] = self._fresh(name)
        return self._read[name]

    def _fresh(self, name: str) -> tuple[Data, str]:
        described = self.described.get(name) or {}
        path = self.folder / (described.get("file") or f"data/{name}.csv")
        if not path.exists():
            return Data({}, {}, 0), "" if name == "none" else f"no data file {path.name}"
        levels = described.get("factor_levels") or {}
        try:
            return read_data(path, {key: tuple(map(str, value)) for key, value in dict(levels).items()}), ""
        except (OSError, ValueError, IndexError) as error:
            return Data({}, {}, 0), f"{path.name} cannot be read ({type(error).__name__})"


def _case(stored: Any, family: str, sets: _Sets) -> Case:
    if not isinstance(stored, dict):
        return _damaged(sets.folder, family, "a case is not an object")
    design = Options(stored.get("design"))
    data, damage = sets.named(str(design.get("dataset") or stored.get("dataset") or "none"))
    return Case(
        str(stored.get("id", "without id")),
        str(stored.get("family") or family),
        Options(stored.get("task")),
        design,
        stored.get("result"),
        data,
        sets.folder,
        str(stored.get("r_call", "")),
        damage,
    )


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
