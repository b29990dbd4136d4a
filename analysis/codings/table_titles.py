# SPDX-License-Identifier: MIT
"""Words that tables of codings share: who was coded by whom, the title, how deep a code stands below those shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from analysis.codings.records import CodeLine
from analysis.declarations.records import Options
from wording import Labels, Message, Text, msg

if TYPE_CHECKING:
    from analysis.codings.study import CodingStudy


def base_note(study: CodingStudy, *, tested: bool = False) -> tuple[Text, ...]:
    """Who was coded by whom, below every table: numbers of interviews are no shares of a population."""
    coders = coder_count(study.codings.segments["coder"])
    said: list[Text] = [msg("note.codings", n=len(study.codings.documents), cases=len(study.cases()), coders=coders)]
    if not study.infers and not tested:
        said.append(msg("note.codings_no_inference"))
    if study.codings.in_several:
        said.append(msg("note.codings_in_several", n=study.codings.in_several))
    return (*said, *study.said)


def coder_count(coders: Iterable[str]) -> int:
    """How many people coded, in tables and in the methods note.

    Examples
    --------
    >>> coder_count(["IN", "IN", "MA"]), coder_count(["", ""]), coder_count(["", "IN"]), coder_count([])
    (2, 1, 2, 0)
    """
    return len(set(coders))


def why_of(infers: bool) -> Message:
    """Why codings were counted so, with or without inference."""
    return msg("why.codings_sampled" if infers else "why.codings")


def title_of(options: Options, otherwise: Text) -> Text:
    """The title the user gave, in one language or several, else another."""
    title = options["title"]
    return Labels(dict(title)) if isinstance(title, Mapping) else title or otherwise


def indented(code: CodeLine, codes: Sequence[CodeLine]) -> int:
    """The depth of a code below the first of its ancestors that is shown.

    Examples
    --------
    >>> codes = [CodeLine(one, Labels({}), parent=above) for one, above in (("1", None), ("2", "1"), ("3", "2"))]
    >>> [indented(code, codes) for code in codes], indented(codes[2], codes[1:])
    ([0, 1, 2], 1)
    """
    shown, depth, parent = {one.id: one for one in codes}, 0, code.parent
    while parent in shown:
        depth, parent = depth + 1, shown[parent].parent
    return depth
