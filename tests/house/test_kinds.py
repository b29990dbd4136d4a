# SPDX-License-Identifier: MIT
"""Kinds of reader and analysis are found, those of writer and job stand in one table; no other list names them."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.house.source_trees import nodes
from wording import discovery

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ("wording", "analysis", "coding", "projects", "workbench")
HEAVY = {"numpy", "pandas", "pyarrow", "scipy", "statsmodels", "matplotlib", "spacy", "docx", "openpyxl", "PySide6"}

# Lists that name kinds and are none of kinds: what they are for.
CHOSEN = {"projects/readers/file_kinds.py": "parts of a zip, told before any reader is asked"}


def records(point: str) -> list[Any]:
    """The records of one extension point: a folder, or the rows of one class in a table, "table:Class"."""
    table, _, row = point.partition(":")
    if row:
        return [one for one in importlib.import_module(table).WRITERS if type(one).__name__ == row]
    found = []
    for name in discovery.modules(point):
        module = importlib.import_module(name)
        found += [value for value in vars(module).values() if hasattr(value, "work") and not isinstance(value, type)]
    return found


def every_point() -> list[str]:
    """The extension points whose kinds a user meets."""
    tables = [(name, importlib.import_module(name)) for name in discovery.TABLES if name.endswith(".writers.table")]
    rows = {f"{name}:{type(one).__name__}" for name, table in tables for one in table.WRITERS}
    return [*discovery.POINTS, *sorted(rows)]


def words(point: str) -> set[str]:
    """What the kinds of one point are called: ids and endings, with and without the dot."""
    found: set[str] = set()
    for record in records(point):
        endings = (*getattr(record, "suffixes", ()), getattr(record, "suffix", ""), *getattr(record, "also", ()))
        found |= {record.id, *endings, *(ending.lstrip(".") for ending in endings)}
    return found - {""}


def literal_lists(among: Iterable[ast.AST]) -> Iterator[tuple[int, list[str]]]:
    """The lists, tuples, sets and tables of two and more written strings."""
    for node in among:
        items: list[Any] = []
        if isinstance(node, ast.Tuple | ast.List | ast.Set):
            items = node.elts
        elif isinstance(node, ast.Dict):
            items = node.keys
        written = [one.value for one in items if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if len(written) > 1 and len(written) == len(items):
            yield node.lineno, written


def hand_kept(among: Iterable[ast.AST], known: dict[str, set[str]]) -> list[tuple[int, list[str]]]:
    """The lists that name nothing but kinds of one extension point."""
    return [
        (line, named) for line, named in literal_lists(among) if any(set(named) <= kinds for kinds in known.values())
    ]


def test_a_list_kept_by_hand_is_seen() -> None:
    known = {point: words(point) for point in every_point()}
    for source in (
        'KINDS = ("xlsx", "csv", "sav")',
        'KINDS = frozenset((".qdpx", ".qdc"))',
        'WRITERS = {"png": 1, "svg": 2}',
        'MENU = ["crosstab", "agreement"]',
        'READERS = {".docx", ".odt"}',
    ):
        assert hand_kept(ast.walk(ast.parse(source)), known), source
    assert not hand_kept(ast.walk(ast.parse('NAMES = ("xlsx", "something else")')), known)


@pytest.mark.slow
def test_no_list_of_kinds_is_kept_by_hand() -> None:
    known = {point: words(point) for point in every_point()}
    assert all(len(of) > 1 for of in known.values())
    known["projects.jobs"] = set(importlib.import_module("projects.jobs").JOBS)
    own = tuple(point.replace(".", "/") for point in (*discovery.POINTS, *discovery.TABLES))
    seen: dict[str, list[tuple[int, list[str]]]] = {}
    for package in PRODUCT:
        for path in sorted((ROOT / package).rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if not place.startswith(own) and (found := hand_kept(nodes(path), known)):
                seen[place] = found
    assert {place: found for place, found in seen.items() if place not in CHOSEN} == {}


def test_no_file_dialog_lists_kinds_of_an_extension_point() -> None:
    """Filters such as "Word (*.docx);;PDF (*.pdf)" are made from what is found; no catalogue names an ending in one."""
    several = re.compile(r"\(\*\.\w+\);;\w.*\(\*\.\w+\)|\(\*\.\w+ \*\.\w+")
    for package in PRODUCT:
        for path in [*(ROOT / package).rglob("*.py"), *(ROOT / package).rglob("*.po")]:
            if path.name not in ("records.py", "file_writers.py"):
                wrong = several if path.suffix == ".py" else re.compile(r"\*\.[a-z]+")
                found = wrong.search(path.read_text(encoding="utf-8"))
                assert found is None, f"{path.relative_to(ROOT)}: {found and found.group()}"


def test_the_readme_names_the_analyses_found() -> None:
    """Analyses without a design and of interviews are listed there in words: those there are, and no others."""
    from analysis.analyses import declarations

    told = set(re.findall(r"`([a-z_]+)`", (ROOT / "README.md").read_text(encoding="utf-8")))
    wanted = {one.id for one in declarations() if one.unweighted or one.of_codings} | {"power", "sample_size", "reach"}
    assert wanted <= told, wanted - told


def test_records_import_nothing_heavy() -> None:
    """Every record of every point, imported in a fresh process: all kinds are listed before the window is painted."""
    names = [*discovery.TABLES, *(name for point in discovery.POINTS for name in discovery.modules(point))]
    assert len(names) > len(discovery.TABLES) + len(discovery.POINTS)
    code = f"import sys; [__import__(name) for name in {names!r}]; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-P", "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not HEAVY & {name.partition(".")[0] for name in told.stdout.split()}


@pytest.mark.parametrize("point", every_point())
def test_the_work_of_every_record_is_there_and_named(point: str) -> None:
    from wording.catalogue import has_message  # what only this test asks for

    found = records(point)
    assert len({record.id for record in found}) == len(found)
    for record in found:
        for work in (record.work, getattr(record, "gather", "")):
            assert not work or callable(discovery.resolve(work))
        if hasattr(record, "label"):
            for language in ("en", "fr"):
                assert has_message(record.label.key, language), record.label.key


def test_a_frozen_program_reads_the_list_made_when_it_was_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list is used where the folder cannot be listed, and names all that listing the folders finds."""
    made = tmp_path / "extensions.json"
    made.write_text(discovery.listed(), encoding="utf-8")
    kinds = {point: discovery.modules(point) for point in discovery.POINTS}
    monkeypatch.setattr(discovery, "_LISTED", made)
    monkeypatch.setattr(discovery.pkgutil, "iter_modules", lambda _path: iter(()))
    discovery.modules.cache_clear()
    try:
        assert {point: discovery.modules(point) for point in discovery.POINTS} == kinds
        assert list(json.loads(made.read_text("utf-8"))) == [*discovery.POINTS, discovery.LANGUAGES, discovery.GRAMMARS]
    finally:
        discovery.modules.cache_clear()


FROZEN = """
import importlib.abc, importlib.util, sys, zipfile
PACKED, DATA = sys.argv[1:3]
archive = zipfile.ZipFile(PACKED)
held = set(archive.namelist())


class Frozen(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    # as a frozen program imports: code from one file, packages whose folders are nowhere, data files beside them

    def find_spec(self, name, path=None, target=None):
        file = name.replace(".", "/")
        package = file + "/__init__.py" in held
        if not package and file + ".py" not in held:
            return None
        made = importlib.util.spec_from_loader(name, self, is_package=package)
        if package:
            made.submodule_search_locations[:] = [DATA + "/nowhere/" + file]
        made.origin, made.has_location = DATA + "/" + file + (".py" if not package else "/__init__.py"), True
        return made

    def get_source(self, name):
        file = name.replace(".", "/")
        return archive.read(file + "/__init__.py" if file + "/__init__.py" in held else file + ".py").decode()


sys.meta_path.insert(0, Frozen())
sys.frozen = FLAG
import pkgutil
from wording import discovery
found = {point: list(discovery.modules(point)) for point in discovery.POINTS}
import analysis.analyses.kinds
assert list(pkgutil.iter_modules(analysis.analyses.kinds.__path__)) == []
from projects.readers.transcripts import interview_readers
from analysis.analyses import declarations
from analysis.file_writers import figure_writers
from projects.file_writers import data_writers
import json
kinds = [[one.id for one in made()] for made in (interview_readers, declarations, figure_writers, data_writers)]
print(json.dumps([found, kinds]))
"""


@pytest.mark.parametrize("flag", [True, False])
def test_a_program_without_folders_finds_every_kind(tmp_path: Path, flag: bool) -> None:
    """Packed as frozen programs are: modules in one file, no folder to list; `pkgutil` finds nothing."""
    from analysis.analyses import declarations
    from analysis.file_writers import figure_writers
    from projects.file_writers import data_writers
    from projects.readers.transcripts import interview_readers

    with zipfile.ZipFile(tmp_path / "program.zip", "w") as packed:
        for package in PRODUCT:
            for path in (ROOT / package).rglob("*.py"):
                packed.write(path, path.relative_to(ROOT).as_posix())
    made = subprocess.run(
        [sys.executable, "-P", "-m", "wording.discovery"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout  # as the builder calls it
    (tmp_path / "wording").mkdir()
    (tmp_path / "wording" / "extensions.json").write_text(made, encoding="utf-8")
    code = FROZEN.replace("FLAG", repr(flag))
    told = subprocess.run(
        [sys.executable, "-P", "-S", "-c", f"import sys; sys.path += {sys.path!r}\n" + code,
         str(tmp_path / "program.zip"), str(tmp_path)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    found, kinds = json.loads(told.stdout)
    assert found == {point: list(discovery.modules(point)) for point in discovery.POINTS}
    assert kinds == [
        [one.id for one in made()] for made in (interview_readers, declarations, figure_writers, data_writers)
    ]
