# SPDX-License-Identifier: MIT
"""The worked examples of `docs/extending.md` run: each new file is found, and reaches where its kind is used."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wording", "analysis", "coding", "projects")
EXAMPLE = re.compile(r"^```python file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CHECKS = {
    "chat": """
from pathlib import Path
from projects.interviews.reading import read_transcript
from projects.readers.transcripts import interview_patterns
Path("a.bin").write_bytes(b"#CHAT\\n10:00 | P1 | We left.\\n10:01 | P2 | When?\\n")
read = read_transcript(Path("a.bin"))
assert (read.kind, read.text) == ("chat", "P1: We left.\\nP2: When?"), read
assert "*.chat" in interview_patterns()
""",
    "pipes": """
from pathlib import Path
from projects.importing.survey import import_survey
from projects.readers.survey_files import survey_patterns
Path("a.pipes").write_text("#PIPES\\nsite|age\\nA|31\\nB|42\\nA|25\\n")
table = import_survey(Path("a.pipes")).tables[0]
assert [variable.name for variable in table.variables] == ["site", "age"], table
assert "*.pipes" in survey_patterns()
""",
    "answered": """
import sys
sys.path.append(ROOT)
from tests.analysis.declared.conftest import make_frame
from analysis.declared import declarations, run
assert "answered" in [one.id for one in declarations()]
found = run("answered", make_frame(), {"variable": "v3"})
assert found.tables[0].rows[0].cells[0].estimate == 480 - 18, found
from projects.results.plans import needed_columns
assert "answered" not in needed_columns()
""",
    "tsv": """
import io
from analysis.specs import Cell, Column, Row, TableSpec
from analysis.writers.records import table_writers
writer = next(one for one in table_writers() if one.id == "tsv")
table = TableSpec("t", "T", None, None, (Column("a", "A"),), (Row("r", "Row", (Cell(2.5),)),))
stream = io.BytesIO()
writer.write([table], stream, "en", None, None)
assert stream.getvalue() == b"Row\\t2.5\\n"
""",
}


def examples() -> dict[str, tuple[str, str]]:
    text = (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")
    return {Path(path).stem: (path, code) for path, code in EXAMPLE.findall(text)}


def test_every_kind_has_an_example() -> None:
    assert set(examples()) == set(CHECKS)


@pytest.mark.slow
@pytest.mark.parametrize("name", CHECKS)
def test_an_example_is_one_file_that_works(name: str, tmp_path: Path) -> None:
    path, code = examples()[name]
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / path).write_text(code, encoding="utf-8")
    check = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n" + CHECKS[name]
    done = subprocess.run(
        [sys.executable, "-P", "-c", check.replace("ROOT", repr(str(ROOT)))],
        cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    heavy = "import sys; sys.path.insert(0, {!r}); import {}; print(*sys.modules)"
    module = path.removesuffix(".py").replace("/", ".")
    loaded = subprocess.run(
        [sys.executable, "-P", "-c", heavy.format(str(tmp_path), module)],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    assert not {"numpy", "pandas", "PySide6"} & {one.split(".")[0] for one in loaded.split()}
