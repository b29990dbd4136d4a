# SPDX-License-Identifier: MIT
"""Cells that will be withheld are marked, and what is done about them is decided with the person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analysis.masking import HIDDEN, Destination
from analysis.records import Kind, Role
from analysis.result_tables import Flag, TableSpec
from analysis.withholding_remedies import advice, tables_for_readers
from projects.datasets.export.withholding_choices import choices_of
from projects.datasets.table.roles import set_role
from projects.export_gate import withhold_in_tables
from projects.results.saved_results import saved_analyses
from projects.store import Project
from projects.stored_tables.stored_table import data_tables
from tests.workbench.analysis.user_actions import Ask, Calm, named
from wording import msg, render
from workbench.analysis.view import AnalysisWorkspace
from workbench.cli.entry import main
from workbench.sample import PASSPHRASE
from workbench.shell.window import MainWindow


def ask_by_site(room: AnalysisWorkspace, calm: Calm, name: str) -> None:
    room.acts.front.begin("proportions", {"variable": named(room, name).id, "by": named(room, "site").id})
    calm()


@pytest.fixture
def sensitive(room: AnalysisWorkspace, ask: Ask) -> None:
    """The sample's questions on offers as sensitive ones: ordinary answers are withheld from nobody."""
    ids = [named(room, name).id for name in ("offer_source", "offer_promises", "documents_taken")]
    ask(lambda project: [project.do(set_role("t1", one, Role.SENSITIVE)) for one in ids])


def exported(room: AnalysisWorkspace, ask: Ask) -> TableSpec:
    assert room.state.outcome is not None
    tables = room.state.outcome.result.tables
    left: TableSpec = ask(lambda project: withhold_in_tables(project, tables, Destination.PARTNER))[0][0]
    return left


def withheld(table: TableSpec) -> set[tuple[int, int]]:
    return {
        (at, place)
        for at, row in enumerate(table.rows)
        for place, cell in enumerate(row.cells)
        if cell.flags & HIDDEN
    }  # fmt: skip


@pytest.mark.usefixtures("sensitive")
def test_cells_that_will_be_withheld_are_marked_and_stay_readable(
    room: AnalysisWorkspace, calm: Calm, ask: Ask
) -> None:
    ask_by_site(room, calm, "offer_source")
    sheet = room.centre.blocks[0].table.sheet
    assert sheet.grid_ is not None
    assert room.state.outcome is not None
    assert sheet.withheld
    assert sheet.withheld <= withheld(exported(room, ask))
    row, column = min(sheet.withheld)
    assert room.state.outcome.tables[0].rows[row].cells[column].estimate is not None, "readable inside the project"
    printed = next(at for at, one in enumerate(sheet.grid_.columns) if one.position == column)
    assert "will be withheld" in sheet.sentence(row, printed)
    line, left = room.centre.withheld.line, room.state.outcome.for_partner[0]
    few = sum(Flag.MASKED_CELL in cell.flags for row in left.rows for cell in row.cells)
    beside = room.state.outcome.withheld - few
    assert line.cause.accessibleName().startswith(f"Not for partners: {few} numbers of fewer than 5 people")
    assert (f", {beside} beside them" in line.cause.accessibleName()) == (beside > 0)


@pytest.mark.usefixtures("sensitive")
def test_the_notice_is_one_line_with_one_key_and_stands_after_the_chart(room: AnalysisWorkspace, calm: Calm) -> None:
    ask_by_site(room, calm, "offer_source")
    card, line = room.centre.withheld, room.centre.withheld.line
    assert line.isVisible()
    assert line.height() < 2 * line.cause.fontMetrics().height() + 24, "one line, and its key"
    assert not card.isVisible(), "the rest is one click away"
    assert line.key.text() == "Join rare answers"
    chart = room.centre.charts[0].mapTo(room, room.centre.charts[0].rect().bottomLeft()).y()
    line.more.click()
    assert card.isVisible()
    assert card.mapTo(room, card.rect().topLeft()).y() > chart - room.centre.area.verticalScrollBar().value()
    assert room.centre.charts[0].y() < card.y()
    joined = card.remedies.joined
    assert joined is not None
    line.key.click()
    calm()
    assert room.state.outcome is not None
    assert room.state.outcome.withheld == joined.withheld


def test_a_group_that_is_too_small_joins_the_next(room: AnalysisWorkspace, window: MainWindow, calm: Calm) -> None:
    """Means by who made the offer: the group under the minimum base is named, and one key joins it to another."""
    options = {"variable": named(room, "household_size").id, "by": named(room, "offer_source").id}
    room.acts.front.begin("means", options)
    calm()
    line, groups = room.centre.withheld.line, room.centre.withheld.remedies.groups
    assert groups is not None
    assert "Other (specify): fewer than 10 people" in line.cause.accessibleName()
    assert line.key.text() == "Join to “The employer directly”", "the smallest of those that have a number"
    line.key.click()
    calm()
    made = named(room, "offer_source_joined")
    assert "The employer directly / Other (specify)" in [render(one.labels, "en") for one in made.choices]
    assert room.state.current is not None
    assert room.state.current.options["by"] == made.id
    assert room.state.outcome is not None
    assert room.state.outcome.withheld == 0
    assert not line.isVisible()
    window.table.run("edit.undo")
    calm()
    assert room.state.current.options["by"] == options["by"]


def test_a_table_that_leaves_for_nobody_is_said_to_be_withheld_whole(room: AnalysisWorkspace, calm: Calm) -> None:
    """Grouped by a text column that nobody confirmed, no cell of it leaves: a number of cells would mislead."""
    ask_by_site(room, calm, "offer_source")
    outcome, card = room.state.outcome, room.centre.withheld
    assert outcome is not None
    tables = tuple(replace(one, unconfirmed=("Block",)) for one in outcome.result.tables)
    room.acts.withholding.show(replace(outcome, result=replace(outcome.result, tables=tables), withheld=8))
    assert card.line.isVisible()
    assert "Block" in card.line.cause.accessibleName()
    assert "8" not in card.line.cause.accessibleName()
    assert card.line.key.text() == "Look at the answers", "what was not seen is not said to name no one"
    assert card.names_no_one.isHidden() or not card.isVisible()
    card.line.key.click()
    assert card.names_no_one.isVisible()
    assert card.join.isHidden()
    assert card.total.isHidden()


@pytest.mark.usefixtures("sensitive")
def test_rare_answers_are_joined_under_a_name_in_every_table(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask
) -> None:
    ask_by_site(room, calm, "offer_source")
    room.acts.results.keep()
    calm()
    card, old = room.centre.withheld, named(room, "offer_source").id
    card.line.more.click()
    assert card.join.isVisible()
    joined = card.remedies.joined
    assert joined is not None
    assert f"{joined.withheld} withheld" in card.join.cost.text()
    card.name.setText("Rarely used channels")
    card.join.use.click()
    calm()
    assert room.state.current is not None
    made = named(room, "offer_source_joined")
    assert room.state.current.options["variable"] == made.id
    assert "Rarely used channels" in [render(choice.labels, "en") for choice in made.choices]
    assert room.state.outcome is not None
    assert room.state.outcome.withheld == joined.withheld, "as many as was said"
    assert "Rarely used channels" in render(ask(lambda project: project.history(1))[0].message, "en")
    window.table.run("edit.undo")
    calm()
    assert {one.options.get("variable") for one in ask(saved_analyses)} >= {old}
    assert not [one for one in room.state.tables[room.state.current.table].variables if one.id == made.id]
    ask_by_site(room, calm, "offer_source")
    card.join.use.click()  # of an analysis that is not kept: it stood there without its variable after Undo
    calm()
    assert room.state.current.options["variable"] != old
    window.table.run("edit.undo")
    calm()
    assert room.state.current.options["variable"] == old
    assert room.state.outcome is not None


@pytest.mark.usefixtures("sensitive")
def test_the_chosen_neighbour_is_withheld_in_what_leaves(
    room: AnalysisWorkspace, window: MainWindow, calm: Calm, ask: Ask
) -> None:
    ask_by_site(room, calm, "documents_taken")
    card = room.centre.withheld
    before = exported(room, ask)
    other = next(one for one in card.remedies.neighbours if not one.proposed)
    card.which.setCurrentIndex(card.remedies.neighbours.index(other))
    card._say_neighbour()
    card.line.more.click()
    window.activateWindow()
    card.neighbour.use.setFocus()
    card.neighbour.use.click()
    calm()
    assert room.centre.changed.isHidden(), "no data changed"
    assert window.focusWidget() is card.which, "the kind of analysis had the keys: a letter chose another"
    after = exported(room, ask)
    assert other.name in ask(choices_of).first
    place = next(
        (at, column)
        for at, row in enumerate(room.state.outcome.result.tables[0].rows)  # type: ignore[union-attr]
        for column, cell in enumerate(row.cells)
        if cell.key and other.name.endswith("/" + cell.key)
    )
    assert place in withheld(after)
    assert place not in withheld(before)
    small = {
        (at, column)
        for at, row in enumerate(before.rows)
        for column, cell in enumerate(row.cells)
        if Flag.MASKED_CELL in cell.flags
    }  # fmt: skip
    assert small <= withheld(after), "what is small stays withheld"
    assert len(withheld(after)) == other.withheld
    assert card.back.isVisible()
    window.table.run("edit.undo")
    calm()
    assert withheld(exported(room, ask)) == withheld(before)


def test_what_only_the_public_does_not_get_says_what_helps(room: AnalysisWorkspace, calm: Calm) -> None:
    """The card shows what helps where no choice does, and for what the public alone does not get."""
    ask_by_site(room, calm, "documents_taken")
    card = room.centre.withheld
    assert room.state.outcome is not None
    limits, tables = (
        (room.state.limits.flag, room.state.limits.base, room.state.limits.cell),
        room.state.outcome.result.tables,
    )
    partner, public = (
        tables_for_readers(tables, limits, row_sets=room.state.outcome.rows, destination=one)
        for one in (Destination.PARTNER, Destination.PUBLIC)
    )
    wanted = advice(partner, public, card.remedies, limits)
    card.line.more.click()
    assert [one.text() for one in card.advice if one.isVisible()] == [render(one, "en") for one in wanted]
    card.show_remedies(card.remedies, [msg("withheld.advice.public", n=2, base=30, cell=5)])
    assert "named partner" in card.advice[0].text()


@pytest.mark.usefixtures("sensitive")
def test_only_the_total_is_shown(room: AnalysisWorkspace, calm: Calm, ask: Ask) -> None:
    ask_by_site(room, calm, "documents_taken")
    card = room.centre.withheld
    wanted = card.remedies.only_total
    assert wanted is not None
    before = withheld(exported(room, ask))
    card.total.use.click()
    calm()
    after = exported(room, ask)
    assert len(withheld(after)) == wanted.withheld
    assert before <= withheld(after)
    rows = [at for at, row in enumerate(after.rows) if row.label in wanted.rows]
    total = len(after.columns) - 1
    assert rows
    for at in rows:
        assert after.rows[at].cells[total].estimate is not None
        assert all(after.rows[at].cells[place].flags & HIDDEN for place in range(total) if (at, place) in before)
    card.back.click()
    calm()
    assert withheld(exported(room, ask)) == before


def test_rare_answers_are_joined_on_the_command_line(
    study_folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import shutil

    folder, secret = tmp_path / "Study.pwb", tmp_path / "secret"
    shutil.copytree(study_folder, folder)
    secret.write_text(PASSPHRASE, encoding="utf-8")
    base = ["derive", str(folder), "--table", "households", "--passphrase-file", str(secret), "--join-rare"]
    assert main([*base, "offer_source", "nothing;such", "Other"]) == 2
    assert "nothing" in capsys.readouterr().err
    with Project.open(folder, PASSPHRASE) as project:
        before = next(one for one in data_tables(project) if one.parent is None).named("offer_source")
    codes = [choice.code for choice in before.choices if not choice.reason]
    assert main([*base, "offer_source", ";".join(codes[:2]), "Rare", "--name", "source_short"]) == 0
    with Project.open(folder, PASSPHRASE) as project:
        made = next(one for one in data_tables(project) if one.parent is None).named("source_short")
    assert len(made.choices) == len(codes) - 1
    assert made.choices[-1].labels.in_language("en") == "Rare"


@pytest.mark.usefixtures("sensitive")
def test_rare_answers_of_several_choices_are_joined(room: AnalysisWorkspace, calm: Calm) -> None:
    room.acts.front.begin("set", {"variable": named(room, "offer_promises").id, "by": named(room, "site").id})
    calm()
    card = room.centre.withheld
    joined = card.remedies.joined
    assert joined is not None
    card.name.setText("Rarely named")
    card.join.use.click()
    calm()
    made = named(room, "offer_promises_joined")
    assert made.kind is Kind.SET
    assert room.state.current is not None
    assert room.state.current.options["variable"] == made.id
    assert room.state.outcome is not None
    assert room.state.outcome.withheld == joined.withheld, "as many as was said: who named two counts once"
    assert "partners" in card.line.cause.accessibleName() or not card.line.isVisible()
