# SPDX-License-Identifier: MIT
"""`cases`: lists cases, shows the page of one, makes and changes them, joins interviews, speakers and survey rows."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING

from projects.assistance.parses import in_place
from projects.assistance.timeline import case_events, decide_events, find_case_events, keep_events
from projects.cases.answers import called
from projects.cases.attribute_values import attribute_identities, set_identifying, set_sensitive
from projects.cases.attributes import set_derived
from projects.cases.elements import ElementQuestion, questions, set_age_attribute, set_questions, yes_or_no
from projects.cases.page import case_named, case_page
from projects.cases.row_case_matching import JoinedRows, join_messages, join_rows_by_key
from projects.cases.target_names import set_sampled
from projects.interviews import notes
from projects.interviews.cases import Attribute, add_case, add_case_for_each_document
from projects.interviews.coders import seen_coder
from projects.store.problems import LinkLocked
from projects.stored_tables.stored_table import variables
from projects.worker import TextProcess
from wording import Problem, Text, msg, render
from wording.texts import in_quotes
from workbench.cli.arguments import Arguments
from workbench.cli.people import case_member_of, table_of
from workbench.cli.project import open_project
from workbench.cli.terminal import Terminal

if TYPE_CHECKING:
    from projects.assistance.timeline import CaseEvent
    from projects.cases.answers import Answer
    from projects.cases.elements import ElementLine, ElementsPanel
    from projects.cases.page import CasePage
    from projects.interviews.cases import Case
    from projects.store import Project
    from projects.store.actions import Action


def change_events(project: Project, case_id: str, options: argparse.Namespace, terminal: Terminal) -> int:
    """Propose and decide what is asked, then print what there is."""
    if not project.link_open:
        raise LinkLocked
    if options.events:
        with TextProcess() as process:
            found = find_case_events(in_place(project), process, case_id)
        terminal.say(project.do(keep_events(case_id, found)).message)
    accepted = options.accept_events
    if accepted == ["all"]:
        accepted = [one.id for one in case_events(project, case_id) if not one.accepted]
    for ids, verdict in ((accepted, "accepted"), (options.reject_events, "rejected")):
        if ids:
            action = decide_events([_number(one) for one in ids], verdict, coder=project.user)
            terminal.say(project.do(action).message)
    print_events(project, case_id, options.names, terminal)
    return 0


def _number(word: str) -> str:
    if not word.isdecimal():
        raise Problem(msg("events.gone"))
    return word


def print_events(project: Project, case_id: str, names: bool, terminal: Terminal) -> None:
    """Print timeline and journey; nothing but a sentence while the identifiers are closed."""
    events = _read(project, case_id, names, terminal)
    for title, lines, is_leg in (
        (msg("events.timeline_plain"), [one for one in events if not one.event.is_leg], False),
        (msg("events.journey_plain"), [one for one in events if one.event.is_leg], True),
    ):
        if lines:
            terminal.say(title)
        for one in lines:
            fact = event_fact(one, names, terminal.language)
            state = msg("events.accepted_one" if one.accepted else "events.proposed_one")
            key = "events.leg_line" if is_leg else "events.line"
            terminal.say(msg(key, **{**fact, "state": state}))


def event_facts(project: Project, case_id: str, names: bool, terminal: Terminal) -> list[dict[str, object]]:
    """Timeline and journey as plain values."""
    return [event_fact(one, names, terminal.language) for one in _read(project, case_id, names, terminal)]


def event_fact(one: CaseEvent, names: bool, language: str) -> dict[str, object]:
    """An event as plain values, its names withheld unless they are asked for."""

    def fact(text: str) -> str:
        return text if names else one.masked(text, language)

    event = one.event
    return {
        "id": one.id, "kind": "leg" if event.is_leg else "event", "document": one.document_name, "start": one.start,
        "said": fact(event.said), "date": event.date, "quote": " ".join(fact(one.quote).split()),
        "origin": fact(event.origin), "destination": fact(event.destination), "means": event.means,
        "company": fact(event.company), "state": "accepted" if one.accepted else "proposed",
    }  # fmt: skip


def _read(project: Project, case_id: str, names: bool, terminal: Terminal) -> list[CaseEvent]:
    if not project.link_open:
        if names:
            raise Problem(msg("entities.link_closed"))
        terminal.say(msg("events.closed"))
        return []
    events = case_events(project, case_id)
    if names and events:
        project.log("assistance.names", msg("events.names_shown", n=len(events)))
    return events


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
        quote = page.quotes[segment.id]
        words = in_quotes(" ".join(quote.text.split()), quote.language)
        terminal.say(msg("casepage.quote_line", code=page.book.told_apart(page.book[segment.code]), quote=words))
        terminal.say(msg("casepage.quote_note", note=quote.placed(page.places[segment.id])))
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
            | {"printed": page.quotes[one.id].text, "note": said(page.quotes[one.id].note())}
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
                "note": render(line.first.note(), language) if line.first else None,
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
        if line.first is not None:
            words = in_quotes(" ".join(line.first.text.split()), line.first.language)
            terminal.say(msg("casepage.first_quote", quote=words))
            terminal.say(msg("casepage.quote_note", note=line.first.placed(line.place)))
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
    return called(answer.variable)


_KINDS = ("person", "group", "site", "institution")


def arguments(parser: Arguments) -> None:
    """What `cases` takes: members as "document:NAME", "speaker:NAME@DOCUMENT" or "row:TABLE:NUMBER"."""
    parser.project()
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--all-answers", action="store_true")
    parser.add_argument("--new", choices=_KINDS)
    parser.add_argument("--for-each-interview", action="store_true")
    parser.add_argument("--rename", metavar="NAME")
    parser.add_argument("--kind", choices=_KINDS)
    parser.add_argument("--delete", action="store_true")
    parser.add_argument("--join", nargs="+", default=[])
    parser.add_argument("--leave", nargs="+", default=[])
    parser.add_argument("--rows", nargs=2, metavar=("TABLE", "VARIABLE"))
    parser.add_argument("--by", default="")
    parser.add_argument("--make", action="store_true")
    parser.add_argument("--set", nargs="+", default=[])
    parser.add_argument("--type", default="text", choices=("text", "number", "date", "yes_no"))
    parser.add_argument("--survey", nargs=3, metavar=("ATTRIBUTE", "TABLE", "VARIABLE"))
    parser.add_argument("--compute", nargs=2, metavar=("ATTRIBUTE", "FORMULA"))
    parser.add_argument("--age", metavar="ATTRIBUTE")
    parser.add_argument("--element", nargs=3, metavar=("CODE", "TABLE", "VARIABLE"))
    parser.add_argument("--answers", default="")
    parser.add_argument("--memo", default="")
    parser.add_argument("--events", action="store_true")
    parser.add_argument("--accept-events", nargs="+", default=[], metavar="NUMBER")
    parser.add_argument("--reject-events", nargs="+", default=[], metavar="NUMBER")
    parser.add_argument("--names", action="store_true")
    drawn = parser.add_mutually_exclusive_group()
    drawn.add_argument("--sampled", metavar="HOW")
    drawn.add_argument("--not-sampled", action="store_true")
    for option in ("--identifies", "--identifies-nobody", "--sensitive", "--not-sensitive"):
        parser.add_argument(option, metavar="ATTRIBUTE")


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Change what is asked; without a change show one page, or list all."""
    with open_project(options, terminal) as project:
        if options.new:
            _add(project, options, terminal)
        actions = [*_for_all(project, options), *_for_one(project, options)]
        for action in actions:
            done = project.do(action)
            terminal.say(done.message)
            _print_result(done.result, terminal)
        if actions or options.new:
            return 0
        if options.events or options.accept_events or options.reject_events:
            return change_events(project, _case(project, options.name).id, options, terminal)
        if options.name:
            return _show(project, options, terminal)
        return _list(project, options, terminal)


def _add(project: Project, options: argparse.Namespace, terminal: Terminal) -> None:
    """The new case; what is to join it is looked up before, so that nothing is made where it is not found."""
    for member in options.join:
        case_member_of(project, member)
    terminal.say(project.do(add_case(options.name, options.new)).message)


def _print_result(result: object, terminal: Terminal) -> None:
    if isinstance(result, JoinedRows):
        for text in join_messages(result):
            terminal.say(text)


def _for_all(project: Project, options: argparse.Namespace) -> list[Action]:
    """What concerns the whole project: rows by key, questions of elements, the attribute of age, sampled cases."""
    actions = [add_case_for_each_document()] if options.for_each_interview else []
    if options.sampled is not None or options.not_sampled:
        actions.append(set_sampled(options.sampled or ""))
    if options.rows:
        table, variable = _variable(project, *options.rows)
        actions.append(join_rows_by_key(table, variable, attribute=options.by, make=options.make))
    if options.element:
        actions.append(_element(project, options))
    if options.age is not None:
        actions.append(set_age_attribute(options.age))
    for make, yes, no in (
        (set_identifying, options.identifies, options.identifies_nobody),
        (set_sensitive, options.sensitive, options.not_sensitive),
    ):
        actions += [make(name, answer) for name, answer in ((yes, True), (no, False)) if name is not None]
    return actions


def _for_one(project: Project, options: argparse.Namespace) -> list[Action]:
    """What concerns the case named; without a name attributes of the survey and computed ones are for every case."""
    from projects.interviews import cases  # more of the program: not at start

    actions: list[Action] = []
    asked = (options.rename, options.kind, options.delete, options.join, options.leave, options.set, options.memo)
    chosen = [_case(project, options.name)] if options.name else []
    if any(asked) and not chosen:
        raise Problem(msg("casepage.which_case"))
    actions += _derived(project, options, chosen)
    for case in chosen:
        if options.join:
            actions.append(cases.join_case(case.id, [case_member_of(project, one) for one in options.join]))
        if options.leave:
            actions += [cases.leave_case(case.id, case_member_of(project, one)) for one in options.leave]
        if options.set:
            actions.append(cases.set_attributes(case.id, _typed(options)))
        if options.memo:
            actions.append(notes.add_memo(f"case:{case.id}", options.memo, coder=project.user))
        if options.kind:
            actions.append(cases.set_case_kind(case.id, options.kind))
        if options.rename:
            actions.append(cases.rename_case(case.id, options.rename))
        if options.delete:
            actions.append(cases.delete_case(case.id))
    return actions


def _derived(project: Project, options: argparse.Namespace, chosen: list[Case]) -> list[Action]:
    from projects.interviews.cases import cases  # more of the program: not at start

    wanted = [case.id for case in (chosen or cases(project))]
    actions = []
    if options.survey:
        name, table, variable = options.survey
        actions.append(set_derived(wanted, name, "survey:{}:{}".format(*_variable(project, table, variable))))
    if options.compute:
        name, formula = options.compute
        actions.append(set_derived(wanted, name, f"computed:{formula}"))
    return actions


def _typed(options: argparse.Namespace) -> list[Attribute]:
    found = []
    for word in options.set:
        name, separator, value = word.partition("=")
        if not separator:
            raise Problem(msg("casepage.attribute_words", word=word))
        found.append(Attribute(name.strip(), value.strip(), options.type))
    return found


def _element(project: Project, options: argparse.Namespace) -> Action:
    key, table_name, name = options.element
    table, variable = _variable(project, table_name, name)
    (found,) = variables(project, table, [variable])
    yes = []
    for word in (part.strip() for part in options.answers.split(";")):
        known = [c.id for c in found.choices if word in (c.code, c.id, *c.labels.by_language.values())]
        if not found.choices and yes_or_no(word):
            known = [yes_or_no(word)]
        if word and not known:
            raise Problem(msg("casepage.no_such_answer", answer=word, variable=found.name))
        yes += known[:1]
    fresh = ElementQuestion(table, variable, tuple(yes))
    kept = [one for one in questions(project).get(key, ()) if (one.table, one.variable) != (table, variable)]
    return set_questions(key, [*kept, fresh])


def _variable(project: Project, table_name: str, name: str) -> tuple[str, str]:
    table = table_of(project, table_name)
    found = [one.id for one in variables(project, table) if name in (one.name, one.id)]
    if len(found) != 1:
        raise Problem(msg("casepage.no_such_variable", name=name, table=table_name))
    return table, found[0]


def _case(project: Project, name: str) -> Case:
    return case_named(project, name)


def _show(project: Project, options: argparse.Namespace, terminal: Terminal) -> int:
    wanted = _case(project, options.name).id
    page = case_page(project, wanted, all_answers=options.all_answers, coder=seen_coder(project))
    if options.json:
        facts = page_facts(page, terminal.language)
        if project.link_open:
            facts["events"] = event_facts(project, page.case.id, options.names, terminal)
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
    else:
        print_page(page, terminal)
        print_events(project, page.case.id, options.names, terminal)
    return 0


def _list(project: Project, options: argparse.Namespace, terminal: Terminal) -> int:
    from projects.interviews.cases import cases  # more of the program: not at start

    found = cases(project)
    if options.json:
        facts = [
            {"id": one.id, "name": one.name, "kind": one.kind, "documents": one.documents, "rows": one.rows}
            for one in found
        ]
        terminal.line(json.dumps(facts, ensure_ascii=False, indent=1))
        return 0
    if not found:
        terminal.say(msg("casepage.no_cases"))
    for one in found:
        kind = msg(f"casepage.kind.{one.kind}")
        terminal.say(msg("casepage.line", name=one.name, kind=kind, documents=one.documents, rows=one.rows))

    identities = attribute_identities(project)
    for key, names in (
        ("identifyingattributes.listed", [one.name for one in identities if one.identifies]),
        ("sensitiveattributes.listed", [one.name for one in identities if one.sensitive]),
    ):
        if names:
            terminal.say(msg(key, names=names))
    return 0
