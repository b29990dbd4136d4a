# SPDX-License-Identifier: MIT
"""Codings kept up after each action are those that a reading of the whole project gives."""

from __future__ import annotations

import random
from typing import Any

from pandas.testing import assert_frame_equal

from coding.frames import SegmentLots
from projects.findings.coded_frames import load_codings
from projects.findings.kept_codings import KeptCodings, segments_touched
from projects.interviews import queries
from projects.interviews.coders import set_blind
from projects.interviews.segments import add_segment, recode_segments, remove_segments
from projects.results.plan_run import all_codings
from projects.store.project import Project


def same(kept: KeptCodings, project: Project) -> None:
    read, whole = kept.read(lambda work: work(project)), load_codings(project)
    assert read is not None
    assert_frame_equal(read.codings.segments, whole.segments, check_dtype=False)
    ids = [str(one) for one in whole.segments["segment"]]
    assert read.codings.quotes(ids) == whole.quotes(ids)
    assert read.codings.since == whole.since
    assert read.codings.numbers == whole.numbers
    assert read.table == all_codings(project)[0]


def test_what_changed_is_read_and_nothing_else(project: Project, monkeypatch: Any) -> None:
    kept, chance = KeptCodings(), random.Random(3)
    codes = [code.id for code in queries.codebook(project) if not code.category]
    loaded = [queries.load_document(project, document).document for document in ("1", "2")]
    project.do(add_segment(codes[0], loaded[1], 4, 12, coder="Ana"))
    same(kept, project)
    with monkeypatch.context() as nothing:
        nothing.setattr("projects.findings.kept_codings.read_codings", None)  # the whole is not read again
        for step in range(24):
            made = [segment.id for segment in queries.segments(project)]
            what = chance.randrange(5)
            if what == 0 and made:
                project.do(remove_segments([chance.choice(made)]))
            elif what == 1 and step:
                project.undo()
            else:
                document, start = chance.choice(loaded), chance.randrange(30)
                coder = chance.choice(("Ana", "Béa"))
                project.do(add_segment(chance.choice(codes), document, start, start + 1 + step, coder=coder))
            kept.read(lambda work: work(project))
    same(kept, project)


def test_more_than_codings_is_read_anew(project: Project) -> None:
    kept = KeptCodings()
    document = queries.load_document(project, "1").document
    first, second = [code.id for code in queries.codebook(project) if not code.category][:2]
    made = project.do(add_segment(first, document, 0, 5, coder="Béa")).result
    assert isinstance(made, list)
    head = int(project.head[0])
    same(kept, project)
    project.do(recode_segments([str(made[0])], second))
    assert segments_touched(project, head) == [int(made[0])]
    same(kept, project)
    project.do(set_blind(True))
    assert segments_touched(project, head) is None
    same(kept, project)  # hers are not seen any more


def test_rows_made_lot_by_lot_are_those_of_all_segments_by_document_and_place(
    project: Project, monkeypatch: Any
) -> None:
    codes = [code.id for code in queries.codebook(project) if not code.category]
    loaded = [queries.load_document(project, document).document for document in ("2", "1")]
    for at, start in enumerate((9, 4, 0, 4, 7, 2, 4)):
        project.do(add_segment(codes[at % 2], loaded[at % 2], start, start + 3, coder=f"Ana {at}"))
    made = [(int(one.document), one.start, one.end, int(one.id)) for one in queries.segments(project)]
    whole, sizes, add = load_codings(project).segments, list[int](), SegmentLots.add

    def noted(lots: SegmentLots, segments: Any) -> None:
        sizes.append(len(segments))
        add(lots, segments)

    monkeypatch.setattr(SegmentLots, "add", noted)
    monkeypatch.setattr("projects.findings.coded_frames._LOT", 2)
    by_lots = load_codings(project).segments
    assert max(sizes) == 2, "a turn for others after each two"
    assert_frame_equal(by_lots, whole)
    shown = zip(*(by_lots[name].astype("int64") for name in ("document", "start", "stop", "segment")), strict=True)
    assert list(shown) == sorted(made)
