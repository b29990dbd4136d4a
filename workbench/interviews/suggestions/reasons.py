# SPDX-License-Identifier: MIT
"""Reasons of a suggestion: source, score, words, similar segments; how often each source was right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from projects.assistance.learned_suggestions import gain_of
from projects.assistance.queries import quotes_of_segments
from projects.assistance.review import DecidedNearby, nearest_decided
from projects.assistance.suggestion_reasons import mark_of_suggestion, reasons_of, source_records
from projects.assistance.switches import switches_of
from projects.interviews.suggestions import ranked_children
from wording import Text, msg
from wording.numbers import format_number, format_probability
from wording.quotations import in_quotes
from workbench.interviews.page_parts import empty_layout
from workbench.interviews.state import RoomState
from workbench.translation import language_of
from workbench.widgets import ElidedLabel, ElidedLink, Fact, FoldedLine, IntervalBar, MutedLabel, SectionLabel

if TYPE_CHECKING:
    from projects.assistance.suggestion_reasons import KeptReason, SourceRecord
    from projects.store.project import Project
    from workbench.session import Session

Quotes = dict[str, list[tuple[str, str, str, str]]]  # by the model's version: (segment, document, words)
_LONGEST = 90  # characters of a similar segment
_MOST, _MOST_CHILDREN = 3, 5


class _Reasons(NamedTuple):
    """What is read of a suggestion: `gain` is recall@3 of the model and of the commonest codes, and segments."""

    suggestion: str
    reasons: tuple[KeptReason, ...]
    quotes: Quotes
    records: list[SourceRecord]
    mark: str
    gain: tuple[float, float, int] | None
    least: float  # where a source stops
    near: list[DecidedNearby]
    below: list[str]  # the codes of a category, ranked


class ReasonsView(QWidget):
    """The reasons of one suggestion; a similar segment can be opened."""

    segment_requested = Signal(str)
    child_requested = Signal(str)  # a code of the category suggested

    def __init__(self, state: RoomState, session: Session) -> None:
        super().__init__()
        self._state, self._session = state, session
        self._shown = ""
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)

    def show_suggestion(self, suggestion_id: str, code: str) -> None:
        """Ask for the reasons of a suggestion, "" for none."""
        self._shown = suggestion_id
        if not suggestion_id:
            empty_layout(self.column)
            return

        def read(project: Project) -> _Reasons:
            reasons = reasons_of(project, suggestion_id)
            quotes = {one.version: quotes_of_segments(project, one.similar[:_MOST]) for one in reasons if one.similar}
            mark = mark_of_suggestion(project, suggestion_id)
            records, least = source_records(project, code), switches_of(project).least_precision
            near = nearest_decided(project, suggestion_id)
            below = ranked_children(project, suggestion_id)
            return _Reasons(suggestion_id, reasons, quotes, records, mark, gain_of(project), least, near, below)

        self._session.ask(read, self._take, latest="interviews.reasons", owner=self)

    def _take(self, found: _Reasons) -> None:
        suggestion_id, reasons, quotes, records, mark, gain, least, near, below = found
        if suggestion_id != self._shown:
            return
        empty_layout(self.column)
        self._show_children(below)
        if mark != "hit":
            self.column.addWidget(MutedLabel(msg("assist.meant", mark=msg(f"marks.{mark}")), wrap=True))
        for reason in reasons:
            if reason.score is not None:
                self._show_model(reason, quotes.get(reason.version, []))
        self._show_near(near)
        self._show_records(records, least)
        if gain is not None:
            self._show_gain(*gain)

    def _show_gain(self, ours: float, commonest: float, segments: int) -> None:
        """What learning finds, beside naming the commonest codes each time."""
        language = language_of()
        self.column.addWidget(SectionLabel(msg("assist.gain", n=segments)))
        for key, share in (("ours", ours), ("commonest", commonest)):
            self.column.addWidget(Fact(msg(f"assist.gain.{key}"), format_number(share, language, 2)))

    def _show_model(self, reason: KeptReason, similar: list[tuple[str, str, str, str]]) -> None:
        score = format_probability(reason.score, language_of())
        self.column.addWidget(MutedLabel(msg("assist.learned_score", score=score), wrap=True))
        self.column.addWidget(ElidedLabel(msg("assist.learned_model", version=reason.version), kind="muted"))
        if reason.words:
            words = ", ".join(reason.words)
            self.column.addWidget(MutedLabel(msg("interviews.view.because", words=words), wrap=True))
        if not similar:
            return
        held = QWidget()
        links = QVBoxLayout(held)
        links.setContentsMargins(0, 0, 0, 0)
        links.setSpacing(4)
        for segment, document, quote, spoken in similar:
            said: Text = msg("assist.similar", document=document, quote=in_quotes(_shortened(quote), spoken))
            links.addWidget(ElidedLink(said, partial(self.segment_requested.emit, segment)))
        self.column.addWidget(FoldedLine(msg("assist.most_similar"), held))

    def _show_children(self, below: list[str]) -> None:
        """The codes of a category, the likeliest first: Accept takes that one, a click another."""
        codes = [self._state.codebook[code] for code in below[:_MOST_CHILDREN] if code in self._state.codebook]
        if codes:
            self.column.addWidget(MutedLabel(msg("assist.category", code=codes[0].name), wrap=True))
        for code in codes[1:]:
            self.column.addWidget(ElidedLink(code.name, partial(self.child_requested.emit, code.id)))

    def _show_near(self, near: list[DecidedNearby]) -> None:
        """What was decided where the words are most alike."""
        if near:
            self.column.addWidget(SectionLabel(msg("assist.near")))
        for one in near:
            quote = in_quotes(_shortened(one.quote), one.language)
            said = msg(
                f"assist.near.{'accepted' if one.accepted else 'rejected'}", document=one.document_name, quote=quote
            )
            self.column.addWidget(ElidedLabel(said, kind="muted"))

    def _show_records(self, records: list[SourceRecord], least: float) -> None:
        decided = [record for record in records if record.decided]
        if not decided:
            return
        language = language_of()
        self.column.addWidget(SectionLabel(msg("assist.right_so_far")))
        for record in decided:
            interval = record.interval()
            if interval is None:
                continue
            low, high = (format_number(100 * end, language, 0) for end in interval)
            share = format_number(record.percent, language)
            value = msg("assist.precision", share=share, low=low, high=high, n=record.decided)
            name, exact = msg(f"learned.source.{record.source}"), record.accepted / record.decided
            self.column.addWidget(IntervalBar(name, exact, interval, value, least or None))


def _shortened(quote: str) -> str:
    plain = " ".join(quote.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"
