# SPDX-License-Identifier: MIT
"""Every declared analysis on 10,000 rows, as it follows a change of an option; how fast one on a million rows stops."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.benchmarks.rows import BenchRow
from tests.benchmarks.tables import invented_frame

if TYPE_CHECKING:
    from analysis.records import Frame

ROWS, MANY = 10_000, 1_000_000
REPLICATES = 20
WITH_TOTALS = ("proportions", "means", "quantiles", "regression")  # kinds looked at with known totals
LIVE, STOP = "< 300 ms", "< 200 ms"


def rows() -> Iterable[BenchRow]:
    """A row for each kind with the options that cost most, then the stops."""
    from analysis.analyses import Study, declarations, run

    frame = invented_frame(ROWS)
    asked = options(frame)
    assert {name for name, _ in asked} >= {one.id for one in declarations()}
    for name, given in asked:
        study = Study(frame)
        run(name, study, given)
        yield BenchRow(_named(name, given), LIVE, 1000 * min(_timed(name, study, given) for _ in range(5)), "ms")
    yield from _with_totals(frame)
    many = invented_frame(MANY)
    yield from _stops(many)
    yield from _stops_with_totals(many)


def _with_totals(frame: Frame) -> Iterable[BenchRow]:
    """What follows a change of an option where weights are adjusted to known totals: the first time, with adjusting."""
    from analysis.analyses import Study, run
    from tests.benchmarks.adjusted_frames import raked

    adjusted = replace(frame, design=replace(frame.design, adjust=raked(frame)))
    for name, given in options(frame):
        if name in WITH_TOTALS[:3]:
            times = []
            for _ in range(5):
                start = time.perf_counter()
                run(name, Study(adjusted), given)
                times.append(time.perf_counter() - start)
            yield BenchRow(f"{_named(name, given)}: known totals", LIVE, 1000 * min(times), "ms")


def _timed(name: str, study: Any, given: dict[str, Any]) -> float:
    from analysis.analyses import run

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


def _stops(frame: Frame) -> Iterable[BenchRow]:
    """The longest wait of every kind, the better of two runs on data not looked at before."""
    for name, given in options(frame):
        yield _stop(frame, name, given, "1,000,000 rows stop")


def _stops_with_totals(frame: Frame) -> Iterable[BenchRow]:
    """The same of weights, and of replicates, adjusted to known totals."""
    from tests.benchmarks.adjusted_frames import adjusted_frames

    longest = {"quantile_interval", "margins", "model"}  # minutes with replicates
    heavy = [(name, given) for name, given in options(frame) if name in WITH_TOTALS and not longest & given.keys()]
    for words, adjusted in adjusted_frames(frame, REPLICATES):
        for name, given in heavy:
            yield _stop(adjusted, name, given, f"{words}, 1,000,000 rows stop")


def _stop(frame: Frame, name: str, given: dict[str, Any], words: str) -> BenchRow:
    from analysis.analyses import Study, run

    waits, worked = [], []
    for _ in range(2):
        watch = Watch()
        run(name, Study(frame), given, watch)
        watch.stop_requested()
        waits.append(watch.longest)
        worked.append(watch.worked)
    beside = f"longest work between two questions: {1000 * min(worked):.0f} ms of the processor"
    return BenchRow(f"{_named(name, given)}: {words}", STOP, 1000 * min(waits), "ms", beside)
