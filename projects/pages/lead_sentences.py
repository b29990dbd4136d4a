# SPDX-License-Identifier: MIT
"""Opening sentences of a sheet: how many came, to what, where, more or fewer than a year before. Every number is live.

Words compare attendances only, which print whole; numbers of people and of cases stand with their marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.report.blocks import LiveText
from analysis.report.key_figures import KeyFigure
from projects.pages.markup import plain_label, rich_text
from projects.pages.project_key_figures import named, row_name
from projects.pages.reach_of_kinds import FIRST, OTHERS, Reach, shown_kinds
from projects.store.schema import stored_setting
from wording import LANGUAGES, Text, msg, render

if TYPE_CHECKING:
    from analysis.analyses import AnalysisResult
    from analysis.result_tables import Row, TableSpec
    from projects.store import Project

_MOST_OTHERS = 3
_SAMPLE = msg("sample.title")


def project_title(project: Project) -> Text:
    """What the pages are called where nobody gave them a title: the project's name, the sample's in every language."""
    name = project.name
    if stored_setting(project, "fictitious", False) and name in {render(_SAMPLE, one) for one in LANGUAGES}:
        return _SAMPLE
    return name


def derived_title(sheet: Text, office: str, project: str) -> Text:
    """What a sheet is called where nobody typed a title: what it is, whose it is; its year stands large beside it.

    The office stands above the title of its own sheets; without one the project's name follows.
    """
    return sheet if office else msg("page.title_of", sheet=sheet, name=project)


def lead_text(figures: Sequence[KeyFigure], reach: Reach, first: Reach, when: Text) -> LiveText | None:
    """What a sheet begins with; None where nothing was counted. `first` is the reach of the largest kind alone."""
    held = named(figures)
    sentences: list[Text] = []
    for table, by in reach.items():
        sentences += _of_register(held, table, by, first.get(table, by), when)
    rest = [one for one in figures if one.key.startswith(("table.", "interviews")) and one.known]
    if rest:
        what = [msg("lead.counted", number=f"{{{one.key}}}", label=plain_label(one.label)) for one in rest]
        sentences.append(msg("lead.also" if sentences else "lead.rests", what=what))
    return _live(sentences, held, "lead")


def sex_text(first: Reach) -> LiveText | None:
    """The share of women among adults and of girls among children, as far as the register tells them apart."""
    by = next(iter(first.values()), {})
    result = by.get("kind") or next(iter(by.values()), None)
    if result is None:
        return None
    table, held, sentences = result.tables[0], dict[str, KeyFigure](), list[Text]()
    total = next(row for row in table.rows if row.total)
    for female, male in (("women", "men"), ("girls", "boys")):
        one, other = _number(table, total, female), _number(table, total, male)
        if one and other:
            held[f"lead.{female}"] = KeyFigure(f"lead.{female}", one / (one + other), "share", "")
            held[f"lead.{female}_of"] = KeyFigure(f"lead.{female}_of", one + other, "number", "")
            sentences.append(msg(f"lead.{female}", share=f"{{lead.{female}}}", n=f"{{lead.{female}_of}}"))
    return _live(sentences, held, "body")


def women_text(figures: Sequence[KeyFigure], reach: Reach) -> LiveText | None:
    """The share of women and girls of each kind of activity but the largest; None where no sex is known."""
    held = named(figures)
    told = []
    for table, by in reach.items():
        for row in shown_kinds(by, OTHERS)[:_MOST_OTHERS]:
            share = held.get(f"reach.{table}.{row_name(row)}.female_share")
            if share is not None and share.known:
                base = replace(share, key=f"{share.key}_of", unit="contacts", base=None, column="known_sex")
                held[base.key] = base
                said = {"share": _live_number(share.key), "n": _live_number(base.key)}
                told.append(msg("lead.women_kind", kind=plain_label(row.label), **said))
    return _live([msg("lead.women_kinds", what=told)] if told else [], held, "body")


def _of_register(
    held: dict[str, KeyFigure], table: str, by: Mapping[str, AnalysisResult], first: Mapping[str, AnalysisResult],
    when: Text,
) -> list[Text]:  # fmt: skip
    """How many came to the largest kind of activity, where, against the year before; then to the other kinds."""
    largest = next(iter(shown_kinds(by, FIRST)), None)
    stem = f"reach.{table}.{'total' if largest is None else row_name(largest)}"
    contacts = held.get(f"{stem}.contacts")
    if contacts is None or not contacts.known:
        return []
    fields: dict[str, Text] = {"contacts": _live_number(contacts.key), "when": when}
    fields["sessions"] = _live_number(f"{stem}.sessions")
    if largest is not None:
        fields["kind"] = plain_label(largest.label)
    sentences: list[Text] = [msg("lead.contacts_of" if largest is not None else "lead.contacts", **fields)]
    if contacts.before:
        change = (contacts.cell.estimate or 0.0) - contacts.before
        held["lead.before"] = KeyFigure("lead.before", contacts.before, "contacts", "")
        key = "lead.more" if change > 0 else "lead.fewer" if change < 0 else "lead.as_many"
        sentences.append(msg(key, change=f"{{{contacts.key}|difference}}", before=_live_number("lead.before")))
    sentences += _where(held, table, first)
    others = [row for row in shown_kinds(by, OTHERS) if f"reach.{table}.{row_name(row)}.contacts" in held]
    if others:
        keys = [(row, f"reach.{table}.{row_name(row)}.contacts") for row in others[:_MOST_OTHERS]]
        kinds = [msg("lead.kind", kind=plain_label(row.label), contacts=_live_number(key)) for row, key in keys]
        more = len(others) - _MOST_OTHERS
        sentences.append(msg("lead.others_more", what=kinds, n=more) if more > 0 else msg("lead.others", what=kinds))
    return sentences


def _where(held: dict[str, KeyFigure], table: str, first: Mapping[str, AnalysisResult]) -> list[Text]:
    """In how many places, and where most came."""
    if "place" not in first:
        return []
    spec = first["place"].tables[0]
    named_places = len(first["place"].facts.get("groups", ()))
    met = [row for row in spec.rows[:named_places] if not row.total and _number(spec, row, "contacts")]
    if len(met) < 2:
        return []
    most = max(met, key=lambda row: _number(spec, row, "contacts"))
    held["lead.places"] = KeyFigure("lead.places", float(len(met)), "number", "")
    held["lead.most"] = KeyFigure("lead.most", None, "contacts", "", table=spec, row=most.id, column="contacts")
    if sum(_number(spec, row, "contacts") == _number(spec, most, "contacts") for row in met) > 1:  # none stands out
        return [msg("lead.places", places=_live_number("lead.places"))]
    fields = {"places": _live_number("lead.places"), "most": _live_number("lead.most")}
    return [msg("lead.where", place=plain_label(most.label), **fields)]


def _number(table: TableSpec, row: Row, column: str) -> float:
    at = next((place for place, one in enumerate(table.columns) if one.id == column), None)
    return 0.0 if at is None else float(row.cells[at].estimate or 0.0)


def _live_number(key: str) -> str:
    return f"{{{key}}}"


def _live(sentences: Sequence[Text], held: Mapping[str, KeyFigure], size: str) -> LiveText | None:
    if not sentences:
        return None
    spoken = {one: " ".join(render(sentence, one) for sentence in sentences) for one in LANGUAGES}
    return LiveText({one: rich_text(words, held, size) for one, words in spoken.items()})
