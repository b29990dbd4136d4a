# SPDX-License-Identifier: MIT
"""The grammar of a form's expressions and the tree they become: the part of XPath 1.0 that XLSForms use.

It evaluates nothing.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import Any

LONGEST = 20_000
_BENT = str.maketrans(dict.fromkeys("‘’‚‛", "'") | dict.fromkeys("“”„‟", '"'))

GRAMMAR = r"""
?start: or_
?or_: and_ | or_ "or" and_ -> either
?and_: equality | and_ "and" equality -> both
?equality: relation | equality EQUAL relation -> binary
?relation: sum | relation RELATE sum -> binary
?sum: product | sum ADD product -> binary
?product: unary | product MULTIPLY unary -> binary
?unary: "-" unary -> negative | primary
?primary: "(" or_ ")"
    | NUMBER -> number
    | TEXT -> text
    | REFERENCE -> reference
    | FUNCTION "(" [or_ ("," or_)*] ")" -> call
    | ".." -> parent
    | "." -> here
    | PATH -> path
EQUAL: "!=" | "=" | "=="
RELATE: "<=" | ">=" | "<" | ">"
ADD: "+" | "-"
MULTIPLY: "*" | "div" | "mod"
NUMBER.3: /\d+(\.\d*)?|\.\d+/
TEXT: /"[^"]*"|'[^']*'/
REFERENCE: /\$\{\s*[^}]+?\s*\}/
FUNCTION: /[A-Za-z_][\w:-]*(?=\s*\()/
PATH.2: /(?:current\(\)\/)?(?:\.\.?\/)*\.\.?\/[A-Za-z_][\w.-]*(?:\/[A-Za-z_][\w.-]*)*|(?:\/[A-Za-z_][\w.-]*)+/
%ignore /[\s\u00a0]+/
"""


class BadExpressionError(ValueError):
    """Text that is no expression of this grammar."""


@dataclass(frozen=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True)
class Text:
    """A text between quotation marks."""

    value: str


@dataclass(frozen=True)
class Reference:
    """`${name}`, or a path that ends in a name."""

    name: str


@dataclass(frozen=True)
class Here:
    """`.`: the answer to the question itself."""


@dataclass(frozen=True)
class Parent:
    """`..`: the group or repeat around the question; only position(..) has a use for it."""


@dataclass(frozen=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Binary:
    """`left operator right`; the operator is one of = != < <= > >= + - * div mod and or."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Negative:
    """`-value`."""

    value: Node


Node = Number | Text | Reference | Here | Parent | Call | Binary | Negative


@functools.lru_cache(maxsize=4_096)
def parse(expression: str) -> Node:
    """The tree of an expression. Raises BadExpressionError for text that is none."""
    from lark import LarkError

    if len(expression) > LONGEST:
        raise BadExpressionError("too long")
    try:
        tree = _parser().parse(expression.translate(_BENT))  # quotes a word processor bent
        return _node(tree)
    except (LarkError, RecursionError) as error:
        raise BadExpressionError("not an expression") from error


@functools.cache
def _parser() -> Any:
    from lark import Lark

    return Lark(GRAMMAR, parser="lalr", maybe_placeholders=False)


def _node(tree: Any) -> Node:
    kind, parts = tree.data, tree.children
    if kind == "number":
        return Number(float(parts[0]))
    if kind == "text":
        return Text(str(parts[0])[1:-1])
    if kind == "reference":
        return Reference(str(parts[0])[2:-1].strip())
    if kind == "path":
        return Reference(str(parts[0]).rsplit("/", 1)[-1])
    if kind == "here":
        return Here()
    if kind == "parent":
        return Parent()
    if kind == "negative":
        return Negative(_node(parts[0]))
    if kind == "call":
        return Call(str(parts[0]), tuple(_node(part) for part in parts[1:]))
    if kind in ("either", "both"):
        return Binary("or" if kind == "either" else "and", _node(parts[0]), _node(parts[1]))
    return Binary({"==": "="}.get(str(parts[1]), str(parts[1])), _node(parts[0]), _node(parts[2]))


def names_in(node: Node) -> set[str]:
    """Every question an expression refers to."""
    if isinstance(node, Reference):
        return {node.name}
    if isinstance(node, Call):
        return set().union(*(names_in(argument) for argument in node.arguments)) if node.arguments else set()
    if isinstance(node, Binary):
        return names_in(node.left) | names_in(node.right)
    return names_in(node.value) if isinstance(node, Negative) else set()
