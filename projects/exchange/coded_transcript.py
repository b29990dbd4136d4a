# SPDX-License-Identifier: MIT
"""A coded transcript as a Word file: the text with paragraph numbers, each coding as a comment in the margin."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, BinaryIO

from projects.exchange.segment_table import xml_text
from projects.interviews import queries
from projects.interviews.coders import seen_coder

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.run import Run

    from coding.codebook import Codebook
    from coding.records import Segment
    from projects.names_in_words import NamesInWords
    from projects.store.project import Project


def write_coded_transcript(
    project: Project, document_id: str, stream: BinaryIO, language: str, names: NamesInWords
) -> None:
    """Write one document; a comment names the code, and its memo; the author of a comment is the coder.

    `names` has pseudonyms for people known by name. While everybody codes blind, only one's own codings go along.
    """
    from docx import Document  # only whoever writes a Word file needs it

    loaded, book = queries.load_document(project, document_id), queries.codebook(project)
    text, segments = loaded.document.text, queries.segments(project, document_id, coder=seen_coder(project))
    written = Document()
    written.core_properties.author = ""
    written.add_heading(xml_text(names.without(loaded.document.name)), level=1)
    starts = list(loaded.numbers.paragraphs.starts)
    numbers = dict(zip(starts, loaded.numbers.paragraphs.numbers, strict=True))
    bounds = sorted({place for one in segments for place in (one.start, one.end)})
    runs: dict[int, Run] = {}  # where a run begins → the run
    ends: dict[int, Run] = {}  # where a run ends → the run
    place = 0
    for line in text.split("\n"):
        paragraph = written.add_paragraph()
        if place in numbers and line.strip():
            paragraph.add_run(f"{numbers[place]}\t").italic = True
        cuts = [place, *(cut for cut in bounds if place < cut < place + len(line)), place + len(line)]
        for start, end in zip(cuts, cuts[1:], strict=False):
            if end > start:
                run = paragraph.add_run(xml_text(names.without(text[start:end])))
                runs[start], ends[end] = run, run
        place += len(line) + 1
    _comment(written, segments, runs, ends, book, names)
    written.save(stream)


def _comment(
    written: Document,
    segments: list[Segment],
    runs: dict[int, Run],
    ends: dict[int, Run],
    book: Codebook,
    names: NamesInWords,
) -> None:
    """One comment for each stretch and coder, with all its codes."""
    by_place: dict[tuple[int, int, str], list[Segment]] = defaultdict(list)
    for one in segments:
        by_place[one.start, one.end, one.coder].append(one)
    begun, ended = sorted(runs), sorted(ends)
    for (start, end, coder), held in by_place.items():
        first = next((runs[at] for at in begun if at >= start), None)
        last = next((ends[at] for at in reversed(ended) if at <= end), None)
        if first is None or last is None:
            continue
        lines = [
            book[one.code].name.in_language(names.language) + (f": {one.memo}" if one.memo else "") for one in held
        ]
        initials = "".join(word[0] for word in coder.split())[:3].upper()
        written.add_comment(
            [first, last], text=xml_text(names.without("\n".join(lines))), author=xml_text(coder), initials=initials
        )
