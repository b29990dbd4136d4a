# SPDX-License-Identifier: MIT
"""Saturation: how many codes each interview brings that no interview before it had, in the order of the project.

An interview that nobody has coded yet tells nothing of new codes: it is left out, and the table says how many are.

Guest, Bunce & Johnson (2006), "How many interviews are enough?", Field Methods 18(1): the curve of new codes.
"""

from __future__ import annotations

from analysis.codings.neutral_names import neutral_label
from analysis.codings.study import CodingStudy
from analysis.codings.table_titles import base_note, title_of
from analysis.declarations.records import AnalysisResult, Options
from analysis.free_text_tables import SENSITIVE_INTERVIEWS
from analysis.problems import check
from analysis.result_tables import Cell, Chart, Column, FigureSpec, Row, TableSpec, Unit
from wording import Progress, msg


def saturation_analysis(study: CodingStudy, options: Options, progress: Progress) -> AnalysisResult:
    """One row per interview: codes in it, codes new in it, codes met so far.

    References
    ----------
    Guest, Bunce & Johnson (2006), Field Methods 18, 59-82.
    """
    study = study.by_coder(options["coder"])
    codes = study.chosen(options["variable"])
    wanted = {one for code in codes for one in (study.codings.below[code.id] if options["children"] else {code.id})}
    sensitive = any(study.codings.by_id[one].sensitive for one in wanted)  # a row is one interview
    check(progress)
    segments = study.codings.segments
    inside = segments[segments["code"].isin(wanted)]
    by_document = {document: set(held) for document, held in inside.groupby("document", sort=False)["code"]}
    documents = study.codings.documents[["document", "name"]]
    coded = documents[documents["document"].isin(segments["document"])]
    uncoded = len(documents) - len(coded)
    met: set[str] = set()
    rows = []
    for document, name in coded.itertuples(index=False):
        held = by_document.get(document, set())
        new = held - met
        met |= held
        cells = tuple(Cell(float(n), unit=Unit.COUNT) for n in (len(held), len(new), len(met)))
        outside = neutral_label(study.codings.numbers, "document", str(document))
        rows.append(Row(f"d{document}", str(name), cells, outside=outside))
    table = TableSpec(
        "saturation",
        title_of(options, msg("title.saturation")),
        msg("subtitle.saturation", n=len(rows), codes=len(met)),
        msg("codings.document"),
        tuple(Column(one, msg(f"column.saturation.{one}"), show=("estimate",)) for one in ("codes", "new", "so_far")),
        tuple(rows),
        (
            *base_note(study),
            *((msg("note.saturation_uncoded", n=uncoded),) if uncoded else ()),
            msg("note.saturation"),
            *((msg(SENSITIVE_INTERVIEWS),) if sensitive else ()),
        ),
        base=len(rows),
        exclusive_rows=False,
        inside_only=sensitive,
    )
    figure = FigureSpec(f"{table.id}-figure", table, Chart.BARS, table.title, columns=("new",))
    facts = {"n": len(rows), "inference": False, "how": study.table.how.value, "rows": study.rows}
    return AnalysisResult("saturation", dict(options), (table,), (figure,), facts, msg("why.saturation"))
