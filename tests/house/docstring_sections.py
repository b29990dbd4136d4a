# SPDX-License-Identifier: MIT
"""Sections of the docstrings of public functions, and those a function owes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

Function = ast.FunctionDef
ORDER = ("Parameters", "Returns", "Yields", "Raises", "Notes", "References", "Examples")  # numpydoc's
IN_AND_OUT = {"Parameters", "Returns", "Yields", "Raises"}
_HEADING = re.compile(r"^(\w+)\n-{3,}$", re.MULTILINE)
_SHAPE = re.compile(r"\([^()]+,[^()]*\)|\bshape\b", re.IGNORECASE)  # (n, k)
_ARGUMENTS = re.compile(r"^([\w*]+(?:, [\w*]+)*) : \S", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class PublicFunction:
    """A function or method whose name, and whose class's name, has no leading underscore."""

    node: Function
    owner: ast.ClassDef | None

    @property
    def name(self) -> str:
        return f"{self.owner.name}.{self.node.name}" if self.owner else self.node.name


def classes_of(modules: Iterable[ast.Module]) -> dict[str, ast.ClassDef]:
    """The classes of all modules by name: a class name stands for one thing."""
    return {node.name: node for module in modules for node in module.body if isinstance(node, ast.ClassDef)}


def public_functions(module: ast.Module, classes: Mapping[str, ast.ClassDef]) -> Iterator[PublicFunction]:
    """The public functions of a module; not overloads, nor methods whose base class says what they do."""
    for node in module.body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield PublicFunction(node, None)
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            methods = (one for one in node.body if isinstance(one, Function) and not one.name.startswith("_"))
            for method in methods:
                if not _decorated(method, "overload") and not _documented_above(node, method.name, classes):
                    yield PublicFunction(method, node)


def owed(function: PublicFunction) -> list[str]:
    """What the docstring of a function lacks or says wrongly, in words."""
    said = ast.get_docstring(function.node)
    if not said:
        return ["no docstring"]
    found = sections(said)
    arguments = _arguments(function)
    named = [name for group in _ARGUMENTS.findall(found.get("Parameters", "")) for name in group.split(", ")]
    faults = [f"{name} not in Parameters" for name in arguments if name not in named]
    faults += [f"{name} in Parameters, no argument" for name in named if name not in arguments]
    faults += _owed_of_what_comes_out(function.node, said, found)
    if _raises(function.node) and "Raises" not in found:
        faults.append("no Raises")
    known = [ORDER.index(name) for name in found if name in ORDER]
    if len(known) < len(found) or known != sorted(known):
        faults.append(f"sections {', '.join(found)}; their order is {', '.join(ORDER)}")
    return faults


def _owed_of_what_comes_out(node: Function, said: str, found: Mapping[str, str]) -> list[str]:
    """Nothing, or the section or the shape that is lacking; a property says it in its first line."""
    if node.returns is None or not _gives(node):
        return []
    is_property = any("property" in ast.unparse(one) for one in node.decorator_list)
    comes_out = said if is_property else found.get("Returns", found.get("Yields", ""))
    if not comes_out:
        return ["no Returns"]
    return ["no shape of the array"] if "ndarray" in ast.unparse(node.returns) and not _SHAPE.search(comes_out) else []


def sections(docstring: str) -> dict[str, str]:
    """The text below each heading."""
    parts = _HEADING.split(docstring)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _arguments(function: PublicFunction) -> list[str]:
    given = function.node.args
    names = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    if function.owner is not None and not _decorated(function.node, "staticmethod"):
        names = names[1:]
    return names + [f"{stars}{one.arg}" for stars, one in (("*", given.vararg), ("**", given.kwarg)) if one]


def _gives(node: Function) -> bool:
    """Whether it returns something."""
    return ast.unparse(node.returns) not in ("None", "NoReturn", "Never") if node.returns else False


def _raises(node: Function) -> bool:
    """Whether it raises something itself, not within a function or class that it defines."""
    waiting: list[ast.AST] = list(node.body)
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.Raise) and one.exc is not None:
            return True
        if not isinstance(one, Function | ast.ClassDef | ast.Lambda):
            waiting += ast.iter_child_nodes(one)
    return False


def _decorated(node: Function, name: str) -> bool:
    return any(isinstance(one, ast.Name) and one.id == name for one in node.decorator_list)


def _documented_above(owner: ast.ClassDef, method: str, classes: Mapping[str, ast.ClassDef]) -> bool:
    """Whether a base class documents the method."""
    for base in owner.bases:
        inner = base.value if isinstance(base, ast.Subscript) else base
        name = inner.attr if isinstance(inner, ast.Attribute) else getattr(inner, "id", "")
        above = classes.get(name)
        if above is None or above is owner:
            continue
        same = (one for one in above.body if isinstance(one, Function) and one.name == method)
        if any(ast.get_docstring(one) for one in same) or _documented_above(above, method, classes):
            return True
    return False
