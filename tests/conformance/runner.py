# SPDX-License-Identifier: MIT
"""The command `goldens`: every case of a folder through the engine, a line per family, a reason per failure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from tests.conformance.cases import Case, NotSupported, read_cases
from tests.conformance.compare import compare
from tests.conformance.tasks import answer
from wording import Problem, msg, render


@dataclass
class FamilyReport:
    """Counts of one family and what is to be said about its cases."""

    passed: int = 0
    failed: int = 0
    unsupported: int = 0
    worst: float = 0.0
    lines: list[tuple[str, str, str]] = field(default_factory=list)  # kind, case, reason


def run_goldens(folder: Path, out: TextIO, language: str = "en") -> bool:
    """Runs the cases under `folder` (`survey/`, `base/`, `indices/`, or case files in the folder itself).

    Prints per family passed, failed, not supported and the worst relative error, then each case that failed, was not
    supported or needs a word. True when there were cases and none failed. Raises Problem for a folder without cases.
    """
    reports = collect(folder)
    if not reports:
        raise Problem(msg("survey.goldens_none"))
    total = FamilyReport()
    print(render(msg("survey.goldens_heading"), language), file=out)
    for name, report in sorted(reports.items()):
        print(f"{name:<24}{report.passed:>8}{report.failed:>8}{report.unsupported:>15}{report.worst:>14.1e}", file=out)
        total.passed += report.passed
        total.failed += report.failed
        total.unsupported += report.unsupported
        total.worst = max(total.worst, report.worst)
    label = render(msg("survey.goldens_total"), language)
    print(f"{label:<24}{total.passed:>8}{total.failed:>8}{total.unsupported:>15}{total.worst:>14.1e}", file=out)
    for name, report in sorted(reports.items()):
        for kind, case, reason in report.lines:
            print(f"{render(msg(f'survey.goldens_{kind}'), language)}  {name}  {case}: {reason}", file=out)
    return total.failed == 0


def collect(folder: Path) -> dict[str, FamilyReport]:
    """The reports by family, named "survey/mean"."""
    reports: dict[str, FamilyReport] = defaultdict(FamilyReport)
    for part in ("survey", "base", "indices", "."):
        place = folder / part
        if not place.is_dir():
            continue
        if part == "indices":
            _indices(place, reports)
            continue
        for case in read_cases(place):
            set_name = part if part != "." else ("survey" if case.design else "base")
            _judge(case, set_name, reports[f"{set_name}/{case.family}"])
    return dict(reports)


def _judge(case: Case, set_name: str, report: FamilyReport) -> None:
    if case.damage:
        _failed(case.id, case.damage, report)
        return
    kind = "olr" if case.task.get("family") == "ordinal_logit" else case.family
    _settled(case.id, case.result, partial(answer, case, set_name), kind, report)


def _settled(name: str, expected: Any, compute: Callable[[], Any], family: str, report: FamilyReport) -> None:
    """Computes and compares; what the engine stumbles over is this case's failure, never the run's."""
    try:
        with np.errstate(divide="ignore", invalid="ignore"):  # what has no value is compared as such
            computed = compute()
        found = compare(expected, computed, family)
    except NotSupported as gap:
        report.unsupported += 1
        report.lines.append(("unsupported", name, str(gap)))
        return
    except Problem as problem:
        if isinstance(expected, dict) and "error" in expected:
            report.passed += 1
        else:
            _failed(name, render(problem.message, "en"), report)
        return
    except Exception as error:  # noqa: BLE001 - see the first sentence
        _failed(name, f"{type(error).__name__}: {error}", report)
        return
    report.worst = max(report.worst, found.worst)
    if found.failures:
        more = len(found.failures) - 3
        _failed(name, "; ".join(found.failures[:3]) + (f"; +{more}" if more > 0 else ""), report)
    else:
        report.passed += 1
    for reason in dict.fromkeys(reason.split(": ", 1)[1] for reason in found.explained):
        report.lines.append(("explained", name, reason))


def _failed(name: str, reason: str, report: FamilyReport) -> None:
    report.failed += 1
    report.lines.append(("failed", name, reason))


def _indices(place: Path, reports: dict[str, FamilyReport]) -> None:
    from tests.conformance.index_tasks import index_answers

    try:
        for name, expected, compute in index_answers(place):
            report = reports[f"indices/{name}"]
            if compute is None:
                report.unsupported += 1
                report.lines.append(("unsupported", name, name))
            else:
                _settled(name, expected, compute, "indices", report)
    except NotSupported as gap:
        _failed("indices", str(gap), reports["indices/unreadable"])
