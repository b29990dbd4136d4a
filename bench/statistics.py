# SPDX-License-Identifier: MIT
"""Survey statistics on a million rows, beside pandas without a design and R's survey package; coverage of intervals."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterable

import numpy as np

from bench.rows import BenchRow

_ROWS, _STRATA, _PSUS = 1_000_000, 50, 2_000


def rows() -> Iterable[BenchRow]:
    """One row per promise; the data are drawn with a fixed seed."""
    data = Sample()
    yield from _linear(data)
    yield from _others(data)
    yield BenchRow("peak memory of a process that makes the means of 30 domains", "< 1.2 GB", _peak(), "GB")
    yield from _coverage()
    yield _many_tables()


class Sample:
    """A million people in 50 strata and 2,000 clusters: 20 numbers, 2 categories, 30 domains."""

    def __init__(self) -> None:
        from analysis.survey import Design

        draw = np.random.default_rng(20)
        self.psu = draw.integers(0, _PSUS, _ROWS)
        self.stratum = self.psu % _STRATA
        self.weights = draw.uniform(0.5, 3.0, _ROWS)
        effect = draw.normal(size=_PSUS)
        self.X = np.empty((_ROWS, 20), order="F")
        for column in range(20):
            self.X[:, column] = draw.normal(50, 10, _ROWS) + 2 * effect[self.psu]
        self.domain = draw.integers(0, 30, _ROWS)
        self.row = draw.integers(0, 3, _ROWS)
        self.column = draw.integers(0, 4, _ROWS)
        eta = (self.X[:, 0] - 50) / 20 + effect[self.psu] / 4
        self.yes = (draw.uniform(size=_ROWS) < 1 / (1 + np.exp(-eta))).astype(float)
        self.design = Design.build(
            _ROWS, weights=self.weights, strata=self.stratum, clusters=self.psu, nest=True, lonely="adjust"
        )


def _timed(work: Callable[[], object], repeat: int = 3) -> float:
    best = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def _linear(data: Sample) -> Iterable[BenchRow]:
    import pandas as pd

    from analysis.survey import Design, means

    frame = pd.DataFrame(data.X)
    frame["w"], frame["domain"] = data.weights, data.domain

    def naive() -> object:
        return [np.average(frame[column], weights=frame["w"]) for column in range(20)]

    def naive_domains() -> object:
        weighted = frame[list(range(20))].mul(frame["w"], axis=0)
        weighted["domain"] = frame["domain"]
        return weighted.groupby("domain").sum()

    peer, peers = _timed(naive, 1), _timed(naive_domains, 1)
    yield BenchRow(
        "the design itself, from columns",
        "none",
        _timed(
            lambda: Design.build(_ROWS, weights=data.weights, strata=data.stratum, clusters=data.psu, lonely="adjust"),
            1,
        ),
        "s",
    )
    yield BenchRow(
        "20 means with SE, 1,000,000 rows",
        "< 0.3 s",
        _timed(lambda: means(data.design, data.X, covariance=False)),
        "s",
        f"pandas, means only: {peer:.2f} s",
    )
    yield BenchRow(
        "20 variables × 30 domains with SE",
        "< 0.5 s",
        _timed(lambda: means(data.design, data.X, data.domain, domains=30, covariance=False)),
        "s",
        f"pandas, means only: {peers:.2f} s",
    )


def _others(data: Sample) -> Iterable[BenchRow]:
    from analysis.survey import bootstrap, chisq, glm, model_matrix, number, quantiles, replicate_means

    yield BenchRow(
        "Rao–Scott test of a 3 × 4 table",
        "< 0.3 s",
        _timed(lambda: chisq(data.design, data.row, data.column)),
        "s",
    )
    yield BenchRow(
        "5 quantiles with intervals",
        "< 0.5 s",
        _timed(lambda: quantiles(data.design, data.X[:, 0], (0.1, 0.25, 0.5, 0.75, 0.9))),
        "s",
    )
    matrix = model_matrix([number(f"v{place}", data.X[:, place]) for place in range(8)], _ROWS)
    yield BenchRow(
        "logistic model with 8 predictors",
        "< 2 s",
        _timed(lambda: glm(data.design, matrix, data.yes, "binomial"), 2),
        "s",
    )
    yield BenchRow(
        "200 bootstrap replicates of 20 means, made and used",
        "< 3 s",
        _timed(lambda: replicate_means(bootstrap(data.design, 200, seed=1), data.X), 2),
        "s",
    )


def _many_tables() -> BenchRow:
    """3,000 two-way tables of shares with intervals and tests on 5,000 rows: the engine's part of a plan."""
    from analysis.survey import Design, chisq, proportions

    draw = np.random.default_rng(3)
    n = 5_000
    psu = draw.integers(0, 100, n)
    design = Design.build(n, weights=draw.uniform(1, 3, n), strata=psu % 5, clusters=psu, lonely="adjust")
    codes = [draw.integers(-1, 4, n) for _ in range(60)]

    def plan() -> None:
        for place in range(3_000):
            row, column = codes[place % 60], codes[(place * 7 + 1) % 60]
            proportions(design, row, 4, column, domains=4)
            chisq(design, row, column)

    return BenchRow("3,000 tables with intervals and tests, 5,000 rows", "< 10 s", _timed(plan, 1), "s")


def _coverage() -> Iterable[BenchRow]:
    """Share of 95 % intervals that hold the truth, over samples of clusters from a made population."""
    from analysis.survey import Design, means, proportions, quantiles

    draw = np.random.default_rng(95)
    strata, clusters, people = 8, 60, 30
    size = strata * clusters * people
    cluster = np.arange(size) // people
    value = draw.normal(40, 8, size) + draw.normal(0, 3, strata * clusters)[cluster] + (cluster % strata)
    yes = (draw.uniform(size=size) < 0.3 + 0.02 * (cluster % strata)).astype(int)
    truth = (value.mean(), yes.mean(), float(np.median(value)))
    hits, draws = np.zeros(3), 1_000
    for _ in range(draws):
        drawn = np.concatenate([h + strata * draw.choice(clusters, 8, replace=False) for h in range(strata)])
        rows = np.flatnonzero(np.isin(cluster, drawn))
        design = Design.build(
            len(rows), strata=cluster[rows] % strata, clusters=cluster[rows], fpc=np.full(len(rows), float(clusters))
        )
        mean, share = means(design, value[rows]), proportions(design, yes[rows], 2)
        median = quantiles(design, value[rows], [0.5])
        for place, (result, column) in enumerate(((mean, 0), (share, 1), (median, 0))):
            hits[place] += result.low[0, column] <= truth[place] <= result.high[0, column]
    for name, share_held in zip(("mean", "proportion (logit)", "median (Woodruff)"), hits / draws, strict=True):
        yield BenchRow(f"coverage of 95 % intervals: {name}", "93–97 %", float(share_held * 100), "%")


def _peak() -> float:
    """Most memory of a fresh process that builds the data and takes the means, in GB."""
    code = (
        "from bench.statistics import Sample; from analysis.survey import means; import resource; "
        "s = Sample(); means(s.design, s.X, s.domain, domains=30, covariance=False); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout) / (1024**2 if sys.platform != "darwin" else 1024**3)
