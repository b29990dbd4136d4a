# SPDX-License-Identifier: MIT
"""The worked examples of `docs/extending.md` run: each kind is found, by its folder or its row, and is used."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from analysis.writers import table as of_analysis
from projects.writers import table as of_projects
from tests.house.docstring_sections import classes_of, owed, public_functions
from wording import discovery

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("wording", "analysis", "coding", "projects", "workbench")
EXAMPLE = re.compile(r"^```python file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ROW = re.compile(r"^```text row=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CHECKS = {
    "chat": """
from pathlib import Path
from projects.interviews.transcript_reading import read_transcript
from projects.readers.transcripts import interview_patterns
Path("a.bin").write_bytes(b"#CHAT\\n10:00 | P1 | We left.\\n10:01 | P2 | When?\\n")
read = read_transcript(Path("a.bin"))
assert (read.kind, read.text) == ("chat", "P1: We left.\\nP2: When?"), read
assert "*.chat" in interview_patterns()
""",
    "pipes": """
from pathlib import Path
from projects.intake.survey_import import import_survey
from projects.readers.survey_files import survey_patterns
Path("a.pipes").write_text("#PIPES\\nsite|age\\nA|31\\nB|42\\nA|25\\n")
table = import_survey(Path("a.pipes")).tables[0]
assert [variable.name for variable in table.variables] == ["site", "age"], table
assert "*.pipes" in survey_patterns()
""",
    "answered": """
import sys
sys.path.append(ROOT)
from tests.analysis.analyses.conftest import make_frame
from analysis.analyses import declarations, run
assert "answered" in [one.id for one in declarations()]
found = run("answered", make_frame(), {"variable": "v3"})
assert found.tables[0].rows[0].cells[0].estimate == 480 - 18, found
from projects.results.plans import needed_columns
assert "answered" not in needed_columns()
""",
    "tsv": """
import io
from analysis.result_tables import Cell, Column, Row, TableSpec
from analysis.file_writers import table_writers
writer = next(one for one in table_writers() if one.id == "tsv")
table = TableSpec("t", "T", None, None, (Column("a", "A"),), (Row("r", "Row", (Cell(2.5),)),))
stream = io.BytesIO()
writer.write([table], stream, "en", None, None)
assert stream.getvalue() == b"Row\\t2.5\\n"
""",
    "eps": """
import io
from analysis.figures.figure_file import write_figure
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec
table = TableSpec("t", "T", None, None, (Column("a", "A"),), (Row("r", "Row", (Cell(2.5),)),))
stream = io.BytesIO()
write_figure(FigureSpec("f", table, Chart.BARS, "T", axis="A", columns=("a",)), stream, "eps", "en")
assert stream.getvalue().startswith(b"%!PS-Adobe"), stream.getvalue()[:40]
from workbench.cli.demo import FIGURE_KINDS
assert "eps" not in FIGURE_KINDS and "png" in FIGURE_KINDS
""",
    "markdown": """
import io
from analysis.report import Report
from analysis.report.blocks import Heading, Paragraph
from analysis.file_writers import by_ending, report_writers
from wording.discovery import resolve
stream = io.BytesIO()
work = resolve(by_ending(report_writers())["md"].work)
assert work(Report("R", (Heading("One"), Paragraph("Words."))), stream, "en", None, None) == ()
assert stream.getvalue() == b"# R\\n\\n## One\\n\\nWords.\\n", stream.getvalue()
""",
    "jsonl": """
import io, json, tempfile
from pathlib import Path
sys.path.append(ROOT)
from tests.projects.datasets.adjusted_schools import sample_of_schools
from projects.datasets.export.export_content import export_table
from projects.datasets.export.data_writing import write_data
from projects.file_writers import DataFile, Steps, data_writer
with sample_of_schools(Path(tempfile.mkdtemp(dir="."))) as project:
    export = export_table(project, "t1")
    stream = io.BytesIO()
    write_data(data_writer("jsonl"), [export], stream, DataFile(Path("."), "en", True, False, Steps()))
lines = stream.getvalue().splitlines()
assert len(lines) == export.rows and len(json.loads(lines[0])) > len(export.variables), lines[0]
""",
    "plain": """
import io
from projects.file_writers import log_writer_of
from wording.discovery import resolve
stream = io.BytesIO()
resolve(log_writer_of("plain").work)(stream, ["when", "old", "new"], [["today", "", "7"]], "en")
assert stream.getvalue() == b"when: today; new: 7\\n", stream.getvalue()
""",
    "quotes": """
import io
from projects.exchange.segment_table import COLUMNS, SegmentTable, write_segments
stream = io.BytesIO()
row = tuple({"quote": "They left.", "code": "Fear", "document": "I1"}.get(name, "") for name in COLUMNS)
write_segments(SegmentTable((row,), 0), "quotes", stream, "en")
assert stream.getvalue().decode() == "“They left.” (Fear, I1)\\n", stream.getvalue()
""",
    "outline": """
import io
from coding.codebook import Codebook
from coding.records import Code
from projects.exchange.codebook_files import write_codebook
from projects.file_writers import table_patterns
from wording import Labels
stream = io.BytesIO()
code = Code("1", None, 0, Labels({"en": "Fear"}), Labels({}), "#0072b2", {})
write_codebook(Codebook([code]), "outline", stream, "en")
assert stream.getvalue() == b"- Fear\\n", stream.getvalue()
assert "*.csv" in table_patterns() and "*.outline" not in table_patterns()
""",
    "codelist": """
import io
from coding.exchange import Exchange, ExchangeCode
from projects.file_writers import exchange_writers
from wording.discovery import resolve
writer = next(one for one in exchange_writers() if one.id == "codelist")
assert callable(resolve(writer.gather))
stream = io.BytesIO()
resolve(writer.work)(Exchange(codes=[ExchangeCode("g", "", "Fear")]), stream)
assert stream.getvalue() == b"Fear\\n"
""",
    "listing": """
import io
from projects.datasets.export.codebook_sheets import CodebookSheet
from projects.file_writers import survey_codebook_writers
from wording.discovery import resolve
writer = next(one for one in survey_codebook_writers() if one.id == "listing")
stream = io.BytesIO()
lines = (("age", "question", "Your age", "", None, None, 5.0, 5.0), ("age", "mean", "", "", 30.0))
resolve(writer.work)([CodebookSheet("people", ("en",), ("",) * 8, lines)], stream, "en", None)
assert stream.getvalue() == b"people: age: Your age\\n"
""",
    "marked": """
from pathlib import Path
from projects.exchange.codebook_files import exchange_kind, read_exchange
from projects.readers.exchange_files import exchange_patterns
data = b"#MARKED\\n[fear] They took my papers.\\nThen we left.\\n"
assert exchange_kind(Path("a.bin"), data, frozenset()) == "marked"
found = read_exchange(Path("a.bin"), data, "marked")
(coding,), (source,) = found.codings, found.sources
assert source.text[coding.start:coding.end] == "They took my papers.", found
assert "*.marked" in exchange_patterns()
""",
    "count_letters": """
from projects.workers.jobs import job_function
assert job_function("count_letters")({"text": "They left."}, None) == 8
""",
}


def guide() -> str:
    return (ROOT / "docs" / "extending.md").read_text(encoding="utf-8")


def examples() -> dict[str, tuple[str, str]]:
    return {Path(path).stem: (path, code) for path, code in EXAMPLE.findall(guide())}


def test_every_kind_has_an_example() -> None:
    assert set(examples()) == set(CHECKS)
    places = {Path(path).parent.as_posix().replace("/", ".") for path, _ in examples().values()}
    assert set(discovery.POINTS) <= places
    shown = ROW.findall(guide())
    assert {path.removesuffix(".py").replace("/", ".") for path, _ in shown} == set(discovery.TABLES)
    classes = {row.partition("(")[0].strip() for path, row in shown if path.endswith("/writers/table.py")}
    assert classes == {type(one).__name__ for one in (*of_analysis.WRITERS, *of_projects.WRITERS)}


def test_every_example_keeps_the_rules_of_the_house() -> None:
    """Who copied one met the checks of docstrings and of `Any` only when all tests ran."""
    for path, code in examples().values():
        module = ast.parse(code)
        assert not [node for node in ast.walk(module) if isinstance(node, ast.Name) and node.id == "Any"], path
        if path.startswith(("analysis/", "coding/")):
            assert [owed(one) for one in public_functions(module, classes_of([module])) if owed(one)] == [], path


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages with every example and row put where it says: copied once; each file lies beside the others."""
    folder = tmp_path_factory.mktemp("extended")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, folder / package)
    shutil.copytree(ROOT / "third_party" / "country_names", folder / "third_party" / "country_names")
    shutil.copytree(ROOT / "third_party" / "person_names", folder / "third_party" / "person_names")
    for path, code in examples().values():
        assert not (folder / path).exists(), path
        (folder / path).write_text(code, encoding="utf-8")
    for path, row in ROW.findall(guide()):
        table = (folder / path).read_text(encoding="utf-8")
        end = table.rstrip().rindex("\n") + 1  # the bracket that closes the table stands last in its file
        (folder / path).write_text(table[:end] + row + table[end:], encoding="utf-8")
    return folder


def _run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    begin = f"import sys; sys.path.insert(0, {str(folder)!r})\n"
    return subprocess.run(
        [sys.executable, "-P", "-c", begin + code.replace("ROOT", repr(str(ROOT)))],
        cwd=folder, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


@pytest.mark.slow
def test_each_example_is_one_file_that_works(extended: Path) -> None:
    """One process for all: most of the time goes into importing libraries."""
    code = "".join(f"def check_{name}():\n{textwrap.indent(check, '    ')}\n" for name, check in CHECKS.items())
    done = _run(extended, "import sys\n" + code + "".join(f"check_{name}()\nprint({name!r})\n" for name in CHECKS))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == list(CHECKS)


@pytest.mark.slow
def test_no_example_imports_anything_heavy(extended: Path) -> None:
    modules = [path.removesuffix(".py").replace("/", ".") for path, _ in examples().values()]
    loaded = _run(extended, f"[__import__(name) for name in {modules!r}]; print(*sys.modules)").stdout.split()
    assert set(modules) <= set(loaded)
    assert not {"numpy", "pandas", "matplotlib", "PySide6"} & {one.split(".")[0] for one in loaded}
