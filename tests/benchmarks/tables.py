# SPDX-License-Identifier: MIT
"""A plan of 3,000 tables on 5,000 rows, 500 in Word and a workbook, a figure at 600 dpi, forty questions by command."""

from __future__ import annotations

import io
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.benchmarks.rows import BenchRow

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    from analysis.records import Frame
    from analysis.result_tables import TableSpec

ROWS, TABLES, WRITTEN, QUESTIONS = 5_000, 3_000, 500, 40


def rows() -> list[BenchRow]:
    """Measure once each, after a first run that loads the science modules."""
    from projects.results.plan_run import run_plan
    from projects.results.plans import Plan

    frame = invented_frame(ROWS)
    plan = Plan("bench", _plan_rows())
    run_plan({"t1": frame}, Plan("warm", plan.rows[:40]))
    start = time.perf_counter()
    results = run_plan({"t1": invented_frame(ROWS)}, plan)
    planned = time.perf_counter() - start
    assert len(results) == TABLES
    tables = [table for result in results[::5] for table in result.tables][:WRITTEN]
    assert len(tables) == WRITTEN
    stacked = next(result.figures[0] for result in results if result.declaration == "crosstab")
    return [
        BenchRow("plan of 3,000 tables on 5,000 rows", "< 10 s", planned, "s"),
        BenchRow(
            "500 tables of the plan to docx + xlsx, processor time", "< 15 s", _written(tables), "s", "115 s before"
        ),
        BenchRow("PNG of a stacked bar at 600 dpi", "< 1 s", _picture(stacked), "s"),
        _forty_questions(),
    ]


def _forty_questions() -> BenchRow:
    """The command as one types it, from its start to its end: one workbook with a sheet to scroll, and a document."""
    draw = random.Random(3)
    answers = ("Never", "Rarely", "Sometimes", "Often", "Always")
    lines = ["Site," + ",".join(f"Question {at}" for at in range(QUESTIONS))]
    lines += [",".join([draw.choice("ABC"), *draw.choices(answers, k=QUESTIONS)]) for _row in range(2_000)]
    plan = ["analysis,variable,by", *(f"Percentages,Question {at},Site" for at in range(QUESTIONS))]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        for name, content in (("rows.csv", lines), ("plan.csv", plan)):
            (place / name).write_text("\n".join(content) + "\n", encoding="utf-8")
        held = {**os.environ, "WORKBENCH_PASSWORD": "forty quiet questions by site"}

        def run(*words: str) -> tuple[float, float]:
            start, before = time.perf_counter(), os.times()
            call = [sys.executable, "-P", "-m", "workbench", *words]
            subprocess.run(call, check=True, env=held, capture_output=True)
            after = os.times()
            return time.perf_counter() - start, sum(after[2:4]) - sum(before[2:4])

        project = str(place / "P.pwb")
        run("new", project)
        run("import", project, str(place / "rows.csv"))
        taken, processor = run("analyse", project, str(place / "plan.csv"), "--out", str(place / "out"))
    name = "analyse a plan of 40 questions by site on 2,000 rows, start to end"
    return BenchRow(name, "< 6 s", taken, "s", processor=processor)


def _written(tables: list[TableSpec]) -> float:
    """Processor time of both writers."""
    from analysis.writers import write_docx, write_xlsx

    start = time.process_time()
    for write in (write_docx, write_xlsx):
        write(tables, io.BytesIO(), "en")
    return time.process_time() - start


def _picture(figure: object) -> float:
    from analysis.figures import write_figure

    write_figure(figure, io.BytesIO(), "png", "en", dpi=72)  # type: ignore[arg-type]
    start = time.perf_counter()
    write_figure(figure, io.BytesIO(), "png", "en", dpi=600)  # type: ignore[arg-type]
    return time.perf_counter() - start


def _plan_rows() -> tuple[Any, ...]:
    from projects.results.plans import PlanRow

    kinds = (
        [PlanRow("proportions", f"one{at}", by=f"one{by}") for at in range(40) for by in range(32) if by != at]
        + [PlanRow("set", f"set{at}", by=f"one{by}") for at in range(10) for by in range(40)]
        + [PlanRow("means", f"number{at}", by=f"one{by}") for at in range(20) for by in range(40)]
        + [PlanRow("crosstab", f"one{at}", by=f"one{by}") for at in range(20) for by in range(20, 40)]
        + [PlanRow("describe", f"number{at}", by=f"one{by}") for at in range(5) for by in range(40)]
    )
    return tuple(kinds[:TABLES])


def invented_frame(count: int) -> Frame:
    """40 one-choice questions, 10 sets of 8, 20 numbers; 5 strata, 200 clusters, weights, 3 % missing."""
    import numpy as np
    import pandas as pd

    from analysis.records import (
        Choice,
        DataTable,
        Frame,
        Kind,
        Level,
        RowOrigin,
        SampleColumns,
        Variable,
    )
    from wording import Labels

    draw = np.random.default_rng(1)
    data: dict[str, object] = {}
    reasons: dict[str, np.ndarray] = {}
    variables: list[Variable] = []

    def add(name: str, kind: Kind, choices: int = 0) -> tuple[str, np.ndarray]:
        key = f"v{len(variables) + 1}"
        answers = tuple(Choice(f"c{at}", f"a{at}", Labels({"en": f"Answer {at}"})) for at in range(choices))
        variables.append(Variable(key, name, Labels({"en": name}), kind, Level.NOMINAL, choices=answers))
        reasons[key] = np.where(draw.random(count) < 0.03, 4, 0).astype(np.int8)
        return key, reasons[key] > 0

    _answers(draw, count, add, data)
    cluster = draw.integers(0, 200, count)
    design = SampleColumns(draw.uniform(0.5, 2.0, count), cluster // 40, cluster.reshape(-1, 1))
    table = DataTable(
        "t1", "bench", Labels({"en": "Bench"}), "household", RowOrigin.PROBABILITY, tuple(variables), count
    )
    return Frame(table, pd.DataFrame(data), reasons, np.arange(count), design)


def _answers(
    draw: np.random.Generator,
    count: int,
    add: Callable[..., tuple[str, np.ndarray]],
    data: dict[str, object],
) -> None:
    import numpy as np
    import pandas as pd

    from analysis.records import Kind

    for at in range(40):
        key, absent = add(f"one{at}", Kind.ONE, 2 + at % 5)
        codes = np.where(absent, -1, draw.integers(0, 2 + at % 5, count))
        data[key] = pd.Categorical.from_codes(codes, [f"c{number}" for number in range(2 + at % 5)])
    for at in range(10):
        key, absent = add(f"set{at}", Kind.SET, 8)
        for number in range(8):
            chosen = pd.array(draw.random(count) < 0.1 + 0.08 * number, dtype="boolean")
            chosen[absent] = pd.NA
            data[f"{key}.c{number}"] = chosen
    for at in range(20):
        key, absent = add(f"number{at}", Kind.NUMBER)
        data[key] = np.where(absent, np.nan, draw.gamma(2.0, 10.0, count))
