# SPDX-License-Identifier: MIT
"""Actions on cases in the Interviews room: reads pages, runs what the user asks for, updates the forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from coding.case_folding import fold_plain
from projects.cases.attribute_values import (
    AttributeIdentity,
    attribute_identities,
    set_identifying,
    set_sensitive,
)
from projects.cases.attributes import set_derived
from projects.cases.elements import questions, set_age_attribute, set_questions
from projects.cases.page import case_page
from projects.cases.row_case_matching import join_messages, join_rows_by_key
from projects.cases.target_names import how_sampled, set_sampled
from projects.interviews import cases, notes
from projects.interviews.cases import Attribute, Case, CaseMember
from projects.interviews.coders import seen_coder
from projects.store.actions import Action
from projects.stored_interviews.case_tables import CASE_KINDS
from projects.transcripts.speakers import speakers_by_document
from wording import Labels, Message, Problem, Text, msg
from wording.numbers import format_number
from workbench.interviews.cases.case_pane import CasePane
from workbench.interviews.cases.forms import AttributeForm, JoinForm, QuestionForm, SampledForm
from workbench.interviews.cases.page_rows import CaseDetails
from workbench.interviews.state import RoomState
from workbench.room_columns import unfold_column
from workbench.translation import language_of
from workbench.widgets import Entry, EntryList, LinkButton, MutedLabel, SearchField

if TYPE_CHECKING:
    from analysis.records import DataTable
    from coding.records import Segment
    from projects.cases.elements import ElementQuestion
    from projects.cases.page import CasePage
    from projects.cases.row_case_matching import JoinedRows
    from projects.store.actions import Changes
    from projects.store.project import Project
    from workbench.session import Session

_GLANCE = 8  # cases that are seen without a filter


class CaseList(QWidget):
    """The cases; `chosen` carries an id, `new_requested` comes from the button of the empty list."""

    sampled_requested = Signal()  # to say whether the cases are a probability sample
    chosen = Signal(str)
    new_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cases: list[Case] = []
        self.field = SearchField(msg("casepage.view.filter"))
        self.list = EntryList(msg("casepage.view.cases"))
        self.nothing = MutedLabel(msg("casepage.view.none"), wrap=True)
        self.new = LinkButton(msg("casepage.view.new"), lambda: self.new_requested.emit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(12, 5, 12, 5)
        head.setSpacing(4)
        for widget in (self.field, self.nothing, self.new):
            head.addWidget(widget)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        self.sampled = LinkButton(msg("sampledcases.purpose"), lambda: self.sampled_requested.emit())
        foot = QVBoxLayout()
        foot.setContentsMargins(12, 4, 12, 6)
        foot.addWidget(self.sampled)
        column.addLayout(foot)
        self.field.searched.connect(lambda _typed: self._fill())
        self.field.to_list.connect(self.list.setFocus)
        self.list.picked.connect(lambda wanted: self.chosen.emit(str(wanted)))
        self.show_cases([], None)

    def show_cases(self, cases: list[Case], picked: str | None) -> None:
        """Show these cases with one picked."""
        self._cases = cases
        waits = self.new.hasFocus()
        self._fill(picked)
        if waits:
            self.take_focus()

    def take_focus(self) -> None:
        """The keys stand in the list, or on the button of an empty one."""
        (self.list if self._cases else self.new).setFocus()

    def show_sampled(self, how: str) -> None:
        """Say below the list whether the cases are a probability sample."""
        self.sampled.say(msg("sampledcases.random" if how else "sampledcases.purpose"))

    def _fill(self, picked: str | None = None) -> None:
        typed = fold_plain(self.field.text().strip())
        kept = [case for case in self._cases if typed in fold_plain(case.name)]
        entries: list[Entry] = []
        for kind in CASE_KINDS:
            held = [case for case in kept if case.kind == kind]
            if held:
                entries.append(Entry(f"kind:{kind}", msg(f"casepage.view.kinds.{kind}"), section=True))
            for case in held:
                texts = format_number(case.documents, language_of(self))
                entries.append(Entry(case.id, case.name, texts, icon="table-2" if case.rows else ""))
        self.list.set_entries(entries, picked)
        self.nothing.setVisible(not self._cases)
        self.new.setVisible(not self._cases)
        self.field.setVisible(bool(typed) or len(self._cases) > _GLANCE)
        self.sampled.setVisible(bool(self._cases))

    def respeak(self, _language: str) -> None:
        """Numbers are written anew."""
        self._fill()


AGE = "cases.age"  # as in `projects.cases.elements`, which brings the data's libraries along
_TOUCHED = (
    "case_", "case_member", "attribute", "memo", "link", "consent", "document", "segment", "suggestion", "code",
    "setting", "speaker", "cell_edit", "variable", "data_table", "row_state",
)  # fmt: skip


class Cases(QObject):
    """The case pages of the room. `list`, `pane` and `side` are put into its columns by whoever makes it."""

    named = Signal()  # another case is at hand, or has another name

    def __init__(self, state: RoomState, session: Session) -> None:
        super().__init__(state)
        self._state, self._session = state, session
        self.case_id: str | None = None
        self.cases: list[Case] = []
        self._all_answers = self.taken = False
        self.list, self.pane, self.side = CaseList(), CasePane(), CaseDetails()
        self.join, self.attribute, self.question = JoinForm(), AttributeForm(), QuestionForm()
        self.sampled = SampledForm()
        self.right = QStackedWidget()
        for page in (self.side, self.join, self.attribute, self.question, self.sampled):
            self.right.addWidget(page)
        self.open_document: Callable[[str], object] = lambda _document: None
        self.go_to_segment: Callable[[Segment], object] = lambda _segment: None
        self.search_code: Callable[[str], object] = lambda _code: None
        self.choose_link: Callable[[Callable[[str], object]], object] = lambda _done: None
        self.open_target: Callable[[str], object] = lambda _target: None
        self.add_starter: Callable[[], object] = lambda: None
        self._connect()
        state.touched.connect(self._on_changes)

    def _connect(self) -> None:
        self.list.chosen.connect(self.show_case)
        self.list.new_requested.connect(self.new_case)
        self.list.sampled_requested.connect(self.show_sampled)
        self.sampled.given.connect(lambda how: self._do(set_sampled(how), lambda _changes: self._back()))
        pane, side = self.pane, self.side
        pane.attribute_requested.connect(self._show_attribute)
        pane.all_answers_requested.connect(self._turn_answers)
        pane.segment_requested.connect(lambda segment: self.go_to_segment(segment))
        pane.document_requested.connect(lambda document: self.open_document(document))
        pane.memo_requested.connect(self._write_memo)
        pane.elements.question_requested.connect(self._show_question)
        pane.elements.quotes_requested.connect(self._quotes_of)
        pane.elements.evidence_requested.connect(self._look)
        pane.timeline.notice.connect(lambda messages: self._session.notice.emit(messages))
        pane.elements.starter_requested.connect(lambda: self.add_starter())
        side.join_requested.connect(self._show_join)
        side.leave_requested.connect(lambda member: self._do(cases.leave_case(self._id(), member)))
        side.document_requested.connect(lambda document: self.open_document(document))
        side.name_given.connect(self._rename)
        side.kind_given.connect(lambda kind: self._do(cases.set_case_kind(self._id(), str(kind))))
        side.memo_written.connect(self._keep_memo)
        side.target_requested.connect(lambda target: self.open_target(target))
        side.link_requested.connect(lambda: self.choose_link(self._link))
        side.unlink_requested.connect(lambda link: self._do(notes.remove_link(link)))
        side.delete_requested.connect(self._delete)
        for form in (self.join, self.attribute, self.question, self.sampled):
            form.left.connect(self._back)
        self.join.member_turned.connect(self._turn_member)
        self.join.rows_requested.connect(self._join_rows)
        self.attribute.typed.connect(self._type)
        self.attribute.derived.connect(self._derive)
        self.attribute.age_chosen.connect(self._set_age)
        self.attribute.identity_given.connect(
            lambda name, identifies: self._do(set_identifying(name, identifies), lambda _changes: self._back())
        )
        self.attribute.sensitivity_given.connect(
            lambda name, sensitive: self._do(set_sensitive(name, sensitive), lambda _changes: self._back())
        )
        self.question.given.connect(self._ask_question)

    # From the project

    def read(self) -> None:
        """Ask for the list, and for the page of the case at hand."""
        if self._session.is_open:
            self._session.ask(cases.cases, self._take_list, latest="interviews.cases", owner=self)
            self._session.ask(how_sampled, self.list.show_sampled, latest="interviews.sampled", owner=self)

    def _on_changes(self, changes: Changes) -> None:
        # in front in its room, seen or not: the name of somebody just erased in the Safety room must not wait there
        if not self.pane.isHidden() and changes.touches(*_TOUCHED):
            self.read()

    def _take_list(self, found: list[Case]) -> None:
        self.cases = found
        ids = [case.id for case in found]
        if self.case_id not in ids:
            self.case_id = ids[0] if ids else None
            self._back()
        self.list.show_cases(found, self.case_id)
        self.named.emit()
        self._read_page()

    def show_case(self, case_id: str) -> None:
        """Show the page of a case."""
        if case_id != self.case_id:
            self.case_id, self._all_answers = case_id, False
            self.pane.show_quotes(None)
            self._back()
        self._read_page()
        self.named.emit()

    def name_shown(self) -> str:
        """The name of the case at hand, "" while there is none."""
        return next((case.name for case in self.cases if case.id == self.case_id), "")

    def _read_page(self) -> None:
        wanted, every = self.case_id, self._all_answers
        if wanted is None:
            self._take_page(None)
            return

        def read(project: Project) -> CasePage:
            return case_page(project, wanted, all_answers=every, coder=seen_coder(project))

        self._session.ask(read, self._take_page, latest="interviews.case", owner=self)

    def _take_page(self, page: CasePage | None) -> None:
        self.taken = True
        self.pane.show_page(page)
        self.pane.timeline.read(self._session, page.case.id if page is not None else "")
        self.side.show_page(page)
        if self.right.currentWidget() is self.join:
            self._show_join()

    # Wishes

    def _id(self) -> str:
        return self.case_id or ""

    def _do(self, action: Action, done: Callable[[Changes], object] | None = None) -> None:
        self._session.do(action, done)

    def case_for_each(self) -> None:
        """A case for each interview that belongs to none, named as it is."""
        self._do(cases.add_case_for_each_document())

    def new_case(self) -> None:
        """A new person, named by the next free number; its name is typed over."""
        taken, number = {case.name for case in self.cases}, len(self.cases) + 1
        while (name := f"P{number:02}") in taken:
            number += 1

        def made(changes: Changes) -> None:
            self.case_id = str(changes.result)
            self.read()
            unfold_column(self.side)
            self.side.name.setFocus()
            self.side.name.selectAll()

        self._do(cases.add_case(name), made)

    def _rename(self, name: str) -> None:
        page = self.pane.page
        if page is not None and name and name != page.case.name:
            self._do(cases.rename_case(page.case.id, name))

    def _delete(self) -> None:
        if self.case_id is not None:
            self._do(cases.delete_case(self.case_id))
            self.list.list.setFocus()  # else Enter would delete the next one, too

    def _keep_memo(self, _fresh: object, text: str) -> None:
        if text:
            self._do(notes.add_memo(f"case:{self._id()}", text, coder=self._state.user))

    def _write_memo(self) -> None:
        self._back()
        unfold_column(self.side)
        self.side.fresh.setFocus()
        self.side.ensureWidgetVisible(self.side.fresh)

    def _link(self, target: str) -> None:
        self._do(notes.add_link(f"case:{self._id()}", target))

    def _turn_answers(self) -> None:
        self._all_answers = not self._all_answers
        self._read_page()

    def _quotes_of(self, key: str) -> None:
        code = self._state.codebook.with_key(key)
        if code is not None:
            self.pane.show_quotes(self._state.codebook.with_descendants(code.id))
            self.pane.whole.ensureWidgetVisible(self.pane.quotes)

    def _look(self, key: str) -> None:
        code = self._state.codebook.with_key(key)
        if code is not None:
            self.search_code(code.id)

    # Forms

    def _back(self) -> None:
        self.right.setCurrentWidget(self.side)

    def _to_attributes(self) -> None:
        """Back from the form of an attribute, with the keyboard where the next one is added."""
        held, link = self.attribute.window().focusWidget(), self.pane.attributes.link
        if link is not None and held is not None and self.attribute.isAncestorOf(held):
            link.setFocus()
        self._back()

    def _with_tables(self, then: Callable[[list[DataTable]], object]) -> None:
        def read(project: Project) -> list[DataTable]:
            from projects.stored_tables.stored_table import data_tables  # the data's libraries, as above

            return data_tables(project)

        self._session.ask(read, then, latest="interviews.case_tables", owner=self)

    def _show_join(self) -> None:
        page = self.pane.page
        if page is None:
            return
        held = {line.member for line in page.members}
        names = sorted({one.name for one in page.attributes if one.plain})

        def read(project: Project) -> list[tuple[CaseMember, Text]]:
            found: list[tuple[CaseMember, Text]] = []
            speakers = speakers_by_document(project)
            for line in self._state.documents:
                found.append((CaseMember(str(line.id)), line.name))
                found += [(CaseMember(str(line.id), name), line.name) for name in speakers.get(str(line.id), ())]
            return found

        def show(talks: list[tuple[CaseMember, Text]]) -> None:
            self._with_tables(lambda tables: self.join.show_choices(talks, held, tables, names))
            self.right.setCurrentWidget(self.join)

        self._session.ask(read, show, latest="interviews.case_join", owner=self)

    def _turn_member(self, member: CaseMember, joins: bool) -> None:
        change = cases.join_case(self._id(), [member]) if joins else cases.leave_case(self._id(), member)
        self._do(change)

    def _join_rows(self, table: str, variable: str, attribute: str, make: bool) -> None:
        def done(changes: Changes) -> None:
            messages = join_messages(cast("JoinedRows", changes.result))
            notice = changes.message
            for one in messages:
                notice = msg("casepage.view.joined_with_notes", first=notice, notes=one)
            self._session.notice.emit(notice)

        self._do(join_rows_by_key(table, variable, attribute=attribute, make=make), done)

    def _show_attribute(self, name: str) -> None:
        page = self.pane.page
        if page is None:
            return
        held = next((one for one in page.attributes if one.name == name), None)

        def read(project: Project) -> tuple[str, AttributeIdentity | None]:
            identities = attribute_identities(project) if held is not None else ()
            return str(project.setting(AGE, "")), next((one for one in identities if one.name == name), None)

        def show(known: tuple[str, AttributeIdentity | None]) -> None:
            self._with_tables(lambda tables: self.attribute.show_attribute(held, page.attributes, tables, *known))
            self.right.setCurrentWidget(self.attribute)
            unfold_column(self.attribute)
            (self.attribute.value if held is not None else self.attribute.name).setFocus()

        self._session.ask(read, show, latest="interviews.case_age")

    def _type(self, name: str, value: str, kind: str) -> None:
        try:
            action = cases.set_attributes(self._id(), [Attribute(name, value, kind)])
        except Problem as problem:
            self._session.problem.emit(problem.message)
            return
        self._do(action, lambda _changes: self._to_attributes())

    def _derive(self, name: str, source: str, every: bool) -> None:
        ids = [case.id for case in self.cases] if every else [self._id()]
        self._do(set_derived(ids, name, source), lambda _changes: self._to_attributes())

    def _set_age(self, name: str) -> None:
        self._do(set_age_attribute(name))

    def show_sampled(self) -> None:
        """The form that says how the cases were chosen."""

        def show(how: str) -> None:
            self.sampled.show_how(how)
            self.right.setCurrentWidget(self.sampled)
            unfold_column(self.sampled)

        self._session.ask(how_sampled, show, latest="interviews.sampled_form", owner=self)

    def _show_question(self, key: str) -> None:
        code = self._state.codebook.with_key(key)
        name: Labels | Message = code.name if code is not None else msg("casepage.view.question")

        def read(project: Project) -> Sequence[ElementQuestion]:
            return questions(project).get(key, ())

        def show(held: Sequence[ElementQuestion]) -> None:
            self._with_tables(lambda tables: self.question.show_element(key, name, held, tables))
            self.right.setCurrentWidget(self.question)

        self._session.ask(read, show, latest="interviews.case_question", owner=self)

    def _ask_question(self, key: str, question: object) -> None:
        self._do(
            set_questions(key, [] if question is None else [cast("ElementQuestion", question)]),
            lambda _changes: self._back(),
        )
