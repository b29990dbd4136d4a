# SPDX-License-Identifier: MIT
"""The grammar of a form's expressions and the tree they become: the part of XPath 1.0 that XLSForms use."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lark import Lark

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
    | INSTANCE ("[" or_ "]")* COLUMN? -> listed
    | PARENTS -> parent
    | "." -> here
    | PATH -> path
    | NAME -> of_choice
EQUAL: "!=" | "=" | "=="
RELATE: "<=" | ">=" | "<" | ">"
ADD: "+" | "-"
MULTIPLY: "*" | "div" | "mod"
NUMBER.3: /\d+(\.\d*)?|\.\d+/
TEXT: /"[^"]*"|'[^']*'/
REFERENCE: /\$\{\s*[^}]+?\s*\}/
FUNCTION.2: /[A-Za-z_][\w:-]*(?=\s*\()/
INSTANCE.4: /instance\s*\(\s*(?:"[^"]*"|'[^']*')\s*\)\s*\/\s*root\s*\/\s*item/
COLUMN: /\/\s*[A-Za-z_][\w.-]*/
PARENTS: /\.\.(?:\/\.\.)*/
NAME: /[A-Za-z_][\w.-]*/
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
class CurrentAnswer:
    """`.`: the answer to the question itself."""


@dataclass(frozen=True)
class Parent:
    """`..`, or `../..`: the group or repeat `steps` around the question; only position(..) has a use for it."""

    steps: int = 1


@dataclass(frozen=True)
class OfChoice:
    """A bare name: a column of the list of choices, in a choice filter or between the brackets of a lookup."""

    name: str


@dataclass(frozen=True)
class ListLookup:
    """`instance('list')/root/item[…]/column`: what a list says in the rows that pass every test."""

    list_name: str
    tests: tuple[Node, ...]
    column: str


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


Node = Number | Text | Reference | CurrentAnswer | Parent | OfChoice | ListLookup | Call | Binary | Negative


@functools.lru_cache(maxsize=4_096)
def parse(expression: str) -> Node:
    """The tree of an expression. Raises BadExpressionError for text that is none."""
    from lark import LarkError  # lark, 50 ms: not at start

    if len(expression) > LONGEST:
        raise BadExpressionError("too long")
    try:
        tree = _parser().parse(expression.translate(_BENT))  # quotes a word processor bent
        return _node(tree)
    except (LarkError, RecursionError) as error:
        raise BadExpressionError("not an expression") from error


@functools.cache
def _parser() -> Lark:
    from lark import Lark  # lark, 50 ms: not at start

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
        return CurrentAnswer()
    if kind == "parent":
        return Parent(str(parts[0]).count(".."))
    if kind == "of_choice":
        return OfChoice(str(parts[0]))
    if kind == "listed":
        return _listed(parts)
    if kind == "negative":
        return Negative(_node(parts[0]))
    if kind == "call":
        return Call(str(parts[0]), tuple(_node(part) for part in parts[1:]))
    if kind in ("either", "both"):
        return Binary("or" if kind == "either" else "and", _node(parts[0]), _node(parts[1]))
    return Binary({"==": "="}.get(str(parts[1]), str(parts[1])), _node(parts[0]), _node(parts[2]))


def _listed(parts: Sequence[object]) -> ListLookup:
    tests = tuple(_node(part) for part in parts[1:] if not _is_token(part))
    column = str(parts[-1])[1:].strip() if _is_token(parts[-1]) and len(parts) > 1 else ""
    return ListLookup(re.split("[\"']", str(parts[0]))[1], tests, column)


def _is_token(part: object) -> bool:
    return isinstance(part, str)


def inside(node: Node) -> Iterator[Node]:
    """The expression itself and every part of it."""
    yield node
    parts: tuple[Node, ...] = ()
    if isinstance(node, Call):
        parts = node.arguments
    elif isinstance(node, Binary):
        parts = (node.left, node.right)
    elif isinstance(node, ListLookup):
        parts = node.tests
    elif isinstance(node, Negative):
        parts = (node.value,)
    for part in parts:
        yield from inside(part)


def names_in(node: Node) -> set[str]:
    """Every question an expression refers to."""
    return {part.name for part in inside(node) if isinstance(part, Reference)}


def functions_in(node: Node) -> set[str]:
    """Every function an expression calls."""
    return {part.name for part in inside(node) if isinstance(part, Call)}
