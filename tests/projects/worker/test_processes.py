# SPDX-License-Identifier: MIT
"""The helper processes: limits, cancelling, dying, and what they may not do."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from projects.worker import TextProcess, WorkerProblem, run_job
from projects.workers.jobs import job_function, jobs
from projects.workers.pipe_messages import JOB, from_json, read_frame, write_json
from projects.workers.problems import JobError
from wording import Problem, Stopped, render

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[2]


@pytest.fixture
def odd_jobs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> dict[str, str]:
    """Jobs that misbehave, put beside the jobs of a copy of the harness that only these tests start."""
    module = tmp_path / "odd_jobs.py"
    module.write_text((HERE / "odd_jobs_source.txt").read_text("utf-8"), "utf-8")
    start = tmp_path / "start.py"
    names = ["sleep", "eat", "network", "write", "program", "crash", "problem", "pid", "parts", "chatter"]
    names += ["libc_call", "read", "thread", "told"]
    table = {name: f"odd_jobs:{name}" for name in names}
    start.write_text(
        f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nfrom projects.workers import jobs\n"
        f"from wording import discovery\nodd, real = {table!r}, jobs.job_function\n"
        "jobs.job_function = lambda name: discovery.resolve(odd[name]) if name in odd else real(name)\n"
        "from projects.workers.child_process import main\nmain()\n",
        "utf-8",
    )
    real = subprocess.Popen

    def started(command: list[str], **options: Any) -> Any:
        assert command == [sys.executable, "-P", "-m", "projects.workers.child_process"]
        return real([sys.executable, "-P", str(start)], **options)

    monkeypatch.setattr("projects.workers.host_process.Popen", started)
    return table


class Button:
    """A cancel button, and what was reported."""

    def __init__(self) -> None:
        self.pressed = threading.Event()
        self.fractions: list[float] = []

    def stop_requested(self) -> bool:
        return self.pressed.is_set()

    def report(self, fraction: float, text: Any = None) -> None:
        self.fractions.append(fraction)


def test_the_real_command_answers() -> None:
    assert run_job("echo", {"words": ["é", None, 1.5]}).value == {"words": ["é", None, 1.5]}


def test_only_a_job_of_the_table_can_be_run() -> None:
    assert list(jobs()) == sorted(jobs())
    assert all(work.startswith("projects.") and callable(job_function(name)) for name, work in jobs().items())
    with pytest.raises(JobError):
        run_job("os:system", {"command": "true"})


def test_text_process_stays_warm_and_starts_anew(odd_jobs: dict[str, str]) -> None:
    with TextProcess() as process:
        first = process.call("pid")
        assert process.call("pid") == first
        with pytest.raises(WorkerProblem):
            process.call("sleep", seconds=0.3)
        assert process.call("pid") != first


def test_a_cancel_is_answered_at_once(odd_jobs: dict[str, str]) -> None:
    button = Button()
    pressed_at: list[float] = []

    def press() -> None:
        pressed_at.append(time.monotonic())
        button.pressed.set()

    timer = threading.Timer(0.5, press)
    timer.start()
    with pytest.raises(Stopped):
        run_job("sleep", {}, button)
    timer.join()
    assert time.monotonic() - pressed_at[0] < 2.0  # the bar of 0.2 s is measured by the benchmark


def test_too_long_and_too_large(odd_jobs: dict[str, str]) -> None:
    with pytest.raises(WorkerProblem) as late:
        run_job("sleep", {}, seconds=0.5)
    assert late.value.message.key == "worker.problem.time"
    if sys.platform.startswith("linux"):
        with pytest.raises(Problem) as large:
            run_job("eat", {}, memory=300_000_000)
        assert large.value.message.key in ("worker.problem.memory", "worker.problem.died_limited")
        for language in ("en", "fr"):
            assert render(large.value.message, language)


@pytest.mark.parametrize("job", ["network", "write", "program"])
def test_what_a_helper_may_not_do(odd_jobs: dict[str, str], tmp_path: Path, job: str) -> None:
    target = tmp_path / "written.txt"
    with pytest.raises(JobError) as error:
        run_job(job, {"path": str(target)})
    assert "PermissionError" in str(error.value)
    assert not target.exists()


def test_problems_and_bugs_come_back_without_values(odd_jobs: dict[str, str]) -> None:
    with pytest.raises(Problem) as problem:
        run_job("problem", {})
    assert problem.value.message.key == "importing.problem.empty"
    with pytest.raises(JobError) as bug:
        run_job("crash", {})
    assert "KeyError" in str(bug.value)
    assert "a secret answer" not in str(bug.value)


def test_parts_and_progress_and_stray_prints(odd_jobs: dict[str, str]) -> None:
    button = Button()
    answer = run_job("parts", {}, button)
    assert answer.value == {"count": 2}
    assert [bytes(part) for part in answer.parts] == [b"abc", bytes(200_000)]
    assert button.fractions == [0.5]
    assert run_job("chatter", {}).value == "heard"


def test_it_ends_when_its_pipe_closes() -> None:
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "projects.workers.child_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    write_json(process.stdin, JOB, {"name": "echo", "arguments": {"a": 1}})  # type: ignore[arg-type]
    frame = read_frame(process.stdout)  # type: ignore[arg-type]
    assert frame is not None
    assert from_json(frame[1]) == {"a": 1}
    process.stdin.close()
    assert process.wait(20) == 0
    process.stdout.close()
