# SPDX-License-Identifier: MIT
"""Memory that the largest text taken in needs: 20 MB, three million words; measured in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from projects.readers.plain_text import MOST_TEXT

pytestmark = pytest.mark.slow

MOST_MEMORY = 512  # MiB in each of the two processes; 230 were measured, 1,500 before texts had a limit
TALK = (
    "Interviewer: How are you today and where did you sleep last night?\n"
    "Respondent: We slept at the old mill — it was cold, nobody came, and the children cried until the morning.\n"
)
PROGRAM = """
import re, resource, sys
from pathlib import Path
from projects.interviews.reading_process import read_transcript_apart

if __name__ == "__main__":
    read = read_transcript_apart(Path(sys.argv[1]))
    # not ru_maxrss of itself: Linux begins it with what the process had that started this one
    own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
    print(len(read.turns), own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peaks of memory are told in KiB by Linux")
def test_the_largest_text_is_read_in_bounded_memory(tmp_path: Path) -> None:
    part = TALK.encode()
    file, program = tmp_path / "talk.txt", tmp_path / "read.py"
    file.write_bytes(part * (MOST_TEXT // len(part)))
    program.write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run([sys.executable, str(program), str(file)], capture_output=True, text=True, check=True)
    turns, own, apart = (int(word) for word in done.stdout.split())
    assert turns == 2 * (MOST_TEXT // len(part))
    assert max(own, apart) < MOST_MEMORY
