# SPDX-License-Identifier: MIT
"""The design card says which rows of a table above are the clusters where none are declared."""

from __future__ import annotations

from analysis.records import DataTable, DesignRoles, How
from wording import Labels, render
from workbench.analysis.design_card import clustering_of, design_text


def table(place: int, name: str, design: DesignRoles, parent: str | None) -> DataTable:
    labels = Labels({"en": name, "fr": name})
    return DataTable(f"t{place}", name, labels, "record", How.PROBABILITY, (), 5, design, parent)


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
        assert "Rows below one row of “Households” count as one cluster." in render(said, "en")
        assert "forment une grappe" in render(said, "fr")
    assert clustering_of(known["t1"], known) is None


def test_declared_clusters_are_the_clusters() -> None:
    known = tables(("v2",))
    assert [clustering_of(known[name], known) for name in known] == [None, None, None]
