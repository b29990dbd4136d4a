# SPDX-License-Identifier: MIT
"""Survey statistics on a million rows, beside pandas and scipy without a design; how soon they stop; coverage."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from tests.benchmarks.live import Watch
from tests.benchmarks.rows import BenchRow

_ROWS, _STRATA, _PSUS = 1_000_000, 50, 2_000
# Seconds of the processor that tests/benchmarks/statistics.R printed: R 4.5.0, survey 4.4-2, AMD EPYC, 2 cores,
# November 2026, at a load of 13; its 200 bootstrap replicates had not ended when that run was stopped.
_R_KEPT = {
    "means": "3.1", "chisq": "2.7", "quantiles": "13.1", "logistic": "4.2", "domains": "7.4", "bootstrap": "-",
}  # fmt: skip


def rows() -> Iterable[BenchRow]:
    """One row per promise; the data are drawn with a fixed seed."""
    in_r = _seconds_in_r()
    data = Sample()
    yield from _linear(data, in_r)
    yield from _others(data, in_r)
    yield from _stops(data)
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


def _linear(data: Sample, in_r: Mapping[str, str]) -> Iterable[BenchRow]:
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
        f"pandas, means only: {peer:.2f} s; {in_r['means']}",
    )
    yield BenchRow(
        "20 variables × 30 domains with SE",
        "< 0.5 s",
        _timed(lambda: means(data.design, data.X, data.domain, domains=30, covariance=False)),
        "s",
        f"pandas, means only: {peers:.2f} s; {in_r['domains']}",
    )


def _others(data: Sample, in_r: Mapping[str, str]) -> Iterable[BenchRow]:
    import pandas as pd

    from analysis.survey import bootstrap, chisq, glm, model_matrix, number, quantiles, replicate_means

    peer = _timed(lambda: pd.crosstab(data.row, data.column, values=data.weights, aggfunc="sum"), 1)
    yield BenchRow(
        "Rao–Scott test of a 3 × 4 table",
        "< 0.3 s",
        _timed(lambda: chisq(data.design, data.row, data.column)),
        "s",
        f"pandas, weighted counts only: {peer:.2f} s; {in_r['chisq']}",
    )
    shares = (0.1, 0.25, 0.5, 0.75, 0.9)
    peer = _timed(lambda: pd.Series(data.X[:, 0]).quantile(shares), 1)
    yield BenchRow(
        "5 quantiles with intervals",
        "< 0.5 s",
        _timed(lambda: quantiles(data.design, data.X[:, 0], shares)),
        "s",
        f"pandas, unweighted, no intervals: {peer:.2f} s; {in_r['quantiles']}",
    )
    matrix = model_matrix([number(f"v{place}", data.X[:, place]) for place in range(8)], _ROWS)
    peer = _timed(lambda: _plain_logit(matrix.X, data.yes, data.weights), 1)
    yield BenchRow(
        "logistic model with 8 predictors",
        "< 2 s",
        _timed(lambda: glm(data.design, matrix, data.yes, "binomial")),
        "s",
        f"scipy's optimiser, coefficients only: {peer:.2f} s; {in_r['logistic']}",
    )
    peer = 200 * _timed(lambda: _drawn_again(data), 1)
    yield BenchRow(
        "200 bootstrap replicates of 20 means, made and used",
        "< 3 s",
        _timed(lambda: replicate_means(bootstrap(data.design, 200, seed=1), data.X), 2),
        "s",
        f"numpy, one replicate after another: {peer:.0f} s; {in_r['bootstrap']}",
    )


def _seconds_in_r() -> Mapping[str, str]:
    """What R's survey package needs for the same, by row: measured where it is installed, else as kept."""
    shown = {
        key: f"R survey 4.4.2: {seconds} s (kept)" if seconds[0].isdigit() else "R survey: not measured"
        for key, seconds in _R_KEPT.items()
    }
    if shutil.which("Rscript") is None:
        return shown
    script = Path(__file__).with_suffix(".R")
    done = subprocess.run(["Rscript", str(script)], capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines():
        name, _, seconds = line.partition("\t")
        if name in shown and seconds:
            shown[name] = f"R survey: {seconds} s"
    return shown


def _plain_logit(X: np.ndarray, y: np.ndarray, weights: np.ndarray) -> object:
    """Weighted maximum likelihood without a design, by a general optimiser."""
    from scipy.optimize import minimize

    scale = np.maximum(np.abs(X).max(axis=0), 1.0)
    Z, w = X / scale, weights / weights.sum()

    def value(beta: np.ndarray) -> tuple[float, np.ndarray]:
        eta = Z @ beta
        return float(w @ (np.logaddexp(0, eta) - y * eta)), Z.T @ (w * (1 / (1 + np.exp(-eta)) - y))

    return minimize(value, np.zeros(X.shape[1]), jac=True, method="L-BFGS-B")


def _drawn_again(data: Sample) -> object:
    """One replicate the plain way: clusters drawn again, weights multiplied, 20 means taken."""
    counts = np.bincount(np.random.default_rng(1).integers(0, _PSUS, _PSUS), minlength=_PSUS)
    weights = data.weights * counts[data.psu]
    return weights @ data.X / weights.sum()


def _stops(data: Sample) -> Iterable[BenchRow]:
    """How long a user who cancels waits at most, on as many rows as the largest assessment has."""
    from analysis.survey import Design, bootstrap, glm, means, model_matrix, number, quantiles, ranktest

    n = 100_000
    psu, weights = data.psu[:n], data.weights[:n]
    design = Design.build(n, weights=weights, strata=psu % _STRATA, clusters=psu, lonely="adjust")
    matrix = model_matrix([number(f"v{place}", data.X[:n, place]) for place in range(8)], n)
    x, domain = data.X[:n, 0], data.domain[:n]
    made = bootstrap(design, 50, seed=1)
    work: dict[str, Callable[[Watch], object]] = {
        "20 means × 30 domains": lambda w: means(design, data.X[:n], domain, domains=30, progress=w),
        "logistic model": lambda w: glm(design, matrix, data.yes[:n], "binomial", progress=w),
        "quantiles, 30 domains": lambda w: quantiles(design, x, (0.25, 0.5, 0.75), domain, domains=30, progress=w),
        "score intervals": lambda w: quantiles(design, x, (0.5,), interval="score", progress=w),
        "rank test": lambda w: ranktest(design, x, data.row[:n], progress=w),
        "bootstrap of a quantile": lambda w: quantiles(replace(design, replicates=made), x, (0.5,), progress=w),
    }
    longest = []
    for name, run in work.items():
        best = float("inf")
        for _ in range(2):
            watch = Watch()
            run(watch)
            watch.stop_requested()
            best = min(best, watch.longest)
        longest.append((best, name))
    worst, name = max(longest)
    yield BenchRow("longest wait for a computation to stop, 100,000 rows", "< 0.2 s", worst, "s", f"in the {name}")


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
    from analysis.survey import Design

    draw = np.random.default_rng(95)
    strata, clusters, people = 8, 60, 30
    size = strata * clusters * people
    cluster = np.arange(size) // people
    value = draw.normal(40, 8, size) + draw.normal(0, 3, strata * clusters)[cluster] + (cluster % strata)
    yes = (draw.uniform(size=size) < 0.3 + 0.02 * (cluster % strata)).astype(int)
    domain = draw.integers(0, 3, size)
    people_of = Population(value, yes, domain)
    truth, hits, draws = people_of.truth(), dict.fromkeys(people_of.truth(), 0.0), 1_000
    for _ in range(draws):
        drawn = np.concatenate([h + strata * draw.choice(clusters, 8, replace=False) for h in range(strata)])
        rows = np.flatnonzero(np.isin(cluster, drawn))
        design = Design.build(
            len(rows), strata=cluster[rows] % strata, clusters=cluster[rows], fpc=np.full(len(rows), float(clusters))
        )
        for name, (low, high) in people_of.intervals(design, rows).items():
            hits[name] += low <= truth[name] <= high
    for name, held in hits.items():
        yield BenchRow(f"coverage of 95 % intervals: {name}", "93–97 %", held / draws * 100, "%")


class Population:
    """Everybody's value, answer and domain: what is true, and what a sample says of it."""

    def __init__(self, value: np.ndarray, yes: np.ndarray, domain: np.ndarray) -> None:
        self.value, self.yes, self.domain = value, yes, domain

    def truth(self) -> dict[str, float]:
        """The population's own figures."""
        centred = np.column_stack([np.ones(len(self.value)), self.value - self.value.mean()])
        slope = float(np.linalg.lstsq(centred, self.yes.astype(float), rcond=None)[0][1])
        return {
            "mean": float(self.value.mean()),
            "total": float(self.value.sum()),
            "proportion (logit)": float(self.yes.mean()),
            "proportion (Korn–Graubard)": float(self.yes.mean()),
            "mean of a domain": float(self.value[self.domain == 1].mean()),
            "ratio": float(self.yes.sum() / self.value.sum()),
            "median (Woodruff)": float(np.median(self.value)),
            "slope of a linear model": slope,
        }

    def intervals(self, design: object, rows: np.ndarray) -> dict[str, tuple[float, float]]:
        """The sample's intervals, named as the truth is."""
        from analysis.survey import glm, means, model_matrix, number, proportions, quantiles, ratios, totals

        value, yes, domain = self.value[rows], self.yes[rows], self.domain[rows]
        mean, total = means(design, value), totals(design, value)
        logit, beta = (proportions(design, yes, 2, interval=kind) for kind in ("logit", "beta"))
        part = means(design, value, domain, domains=3)
        ratio = ratios(design, yes.astype(float), value)
        median = quantiles(design, value, [0.5])
        matrix = model_matrix([number("v", value - self.value.mean())], len(rows))
        model = glm(design, matrix, yes.astype(float))
        ends = {
            "mean": (mean.low[0, 0], mean.high[0, 0]),
            "total": (total.low[0, 0], total.high[0, 0]),
            "proportion (logit)": (logit.low[0, 1], logit.high[0, 1]),
            "proportion (Korn–Graubard)": (beta.low[0, 1], beta.high[0, 1]),
            "mean of a domain": (part.low[1, 0], part.high[1, 0]),
            "ratio": (ratio.low[0, 0], ratio.high[0, 0]),
            "median (Woodruff)": (median.low[0, 0], median.high[0, 0]),
            "slope of a linear model": (model.low[1], model.high[1]),
        }
        return {name: (float(low), float(high)) for name, (low, high) in ends.items()}


def _peak() -> float:
    """Most memory of a fresh process that builds the data and takes the means, in GB."""
    code = (
        "from tests.benchmarks.statistics import Sample; from analysis.survey import means; import resource; "
        "s = Sample(); means(s.design, s.X, s.domain, domains=30, covariance=False); "
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout) / (1024**2 if sys.platform != "darwin" else 1024**3)
