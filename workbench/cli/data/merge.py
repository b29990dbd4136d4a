# SPDX-License-Identifier: MIT
"""A newer export on the command line: its differences listed, each under a name by which it can be left out."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.records import Role, Variable
from projects.datasets.merge.comparison import compare
from projects.datasets.merge.merge_action import Chosen, merge_action
from projects.readers.tabular.original_file import packed
from wording import Labels, Problem, Text, msg, render
from workbench.cli.arguments import Arguments
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.datasets.merge.comparison import Comparison, RowDecisions, TableComparison
    from projects.intake.file_intake import PreparedImport
    from projects.store import Project
    from projects.store.actions import Action
    from projects.stored_tables.cells import DatasetCell

_KINDS = ("new", "changed", "vanished", "questions")
_HIDDEN = "•••"


def arguments(parser: Arguments) -> None:
    """What goes with `--newer`."""
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--take")
    parser.add_argument("--leave")
    parser.add_argument("--conflicts", choices=("keep", "take"))
    parser.add_argument("--same")


def is_requested(options: argparse.Namespace) -> bool:
    """Whether any of these words was used."""
    return bool(options.list or options.take or options.leave or options.conflicts or options.same)


def compared(project: Project, data_set: str, one: PreparedImport, options: argparse.Namespace) -> Comparison:
    """The differences of a file and a data set, with what was said about rows that look the same."""
    assert one.imported is not None
    return compare(project, data_set, one.imported, _decided(options.same), append=bool(options.append))


def merged(
    comparison: Comparison, path: Path, form: tuple[str, bytes] | None, options: argparse.Namespace, user: str
) -> Action:
    """The action that takes up what was chosen. Raises Problem for a word nobody knows, or for open questions."""
    chosen = _chosen(comparison, options)
    if comparison.undecided:
        raise Problem(msg("cli.newer_undecided", n=comparison.undecided, file=path.name))
    original = packed(path)
    name, content = form or ("", None)
    return merge_action(
        comparison, original, chosen=chosen, file_name=path.name, form=content, form_name=name, user=user
    )


def _decided(same: str | None) -> RowDecisions:
    """`t1:5=12,t1:6=new`: row 5 of the export is row 12 at hand, row 6 is a new one."""
    found: dict[tuple[str, int], int | None] = {}
    for part in filter(None, (same or "").split(",")):
        left, _, right = part.strip().partition("=")
        table, _, row = left.partition(":")
        if not (row.isdecimal() and (right.isdecimal() or right == "new")):
            raise Problem(msg("cli.newer_same_words", word=part))
        found[table, int(row) - 1] = None if right == "new" else int(right)
    return found


def _chosen(comparison: Comparison, options: argparse.Namespace) -> Chosen:
    usual = ("new",) if comparison.appends else _KINDS
    wanted = usual if options.take is None else [word.strip() for word in options.take.split(",") if word.strip()]
    if unknown := [word for word in wanted if word not in (*_KINDS, "nothing")]:
        raise Problem(msg("cli.newer_take_words", word=unknown[0]))
    names = {name: key for table in comparison.tables for name, key in _names(table)}
    left = {word.strip() for word in (options.leave or "").split(",") if word.strip()}
    if unknown := sorted(left - names.keys()):
        raise Problem(msg("cli.newer_leave_words", word=unknown[0]))
    kept = {key for name, key in names.items() if name not in left}
    rows: dict[str, dict[str, set[int]]] = {kind: {} for kind in ("new", "changed", "vanished")}
    for kind, table, *rest in kept:
        if kind in rows and kind in wanted:
            rows[kind].setdefault(table, set()).add(rest[0])
    new, changed, vanished = ({table: frozenset(n) for table, n in rows[kind].items()} for kind in rows)
    take = options.conflicts == "take"
    reworded = {(table.table.id, name) for table in comparison.tables for name in table.relabelled}
    questions = {(key[1], key[2]) for key in kept if key[0] == "question" and "questions" in wanted}
    return Chosen(
        new,
        changed,
        vanished,
        give_way=frozenset((key[1], key[2], key[3]) for key in kept if take and key[0] == "edit"),
        questions=frozenset(questions - reworded),
    )


def _names(table: TableComparison) -> Iterator[tuple[str, tuple[Any, ...]]]:
    """The name of each difference, as listed, and what it stands for. Rows of the export are counted from 1."""
    name = table.table.id
    yield from ((f"new:{name}:{row + 1}", ("new", name, row)) for row in table.new_rows)
    yield from ((f"changed:{name}:{row}", ("changed", name, row)) for row in table.changed)
    yield from ((f"vanished:{name}:{row}", ("vanished", name, row)) for row in table.vanished)
    for one in table.conflicts:
        yield f"edit:{name}:{one.row_id}:{one.variable_id}", ("edit", name, one.row_id, one.variable_id)
    yield from ((f"question:{name}:{variable}", ("question", name, variable)) for variable in table.words)


def print_comparison(comparison: Comparison, terminal: Terminal) -> None:
    """List every difference: its name, then old and new values. Direct identifiers stay hidden."""
    language = terminal.language
    for lacks in comparison.lacks:
        terminal.say(msg("cli.finding", text=lacks))
    for table in comparison.tables:
        terminal.say(counted(table))
        for ambiguity in table.ambiguous:
            rows = ", ".join(f"{table.table.id}:{row + 1}" for row in ambiguity.new_rows)
            here = ", ".join(map(str, ambiguity.row_ids))
            why = render(msg(f"data.newer.why_{ambiguity.why}"), language)
            terminal.say(msg("cli.newer_same", rows=rows, here=here, why=why))
        for name, key in _names(table):
            terminal.say(msg("cli.newer_line", name=name, text=_words_of(table, key, language)))


def counted(table: TableComparison) -> Text:
    """How many rows are new, changed, vanished."""
    counts = {"new": len(table.new_rows), "changed": len(table.changed), "vanished": len(table.vanished)}
    return msg("cli.newer_table", name=table.table.name, **counts)


def _words_of(table: TableComparison, key: tuple[Any, ...], language: str) -> str:
    known = {pair.merged.id: pair.merged for pair in table.pairs}
    if key[0] in ("new", "vanished"):
        cells = (table.words_of_new if key[0] == "new" else table.words_of_existing).get(key[2], ())
        return " · ".join(_written(known[name], cell, language) for name, cell in cells)
    if key[0] == "changed":
        differences = {one.variable_id: one for one in table.differences.get(key[2], ())}
        return "; ".join(_difference(known[name], differences.get(name), language) for name in table.changed[key[2]])
    if key[0] == "edit":
        one = next(c for c in table.conflicts if (c.row_id, c.variable_id) == (key[2], key[3]))
        was, edited, now = (_written(known[key[3]], cell, language) for cell in (one.was, one.edited, one.now))
        return render(msg("cli.newer_conflict", name=known[key[3]].name, was=was, edited=edited, now=now), language)
    lines = (
        f"{render(msg(f'data.newer.what_{line.what}', code=line.code), language)}: "
        f"{_words(line.was, language)} → {_words(line.now, language)}"
        for line in table.words[key[2]]
    )
    return f"{known[key[2]].name} · {'; '.join(lines)}"


def _difference(variable: Variable, one: Any, language: str) -> str:
    if one is None:
        return variable.name
    return f"{variable.name}: {_written(variable, one.was, language)} → {_written(variable, one.now, language)}"


def _written(variable: Variable, cell: DatasetCell, language: str) -> str:
    """A value with its label; identifiers stay hidden."""
    if cell.reason:
        known = cell.reason if cell.reason in (1, 2, 3, 4) else "other"
        return render(msg(f"data.reason.{known}"), language)
    if variable.role is Role.IDENTIFIER:
        return _HIDDEN
    labels: Mapping[str, Text] = {
        choice.id: choice.labels if any(choice.labels.by_language.values()) else choice.code
        for choice in variable.choices
    }
    if isinstance(cell.value, tuple):
        return ", ".join(render(labels.get(one, one), language) for one in cell.value)
    if isinstance(cell.value, float):
        return f"{cell.value:.15g}"
    return render(labels.get(str(cell.value), str(cell.value)), language)


def _words(text: Text, language: str) -> str:
    if isinstance(text, Labels):
        return " / ".join(dict.fromkeys(word for word in text.by_language.values() if word))
    return render(text, language)
