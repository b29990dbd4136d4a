# SPDX-License-Identifier: MIT
"""The design card says which rows of a table above are the clusters where none are declared."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from analysis.records import DataTable, DesignRoles, Kind, Level, RowOrigin, Variable
from wording import Labels, render
from workbench.analysis.panes.right_pane import DesignCard, clustering_of, design_text


def table(place: int, name: str, design: DesignRoles, parent: str | None) -> DataTable:
    labels = Labels({"en": name, "fr": name})
    return DataTable(f"t{place}", name, labels, "record", RowOrigin.PROBABILITY, (), 5, design, parent)


def tables(clusters: tuple[str, ...]) -> dict[str, DataTable]:
    """Households, their members, the visits to these."""
    designs = (DesignRoles("v1", None, clusters), DesignRoles(), DesignRoles())
    named = zip(("Households", "Members", "Visits"), designs, (None, "t1", "t2"), strict=True)
    found = [table(place, name, design, parent) for place, (name, design, parent) in enumerate(named, start=1)]
    return {one.id: one for one in found}


def test_the_table_above_is_named() -> None:
    known = tables(())
    for name in ("t2", "t3"):
        said = design_text(known[name], known["t1"], None, clustering_of(known[name], known))
        assert "Rows below one row of “Households” count as one unit drawn first (cluster)." in render(said, "en")
        assert "forment une unité tirée d’abord (grappe)" in render(said, "fr")
    assert clustering_of(known["t1"], known) is None


def test_declared_clusters_are_the_clusters() -> None:
    known = tables(("v2",))
    assert [clustering_of(known[name], known) for name in known] == [None, None, None]


def test_a_column_is_told_from_the_word_before_it() -> None:
    """A column is often called weight or cluster: its name stands in brackets behind the word."""
    known = tables(())
    weight = Variable("v1", "weight", Labels({}), Kind.NUMBER, Level.INTERVAL)
    said = design_text(known["t1"], replace(known["t1"], variables=(weight,)))
    assert render(said, "en") == "Sample with weights (weight). No finite population correction."
    assert "poids (weight)" in render(said, "fr")


def test_the_population_counts_of_the_second_stage_stay(qtbot: QtBot) -> None:
    """The card asks for those of the first stage only."""
    numbers = tuple(Variable(f"v{at}", f"n{at}", Labels({}), Kind.NUMBER, Level.INTERVAL) for at in range(1, 7))
    design = DesignRoles("v1", "v2", ("v3", "v4"), ("v5", "v6"))
    whole = DataTable("t1", "hh", Labels({}), "record", RowOrigin.PROBABILITY, numbers, 5, design)
    card = DesignCard()
    qtbot.addWidget(card)
    card.show_table(whole, {"t1": whole})
    for strata, cluster2, kept in ((None, "v4", ("v5", "v6")), ("v2", None, ("v5",))):
        card.open_editor()
        card._fields["strata"].choose(strata)
        card._fields["cluster2"].choose(cluster2)
        with qtbot.waitSignal(card.wanted, timeout=2000) as told:
            card.take()
        assert told.args[1].fpc == kept  # type: ignore[index]
