# SPDX-License-Identifier: MIT
"""Blocks that a report leaves out because the data for them are missing: which, why, and what fills them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.analyses import declaration
from analysis.report import blocks as kinds
from projects.pages.reach_of_kinds import OTHERS
from wording import DEFAULT_LANGUAGE, Message, Text, msg, render, text_from_json

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from projects.pages.template_filling import StoredBlock, TemplateContent
    from projects.results.saved_results import ReportBlock, SavedAnalysis

REASONS = (
    *("reach", "part", "cases", "service", "answers", "changes", "assessments", "quotes", "figures", "analysis"),
    *("sites", "sessions_in_period", "cases_in_period"),
)
# Other needs ("no_cases", "reach_alone" …) say which of two blocks stands there: neither is lacking.
_NEEDS = frozenset(("reach", "cases", "answers", "changes", "assessments"))
_MADE: Mapping[str, tuple[type, ...]] = {
    "quotebox": (kinds.QuoteBox,),
    "callout": (kinds.CallOut,),
    "section": (kinds.Section,),
    "figure": (kinds.FigureBlock, kinds.TableBlock, kinds.Tiles),
    "tiles": (kinds.Tiles,),
}


@dataclass(frozen=True)
class LeftOut:
    """What is left out for one reason (one of `REASONS`), in the order of the report; `block` is the first of it."""

    reason: str
    what: tuple[Text, ...]
    block: str = ""

    @property
    def message(self) -> Message:
        """What is left out and why, with what fills it."""
        return msg("page.left_out", what=list(self.what), why=msg(f"page.left_out.{self.reason}"))


def left_out(
    blocks: Sequence[ReportBlock], made: Sequence[kinds.Block | None], filling: TemplateContent
) -> tuple[LeftOut, ...]:  # fmt: skip
    """The stored blocks that have nothing to show, by reason.

    A sheet of one site leaves out by rule and tells only of analyses that it would have to show for all sites.
    """
    if filling.options.one_site:
        named = tuple(_named(one) for one in filling.of_all_sites.values())
        return (LeftOut("sites", _once(named)),) if named else ()
    found: dict[str, list[tuple[str, Text]]] = {}
    for block, one in zip(blocks, made, strict=True):
        for kind, content in _missing(block.kind, block.content, one):
            if (reason := _reason(kind, content, filling)) is not None:
                found.setdefault(reason, []).append((block.id, _called(kind, content)))
    return tuple(LeftOut(reason, _once([what for _, what in lines]), lines[0][0]) for reason, lines in found.items())


def _missing(
    kind: str, content: StoredBlock, made: kinds.Block | None
) -> list[tuple[str, StoredBlock]]:  # fmt: skip
    """The block where nothing stands; of columns those inside that are not there."""
    if kind != "columns":
        return [(kind, content)] if made is None else []
    need = content.get("needs", "")
    if made is None and need and need not in _NEEDS:
        return []
    columns = made.columns if isinstance(made, kinds.Columns) else ((),) * len(content.get("columns", ()))
    found: list[tuple[str, StoredBlock]] = []
    for stored, column in zip(content.get("columns", ()), columns, strict=False):
        standing = list(column)
        for one in stored:
            wanted, inside = _MADE.get(str(one["kind"])), one.get("content", {})
            if wanted is None:
                continue
            place = next((at for at, here in enumerate(standing) if _is(here, wanted, inside)), None)
            if place is None:
                found.append((str(one["kind"]), {**({"needs": need} if need else {}), **inside}))
            else:
                del standing[place]
    return found


def _is(made: kinds.Block, wanted: tuple[type, ...], content: StoredBlock) -> bool:
    change = isinstance(made, kinds.FigureBlock) and made.shown_as == "change"
    return isinstance(made, wanted) and change == ("change" in content)


def _reason(kind: str, content: StoredBlock, filling: TemplateContent) -> str | None:
    need = str(content.get("needs", ""))
    if need and need not in _NEEDS:
        return None
    if "reach" in content:
        if content["reach"] == "kind" and content.get("of") == OTHERS and _has_kinds(filling):
            return None  # of a single kind there are no others, of two there is one, which needs no table
        if content["reach"] == "audience" and any("audience" in by for by in filling.reach.values()):
            return None  # one audience alone: its number is that of its kind
        if filling.reach and _counts_nothing(one for by in filling.reach.values() for one in by.values()):
            return "sessions_in_period"
        return "part" if filling.reach else "reach"
    if "cases" in content:
        if filling.cases and _counts_nothing(filling.cases.values()):
            return "cases_in_period"
        return "service" if filling.cases else "cases"
    for name, reason in (("change", "changes"), ("list", "assessments"), ("answer", "answers")):
        if name in content:
            return reason
    if need:
        return need if kind in ("section", "figure", "table") else None
    if kind in ("table", "figure"):
        return "analysis"
    return {"quotebox": "quotes", "tiles": "figures", "callout": "figures"}.get(kind)


def _counts_nothing(results: Iterable[AnalysisResult]) -> bool:
    """Whether results were made and none of them rests on a row: the period of the report holds none."""
    counted = [one.facts.get("n", 0) for one in results]
    return bool(counted) and not any(counted)


def _has_kinds(filling: TemplateContent) -> bool:
    return any("kind" in by for by in filling.reach.values())


def _called(kind: str, content: StoredBlock) -> Text:
    if "reach" in content:
        return msg(f"page.chart.{content['reach']}")
    if "cases" in content:
        return msg("page.cases.services" if content["cases"] == "service" else "page.cases.pathway")
    for name, key in (("change", "page.change"), ("list", "template.assessments"), ("answer", "template.answers")):
        if name in content:
            return msg(key)
    words: Text = text_from_json(content.get("text", "")) if kind == "section" else ""
    return words or msg(f"block.{kind}")


def _named(one: SavedAnalysis) -> Text:
    return one.title or declaration(one.declaration).label


def _once(texts: Sequence[Text]) -> tuple[Text, ...]:
    return tuple({render(text, DEFAULT_LANGUAGE): text for text in texts}.values())
