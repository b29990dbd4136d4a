# SPDX-License-Identifier: MIT
"""Moves the turns of a document to its corrected text, so that each word that was typed stands in one of them.

The transcript leaves out what lies between two turns: there only a speaker's label may stand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from coding.parsing import find_turns
from coding.records import Turn
from coding.text_versions import TextMapping


def corrected_turns(
    old: str, new: str, turns: Sequence[Turn], mapping: TextMapping, named: Collection[str] = ()
) -> list[Turn]:
    r"""The turns in the corrected text, with what was typed before, between and after them.

    Parameters
    ----------
    old, new : str
        The text before and after its correction, both normalised.
    turns : sequence of Turn
        Those of `old`, in order and apart.
    mapping : TextMapping
        From `old` to `new`.
    named : collection of str
        Names that are known to be speakers, however seldom they open a line.

    Returns
    -------
    list of Turn
        In order and apart. Words typed at the end of a line belong to the turn before, others to the turn behind;
        a label stays one where it was not changed, or where it names a speaker.

    Examples
    --------
    >>> old, new = "Yes.\n\nIt rained.", "Yes.\n\nWell, it rained."
    >>> turns = [Turn(0, 4, language="en"), Turn(6, 16, language="en")]
    >>> [new[turn.start : turn.end] for turn in corrected_turns(old, new, turns, TextMapping(old, new))]
    ['Yes.', 'Well, it rained.']
    """
    pairs = _moved(turns, mapping)
    told = [turn for turn in find_turns(new, named) if turn.speaker or turn.time]
    labels = {turn.start: turn for turn in told}
    found: list[Turn] = []
    old_end = 0
    for before, turn in pairs:
        label = old[old_end : before.start].strip()
        start, turn = _typed_before(new, found, turn, label, labels.get(turn.start))
        found.append(replace(turn, start=start))
        old_end = before.end
    found = _typed_behind(new, found, old[old_end:].strip())
    if not any(turn.speaker for turn in turns):
        return found
    stood = [mapping.span(turn.start, turn.end) for turn in find_turns(old, named)]
    known = {span[0] for span in stood if span is not None}
    return _with_typed(new, found, [turn for turn in told if turn.speaker and turn.start not in known])


def on_own_lines(old: str, new: str, named: Collection[str]) -> str:
    r"""The corrected text with a line for each speaker whose label was typed within a line, after a sentence.

    A blank becomes a line end, so that every place stays where it is.

    Parameters
    ----------
    old, new : str
        The text before and after its correction, both normalised.
    named : collection of str
        The speakers of the text. Other names before a colon may be part of what was said.

    Returns
    -------
    str
        As long as `new`.

    Examples
    --------
    >>> old = "Ruth: Where?\nAdaeze: There."
    >>> on_own_lines(old, "Ruth: Where? Certes. Adaeze: Here.\nAdaeze: There.", {"Ruth", "Adaeze"})
    'Ruth: Where? Certes.\nAdaeze: Here.\nAdaeze: There.'
    """
    if not named:
        return new
    names = "|".join(sorted(map(re.escape, named), key=len, reverse=True))
    label = re.compile(rf"(?<=[.!?…»”\"])[ \t\u00a0](?=(?:{names})[ \u00a0\u202f]?:[ \u00a0])")
    places = [match.start() for match in label.finditer(new)]
    if len(places) <= sum(1 for _ in label.finditer(old)):
        return new
    back, letters = TextMapping(new, old), list(new)
    for place in places:
        end = new.index(":", place) + 1
        span = back.span(place, end)
        if span is None or old[slice(*span)] != new[place:end]:  # one that stood there before was meant so
            letters[place] = "\n"
    return "".join(letters)


def _with_typed(text: str, found: Sequence[Turn], typed: Sequence[Turn]) -> list[Turn]:
    """The turns cut where a label was typed within one: who is named there goes on."""
    cut: list[Turn] = []
    for turn in found:
        for named in typed:
            line = text.rfind("\n", 0, named.start) + 1
            said = text[turn.start : line].rstrip()
            if said and named.start < turn.end:
                cut.append(replace(turn, end=turn.start + len(said)))
                turn = replace(turn, start=named.start, speaker=named.speaker, time=named.time)
        cut.append(turn)
    return cut


def _moved(turns: Sequence[Turn], mapping: TextMapping) -> list[tuple[Turn, Turn]]:
    """Each turn that still has words, as it was and as it is."""
    found: list[tuple[Turn, Turn]] = []
    for turn in turns:
        span = mapping.span(turn.start, turn.end)
        if span is not None and (not found or span[0] >= found[-1][1].end):
            found.append((turn, replace(turn, start=span[0], end=span[1])))
    return found


def _typed_before(
    text: str, found: list[Turn], turn: Turn, label: str, named: Turn | None
) -> tuple[int, Turn]:  # fmt: skip
    """Where a turn begins with what was typed before it; the turn before takes its part of that."""
    low = found[-1].end if found else 0
    between = text[low : turn.start]
    if between.strip() == label:
        return turn.start, turn
    place = between.rfind(label) if label else -1
    if place >= 0:
        _take_in(text, found, low, low + place, turn)
        return _first_word(text, low + place + len(label), turn.start), turn
    if named is not None and label:
        line = max(low, text.rfind("\n", 0, turn.start) + 1)
        _take_in(text, found, low, line, turn)
        return turn.start, replace(turn, speaker=named.speaker, time=named.time or turn.time)
    line_end = between.find("\n")
    if found:
        held = low + (line_end if line_end >= 0 else len(between))
        _take_in(text, found, low, held, turn)
        low = held
    return _first_word(text, low, turn.start), turn


def _take_in(text: str, found: list[Turn], start: int, end: int, behind: Turn) -> None:
    """Lengthen the last turn by the words of a stretch; where there is none, they become one nobody is named for."""
    words = text[start:end].rstrip()
    if not words.strip():
        return
    if found:
        found[-1] = replace(found[-1], end=start + len(words))
    else:
        found.append(Turn(_first_word(text, start, end), start + len(words), language=behind.language))


def _typed_behind(text: str, found: list[Turn], rest: str) -> list[Turn]:
    """With what was typed behind the last turn."""
    low = found[-1].end if found else 0
    if found and text[low:].strip() != rest:
        _take_in(text, found, low, len(text), found[-1])
    return found


def _first_word(text: str, start: int, end: int) -> int:
    """Where the first character that is not blank stands, at most `end`."""
    return end - len(text[start:end].lstrip())
