# SPDX-License-Identifier: MIT
"""Page of the roles proposed in all interviews: who asks, who answers; one key keeps them all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from projects.stored_interviews.case_tables import ROLES
from wording import Text, msg
from workbench.interviews.state import RoomState
from workbench.widgets import (
    Button,
    ChoiceField,
    Entry,
    EntryList,
    FormRow,
    MutedLabel,
    Pane,
    PaneHeader,
    PrimaryButton,
)

if TYPE_CHECKING:
    from projects.store.project import Project
    from projects.transcripts.speakers import ProposedRole
    from workbench.session import Session


class RolesPane(Pane):
    """The speakers without a role, interview by interview; a wrong proposal is changed before all are kept."""

    left = Signal()
    wanted = Signal()  # roles are proposed after an import

    def __init__(self, state: RoomState, session: Session) -> None:
        back = Button(msg("interviews.view.back"), lambda: self.left.emit(), icon="chevron-left")
        self.keep = PrimaryButton(msg("roles.view.keep"), self.keep_all, icon="check")
        super().__init__(PaneHeader(msg("roles.view.title"), self.keep, back), margins=(16, 12, 16, 12))
        self._state, self._session = state, session
        self.note = MutedLabel("", wrap=True)
        self.speakers = EntryList(msg("roles.view.title"))
        roles: list[tuple[str, Text]] = [(role, msg(f"transcripts.role.{role}")) for role in ROLES]
        self.role = ChoiceField(msg("speakers.view.role"), [*roles, ("", msg("transcripts.role.none"))])
        self.role.chosen.connect(self._change)
        self.speakers.picked.connect(lambda place: self.role.choose(self._roles[place]))
        self.body.addWidget(self.note)
        self.body.addWidget(self.speakers, 1)
        self.body.addWidget(FormRow(msg("speakers.view.role"), self.role))
        self._proposed: list[ProposedRole] = []
        self._roles: list[str] = []

    def read(self) -> None:
        """Ask which roles are proposed in all interviews."""
        self._session.ask(_proposed, self._show, latest="interviews.roles", owner=self)

    def offer(self) -> None:
        """Ask for the page where an import brought speakers of whom nobody said who asks."""

        def show(proposed: list[ProposedRole]) -> None:
            if proposed:
                self._show(proposed)
                self.wanted.emit()

        self._session.ask(_proposed, show, latest="interviews.roles", owner=self)

    def _show(self, proposed: list[ProposedRole]) -> None:
        self._proposed, self._roles = proposed, [one.proposal.role for one in proposed]
        for part in (self.speakers, self.role, self.keep):
            part.setVisible(bool(proposed))
        documents = len({one.document for one in proposed})
        self.note.say(msg("roles.view.note", n=documents) if proposed else msg("speakers.no_roles_to_propose"))
        self._list()
        if proposed:
            self.speakers.pick(0)
            self.speakers.setFocus()

    def _list(self) -> None:
        entries = []
        for place, (one, role) in enumerate(zip(self._proposed, self._roles, strict=True)):
            said = msg("roles.view.line", document=one.document_name, speaker=one.proposal.speaker)
            entries.append(Entry(place, said, msg(f"transcripts.role.{role or 'none'}")))
        self.speakers.set_entries(entries)

    def _change(self, role: object) -> None:
        place = self.speakers.picked_id()
        if isinstance(place, int):
            self._roles[place] = str(role)
            self._list()

    def keep_all(self) -> None:
        """Give all speakers the roles that the page shows, in one step that can be undone."""
        from projects.transcripts.speakers import keep_roles, with_roles  # as above

        self._session.do(keep_roles(with_roles(self._proposed, self._roles)), lambda _changes: self.left.emit())


def _proposed(project: Project) -> list[ProposedRole]:
    from projects.transcripts.speakers import propose_roles  # with the first look at speakers

    return propose_roles(project)
