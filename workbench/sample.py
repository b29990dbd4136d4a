# SPDX-License-Identifier: MIT
"""Builds the fictitious sample study from the raw files shipped with the program, as a user would."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.records import Kind, Role
from analysis.register_columns import Register, RegisterKind
from coding.rules import is_parsed_rule
from coding.spacy_pipelines import pipeline_name
from projects.assistance.entities import find_mentions
from projects.assistance.entity_table import find_and_keep, switch_on
from projects.assistance.learned_suggestions import learn, lesson, store_learned
from projects.assistance.parses import in_place, kept_parses, parse_missing
from projects.assistance.speaker_roles import speaker_contexts
from projects.assistance.switches import Switches, set_switches, suggesting_rules
from projects.assistance.timeline import case_events, decide_events, find_case_events, keep_events
from projects.datasets.corrections.kind_actions import confirm_content
from projects.datasets.registers.headings import proposed_parts
from projects.datasets.table.provenance import note_sample_files
from projects.findings.framework_cells import write_summary
from projects.identifiers.sensitivity_review import confirm_proposals
from projects.intake.file_intake import interview, prepare_import
from projects.interviews.cases import Attribute, CaseMember, add_case, cases, join_case, set_attributes
from projects.interviews.name_review import mark_reviewed
from projects.interviews.queries import codebook, documents, load_documents, suggestions
from projects.interviews.reading_process import find_suggestions_apart
from projects.interviews.suggestions import (
    accept_suggestions,
    decided_by_document,
    find_suggestions,
    project_rules,
    store_suggestions,
)
from projects.quotes.quote_format import waiting_quotes
from projects.registers.register_settings import set_register
from projects.registers.unique_people import count_people
from projects.results.plan_run import all_tables, resolve
from projects.results.plans import Plan, PlanRow, read_plan
from projects.results.saved_results import add_analysis, add_block
from projects.sampling.saved_sampling import keep_sheet
from projects.sampling.sheet_files import read_sheet_file
from projects.store import Project
from projects.stored_tables.stored_table import data_tables
from projects.worker import TextProcess
from wording import DEFAULT_LANGUAGE, LANGUAGES, NoProgress, PartOf, Problem, Progress, Text, msg, render, text_to_json
from workbench import sample_files

if TYPE_CHECKING:
    from projects.interviews.suggestions import FoundInDocument
    from projects.store import Project
    from projects.worker import TextProcess

PASSPHRASE = "lantern-harbour-maple-quiet"  # noqa: S105 - shown to the user: the study is fictitious and no secret
CODER = "sample"
_CONSENTS = {"interview": True, "recording": True, "quotation": True, "sharing": True, "recontact": False}
_SECTIONS: Sequence[tuple[str, Sequence[str], Sequence[str]]] = (
    # heading, analyses of the plan, codes whose quotes follow
    ("safety", ("safe_by_site", "concerns_by_sex", "concerns_by_lighting"), ("SIT",)),
    ("needs", ("documents_by_sex", "services_by_site", "income", "rcsi_by_site", "reason_by_site"), ("AID", "JOU")),
    ("work", ("offers_by_site",), ("ACT", "MEA")),
    ("members", ("school_by_sex", "difficulty_by_sex"), ()),
)

_MEANS = "MEA.DEC; MEA.DEB; MEA.PAY; MEA.DOC; MEA.MOV; MEA.LAW; MEA.FOR"
_BESIDE = "exploitation = PUR; violence = MEA.FOR"  # answer of the survey = code
_FINDINGS: Sequence[tuple[str, str, str, bool, dict[str, str]]] = (
    # name, analysis, variable, by site, options
    ("codes_by_site", "code_crosstab", _MEANS, True, {}),
    (
        "joint_concerns",
        "joint_display",
        "protection_concerns",
        False,
        {"codes": "exploitation = PUR; violence = MEA.FOR"},
    ),
    ("framework", "framework", "MEA; JOU; AID; SIT", False, {}),
)
_SUMMARIES = (("P01", "MEA", "debt"), ("P02", "JOU", "journey"), ("P03", "SIT", "nights"))  # case, theme, sentence


@dataclass
class SampleStudy:
    """The steps of building the study in an open project; each is one or a few actions with their lines of history."""

    project: Project
    accept_all: bool = False  # the demonstration codes everything; in the window half is left to accept or reject
    assisted: bool = True  # interviews are parsed, which takes seconds: suggestions, entities, timelines of the cases
    found: list[FoundInDocument] = field(default_factory=list)
    analyses: dict[str, str] = field(default_factory=dict)  # row of the plan → id of the saved analysis

    def steps(self) -> list[tuple[Text, Callable[[Progress], object]]]:
        """What is done, in order."""
        return [
            (msg("sample.step.survey"), self.import_survey),
            (msg("sample.step.codebook"), self.import_codebook),
            (msg("sample.step.interviews"), self.import_interviews),
            (msg("sample.step.rules"), self.apply_rules),
            (msg("sample.step.cases"), self.add_cases),
            *([(msg("sample.step.assistance"), self.assist)] if self.assisted else []),
            (msg("sample.step.plan"), self.add_plan),
            (msg("sample.step.findings"), self.add_findings),
            (msg("sample.step.report"), self.add_report),
            (msg("sample.step.registers"), self.import_registers),
        ]

    def import_survey(self, progress: Progress) -> None:
        """The household survey with its form: two linked tables, what is sensitive in them looked at; the sheet of the
        frame it was drawn from."""
        self.project.do(prepare_import(sample_files.DATA, sample_files.FORM, progress=progress).action)
        self.project.do(confirm_proposals())
        self.project.do(keep_sheet(read_sheet_file(sample_files.FRAME)))

    def import_registers(self, progress: Progress) -> None:
        """Two years of sessions, who came to the trainings, a few presumed cases; people are counted by their code."""
        for at, (kind, file) in enumerate(sample_files.REGISTERS.items(), start=1):
            self.project.do(prepare_import(file, progress=NoProgress()).action)
            table = data_tables(self.project)[-1]
            register = Register(RegisterKind(kind), proposed_parts(RegisterKind(kind), table.variables))
            self.project.do(set_register(table.id, register))
            if kind != RegisterKind.CASES:
                table = data_tables(self.project)[-1]
                choices = [one for one in table.variables if one.kind is Kind.ONE and one.role is Role.ORDINARY]
                if words := [one.id for one in choices if one.content_unconfirmed]:
                    self.project.do(confirm_content(table.id, words))
            if kind == RegisterKind.PARTICIPANTS:
                self.project.do(count_people(table.id, msg("sample.people_purpose")))
            progress.report(at / len(sample_files.REGISTERS))
        self.project.do(note_sample_files())

    def import_codebook(self, progress: Progress) -> None:
        """The codebook with its keywords."""
        self.project.do(prepare_import(sample_files.CODEBOOK, progress=progress).action)

    def import_interviews(self, progress: Progress) -> None:
        """The four interviews, with the consents of their invented speakers."""
        for number, (path, language) in enumerate(sample_files.INTERVIEWS.items(), start=1):
            name = sample_files.NAMES[path]
            brought = interview(path, progress, name=name, language=language, consents=_CONSENTS)
            self.project.do(brought.action)
            progress.report(number / len(sample_files.INTERVIEWS))

    def apply_rules(self, progress: Progress) -> None:
        """Suggestions of the keyword rules; a person's acceptance is stored with the rule as the segment's origin."""
        documents = list(load_documents(self.project))
        found = find_suggestions(documents, project_rules(self.project), decided_by_document(self.project), progress)
        self.project.do(store_suggestions(found))
        accepted = documents if self.accept_all else documents[: len(documents) // 2]
        wanted = [one.id for loaded in accepted for one in suggestions(self.project, loaded)]
        self.project.do(accept_suggestions(wanted, [loaded.document for loaded in accepted], coder=CODER))

    def add_cases(self, progress: Progress) -> None:
        """A case for each interview, under a pseudonym, with its site as in the survey; three summaries."""

        language = str(self.project.setting("language", DEFAULT_LANGUAGE))
        names = {sample_files.NAMES[path]: facts for path, facts in sample_files.CASES.items()}
        for line in documents(self.project):
            if line.name in names:
                name, kind, attributes = names[line.name]
                case = str(self.project.do(add_case(name, kind)).result)
                self.project.do(join_case(case, [CaseMember(document=line.id)]))
                known = [
                    Attribute(
                        render(msg(f"sample.attribute.{key}"), language), render(msg(f"sample.value.{value}"), language)
                    )
                    for key, value in attributes.items()
                ]
                self.project.do(set_attributes(case, known))
        by_key = {code.key: code.id for code in codebook(self.project)}
        for case, code, said in _SUMMARIES:
            text = render(msg(f"sample.summary.{said}"), language)
            self.project.do(write_summary(case, by_key[code], text, coder=CODER))
        del progress

    def assist(self, progress: Progress) -> None:
        """Suggestions by rules on grammar and by codings, entities, events of the cases."""
        _assist(self.project, CODER, progress)

    def add_findings(self, progress: Progress) -> None:
        """Codes by site, a joint display of concerns, a framework matrix: kept, the first in the plan."""
        site = render(msg("sample.attribute.site"), str(self.project.setting("language", DEFAULT_LANGUAGE)))
        rows = []
        for line, (name, analysis, variable, by, options) in enumerate(_FINDINGS, start=2):
            table = "households" if analysis == "joint_display" else ""
            titled = {**options, "title": _both(f"sample.finding.{name}")}
            grouped = site if by else ""
            rows.append(PlanRow(analysis, variable, table, grouped, line=line, id=name, options=titled))
        for planned in resolve(Plan("findings", tuple(rows)), all_tables(self.project)):
            first = planned.declaration == "code_crosstab"
            action = add_analysis(planned.declaration, planned.table, planned.options, in_plan=first)
            self.analyses[planned.row.id] = str(self.project.do(action).result)
        del progress

    def add_plan(self, progress: Progress) -> None:
        """The analysis plan as saved analyses."""
        plan = read_plan(sample_files.PLAN)
        for planned in resolve(plan, data_tables(self.project)):
            action = add_analysis(planned.declaration, planned.table, planned.options, in_plan=True)
            self.analyses[planned.row.id] = str(self.project.do(action).result)
        del progress

    def add_report(self, progress: Progress) -> None:
        """The blocks of the report: tables, figures, quotes, the methods note."""
        by_key = {code.key: code for code in codebook(self.project)}
        blocks: list[tuple[str, dict[str, Any]]] = [
            ("title", {"text": _stored("sample.title"), "subtitle": _stored("sample.subtitle")}),
            ("paragraph", {"text": _stored("sample.introduction")}),
        ]
        for section, analyses, codes in _SECTIONS:
            blocks.append(("heading", {"text": _stored(f"sample.heading.{section}"), "level": 1}))
            for row in analyses:
                if row in FIGURES:
                    blocks.append(("figure", {"analysis": self.analyses[row]}))
                blocks.append(("table", {"analysis": self.analyses[row]}))
            blocks += [("quotes", {"code": by_key[key].id, "most": 3}) for key in codes if key in by_key]
        blocks.append(("methods", {}))
        for kind, content in blocks:
            self.project.do(add_block(kind, content))
        quoted = {code for _section, _analyses, codes in _SECTIONS for code in codes if code in by_key}
        below = {one for key in quoted for one in codebook(self.project).with_descendants(by_key[key].id)}
        quotes = waiting_quotes(self.project, below)
        if quotes:  # a report that leaves the team quotes only what somebody has looked at
            self.project.do(mark_reviewed([one.quote.segment.id for one in quotes]))
        del progress


FIGURES = ("safe_by_site", "concerns_by_sex", "school_by_sex")


FINDINGS = {"codes_by_site": "xlsx", "joint_concerns": "docx", "framework": "xlsx"}  # what `demo` writes them as


def build_sample(
    folder: Path, progress: Progress | None = None, *, assisted: bool = True, language: str = DEFAULT_LANGUAGE
) -> None:
    """Build the sample study in `language` in `folder`. Raises Stopped, and leaves nothing, when cancelled."""
    progress = progress or NoProgress()
    try:
        with new_project(folder, language) as project:
            assert isinstance(project, Project)
            steps = SampleStudy(project, assisted=assisted).steps()
            for number, (text, step) in enumerate(steps):
                progress.report(number / len(steps), text)
                step(NoProgress())
    except Problem:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def new_project(folder: Path, language: str) -> Project:
    """The empty, encrypted project of the sample study, which says on every page that it is fictitious."""
    project = Project.create(folder, PASSPHRASE, name=render(msg("sample.title"), language), language=language)
    project.set_setting("fictitious", True)
    return project


def _both(key: str) -> dict[str, str]:
    return {language: render(msg(key), language) for language in LANGUAGES}


def _stored(key: str) -> Any:
    return text_to_json(msg(key))


def _assist(project: Project, coder: str, progress: Progress) -> None:
    """Parse the interviews and propose; without pipelines there is nothing to propose."""
    if not all(map(pipeline_name, set(sample_files.INTERVIEWS.values()))):
        return
    with TextProcess() as text_process:
        for done, step in enumerate((_suggest, _learn, _keep_entities, _propose_events)):
            step(project, text_process, coder, PartOf(progress, done / 4, (done + 1) / 4))


def _suggest(project: Project, text_process: TextProcess, _coder: str, progress: Progress) -> None:
    """By the rules on grammar; the sensitive codes that have such rules are switched on."""
    on_parse = {rule.code for rule in project_rules(project) if is_parsed_rule(rule.keyword)}
    project.do(set_switches(Switches(sensitive=frozenset(on_parse))))
    parse_missing(in_place(project), text_process, progress)
    documents, rules = list(load_documents(project)), suggesting_rules(project, on_parse)
    found = find_suggestions_apart(
        text_process,
        documents,
        rules,
        decided_by_document(project),
        None,
        kept_parses(project),
        speaker_contexts(project),
    )
    with contextlib.suppress(Problem):  # all that they meet was coded already
        project.do(store_suggestions(found))


def _learn(project: Project, text_process: TextProcess, coder: str, progress: Progress) -> None:
    learned = learn(
        text_process, lesson(project, coder), progress, in_place(project), by_letters=True
    )  # vectors take a minute
    if learned.results:
        project.do(store_learned(learned))


def _keep_entities(project: Project, text_process: TextProcess, _coder: str, progress: Progress) -> None:
    project.do(switch_on(render(msg("sample.entities_purpose"), str(project.setting("language", DEFAULT_LANGUAGE)))))
    find_and_keep(project, find_mentions(in_place(project), text_process, progress))


def _propose_events(project: Project, text_process: TextProcess, coder: str, progress: Progress) -> None:
    """Of each case the first event and the first leg are accepted; the rest is left to decide."""
    for case in cases(project):
        found = find_case_events(in_place(project), text_process, case.id, progress)
        if found:
            project.do(keep_events(case.id, found))
            events = case_events(project, case.id)
            first = {one.event.is_leg: one.id for one in reversed(events)}
            project.do(decide_events(list(first.values()), "accepted", coder=coder))
