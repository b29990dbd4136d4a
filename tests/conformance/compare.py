# SPDX-License-Identifier: MIT
"""Holds a computed result against R's, number by number, with the tolerance that each kind of number deserves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tests.conformance.grains import GRAIN, grains

_UNIROOT = float(np.finfo(float).eps ** 0.25)
_TINY = 1e-13  # R's figures below this share of their neighbours are rounding noise around zero


@dataclass(frozen=True)
class Explained:
    """A place where R's figure is not the reference, with the reason; `agrees` says that ours is right on its own."""

    reason: str
    agrees: bool = True


@dataclass(frozen=True)
class Near:
    """A number that meets its equation exactly, where R stops or interpolates within a relative `slack` of it."""

    value: float
    slack: float
    reason: str


@dataclass(frozen=True)
class Otherwise:
    """Our number, and the one that R's way of stopping or counting gives; only these two agree or are explained."""

    value: float
    theirs: float
    reason: str
    within: float = 1e-8


@dataclass
class Comparison:
    """What a comparison found: worst relative error, the places that differ, and the reasons given for the rest."""

    worst: float = 0.0
    numbers: int = 0
    failures: list[str] = field(default_factory=list)
    explained: list[str] = field(default_factory=list)


def tolerance_of(family: str, path: str) -> float:
    """1e-8 for linear statistics, SEs, tests and weights; 1e-6 where a model is fitted; 1e-4 for coarser iterations."""
    parts = path.split(".")
    if family == "olr":
        # With `ndeps` 1e-6 and `reltol` 1e-15 polr's errors are the engine's to 1e-7; variances are their squares.
        return 2e-4 if path == "vcov" else 1e-4
    if "likelihood" in parts or "lincom" in parts or parts[0] == "ci_profile":
        return 1e-4  # R interpolates its profile (with del=0.02 it meets ours); its "lincom" is a saddlepoint
    if "saddlepoint" in parts:
        return 1e-6  # R finds the saddlepoint's root to 1e-8 only
    if "tukey" in parts or "shapiro" in path:
        return 1e-6  # R's own studentized range and Shapiro-Wilk polynomials go no further
    if path == "ks.p":
        return 2e-4  # R leaves out the third term of Kolmogorov's series
    if path.startswith("varimax"):
        return 3e-3  # R turns until the criterion gains less than 1e-5 of itself, the square of such an angle
    if path.startswith(("ml_", "minres")):
        return 1e-4  # R's optimiser stops there
    if family == "chisq" and parts[0] in ("Wald", "adjWald"):
        return 1e-7  # the covariance of the totals that is inverted may be all but singular
    models = "glm" in (family, *parts) or "logit" in parts or "ci90_logit" in parts or path.startswith("logit")
    return _of_models(family, path) if models else 1e-8


def _of_models(family: str, path: str) -> float:
    parts = path.split(".")
    if family != "glm":
        return 1e-6
    if path == "vcov":
        return 2e-6  # squares of standard errors
    if parts[-2:] == ["LRT", "p"]:
        return 1e-4  # a saddlepoint
    if parts[0] in ("p", "theta_se") or "p" in parts[-1:]:
        return 1e-5  # a tail probability moves many times as much as its statistic
    if parts[0] == "regTermTest":
        return 1e-5  # quadratic forms move many times as much as the coefficients
    if parts[0] in ("coef", "se") and len(parts) == 1:
        return 1e-5  # matrices of coefficients: multinomial models, whose iterations R stops early
    return 1e-6


def root_slack(family: str, path: str, value: float) -> float:
    """How far off a figure may be that R documents to stop searching early (`uniroot`'s tol); 0 for all others."""
    if not np.isfinite(value):
        return 0.0
    if "fisher" in path and ("conf_int" in path or "estimate" in path):
        return _UNIROOT * max(value * value, 1.0)  # R searches the odds below 1, their inverse above
    if family == "correlation" and path == "spearman.statistic":
        return 1e-9  # a sum of squares of ranks, which R takes from its rounded rho
    if family == "correlation" and path == "kendall.p":
        return 1e-14  # R takes the exact upper tail from 1
    if path in ("kruskal.statistic", "bartlett.statistic"):
        return 1e-11  # differences of large sums
    if path in ("var_test.p", "alpha"):
        return 1e-14  # R takes the upper tail, and alpha's share of variances, from 1
    if family in ("groups", "onesample") and path.endswith("statistic"):
        return 1e-14  # of a mean that is the other but for rounding
    if path == "tukey.diff":
        return 1e-11  # means that are equal but for rounding
    if path == "kruskal.p" and value > 1 - 1e-5:
        return 1e-5  # of such a statistic near 0
    if family == "power":
        return _UNIROOT
    if "wilcox" in path and ("conf_int" in path or "estimate" in path):
        return 1e-4  # `tol.root` of wilcox.test
    return 0.0


def compare(expected: Any, computed: Any, family: str, loose: Mapping[str, Any] | None = None) -> Comparison:
    """Compares nested results; keys that R adds as words (note, method) are not compared."""
    found = Comparison()
    _walk(expected, computed, "", family, found, loose or {})
    return found


def _walk(expected: Any, computed: Any, path: str, family: str, found: Comparison, loose: Mapping[str, Any]) -> None:
    expected, computed = _unnamed(expected, computed)
    if isinstance(computed, Explained):
        if computed.agrees:
            found.explained.append(f"{path}: {computed.reason}")
        else:
            found.failures.append(f"{path}: {computed.reason}")
        return
    if isinstance(computed, Otherwise):
        _either(expected, computed, path, tolerance_of(family, path), found)
    elif isinstance(computed, Near):
        _nearly(expected, computed, path, tolerance_of(family, path), found)
    elif isinstance(expected, Mapping):
        _walk_mapping(expected, computed, path, family, found, loose)
    elif (
        not isinstance(expected, (Mapping, list, tuple)) and isinstance(computed, (list, tuple)) and len(computed) == 1
    ):
        _walk(expected, computed[0], path, family, found, loose)  # R's writer leaves the brackets of one out
    elif isinstance(expected, str) and (not _is_nan(expected) or isinstance(computed, str)):
        if str(computed) != expected and not (expected.startswith("error") and computed == "error"):
            found.failures.append(f"{path}: {computed!r} instead of {expected!r}")
    elif isinstance(expected, (list, tuple)) and (not expected or not _numeric(expected) or _explains(computed)):
        items = computed if isinstance(computed, (list, tuple, np.ndarray)) else [computed]
        if len(items) != len(expected):
            found.failures.append(f"{path}: {len(items)} values instead of {len(expected)}")
            return
        for place, (one, other) in enumerate(zip(expected, items, strict=True)):
            _walk(one, other, f"{path}.{place}", family, found, loose)
    else:
        _numbers(expected, computed, path, family, loose.get(path), found)


def _unnamed(expected: Any, computed: Any) -> tuple[Any, Any]:
    """Both as they are; without its name where ours is an only coefficient, whose name R leaves out."""
    if isinstance(computed, Mapping) and len(computed) == 1 and not isinstance(expected, (Mapping, str)):
        (computed,) = computed.values()
        expected = expected[0] if isinstance(expected, list) and len(expected) == 1 else expected
    return expected, computed


def _walk_mapping(
    expected: Mapping[str, Any], computed: Any, path: str, family: str, found: Comparison, loose: Mapping[str, Any]
) -> None:
    for key, value in expected.items():
        if key in ("note", "method", "wrong_filtered"):
            continue
        below = f"{path}.{key}" if path else key
        if not isinstance(computed, Mapping) or key not in computed:
            found.failures.append(f"{below}: not computed")
            continue
        if key in ("se", "vcov") or key.endswith("_se"):
            least = _rounding(expected, key)
            if _largest(value) <= least and _largest(computed[key]) <= least:
                continue  # the design or a calibration fixes the estimate: both are rounding errors of it
        _walk(value, computed[key], below, family, found, {**loose, **grains(expected, key, below)})


def _rounding(expected: Mapping[str, Any], key: str) -> float:
    """Standard errors below 1e-11 of their estimate, and variances below its square, are no more than rounding."""
    names = [key.removesuffix("_se")] if key.endswith("_se") else ["coef", "est", "mean", "total", "ratio", "p"]
    share = 1e-11 * max((_largest(expected[name]) for name in names if name in expected), default=0.0)
    return share**2 if key == "vcov" else share


def _largest(value: Any) -> float:
    """The largest number in a nested result; infinite where something else stands there."""
    if isinstance(value, Mapping):
        return max(map(_largest, value.values()), default=0.0)
    if isinstance(value, (list, tuple, np.ndarray)):
        return max(map(_largest, value), default=0.0)
    try:
        return abs(float(value))
    except (TypeError, ValueError):
        return float("inf")


def _numbers(expected: Any, computed: Any, path: str, family: str, grain: Any, found: Comparison) -> None:
    tolerance = tolerance_of(family, path)
    try:
        wanted = np.array(_plain(expected), dtype=float).ravel()
        got = np.array(_plain(computed), dtype=float).ravel()
    except (TypeError, ValueError):
        found.failures.append(f"{path}: {computed!r} is no number")
        return
    if wanted.shape != got.shape:
        found.failures.append(f"{path}: {got.size} values instead of {wanted.size}")
        return
    scale = float(np.abs(wanted[np.isfinite(wanted)]).max(initial=0.0))
    sizes = _covariance_sizes(wanted) if path == "vcov" and tolerance >= 1e-6 else None
    for place, (one, other) in enumerate(zip(wanted, got, strict=True)):
        found.numbers += 1
        if np.isnan(one) and np.isnan(other):
            continue
        if one == other or (abs(one) <= max(_TINY * scale, 1e-15) and abs(other) <= max(_TINY * scale, 1e-13)):
            continue
        if abs(one - other) <= (1e-6 if path == "tukey.p_adj" else root_slack(family, path, one)):
            continue
        size = sizes[place] if sizes is not None else scale if _by_scale(path, len(wanted)) else abs(one)
        known = np.isfinite(one) and np.isfinite(other) and size > 0
        error = abs(one - other) / size if known else float("inf")
        if grain is not None and tolerance < error <= np.ravel(grain)[place]:
            found.explained.append(f"{path}: {GRAIN}")
            continue
        if np.isfinite(error):
            found.worst = max(found.worst, error)
        if not error <= max(tolerance, _tail_tolerance(family, path, one)):
            found.failures.append(f"{path}: {other:.12g} instead of {one:.12g} (relative error {error:.1e})")


def _tail_tolerance(family: str, path: str, p: float) -> float:
    """Of a model's p: a statistic known to 1e-6 gives its tail to that times z², some −2 log p."""
    of_model = family == "glm" and "p" in (path.split(".")[0], path.split(".")[-1])
    return 2e-6 * -np.log(p) if of_model and 0 < p < 1 else 0.0


def _nearly(expected: Any, computed: Near, path: str, tolerance: float, found: Comparison) -> None:
    wanted = float(_plain(expected))
    found.numbers += 1
    if np.isnan(wanted) and np.isnan(computed.value):
        return
    error = abs(wanted - computed.value) / max(abs(wanted), _TINY)
    if error <= tolerance:
        found.worst = max(found.worst, error)
    elif error <= computed.slack:
        found.explained.append(f"{path}: {computed.reason}")
    else:
        found.failures.append(f"{path}: {computed.value:.12g} instead of {wanted:.12g} (relative error {error:.1e})")


def _either(expected: Any, computed: Otherwise, path: str, tolerance: float, found: Comparison) -> None:
    wanted = float(_plain(expected))
    found.numbers += 1
    error = _apart(wanted, computed.value)
    if error <= tolerance:
        found.worst = max(found.worst, error)
    elif _apart(wanted, computed.theirs) <= computed.within:
        found.explained.append(f"{path}: {computed.reason}")
    else:
        found.failures.append(f"{path}: {computed.value:.12g} instead of {wanted:.12g} (relative error {error:.1e})")


def _apart(wanted: float, got: float) -> float:
    """The relative error; none between two that are no number, infinite where one is."""
    if wanted == got or (np.isnan(wanted) and np.isnan(got)) or (abs(wanted) <= 1e-15 and abs(got) <= 1e-13):
        return 0.0
    error = abs(wanted - got) / max(abs(wanted), _TINY)
    return float(error) if np.isfinite(error) else float("inf")


def _covariance_sizes(values: np.ndarray) -> np.ndarray:
    """Of models, covariances are judged by the two standard errors they belong to: one may lie near zero."""
    k = int(round(len(values) ** 0.5))
    spread = np.sqrt(np.abs(np.diag(values.reshape(k, k))))
    return np.outer(spread, spread).ravel()


def _by_scale(path: str, count: int) -> bool:
    """The two ends of an interval, and loadings, are judged by the largest of them: one may lie near zero."""
    interval = count == 2 and any(part.startswith(("ci", "conf_int")) for part in path.split("."))
    return interval or path.startswith(("ml_loadings", "ml_uniqueness", "varimax"))


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, (list, tuple)):
        return [_plain(part) for part in value]
    if value is None or (isinstance(value, str) and value in ("NaN", "NA")):
        return np.nan
    return {"Inf": np.inf, "-Inf": -np.inf}.get(value, value) if isinstance(value, str) else value


def _is_nan(text: str) -> bool:
    return text in ("NaN", "NA", "Inf", "-Inf")


def _explains(values: Any) -> bool:
    if isinstance(values, (list, tuple)):
        return any(_explains(value) for value in values)
    return isinstance(values, (Explained, Near, Otherwise))


def _numeric(values: Any) -> bool:
    if isinstance(values, (list, tuple)):
        return all(_numeric(value) for value in values)
    if isinstance(values, str):
        return _is_nan(values)
    return values is None or (isinstance(values, (int, float)) and not isinstance(values, bool))
