# SPDX-License-Identifier: MIT
"""Processor time ends an import; time in which others have the processor does not."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from projects.workers.host_process import processor_seconds, run_job
from projects.workers.problems import WorkerProblem

pytestmark = pytest.mark.skipif(
    sys.platform not in ("linux", "win32"), reason="only Linux and Windows tell a process's time here"
)


@pytest.mark.slow
def test_a_process_that_waits_uses_no_processor_time() -> None:
    waiting = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(30)"])
    try:
        time.sleep(1.5)
        spent = processor_seconds(waiting)
        assert spent is not None
        assert spent < 1
    finally:
        waiting.kill()
        waiting.wait()


def test_an_import_ends_by_its_processor_time(tmp_path: Path) -> None:
    file = tmp_path / "wide.csv"
    file.write_text(",".join(f"c{n}" for n in range(16_000)) + "\n" + ",".join("1" * 16_000) + "\n")
    arguments = {"path": str(file), "form": None, "options": {}}
    with pytest.raises(WorkerProblem) as ended:
        run_job("import_survey", arguments, None, 0.5, processor_time=True)
    assert ended.value.message.key == "worker.problem.time"
