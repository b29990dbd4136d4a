# SPDX-License-Identifier: MIT
"""Every declared analysis on 10,000 rows, as it follows a change of an option; how fast one on a million rows stops."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from bench.rows import BenchRow
from bench.tables import invented_frame

if TYPE_CHECKING:
    from analysis.records import Frame

ROWS, MANY = 10_000, 1_000_000
LIVE, STOP = "< 300 ms", "< 200 ms"


def rows() -> Iterable[BenchRow]:
    """A row for each kind with the options that cost most, then the stops."""
    from analysis.declared import Study, declarations, run

    frame = invented_frame(ROWS)
    asked = options(frame)
    assert {name for name, _ in asked} >= {one.id for one in declarations()}
    for name, given in asked:
        study = Study(frame)
        run(name, study, given)
        yield BenchRow(_named(name, given), LIVE, 1000 * min(_timed(name, study, given) for _ in range(5)), "ms")
    yield from _stops()


def _timed(name: str, study: Any, given: dict[str, Any]) -> float:
    from analysis.declared import run

    study._known.clear()  # as if none of its numbers were known: the data stay read
    start = time.perf_counter()
    run(name, study, given)
    return time.perf_counter() - start


def _named(name: str, given: dict[str, Any]) -> str:
    return f"{name}: " + (", ".join(f"{key} {_short(value)}" for key, value in given.items() if key != "variable"))


def _short(value: Any) -> str:
    return str(len(value)) if isinstance(value, (list, dict)) else str(value)[:24]


def options(frame: Frame) -> list[tuple[str, dict[str, Any]]]:
    """Each kind with heavy options: crossed groups, all pairs, eight predictors, ordinal, score intervals."""
    ids = {variable.name: variable.id for variable in frame.table.variables}
    number, other, several = ids["number0"], ids["number1"], ids["set0"]
    one, by, also = ids["one3"], ids["one4"], ids["one5"]
    crossed = {"by": by, "also_by": [also], "contrasts": "pairs"}
    predictors = [ids[f"one{at}"] for at in range(6)] + [number, other]
    return [
        ("describe", {"variable": number, "by": by}),
        ("proportions", {"variable": one, **crossed}),
        ("set", {"variable": several, "by": by, "contrasts": "pairs"}),
        ("crosstab", {"variable": one, "column": by, "percent": "total"}),
        ("means", {"variable": number, **crossed, "compare": "rank"}),
        ("quantiles", {"variable": number, "by": by, "compare": "rank"}),
        ("quantiles", {"variable": number, "quantile_interval": "score"}),
        ("ratio", {"numerator": number, "denominator": other, **crossed}),
        ("regression", {"variable": number, "predictors": [name for name in predictors if name != number]}),
        ("regression", {"variable": ids["one6"], "predictors": predictors, "margins": [by]}),
        ("regression", {"variable": ids["one6"], "predictors": predictors, "model": "prevalence"}),
        ("regression", {"variable": ids["one3"], "predictors": predictors[4:], "model": "ordinal"}),
        ("reliability", {"items": [ids[f"number{at}"] for at in range(10)], "estimator": "weighted"}),
        ("reliability", {"items": [ids[f"number{at}"] for at in range(10)]}),
        ("key_informants", {"variable": one, "site": ids["one39"]}),
        ("sample_size", {}),
        ("achieved", {"variable": by}),
    ]


class Watch:
    """Notes the longest time between two questions whether to stop: no user who cancels waits longer."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()
        self.worked, self._used = 0.0, time.thread_time()

    def stop_requested(self) -> bool:
        """Nobody asks for it; the time since the last question counts."""
        now, used = time.perf_counter(), time.thread_time()
        self.longest, self._last = max(self.longest, now - self._last), now
        self.worked, self._used = max(self.worked, used - self._used), used
        return False

    def report(self, fraction: float, text: object = None) -> None:
        """Nobody listens."""


def _stops() -> Iterable[BenchRow]:
    """The longest wait of every kind, the better of two runs on data not looked at before."""
    from analysis.declared import Study, run

    frame = invented_frame(MANY)
    for name, given in options(frame):
        waits, worked = [], []
        for _ in range(2):
            watch = Watch()
            run(name, Study(frame), given, watch)
            watch.stop_requested()
            waits.append(watch.longest)
            worked.append(watch.worked)
        beside = f"longest work between two questions: {1000 * min(worked):.0f} ms of the processor"
        yield BenchRow(f"{_named(name, given)}: 1,000,000 rows stop", STOP, 1000 * min(waits), "ms", beside)
