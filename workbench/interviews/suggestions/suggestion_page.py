# SPDX-License-Identifier: MIT
"""The current suggestion: its code and reason, accept or reject, and how its rules fared."""

from __future__ import annotations

import html
from bisect import bisect_right
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from coding.records import Suggestion
from projects.assistance.learned_suggestions import gain_of
from projects.assistance.queries import quotes_of_segments
from projects.assistance.review import DecidedNearby, nearest_decided
from projects.assistance.suggestion_reasons import mark_of_suggestion, reasons_of, source_records
from projects.assistance.switches import switches_of
from projects.interviews.queries import RuleRecord
from projects.interviews.suggestions import ranked_children
from wording import Text, msg, render
from wording.numbers import format_number, format_probability
from wording.texts import in_quotes
from workbench.commands import Command
from workbench.interviews.page_parts import CodeName, SidePage, empty_layout, empty_page
from workbench.interviews.state import RoomState
from workbench.interviews.suggestions.rule_text import RuleText
from workbench.session import Session
from workbench.translation import language_of
from workbench.widgets import (
    CommandButton,
    ElidedLabel,
    ElidedLink,
    Fact,
    FoldedLine,
    IntervalBar,
    Label,
    LinkButton,
    MutedLabel,
    SectionLabel,
)

if TYPE_CHECKING:
    from projects.assistance.suggestion_reasons import KeptReason, SourceRecord
    from projects.store.project import Project

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


_AROUND, _MOST_RULES = 600, 12  # characters of the turn at each side of a suggestion
_STEADY = 240  # pixels that a card keeps once it was so high


class TurnText(QLabel):
    """The turn in which a suggestion stands: its stretch underlined, the words that spoke for it in bold."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.RichText)  # of escaped words alone
        self.setWordWrap(True)
        self.shown = ""  # without markup

    def show_turn(
        self, text: str, turn: tuple[int, int], span: tuple[int, int], words: Sequence[tuple[int, int]]
    ) -> None:
        """Show the part of `text` that is the turn; of a very long one what stands around the stretch."""
        first, last = max(min(turn[0], span[0]), span[0] - _AROUND), min(max(turn[1], span[1]), span[1] + _AROUND)
        bold = [(max(start, span[0]), min(end, span[1])) for start, end in words if start < span[1] and end > span[0]]
        cuts = sorted({first, last, *span, *(place for pair in bold for place in pair)})
        parts = ["…"] if first > turn[0] else []
        for start, end in zip(cuts, cuts[1:], strict=False):
            said = html.escape(text[start:end]).replace("\n", "<br>")
            said = f"<b>{said}</b>" if any(one <= start and end <= other for one, other in bold) else said
            parts.append(f"<u>{said}</u>" if span[0] <= start and end <= span[1] else said)
        parts += ["…"] if last < turn[1] else []
        self.shown = text[first:last]
        self.setText("".join(parts))
        self.setAccessibleName(self.shown)


class SuggestionPage(SidePage):
    """Shows one open suggestion; where there is none, says how to get some."""

    rules_requested = Signal(str)  # the code whose rules are to be shown

    def __init__(self, state: RoomState, session: Session, commands: dict[str, Command]) -> None:
        super().__init__()
        self._state, self._session = state, session
        self.shown: Suggestion | None = None
        suggest = CommandButton(
            commands["interviews.suggest.all"], text=msg("interviews.view.suggest_short"), primary=True
        )
        self.next_document = CommandButton(
            commands["interviews.suggest.elsewhere"], text=msg("interviews.view.next_document")
        )
        self.nothing = empty_page(msg("interviews.view.no_suggestions"), suggest)
        self.decided = empty_page("", self.next_document)
        first = CommandButton(commands["interviews.suggestion.next"], text=msg("assist.go_first"))
        self.here = empty_page("", first)
        self.silent = empty_page("", CommandButton(commands["interviews.review.show"], text=msg("assist.title")))
        self.card = self._card()
        self.buttons = self._buttons(commands)
        self.facts = QVBoxLayout()
        self.facts.setSpacing(0)
        for widget in (self.nothing, self.silent, self.decided, self.here, self.card, self.buttons, self.reasons):
            self.column.addWidget(widget)
            widget.hide()  # until it is known what waits
        self.column.addLayout(self.facts)
        self.column.addStretch(1)
        state.judged.connect(self._show_facts)

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("kind", "suggestion")
        column = QVBoxLayout(card)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(7)
        self.code, self.quote, self.why = CodeName(), TurnText(), MutedLabel("", wrap=True)
        self.number = MutedLabel("")
        self.reasons = ReasonsView(self._state, self._session)
        self.rule = LinkButton(msg("assist.open_rule"), self._open_rule)
        for widget in (self.number, self.code, self.quote, self.why):
            column.addWidget(widget)
        column.addWidget(self.rule, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)  # where it keeps its height, its words stay together
        return card

    def _open_rule(self) -> None:
        if self.shown is not None:
            self.rules_requested.emit(self.shown.code)

    def _buttons(self, commands: dict[str, Command]) -> QWidget:
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(6)
        accept = CommandButton(
            commands["interviews.suggestion.accept"], text=msg("interviews.view.accept_short"), primary=True
        )
        reject = CommandButton(commands["interviews.suggestion.reject"], text=msg("interviews.view.reject_short"))
        other = CommandButton(commands["interviews.suggestion.other"], text=msg("interviews.view.other_short"))
        for button in (accept, reject):
            row.addWidget(button, 1)
        column.addLayout(row)
        column.addWidget(other)
        return whole

    def show_suggestion(self, suggestion: Suggestion | None, place: int = 0, total: int = 0) -> None:
        """Show this suggestion, or none; it is the `place`-th of `total` open ones."""
        self.number.say(msg("interviews.view.suggestion_place", place=place, total=total) if place else "")
        self.shown = suggestion
        waiting = sum(line.suggestions for line in self._state.documents)
        for widget in (self.card, self.buttons, self.reasons):
            widget.setVisible(suggestion is not None)
        self.reasons.show_suggestion(suggestion.id if suggestion else "", suggestion.code if suggestion else "")
        silence = self._state.silence
        self.nothing.setVisible(suggestion is None and not waiting and silence is None)
        self.silent.setVisible(suggestion is None and silence is not None)
        if silence is not None:
            why: Label = self.silent.words  # type: ignore[attr-defined]  # set by `empty_page`
            why.say(silence)
        self.here.setVisible(suggestion is None and total > 0)
        self.decided.setVisible(suggestion is None and waiting > 0 and not total)
        if suggestion is None and total:
            here: Label = self.here.words  # type: ignore[attr-defined]  # set by `empty_page`
            here.say(msg("assist.waiting_here", n=total))
        elif waiting and suggestion is None:
            words: Label = self.decided.words  # type: ignore[attr-defined]  # set by `empty_page`
            words.say(msg("interviews.view.no_suggestions_elsewhere", n=waiting))
        if suggestion is not None and suggestion.code in self._state.codebook:
            code = self._state.codebook[suggestion.code]
            self.code.show_code(code.name, code.colour)
            self.show_stretch((suggestion.start, suggestion.end))
            self.why.say(msg("interviews.view.because", words=self._words(suggestion)))
            self.rule.setVisible(any(not part.startswith("model:") for part in suggestion.rule.split("; ")))
            self._keep_height()
        self._show_facts()

    def show_stretch(self, span: tuple[int, int]) -> None:
        """Show in its turn the stretch that would be accepted now, wider or narrower than what is stored."""
        loaded, shown = self._state.loaded, self.shown
        if loaded is None or shown is None or shown.document != loaded.document.id:
            return
        turns = loaded.document.turns
        place = bisect_right([turn.start for turn in turns], span[0]) - 1
        turn = (turns[place].start, turns[place].end) if place >= 0 else span
        self.quote.show_turn(loaded.document.text, turn, span, shown.matched)
        self._keep_height()

    def _keep_height(self) -> None:
        """Let the card grow but not shrink, so that Accept stays below the pointer from one suggestion to the next."""
        column = self.card.layout()
        needed = column.totalHeightForWidth(self.card.width()) if column is not None else 0
        self.card.setMinimumHeight(max(self.card.minimumHeight(), min(needed, _STEADY)))

    def _words(self, suggestion: Suggestion) -> Text:
        """The words that matched, as they stand in the text, and the keywords that fired."""
        loaded = self._state.loaded
        text = loaded.document.text if loaded else ""
        said = list(dict.fromkeys(" ".join(text[start:end].split()) for start, end in suggestion.matched))
        matched = ", ".join(part for part in said if part)
        rule = spoken_rule(suggestion.rule)
        if not matched or matched.casefold() == rule.replace("; ", ", ").casefold():
            return rule.replace("; ", ", ")
        return f"{matched} ({rule})"

    def _show_facts(self) -> None:
        empty_layout(self.facts)
        records, language = self._rules(), language_of()
        if not records:
            return
        accepted, rejected = sum(r.accepted for r in records), sum(r.rejected for r in records)
        self.facts.addWidget(SectionLabel(msg("interviews.view.so_far")))
        counts = f"{format_number(accepted, language)} / {format_number(rejected, language)}"
        self.facts.addWidget(Fact(msg("interviews.view.accepted_rejected"), counts))
        still = format_number(sum(r.open for r in records), language)
        self.facts.addWidget(Fact(msg("interviews.view.open_suggestions"), still))
        if self.shown is not None:
            self._show_rules(self.shown.code)

    def _rules(self) -> list[RuleRecord]:
        """How the rules fared; what was learned is no rule and stands among the reasons."""
        return [record for record in self._state.records if not record.rule.startswith("model:")]

    def _show_rules(self, code: str) -> None:
        rules = [record for record in self._rules() if str(record.code) == code][:_MOST_RULES]
        if not rules:
            return
        heading = SectionLabel(msg("interviews.view.rules"))
        heading.setContentsMargins(0, 10, 0, 0)
        self.facts.addWidget(heading)
        for record in rules:
            name = msg("interviews.view.rule", rule=spoken_rule(record.rule), language=record.language.upper())
            decided = record.accepted + record.rejected
            value = msg("interviews.view.of", accepted=record.accepted, decided=decided)
            if not decided:
                value = msg("interviews.view.open_count", n=record.open)
            self.facts.addWidget(Fact(name, value))

    def respeak(self, _language: str) -> None:
        """Write the numbers again."""
        self._show_facts()


def spoken_rule(rule: str) -> str:
    """The keywords of a suggestion as they are read, without signs of rules; what was learned is called so."""
    learned = render(msg("interviews.view.learned"), language_of())
    parts = [learned if part.startswith("model:") else RuleText.of(part).body for part in rule.split("; ")]
    return "; ".join(dict.fromkeys(parts))
