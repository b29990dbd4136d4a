# SPDX-License-Identifier: MIT
"""Docstrings of public functions of `analysis` and `coding`: what goes in, what comes out, what is raised."""

from __future__ import annotations

import ast
import re
import textwrap
from pathlib import Path

import pytest

from tests.house.docstring_sections import IN_AND_OUT, PublicFunction, classes_of, owed, public_functions, sections
from tests.house.offered import module_name, offered
from tests.house.source_trees import nodes, source, tree

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("analysis", "coding")
ABOVE = ("wording",)  # what their classes may inherit from


def _files(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


@pytest.mark.slow
def test_what_other_packages_are_offered_says_what_goes_in_and_out() -> None:
    """In numpydoc's form: each argument, Returns where something comes out, Raises where something is raised."""
    functions = [(path, one) for path, one, full in _functions() if full]
    assert len(functions) > 350
    found = {
        f"{path.relative_to(ROOT)}:{function.node.lineno} {function.name}": faults
        for path, function in functions
        if (faults := owed(function))
    }
    assert not found, "\n".join(f"{place}: {'; '.join(faults)}" for place, faults in found.items())


@pytest.mark.slow
def test_other_docstrings_are_short() -> None:
    """Names and types say what goes in and out of what stays within a unit."""
    long = [
        f"{path.relative_to(ROOT)}:{function.node.lineno} {function.name}: {', '.join(found)}"
        for path, function, full in _functions()
        if not full and (found := sections(ast.get_docstring(function.node) or "").keys() & IN_AND_OUT)
    ]
    assert not long, "\n".join(long)


@pytest.mark.slow
def test_each_public_class_says_what_it_is() -> None:
    bare = [
        f"{path.relative_to(ROOT)} {node.name}"
        for package in PACKAGES
        for path in _files(package)
        for node in tree(path).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert not bare


def _functions() -> list[tuple[Path, PublicFunction, bool]]:
    """The public functions of the packages, their files, and whether they are offered to others."""
    classes = classes_of(tree(path) for package in (*ABOVE, *PACKAGES) for path in _files(package))
    names = offered(ROOT)
    return [
        (path, one, (module_name(ROOT, path), (one.owner or one.node).name) in names)
        for package in PACKAGES
        for path in _files(package)
        for one in public_functions(tree(path), classes)
    ]


@pytest.mark.slow
def test_a_published_method_names_its_source() -> None:
    """What gives a test of hypotheses or estimates of a sample is somebody's method: a paper, a book, R's function."""
    methods = re.compile(r"\b\w*(Test|Estimates|Contrast)\b")
    functions = [
        (path, one)
        for folder in ("analysis/survey/estimates", "analysis/survey/models", "analysis/classical")
        for path in _files(folder)
        for one in public_functions(tree(path), {})
        if one.node.returns and methods.search(ast.unparse(one.node.returns))
    ]
    assert len(functions) > 60
    bare = [
        f"{path.relative_to(ROOT)} {one.name}"
        for path, one in functions
        if "\nReferences\n---" not in (ast.get_docstring(one.node) or "")
    ]
    assert not bare


def _faults(source: str) -> dict[str, list[str]]:
    module = ast.parse(textwrap.dedent(source))
    return {function.name: owed(function) for function in public_functions(module, classes_of([module]))}


WHOLE = '''
    def share(part: int, whole: int) -> float:
        """A part of a whole.

        Parameters
        ----------
        part, whole : int
            Counts.

        Returns
        -------
        float
            Share 0-1.

        Raises
        ------
        Problem
            `nothing` when the whole is 0.
        """
        if not whole:
            raise Problem("nothing")
        return part / whole
'''


def test_a_whole_docstring_owes_nothing() -> None:
    assert _faults(WHOLE) == {"share": []}


def test_a_docstring_that_says_too_little_or_too_much_is_found() -> None:
    assert _faults(WHOLE.replace("part, whole : int", "part : int")) == {"share": ["whole not in Parameters"]}
    assert _faults(WHOLE.replace("part, whole : int", "part, whole, rest : int")) == {
        "share": ["rest in Parameters, no argument"]
    }
    assert _faults(WHOLE.replace("part, whole : int", "part, whole")) == {
        "share": ["part not in Parameters", "whole not in Parameters"]
    }
    (wrong,) = _faults(WHOLE.replace("Returns\n", "Examples\n"))["share"][1:]
    assert wrong.startswith("sections Parameters, Examples, Raises; their order is")
    (unknown,) = _faults(WHOLE.replace("Raises\n", "Errors\n"))["share"][1:]
    assert unknown.startswith("sections Parameters, Returns, Errors; their order is")
    assert _faults("def f(x: int) -> int:\n    return x") == {"f": ["no docstring"]}
    assert _faults('def f() -> int:\n    """First line."""') == {"f": ["no Returns"]}
    bare = _faults('def f(x: int) -> int:\n    """First line."""\n    raise ValueError(x)')
    assert bare == {"f": ["x not in Parameters", "no Returns", "no Raises"]}


def test_an_array_comes_out_with_its_shape() -> None:
    shares = WHOLE.replace("float\n", "array\n").replace("-> float", "-> np.ndarray")
    assert _faults(shares) == {"share": ["no shape of the array"]}
    assert _faults(shares.replace("array\n", "array (n, k)\n")) == {"share": []}
    a_property = """
        class Sample:
            @property
            def weights(self) -> np.ndarray:
                '''The weights.'''
    """
    assert _faults(a_property) == {"Sample.weights": ["no shape of the array"]}
    assert _faults(a_property.replace("The weights.", "(n,) weights.")) == {"Sample.weights": []}


def test_a_first_line_is_enough_of_a_property_or_where_a_base_speaks() -> None:
    """A property says what it is in its first line; a method that overrides has its words in the base class."""
    source = '''
        class Base:
            def size(self, unit: str) -> int:
                """Its size.

                Parameters
                ----------
                unit : str
                    "mm" or "pt".

                Returns
                -------
                int
                    In that unit.
                """

            @property
            def name(self) -> str:
                """Its name."""

        class Derived(Base):
            def size(self, unit: str) -> int:
                return 1

            def other(self, unit: str) -> None:
                """Nothing of this is said above."""

            def _hidden(self, unit: str) -> int:
                return 1
    '''
    assert _faults(source) == {"Base.size": [], "Base.name": [], "Derived.other": ["unit not in Parameters"]}


@pytest.mark.slow  # it reads all files of the window
def test_signals_that_a_docstring_names_are_there() -> None:
    """A word in backticks in the docstring of a class with signals stands in its code too."""
    gone, seen = [], 0
    for path in (one for one in _files("workbench") if "= Signal(" in source(one)):
        for node in nodes(path):
            if not isinstance(node, ast.ClassDef) or not (said := ast.get_docstring(node, clean=False)):
                continue
            if not any(isinstance(one, ast.Assign) and _is_signal(one.value) for one in node.body):
                continue
            seen += 1
            code = source(path).replace(said, "")
            words = set(re.findall(r"`([a-z]\w+)`", said))
            gone += [f"{path.name} {node.name}: {word}" for word in words if not re.search(rf"\b{word}\b", code)]
    assert seen > 50
    assert not gone


def _is_signal(value: ast.expr) -> bool:
    return isinstance(value, ast.Call) and getattr(value.func, "id", "") == "Signal"
