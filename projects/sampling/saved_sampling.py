# SPDX-License-Identifier: MIT
"""The sampling frame and the draw as the project keeps them: settings, so that undo brings the earlier ones back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from analysis.survey.calibration.frame_sheet import ClusterRow, FrameRow, Selection, Sheet, check
from analysis.survey.cluster_draw import Draw, draw_clusters
from projects.sampling.sheet_files import ListedCluster
from projects.store.actions import Action
from projects.store.ports import Transaction
from wording import Message, Problem, msg

if TYPE_CHECKING:
    from projects.store.project import Project

SHEET, DRAW, ASK = "sampling.sheet", "sampling.draw", "sampling.ask"


@dataclass(frozen=True)
class KeptDraw:
    """A draw as it was made: what it was drawn from, with which seed; it can be made again from this."""

    seed: int
    selection: Selection
    per_cluster: int
    replacements: int
    listed: tuple[ListedCluster, ...]
    counts: Mapping[str, int] = field(default_factory=dict)  # stratum → clusters


def kept_sheet(project: Project) -> Sheet | None:
    """The sheet kept in the project."""
    stored = project.setting(SHEET)
    return sheet_of(stored) if stored else None


def kept_draw(project: Project) -> KeptDraw | None:
    """The last draw kept in the project."""
    stored = project.setting(DRAW)
    if not stored:
        return None
    listed = tuple(ListedCluster(*line) for line in stored["listed"])
    numbers = {name: stored[name] for name in ("seed", "per_cluster", "replacements")}
    return KeptDraw(**numbers, selection=Selection(stored["selection"]), listed=listed, counts=stored["counts"])


def sheet_json(sheet: Sheet) -> dict[str, object]:
    """A sheet as JSON."""
    return {"strata": [asdict(row) for row in sheet.strata], "clusters": [asdict(row) for row in sheet.clusters]}


def sheet_of(stored: Mapping[str, Any]) -> Sheet:
    """The sheet kept by `sheet_json`."""
    strata = tuple(FrameRow(**{**row, "selection": Selection(row["selection"])}) for row in stored["strata"])
    return Sheet(strata, tuple(ClusterRow(**row) for row in stored["clusters"]))


def keep_sheet(sheet: Sheet, ask: Mapping[str, object] | None = None) -> Action:
    """Keep a sheet in the project, with what was asked of the sample where it came from there. Raises Problem."""
    check(sheet)

    def perform(transaction: Transaction) -> None:
        transaction.set_setting(SHEET, sheet_json(sheet))
        if ask is not None:
            transaction.set_setting(ASK, dict(ask))

    return Action("sampling.sheet", msg("sampling.sheet_kept", n=len(sheet.strata)), perform)


def draw_all(kept: KeptDraw) -> dict[str, Draw]:
    """Each stratum's draw. Raises Problem naming the stratum that cannot be drawn."""
    found = {}
    for stratum in dict.fromkeys(line.stratum for line in kept.listed):
        sizes = [line.size for line in kept.listed if line.stratum == stratum]
        count = kept.counts.get(stratum, 0)
        if not count:
            continue
        try:
            found[stratum] = draw_clusters(
                sizes, count, kept.selection, kept.seed,
                stratum=stratum, replacements=kept.replacements, per_cluster=kept.per_cluster,
            )  # fmt: skip
        except Problem as problem:
            raise Problem(msg("sampling.draw_stratum", stratum=stratum or "–", problem=problem.message)) from None
    if not found:
        raise Problem(msg("sampling.draw_nothing"))
    return found


def drawn_sheet(kept: KeptDraw, sheet: Sheet | None) -> Sheet:
    """The sampling frame with the clusters drawn as its lines, and their counts in the lines of the strata."""
    draws = draw_all(kept)
    clusters: list[ClusterRow] = []
    strata: list[FrameRow] = []
    for stratum, draw in draws.items():
        own = [line for line in kept.listed if line.stratum == stratum]
        lines = [_line(own[one.position], one.chance, one.households, one.replacement) for one in draw.drawn]
        clusters += lines
        strata.append(_stratum(sheet, stratum, own, draw, [line for line in lines if not line.replacement]))
    others = [row for row in (sheet.strata if sheet else ()) if row.stratum not in draws]
    return Sheet((*strata, *others), tuple(clusters))


def _line(one: ListedCluster, chance: float, households: int, replacement: bool) -> ClusterRow:
    return ClusterRow(one.stratum, one.cluster, one.size, one.size, households, 0, round(chance, 10), replacement)


def _stratum(
    sheet: Sheet | None, stratum: str, own: Sequence[ListedCluster], draw: Draw, lines: Sequence[ClusterRow]
) -> FrameRow:
    total = sum(line.size for line in own)
    selected = sum(line.households_selected for line in lines)
    before = sheet.row(stratum) if sheet else None
    households = selected or (before.households_selected if before else len(lines))
    return FrameRow(stratum, total, min(households, total), 0, len(own), len(draw.positions), draw.selection)


def keep_draw(kept: KeptDraw, sheet: Sheet | None, ask: Mapping[str, object] | None = None) -> Action:
    """Draw, and keep list, seed and sheet: one line of history. `Changes.result` is the new sheet. Raises Problem."""
    drawn = drawn_sheet(kept, sheet)
    clusters = sum(1 for line in drawn.clusters if not line.replacement)

    def perform(transaction: Transaction) -> Sheet:
        stored = asdict(kept)
        stored["listed"] = [[line.stratum, line.cluster, line.size] for line in kept.listed]
        transaction.set_setting(DRAW, {**stored, "selection": kept.selection.value})
        transaction.set_setting(SHEET, sheet_json(drawn))
        if ask is not None:
            transaction.set_setting(ASK, dict(ask))
        return drawn

    return Action("sampling.draw", _draw_message(kept, clusters), perform)


def _draw_message(kept: KeptDraw, n: int) -> Message:
    how = msg(f"sampling.how.{kept.selection.value}")
    return msg("sampling.drawn", n=n, listed=len(kept.listed), how=how, seed=str(kept.seed))


def draw_notes(kept: KeptDraw) -> tuple[Message, ...]:
    """How the clusters were drawn, in sentences for the methods section and the exported sheet."""
    draws = draw_all(kept)
    certain = sum(one.certain for draw in draws.values() for one in draw.drawn)
    said = [
        msg(
            f"sampling.method.{kept.selection.value}",
            n=sum(len(draw.positions) for draw in draws.values()),
            listed=len(kept.listed),
        )
    ]
    if certain:
        said += [msg("sampling.method.certain", n=certain), certainty_note(certain)]
    if kept.replacements:
        said.append(msg("sampling.method.replacements", n=sum(len(draw.replacements) for draw in draws.values())))
    return (*said, msg("sampling.method.seed", seed=str(kept.seed)))


def certainty_note(n: int) -> Message:
    """What the design does with `n` clusters that were certain to be drawn: it makes them no strata of their own."""
    return msg("sampling.certainty.note", n=n)
