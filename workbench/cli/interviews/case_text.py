# SPDX-License-Identifier: MIT
"""The page of a case as lines of text and as plain values for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wording import Text, msg, render
from wording.quotations import in_quotes

if TYPE_CHECKING:
    from projects.cases.answers import Answer
    from projects.cases.elements import ElementLine, ElementsPanel
    from projects.cases.page import CasePage
    from workbench.cli.terminal import Terminal

_SHOWN_QUOTES = 20


def print_page(page: CasePage, terminal: Terminal) -> None:
    """Print the page of a case, part by part."""
    kind = msg(f"casepage.kind.{page.case.kind}")
    terminal.say(msg("casepage.heading", name=page.case.name, kind=kind))
    for one in page.attributes:
        terminal.say(msg("casepage.attribute_line", name=one.name, value=one.value, origin=one.origin))
    for member in page.members:
        terminal.say(msg("casepage.member_line", member=member.text, note=member.note))
    for answer in page.answers:
        terminal.say(msg("casepage.answer_line", question=_called(answer), answer=answer.text))
    if page.without_consent:
        terminal.say(msg("casepage.rows_closed", n=page.without_consent))
    if page.panel is not None:
        _print_panel(page.panel, terminal)
    elif page.case.kind == "person":
        terminal.say(msg("casepage.no_elements"))
    terminal.say(msg("casepage.quotes", n=len(page.segments)))
    for segment in page.segments[:_SHOWN_QUOTES]:
        quote = in_quotes(" ".join(page.quotes[segment.id].text.split()), page.quotes[segment.id].language)
        terminal.say(msg("casepage.quote_line", code=page.book[segment.code].name, quote=quote))
    for memo in page.memos:
        terminal.say(msg("casepage.memo_line", coder=memo.coder or "–", text=memo.text))
    for link in page.links:
        terminal.say(msg("casepage.link_line", other=link.text))


def page_facts(page: CasePage, language: str) -> dict[str, object]:
    """The page as plain values, its words rendered in a language."""

    def said(text: Text) -> str:
        return render(text, language)

    return {
        "name": page.case.name,
        "kind": page.case.kind,
        "attributes": [
            {"name": one.name, "kind": one.kind, "value": said(one.value), "source": one.source}
            for one in page.attributes
        ],
        "members": [
            {"document": one.member.document, "speaker": one.member.speaker, "table": one.member.table}
            | {"row": one.member.row, "text": said(one.text)}
            for one in page.members
        ],
        "answers": [
            {"table": one.table, "row": one.row, "variable": one.variable.name, "answer": said(one.text)}
            | {"reason": int(one.cell.reason)}
            for one in page.answers
        ],
        "rows_without_consent": page.without_consent,
        "consents": page.consents,
        "segments": [
            {"document": one.document, "code": page.book[one.code].key or one.code, "quote": one.quote}
            | {"start": one.start, "end": one.end, "coder": one.coder}
            for one in page.segments
        ],
        "memos": [{"target": one.target, "coder": one.coder, "text": one.text} for one in page.memos],
        "links": [{"other": one.other, "text": said(one.text)} for one in page.links],
        "act_means_purpose": None if page.panel is None else _panel_facts(page.panel, language),
    }


def _panel_facts(panel: ElementsPanel, language: str) -> dict[str, object]:
    return {
        "age": panel.age,
        "means": panel.means.value,
        "missing": list(panel.missing),
        "elements": [
            {
                "pillar": line.element.pillar,
                "code": line.element.code,
                "name": render(line.name, language),
                "survey": line.element.said.value,
                "answers": [render(answer.text, language) for answer in line.answers],
                "coded": line.element.coded,
                "hits": line.element.hits,
                "state": line.element.state.value,
                "quote": line.first.text if line.first else None,
            }
            for line in panel.lines
        ],
    }


def _print_panel(panel: ElementsPanel, terminal: Terminal) -> None:
    terminal.say(msg("casepage.panel", age=age_text(panel)))
    terminal.say(msg("casepage.decides_nothing"))
    for line in panel.lines:
        pillar = msg(f"casepage.pillar.{line.element.pillar}")
        coded = msg("casepage.coded", n=line.element.coded)
        parts = {"pillar": pillar, "name": line.name, "survey": survey_text(line), "coded": coded}
        terminal.say(msg("casepage.element_line", **parts, state=msg(f"casepage.state.{line.element.state.value}")))
    if panel.missing:
        names = [msg(f"casepage.pillar.{one}") for one in panel.missing]
        terminal.say(msg("casepage.missing", names=names))


def age_text(panel: ElementsPanel) -> Text:
    """Whether means count, and why."""
    age = "" if panel.age is None else f"{panel.age:g}"
    return msg(f"casepage.means.{panel.means.value}", age=age)


def survey_text(line: ElementLine) -> Text:
    """What the survey says of an element."""
    if not line.answers:
        return msg("casepage.no_question")
    return msg("casepage.several", answers=[answer.text for answer in line.answers])


def _called(answer: Answer) -> Text:
    from projects.cases.answers import called  # with the first answer

    return called(answer.variable)
